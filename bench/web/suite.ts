import path from "node:path";
import { freePort } from "@/db/free-port.mjs";
import { atTheEnd } from "../cleanup";
import type { Row } from "../harness";
import { bookingRows } from "./booking";
import { build, buildRows } from "./build";
import { copies } from "./copy";
import { demoOf } from "./demo";
import { pageRows } from "./pages";
import { answered, type Running, serverOf, start } from "./processes";
import { recordPageRows } from "./record";
import { sizeRows } from "./size";
import { health, startProduct, startRows } from "./start";

const nextOf = (folder: string): string => path.join(folder, "node_modules/next/dist/bin/next");

export async function suite(): Promise<Row[]> {
  const { tree, minimal, remove } = copies();
  const data = path.join(tree, ".data");
  try {
    console.log("building …");
    const built = await build(["scripts/build.mjs"], tree);
    const builtMinimal = await build([nextOf(minimal), "build"], minimal);

    console.log("starting …");
    const port = await freePort();
    const first = startProduct(tree, data, port, "node");
    await answered(first, health(port));
    await first.stop();
    const starts = await startRows(tree, data);

    console.log("loading …");
    return [...starts, ...(await served(tree, minimal, data)), ...buildRows(built, builtMinimal)];
  } finally {
    await remove();
  }
}

/** Pages of the running product beside those of the minimal app. */
async function served(tree: string, minimal: string, data: string): Promise<Row[]> {
  const [port, minimalPort, plainPort] = [await freePort(), await freePort(), await freePort()];
  const product = startProduct(tree, data, port, "node");
  await answered(product, health(port));
  const demo = await demoOf(data);
  const env = { ANCHOR_DATABASE_URL: demo.ownerUrl, ANCHOR_PRACTITIONER: demo.practitionerId };
  const listen = ["start", "-H", "127.0.0.1", "-p", String(minimalPort)];
  const anchors = start(process.execPath, [nextOf(minimal), ...listen], {
    cwd: minimal,
    env: { ...env, NODE_ENV: "production" },
  });
  const plain = start(process.execPath, ["plain-server.js"], {
    cwd: minimal,
    env: { ...env, PORT: String(plainPort) },
  });
  const running: Running[] = [product, anchors, plain];
  const stop = atTheEnd(async () => {
    for (const each of running.reverse()) await each.stop();
  });
  try {
    const ours = `http://localhost:${port}`;
    const theirs = `http://127.0.0.1:${minimalPort}`;
    await answered(anchors, theirs);
    await answered(plain, `http://127.0.0.1:${plainPort}`);
    const signedIn = { cookie: demo.cookie };
    const of = (pid: number) => (url: string) => ({ pid, url });
    const [product_, anchors_] = [of(serverOf(product.pid)), of(serverOf(anchors.pid))];
    const rows = await pageRows({
      emptyStatic: anchors_(`${theirs}/`),
      emptyLive: anchors_(`${theirs}/live`),
      oneQuery: anchors_(`${theirs}/one-query`),
      plainServer: { pid: plain.pid, url: `http://127.0.0.1:${plainPort}/` },
      profile: product_(`${ours}/p/rosa-calder`),
      dashboard: { ...product_(`${ours}/practice`), headers: signedIn },
      slots: product_(`${ours}/api/live/slots?service=${demo.serviceId}`),
    });
    const sizes = await sizeRows(`${theirs}/`, {
      public: ["/", "/find", "/p/rosa-calder", "/refer"].map((name) => ({
        name,
        url: ours + name,
      })),
      booking: [
        {
          name: "/p/…/book/… (times)",
          url: `${ours}/p/rosa-calder/book/${demo.serviceId}`,
        },
      ],
      dashboard: ["/practice", "/practice/calendar", "/practice/clients"].map((name) => ({
        name,
        url: ours + name,
        headers: signedIn,
      })),
    });
    const records = await recordPageRows({ ownerUrl: demo.ownerUrl, data }, product_(ours));
    // Last: it fills Rosa's calendar.
    const shop = { tree, data, ...demo, worker: serverOf(product.pid), slug: "rosa-calder" };
    const booking = await bookingRows(shop, anchors_(`${theirs}/one-query`)).catch(
      (error: unknown): Row[] => {
        console.error(error);
        return [{ goal: "W3", name: "a booking over HTTP broke", value: Number.NaN, unit: "×" }];
      },
    );
    return [...booking, ...rows, ...records, ...sizes];
  } finally {
    await stop();
  }
}
