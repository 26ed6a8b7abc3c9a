import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { connect, type Database } from "@/db/client";
import { freePort } from "@/db/free-port.mjs";
import { appDatabaseUrl, rootKey } from "@/db/secrets.mjs";
import { decodeSlots } from "@/lib/availability/wire";
import { cpuOf } from "../cpu";
import { median, type Row, sampleOf, short } from "../harness";
import { loadOnce, type Target } from "./load";
import { answered, type Running, serverOf, start } from "./processes";
import { health } from "./start";

const BATCHES = 3;
const APART_MINUTES = 150;
/** The handler it is held against has answered thousands before it is looked at; these are refused, the time being gone. */
const WARM_UP = 400;
const IDLE_MS = 3000;
const DRAINED_WITHIN_MS = 120_000;

type Booked = { ms: number[]; cpu: number };
/** The running product: its built tree, its data directory, and the process that does its jobs. */
export type Shop = {
  tree: string;
  data: string;
  ownerUrl: string;
  worker: number;
  slug: string;
  serviceId: string;
};
type Counter = Pick<Shop, "slug" | "serviceId"> & { origin: string };

/**
 * A family that nobody knows books over HTTP, its form sent as from a page with scripts, against a handler with one query. The
 * process that answers does no jobs; what they use is counted in the other process, in a row of its own.
 */
export async function bookingRows(shop: Shop, oneQuery: Target): Promise<Row[]> {
  const port = await freePort();
  const server = withoutJobs(shop, port);
  const { db, end } = connect(shop.ownerUrl, 1);
  try {
    await answered(server, health(port));
    const jobs = await idleAt(shop.worker);
    const counter = { ...shop, origin: `http://localhost:${port}` };
    const row = await requests(counter, serverOf(server.pid), oneQuery);
    await drained(db);
    const each = jobs() / (row.ours?.calls ?? 0);
    return [
      row,
      {
        goal: "W3 jobs",
        name: "its mail and reminders, later",
        value: each,
        unit: "ms of CPU a booking",
      },
    ];
  } finally {
    await end();
    await server.stop();
  }
}

async function requests(counter: Counter, pid: number, oneQuery: Target): Promise<Row> {
  const send = await detailsForm(counter);
  const starts = await freeStarts(counter);
  const size = Math.floor((starts.length - 1) / BATCHES);
  if (size < 10) throw new Error(`only ${starts.length} free times to book`);
  const gone = starts[starts.length - 1] ?? 0;
  await send(gone);
  for (let n = 0; n < WARM_UP; n += 1) await send(gone, "refused");
  const [anchors, ours] = [[] as Awaited<ReturnType<typeof loadOnce>>[], [] as Booked[]];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    anchors.push(await loadOnce(oneQuery, 1, 2));
    const before = cpuOf(pid);
    const ms: number[] = [];
    for (const start of starts.slice(batch * size, (batch + 1) * size)) {
      const begun = performance.now();
      await send(start);
      ms.push(performance.now() - begun);
    }
    ours.push({ ms, cpu: (cpuOf(pid) - before) / ms.length });
  }
  const anchor = sampleOf(
    anchors.map((one) => one.median),
    median(anchors.map((one) => one.cpu)),
  );
  const all = ours.flatMap((one) => one.ms);
  const sample = sampleOf(all, median(ours.map((one) => one.cpu)));
  return {
    goal: "W3",
    name: "a family's booking over HTTP ÷ route handler, one query",
    value: sample.cpu / anchor.cpu,
    unit: "× (CPU a request)",
    anchor,
    ours: sample,
    note: `${all.length} bookings after ${WARM_UP} refused, ${short(sample.median)} ms each`,
  };
}

/** The product's server alone, beside the product and on its database: whoever asks it, its CPU went into answers. */
function withoutJobs({ tree, data, ownerUrl }: Shop, port: number): Running {
  const key = rootKey({ dataDir: data, env: {} });
  return start(
    process.execPath,
    [
      path.join(tree, "node_modules/next/dist/bin/next"),
      "start",
      "-H",
      "127.0.0.1",
      "-p",
      String(port),
    ],
    {
      cwd: tree,
      env: {
        APP_DATABASE_URL: appDatabaseUrl({ ownerUrl, key }),
        HANDSEL_KEY: key,
        HANDSEL_DATA_DIR: data,
        HANDSEL_JOBS: "off",
        NODE_ENV: "production",
        PORT: String(port),
        PUBLIC_URL: `http://localhost:${port}`,
      },
    },
  );
}

/** CPU in ms that a process has used since now, without what it uses when there is nothing to do. */
async function idleAt(pid: number): Promise<() => number> {
  const resting = cpuOf(pid);
  await pause(IDLE_MS);
  const [began, before] = [performance.now(), cpuOf(pid)];
  const idle = (before - resting) / IDLE_MS;
  return () => cpuOf(pid) - before - idle * (performance.now() - began);
}

async function drained(db: Database): Promise<void> {
  for (
    const until = performance.now() + DRAINED_WITHIN_MS;
    performance.now() < until;
    await pause(200)
  ) {
    const [row] = await db.execute<{ due: number }>(
      sql`select count(*)::int as due from graphile_worker.jobs where run_at <= now() and attempts < max_attempts`,
    );
    if (row?.due === 0) return;
  }
  throw new Error("the jobs of the bookings are not done");
}

/** Starts of one service far enough apart that each can be booked, whatever its length and buffers. */
async function freeStarts({ origin, serviceId }: Counter): Promise<number[]> {
  const answer = await fetch(`${origin}/api/live/slots?service=${serviceId}&days=60`);
  const { slots } = (await answer.json()) as { slots?: number[] };
  const chosen: number[] = [];
  for (const slot of decodeSlots(slots ?? []))
    if (slot >= (chosen.at(-1) ?? 0) + APART_MINUTES) chosen.push(slot);
  return chosen;
}

/** Holds a time as a browser does, opens the details, and answers with what sends their form for any time. */
async function detailsForm(
  shop: Counter,
): Promise<(start: number, expected?: "booked" | "refused") => Promise<void>> {
  const { origin, slug, serviceId } = shop;
  const times = `${origin}/p/${slug}/book/${serviceId}`;
  const picked = fieldsOf(await (await fetch(times)).text());
  const held = await posted(times, origin, picked);
  const [cookie] = held.headers.getSetCookie().filter((one) => one.startsWith("hold="));
  const to = held.headers.get("location") ?? "";
  if (!cookie || !to.includes("/details"))
    throw new Error(`no time was held: ${held.status} ${to}`);
  const details = new URL(to, origin).href;
  const headers = { cookie: cookie.split(";")[0] ?? "" };
  const fields = fieldsOf(await (await fetch(details, { headers })).text());
  return async (start, expected = "booked") => {
    const mark = randomUUID().slice(0, 8);
    const answer = await posted(`${origin}/api/book`, origin, {
      ...fields,
      key: randomUUID(),
      start: new Date(start * 60_000).toISOString(),
      "guest.name": `Ana ${mark}`,
      "guest.email": `ana-${mark}@example.com`,
      "babies.0.firstName": "Mila",
      "babies.0.bornOn.day": "24",
      "babies.0.bornOn.month": "8",
      "babies.0.bornOn.year": "2026",
      "babies.0.born.early": "no",
      visitAddress: "1 Redland Road, Bristol BS6 6AA",
    });
    const said = await answer.text();
    if (expected === "booked" ? !said.startsWith('{"to":"/booking/') : answer.status !== 422)
      throw new Error(`not ${expected}: ${answer.status} ${said.slice(0, 200)}`);
  };
}

async function posted(
  url: string,
  origin: string,
  fields: Record<string, string>,
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(url, { method: "POST", body, headers: { origin }, redirect: "manual" });
}

const entities: Record<string, string> = { quot: '"', amp: "&", lt: "<", gt: ">", "#x27": "'" };
const plain = (text: string): string =>
  text.replace(/&(quot|amp|lt|gt|#x27);/g, (_, name: string) => entities[name] ?? "");

/** The hidden fields of the page's form for a time, and the time that is chosen in it. */
function fieldsOf(html: string): Record<string, string> {
  const forms = [...html.matchAll(/<form\b.*?<\/form>/gs)].map(([form]) => form);
  const form = forms.find((each) => each.includes('name="start"') && each.includes("$ACTION_"));
  if (!form) throw new Error("the page has no form for a time");
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    const told = (name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "");
    const sent =
      told("type") === "hidden" || (told("type") === "radio" && / checked\b/.test(input));
    if (sent && told("name")) fields[told("name")] = told("value");
  }
  return fields;
}
