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

test("whoever has the same limits in another order waits for nobody, and each attempt counts once", async () => {
  const [one, two] = [limit("one", 30), limit("two", 1000)];
  const said = await Promise.all(
    Array.from({ length: 60 }, (_, i) => outcome(i % 2 === 0 ? [one, two] : [two, one])),
  );
  expect(said.filter((each) => each === "allowed")).toHaveLength(30);
  expect(said.filter((each) => each === "rate_limited")).toHaveLength(30);
  const rows = await db.owner.execute<{ hits: number }>(
    sql`select hits from rate_hits order by hits`,
  );
  expect(rows.map(({ hits }) => hits)).toEqual([31, 60]);
});

test("the longest wait is told, and nothing is asked where there is no limit", async () => {
  const short: Limit = { subject: "third", most: 1, minutes: 1 };
  const long: Limit = { subject: "third", most: 1, minutes: 60 * 24 * 400 };
  expect(await outcome([short, long])).toBe("allowed");
  const refused: unknown = await enforce("test.try", [long, short]).catch(
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(Refusal);
  if (refused instanceof Refusal) expect(Number(refused.facts.seconds)).toBeGreaterThan(60);
  expect(await outcome([])).toBe("allowed");
});
