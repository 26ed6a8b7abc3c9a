import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { bookings, lessons, practices } from "./schema";
import { statement } from "./statement";
import { testDatabase } from "./testing/database";
import { makePractice } from "./testing/world";

const db = testDatabase();

test("a statement answers as the same question asked anew, on any transaction", async () => {
  const [one, other] = [await makePractice(db.owner, "UTC"), await makePractice(db.owner, "UTC")];
  let asked = 0;
  const zoneOf = statement(["practiceId"], (db, { practiceId }) => {
    asked += 1;
    return db.select().from(practices).where(eq(practices.practiceId, practiceId));
  });
  for (const { practiceId } of [one, other])
    await db.owner.transaction(async (tx) => {
      const anew = await tx.select().from(practices).where(eq(practices.practiceId, practiceId));
      expect(anew).toHaveLength(1);
      expect(await zoneOf(tx, { practiceId })).toEqual(anew);
    });
  expect(asked).toBe(1);
});

test("what was joined and is not there is null, and raw statements are read as they come", async () => {
  const { practiceId } = await makePractice(db.owner, "UTC");
  const withLesson = statement(["practiceId"], (db, { practiceId }) =>
    db
      .select({ zone: practices.timeZone, lesson: { id: lessons.id, kind: lessons.kind } })
      .from(practices)
      .leftJoin(lessons, eq(lessons.practiceId, practices.practiceId))
      .where(eq(practices.practiceId, practiceId)),
  );
  const twice = statement(["n"], (db, { n }) =>
    db.execute<{ twice: number }>(sql`select ${n}::int * 2 as twice`),
  );
  await db.owner.transaction(async (tx) => {
    expect(await withLesson(tx, { practiceId })).toEqual([{ zone: "UTC", lesson: null }]);
    expect((await twice(tx, { n: 21 }))[0]?.twice).toBe(42);
  });
});

test("a value that is not given is no question", async () => {
  const seats = statement(["id"], (db, { id }) =>
    db.select({ id: bookings.id }).from(bookings).where(eq(bookings.id, id)),
  );
  await db.owner.transaction(async (tx) => {
    // @ts-expect-error it has no id
    await expect(seats(tx, {})).rejects.toThrow("id");
  });
});
