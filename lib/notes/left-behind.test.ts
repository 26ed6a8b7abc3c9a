import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, makeLesson, refusalOf } from "@/db/testing/lessons";
import { makeFamily, makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import { completeLesson, markArrived, markNoShow } from "@/lib/booking/staff.write";
import { unsaidCounts, unsaidLessons } from "@/lib/booking/unsaid.read";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { openClosedNote } from "./addenda.write";
import { noteToEdit } from "./edit.read";
import { takeOverDraft } from "./left.write";
import { noteWork, unwritten } from "./list.read";
import { markNotNeeded } from "./not-needed.write";
import { noteDetail } from "./read";
import { unsignedOf } from "./seen-to.read";
import { discardNote, saveNote, signNote } from "./write";

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

describe("a draft of a colleague who left", () => {
  const begin = async (days: number, more: object = {}) => {
    const lesson = await over(days, theirs);
    await completeLesson(owner, { bookingId: lesson.bookingId, version: 1 });
    const noteId = newId<"note">();
    const { babyId, lessonId } = lesson;
    const content = { stateStart: "drowsy" as const, went: "Half a" };
    await saveNote(colleague, {
      ...{ noteId, seen: 0, babyId, lessonId, template: "lesson", privacy: "clinicians", content },
      ...more,
    });
    return { ...lesson, noteId, content };
  };
  const leftDrafts = async (who = owner) =>
    (await unwritten(who, {})).left.drafts.map(({ id, closed }) => ({ id, closed }));
  const leftLessons = async () =>
    (await unwritten(owner, {})).left.lessons.map(({ bookingId }) => bookingId);

  test("is counted before they leave, then the owner's, who goes on with it and signs it", async () => {
    const draft = await begin(20);
    expect(await unsignedOf(owner, {})).toEqual({ [colleague.userId]: 1 });
    expect(await leftDrafts()).toEqual([]);
    const take = { noteId: draft.noteId, seen: 1 };
    // As long as they are here it stays theirs.
    for (const doing of [takeOverDraft, discardNote])
      expect((await refusalOf(doing(owner, take))).code).toBe("not_found");

    await leave(new Date());
    expect(await leftDrafts()).toEqual([{ id: draft.noteId, closed: false }]);
    expect((await noteWork(owner, {})).draftsLeft).toBe(1);
    // One duty, not two: the draft stands for its lesson.
    expect(await leftLessons()).not.toContain(draft.bookingId);
    const second: Staff = { ...owner, role: "practitioner" };
    expect(await leftDrafts(second)).toEqual([]);
    expect((await refusalOf(takeOverDraft(second, take))).code).toBe("forbidden");
    expect(await noteDetail(owner, { noteId: draft.noteId })).toMatchObject({ left: true });

    expect((await refusalOf(takeOverDraft(owner, { ...take, seen: 2 }))).code).toBe("conflict");
    const { noteId } = await takeOverDraft(owner, take);
    const { note } = await noteToEdit(owner, { noteId });
    expect(note).toMatchObject({ lessonId: draft.lessonId, content: draft.content });
    expect(await leftDrafts()).toEqual([]);
    expect((await refusalOf(noteDetail(owner, { noteId: draft.noteId }))).code).toBe("not_found");
    const whole = { ...draft.content, went: "Half a lesson, calm." };
    const { template, privacy, version: seen } = note;
    const { babyId, lessonId } = draft;
    const signed = { noteId, seen, babyId, lessonId, template, privacy, content: whole };
    await signNote(owner, signed as never);
    const read = await noteDetail(owner, { noteId });
    expect(read).toMatchObject({ status: "signed", verdict: "holds", mine: true, left: false });
    expect(read.revisions.map(({ kind, by }) => [kind, by]).at(-1)).toEqual(["begun", "Nisha"]);
    expect(await leftLessons()).not.toContain(draft.bookingId);
    await leave(null);
  });

  test("put aside, its lesson is one without a note again; its lesson's own teacher misses it too", async () => {
    const draft = await begin(21);
    // A lesson of somebody who is still here, of which a colleague began a note: until then it has one.
    const own = await over(10, at);
    await completeLesson(owner, { bookingId: own.bookingId, version: 1 });
    const { babyId, lessonId } = own;
    await saveNote(colleague, {
      ...{ noteId: newId<"note">(), seen: 0, babyId, lessonId, template: "free" },
      ...{ privacy: "clinicians", content: { free: "x" } },
    });
    const missed = async () => (await unwritten(owner, {})).lessons.map((one) => one.bookingId);
    expect(await missed()).not.toContain(own.bookingId);
    await leave(new Date());
    expect(await missed()).toContain(own.bookingId);
    const mine = { babyId: draft.babyId, lessonId: draft.lessonId, content: { free: "y" } };
    const begun = { noteId: newId<"note">(), seen: 0, template: "free", privacy: "clinicians" };
    await saveNote(owner, { ...begun, ...mine } as never);
    const take = { noteId: draft.noteId, seen: 1 };
    expect((await refusalOf(takeOverDraft(owner, take))).say.key).toBe("notes:errors.hasOwnNote");
    expect((await leftDrafts()).map(({ id }) => id)).toContain(draft.noteId);
    await discardNote(owner, { noteId: begun.noteId, seen: 1 });
    await discardNote(owner, take);
    expect((await leftDrafts()).map(({ id }) => id)).not.toContain(draft.noteId);
    expect(await leftLessons()).toContain(draft.bookingId);
    await leave(null);
  });

  test("that was private is listed without a word, and waits for a reason", async () => {
    const draft = await begin(22, { privacy: "author" });
    await leave(new Date());
    expect(await leftDrafts()).toContainEqual({ id: draft.noteId, closed: true });
    const take = { noteId: draft.noteId, seen: 1 };
    for (const doing of [takeOverDraft, discardNote])
      expect((await refusalOf(doing(owner, take))).code).toBe("not_found");
    await openClosedNote(owner, { noteId: draft.noteId, reason: "cover" });
    const { noteId } = await takeOverDraft(owner, take);
    expect((await noteToEdit(owner, { noteId })).note).toMatchObject({
      privacy: "author",
      content: draft.content,
    });
    await leave(null);
  });
});

test("the front desk sees neither list", async () => {
  const desk = at.staff("front_desk");
  expect((await refusalOf(unsaidLessons(desk, {}))).code).toBe("forbidden");
});
