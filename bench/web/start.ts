import { freePort } from "@/db/free-port.mjs";
import { median, type Row, sampleOf } from "../harness";
import { answered, type Running, start } from "./processes";

const REPEATS = 3;
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** The whole product, as a practitioner starts it. */
export function startProduct(
  tree: string,
  data: string,
  port: number,
  through: "npm" | "node",
): Running {
  const env = { HANDSEL_DATA_DIR: data, PORT: String(port) };
  const options = { cwd: tree, env };
  return through === "npm"
    ? start(npm, ["start"], options)
    : start(process.execPath, ["scripts/start.mjs"], options);
}

export const health = (port: number): string => `http://127.0.0.1:${port}/api/health`;

/** Next alone on the same build: no database, no jobs, nothing prepared. Any answer counts. */
function startNext(tree: string, port: number): Running {
  const next = "node_modules/next/dist/bin/next";
  return start(process.execPath, [next, "start", "-H", "127.0.0.1", "-p", String(port)], {
    cwd: tree,
    env: {
      HANDSEL_JOBS: "off",
      HANDSEL_KEY: Buffer.alloc(32, "bench").toString("base64"),
      APP_DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    },
  });
}

/** `npm start` of a built tree with a filled database, up to its first healthy answer, against Next alone. */
export async function startRows(tree: string, data: string): Promise<Row[]> {
  const times = { bare: [] as number[], node: [] as number[], npm: [] as number[] };
  let steps = "";
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    for (const side of ["bare", "node", "npm"] as const) {
      const port = await freePort();
      const begun = performance.now();
      const running =
        side === "bare" ? startNext(tree, port) : startProduct(tree, data, port, side);
      const wanted = side === "bare" ? () => true : (status: number) => status === 200;
      times[side].push(await answered(running, health(port), wanted, begun));
      await running.stop();
      if (side === "npm") steps = stepsOf(running.said());
    }
  }
  const anchor = sampleOf(times.bare);
  const row = (goal: string, name: string, ms: number[], note: string): Row => ({
    goal,
    name,
    value: median(ms) / anchor.median,
    unit: "× (ours ÷ next start)",
    anchor,
    ours: sampleOf(ms),
    note,
  });
  return [
    row("E1", "npm start to the first healthy answer", times.npm, steps),
    row("E1 node", "the same without npm's own start", times.node, ""),
  ];
}

/** The lines that start.mjs prints for its steps: "Starting the database: 0.3 s". */
const stepsOf = (said: string): string =>
  [...said.matchAll(/^(.+): (\d+\.\d s)$/gm)].map(([, step, time]) => `${step} ${time}`).join(", ");
