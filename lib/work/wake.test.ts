import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { wakeRunner } from "./wake";

const db = testDatabase();

test("the runner hears of a burst, in fewer words than there were commits", async () => {
  const listener = postgres(db.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const heard: string[] = [];
    const first = new Promise<void>((resolve) => {
      void listener.listen("jobs:insert", (payload) => {
        heard.push(payload);
        resolve();
      });
    });
    // LISTEN is on its way before the first word is said.
    while (!(await isListening(listener))) await pause(10);
    for (let commit = 0; commit < 50; commit += 1) wakeRunner();
    await first;
    const count: unknown = JSON.parse(heard[0] ?? "null");
    expect(count).toMatchObject({ count: expect.any(Number) });
    expect(heard.length).toBeLessThan(50);
  } finally {
    await listener.end();
  }
});

async function isListening(listener: postgres.Sql): Promise<boolean> {
  const [row] = await listener<{ n: number }[]>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and query ilike 'listen%'`;
  return (row?.n ?? 0) > 0;
}
