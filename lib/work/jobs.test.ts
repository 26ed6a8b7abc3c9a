import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { makePractice } from "@/db/testing/world";

const db = testDatabase();

test("a job without a key is the row that the queue's own function makes", async () => {
  const { practiceId } = await makePractice(db.owner);
  const payload = JSON.stringify({ practiceId, bookingId: practiceId });
  const runAt = "2030-01-01T10:00:00Z";
  const jobs = JSON.stringify([
    { name: "mail.booking", payload: JSON.parse(payload) },
    { name: "mail.booking", payload: JSON.parse(payload), runAt },
  ]);
  const rows = await db.owner.transaction(async (tx) => {
    await tx.execute(sql`delete from graphile_worker._private_jobs`);
    await tx.execute(
      sql`select graphile_worker.add_job('mail.booking', ${payload}::json, max_attempts := 12)`,
    );
    await tx.execute(
      sql`select graphile_worker.add_job('mail.booking', ${payload}::json, run_at := ${runAt}::timestamptz, max_attempts := 12)`,
    );
    await tx.execute(sql`select finish_work(${practiceId}::uuid, '[]'::jsonb, ${jobs}::jsonb)`);
    return tx.execute<{ row: object }>(
      sql`select to_jsonb(j) - 'id' as row from graphile_worker._private_jobs j order by id`,
    );
  });
  const [now, later, ourNow, ourLater] = rows.map(({ row }) => row);
  expect(rows).toHaveLength(4);
  expect(ourNow).toEqual(now);
  expect(ourLater).toEqual(later);
});

test("a job with a key takes the place of the one that waits under it", async () => {
  const { practiceId } = await makePractice(db.owner);
  const job = (n: number) => ({ name: "mail.booking", payload: { n }, key: "changed:1" });
  await db.owner.execute(
    sql`select finish_work(${practiceId}::uuid, '[]'::jsonb, ${JSON.stringify([job(1), job(2)])}::jsonb)`,
  );
  const rows = await db.owner.execute<{ payload: object }>(
    sql`select payload from graphile_worker._private_jobs where key = 'changed:1'`,
  );
  expect([...rows]).toEqual([{ payload: { n: 2 } }]);
});
