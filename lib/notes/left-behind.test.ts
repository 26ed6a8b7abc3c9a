import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, makeLesson, refusalOf } from "@/db/testing/lessons";
import { makeFamily, makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import { completeLesson, markArrived, markNoShow } from "@/lib/booking/staff.write";
import { unsaidCounts, unsaidLessons } from "@/lib/booking/unsaid.read";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { noteWork, unwritten } from "./list.read";
import { markNotNeeded } from "./not-needed.write";

const db = testDatabase();
let at: TestPractice;
let owner: Staff;
let colleague: Staff;
let theirs: TestPractice;
beforeAll(async () => {
  at = await makePractice(db.owner);
  owner = at.staff("owner");
  const { practiceId } = at;
  const userId = await makeUser(db.owner, "colleague@example.com");
  const practitionerId = newId<"practitioner">();
  await db.owner
    .insert(t.practiceMembers)
    .values({ practiceId, id: newId(), userId, role: "practitioner" });
  await db.owner
    .insert(t.practitioners)
    .values({ practiceId, id: practitionerId, userId, slug: "colleague", displayName: "Nisha" });
  theirs = { ...at, practitionerId };
  colleague = { kind: "staff", userId, practiceId, role: "practitioner", practitionerId };
});

/** A lesson that ended long ago, of whoever teaches it, as it was booked. */
async function over(days: number, whose: TestPractice) {
  const family = await makeFamily(db.owner, at.practiceId);
  const made = await makeLesson(db.owner, whose, family, hoursAgo(24 * days));
  return { ...made, babyId: family.babyId };
}
const ids = (part: { items: readonly { bookingId: string }[] }) =>
  part.items.map(({ bookingId }) => bookingId);
const leave = (deactivatedAt: Date | null) =>
  db.owner
    .update(t.practiceMembers)
    .set({ deactivatedAt })
    .where(
      and(
        eq(t.practiceMembers.practiceId, at.practiceId),
        eq(t.practiceMembers.userId, colleague.userId),
      ),
    );

test("a lesson that nobody marked waits for whoever teaches it, however long ago, until somebody says how it was", async () => {
  const [old, late] = [await over(400, at), await over(2, at)];
  const hers = await over(3, theirs);
  await over(-2, at);
  expect(await unsaidCounts(owner, {})).toEqual({ own: 2, left: 0 });
  const shown = await unsaidLessons(owner, {});
  expect(ids(shown.own)).toEqual([late.bookingId, old.bookingId]);
  expect(shown.left.items).toEqual([]);
  expect(ids((await unsaidLessons(colleague, {})).own)).toEqual([hers.bookingId]);
  // An owner who teaches nothing looks after everybody's.
  expect((await unsaidCounts({ ...owner, practitionerId: null }, {})).own).toBe(3);

  await markArrived(owner, { bookingId: late.bookingId, version: 1 });
  await markNoShow(owner, { bookingId: old.bookingId, version: 1 });
  expect(await unsaidCounts(owner, {})).toEqual({ own: 0, left: 0 });
  // Whoever came has had a lesson, which asks for its note; whoever did not come has not.
  const noted = (await unwritten(owner, {})).lessons.map(({ bookingId }) => bookingId);
  expect(noted).toContain(late.bookingId);
  expect(noted).not.toContain(old.bookingId);
});

test("what a colleague left behind is the owner's to see, in a group of its own", async () => {
  const lesson = await over(30, theirs);
  const mark = { bookingId: lesson.bookingId, babyId: lesson.babyId, reason: "elsewhere" as const };
  const own = await unsaidCounts(owner, {});
  expect(own.left).toBe(0);
  await leave(new Date());
  const second: Staff = { ...owner, role: "practitioner" };
  const left = await unsaidLessons(owner, {});
  expect(ids(left.left)).toContain(lesson.bookingId);
  expect(left.left.items[0]?.practitioner).toBe("Nisha");
  expect(ids(left.own)).not.toContain(lesson.bookingId);
  expect((await unsaidCounts(owner, {})).own).toBe(own.own);
  // Nobody else, and for an owner who teaches nothing it is not told twice.
  expect((await unsaidLessons(second, {})).left.items).toEqual([]);
  expect(ids((await unsaidLessons({ ...owner, practitionerId: null }, {})).own)).not.toContain(
    lesson.bookingId,
  );

  await completeLesson(owner, { bookingId: lesson.bookingId, version: 1 });
  const listed = async () => (await unwritten(owner, {})).left.lessons.map((one) => one.bookingId);
  expect(await listed()).toContain(lesson.bookingId);
  expect((await noteWork(owner, {})).withoutLeft).toBe(1);
  expect((await noteWork(second, {})).withoutLeft).toBe(0);
  expect((await unwritten(second, {})).left.lessons).toEqual([]);
  expect((await refusalOf(markNotNeeded(second, mark))).code).toBe("not_found");
  await markNotNeeded(owner, mark);
  expect(await listed()).not.toContain(lesson.bookingId);
  await leave(null);
});

test("the front desk sees neither list", async () => {
  const desk = at.staff("front_desk");
  expect((await refusalOf(unsaidLessons(desk, {}))).code).toBe("forbidden");
});
