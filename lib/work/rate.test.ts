import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { Refusal } from "@/lib/core/refusal";
import { enforce, type Limit } from "./rate";

const db = testDatabase();
const limit = (subject: string, most: number): Limit => ({ subject, most, minutes: 60 });
const outcome = (limits: readonly Limit[]) =>
  enforce("test.try", limits).then(
    () => "allowed",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

test("of many at once as many are allowed as may be, and what one limit refuses counts against no other", async () => {
  const limits = [limit("one computer", 30), limit("one practitioner", 1000)];
  const said = await Promise.all(Array.from({ length: 60 }, () => outcome(limits)));
  expect(said.filter((each) => each === "allowed")).toHaveLength(30);
  expect(said.filter((each) => each === "rate_limited")).toHaveLength(30);
  const rows = await db.owner.execute<{ hits: number }>(
    sql`select hits from rate_hits order by hits`,
  );
  expect(rows.map(({ hits }) => hits)).toEqual([30, 31]);
});

test("nothing is asked where there is no limit", async () => {
  expect(await outcome([])).toBe("allowed");
});
