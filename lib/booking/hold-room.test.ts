import { and, asc, eq, ne, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestPractice } from "@/db/testing/world";
import { openings } from "@/lib/availability/read";
import type { Parent } from "@/lib/core/actor";
import { instantOf } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { openPass } from "./pass";
import { weekAround } from "./rules";
import { bookLesson, holdTime } from "./write";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
let at: TestPractice;
let start: Date;
beforeEach(async () => {
  at = await makePractice(db.owner);
  // Tuesdays alone, so that there are few times.
  await db.owner
    .delete(t.weeklyHours)
    .where(and(eq(t.weeklyHours.practiceId, at.practiceId), ne(t.weeklyHours.weekday, 2)));
  start = coming(at.zone, 2, "10:00");
  await db.owner.execute(sql`delete from rate_hits`);
});

/** By somebody whose address nobody knows. */
const hold = (
  at: TestPractice,
  when: Date,
  ip = "direct",
  actor: Parent | typeof visitor = visitor,
) =>
  holdTime(
    actor,
    { practiceId: at.practiceId, serviceId: at.serviceId, start: when.toISOString() },
    { ip },
  );
const free = async () => {
  const { from, to } = weekAround(start);
  const found = await inContext(
    visitor,
    (tx) => openings(tx, { ...at, from, to, now: new Date() }),
    "read only",
  );
  return found.map(instantOf);
};
const held = () =>
  db.owner
    .select()
    .from(t.lessons)
    .where(and(eq(t.lessons.practiceId, at.practiceId), eq(t.lessons.status, "held")))
    .orderBy(asc(t.lessons.createdAt), asc(t.lessons.id));
/** Takes all that is free, one after the other, until nothing is given any more. */
async function greedy() {
  const refused: unknown[] = [];
  for (const when of await free())
    await hold(at, when).catch((error) => {
      if (error.code !== "slot_taken") refused.push(error.say.key);
    });
  return refused;
}
const minutesOf = ({ holdExpiresAt, createdAt }: { holdExpiresAt: Date | null; createdAt: Date }) =>
  Math.round((Number(holdExpiresAt) - createdAt.getTime()) / 60_000);

test("a stranger without an address keeps half of the times, the later ones for less long; families book and hold", async () => {
  const refused = await greedy();
  expect(new Set(refused)).toEqual(new Set(["booking:errors.manyChoosing"]));
  const kept = await held();
  expect(kept.length).toBeGreaterThanOrEqual(4);
  expect(kept.map(minutesOf)).toEqual(expect.arrayContaining([10, 4]));
  expect(minutesOf(kept.at(-1)!)).toBe(4);
  const open = await free();
  expect(open.length).toBeGreaterThan(0);
  // Booked without a hold, as before; and whoever is signed in or known by an address does not wait for strangers.
  const [first, last] = [open[0]!, open.at(-1)!];
  await expect(bookLesson(visitor, asking(at, first))).resolves.toBeTruthy();
  const { parent } = await makeFamily(db.owner, at.practiceId);
  await expect(hold(at, last, "direct", parent)).resolves.toBeTruthy();
});

test("after its two minutes the one that was kept longest gives way, and is booked by its maker all the same", async () => {
  const { pass, holdId } = await hold(at, start);
  await greedy();
  const before = await held();
  expect(before.map(({ id }) => id)).toContain(holdId);
  const again = (await free())[0]!;
  expect((await refusalOf(hold(at, again))).code).toBe("rate_limited");
  await db.owner
    .update(t.lessons)
    .set({ createdAt: sql`created_at - interval '3 minutes'` })
    .where(eq(t.lessons.practiceId, at.practiceId));
  await hold(at, again);
  const after = await held();
  expect(after.length).toBe(before.length);
  expect(after.map(({ id }) => id)).not.toContain(holdId);
  const kept = { practiceId: at.practiceId, id: holdId, secret: openPass(pass) };
  await expect(bookLesson(visitor, { ...asking(at, start), hold: kept })).resolves.toBeTruthy();
});

test("many at once keep no more than one after the other", async () => {
  const all = await free();
  const results = await Promise.allSettled(all.map((when) => hold(at, when)));
  const won = results.filter(({ status }) => status === "fulfilled").length;
  expect((await held()).length).toBe(won);
  const left = await free();
  expect(left.length).toBeGreaterThan(0);
  // One at a time, no more are given then.
  expect((await refusalOf(hold(at, left[0]!))).code).toBe("rate_limited");
});

test("callers with an address are counted by it, and use up nobody else's count however often they try", async () => {
  const [first = start] = await free();
  const said: string[] = [];
  for (let i = 0; i < 150; i++)
    await hold(at, first, "203.0.113.7").catch((error) => said.push(error.say.key));
  expect(said.filter((key) => key === "errors:rate_limited")).toHaveLength(130);
  await db.owner.delete(t.lessons).where(eq(t.lessons.practiceId, at.practiceId));
  await expect(hold(at, first, "203.0.113.8")).resolves.toBeTruthy();
  const { parent } = await makeFamily(db.owner, at.practiceId);
  const [second = start] = await free();
  await expect(hold(at, second, "203.0.113.9", parent)).resolves.toBeTruthy();
});
