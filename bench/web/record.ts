import { connect } from "@/db/client";
import { rootKey } from "@/db/secrets.mjs";
import { sessionCookieName } from "@/lib/accounts/rules";
import { startSession } from "@/lib/accounts/sessions";
import { cpuOf } from "../cpu";
import { CALLS, LENGTH, longRecord } from "../db/record";
import { quantile, type Row, short } from "../harness";
import type { Target } from "./load";

const WARM_UP = 10;
const PAGES = { "the first page with its chart": "", growth: "/growth", notes: "/notes" };

/** The pages of the longest record as the product answers them: read, opened, rendered and sent, one after another. */
export async function recordPageRows(
  { ownerUrl, data }: { ownerUrl: string; data: string },
  { url, pid }: Target,
): Promise<Row[]> {
  // What is sealed here is opened by the server.
  process.env.HANDSEL_KEY = rootKey({ dataDir: data, env: {} });
  const { db, end } = connect(ownerUrl, 2);
  try {
    const { actor, babyId } = await longRecord(db);
    const session = await db.transaction((tx) => startSession(tx, actor.userId, null));
    const headers = { cookie: `${sessionCookieName(false)}=${session.cookie}` };
    const rows: Row[] = [];
    for (const [page, under] of Object.entries(PAGES)) {
      const ask = async () => {
        const answer = await fetch(`${url}/practice/babies/${babyId}${under}`, { headers });
        await answer.arrayBuffer();
        if (answer.status !== 200 || answer.redirected)
          throw new Error(`${page}: ${answer.status} ${answer.url}`);
      };
      for (let call = 0; call < WARM_UP; call += 1) await ask();
      const before = cpuOf(pid);
      const times: number[] = [];
      for (let call = 0; call < CALLS; call += 1) {
        const started = performance.now();
        await ask();
        times.push(performance.now() - started);
      }
      const cpu = (cpuOf(pid) - before) / CALLS;
      rows.push({
        ...{ goal: "G1 page", name: `${page}: ${LENGTH}`, unit: "ms (p95)" },
        value: quantile(times, 0.95),
        note: `median ${short(quantile(times, 0.5))} ms, ${short(cpu)} ms of CPU of the server`,
      });
    }
    return rows;
  } finally {
    await end();
  }
}
