import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { makeUser } from "@/db/testing/world";
import type { Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { inContext } from "@/lib/work/context";
import { addAddendum, openClosedNote, sendSummary } from "./addenda.write";
import { noteToBegin, noteToEdit } from "./edit.read";
import { lessonSummaries } from "./family.read";
import { notesForRecord } from "./for-record";
import { notesOfBaby, noteWork, unwritten } from "./list.read";
import { noteDetail, noteVersion } from "./read";
import { discardNote, saveNote, signNote } from "./write";

const db = testDatabase();
let at: Everything;
let rosa: Staff;
let colleague: Staff;
beforeAll(async () => {
  at = await makeEverything(db.owner);
  rosa = at.staff("owner");
  const userId = await makeUser(db.owner, "colleague@example.com");
  colleague = { ...at.staff("practitioner"), userId, practitionerId: null };
});

const content = (went?: string) => ({
  stateStart: "quiet_alert" as const,
  ...(went && { went }),
});
const draft = (noteId: string, seen: number, went?: string, more: object = {}) => ({
  noteId,
  seen,
  babyId: at.family.babyId,
  template: "lesson" as const,
  privacy: "clinicians" as const,
  content: content(went),
  ...more,
});
const refused = (doing: Promise<unknown>): Promise<Refusal> =>
  doing.then(
    () => expect.fail("was not refused"),
    (error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    },
  );
async function signed(by: Staff = rosa, went = "Calm for 14 minutes.", more: object = {}) {
  const noteId = newId<"note">();
  await signNote(by, draft(noteId, 0, went, more));
  return noteId;
}

describe("a draft", () => {
  test("is saved again and again, and read back as it was typed", async () => {
    const noteId = newId<"note">();
    const first = await saveNote(rosa, draft(noteId, 0, "Calm"));
    expect(first.version).toBe(1);
    const second = await saveNote(rosa, draft(noteId, 1, "Calm for 14 minutes."));
    expect(second.version).toBe(2);
    // The same text twice is no new version.
    expect((await saveNote(rosa, draft(noteId, 2, "Calm for 14 minutes."))).version).toBe(2);
    const { note } = await noteToEdit(rosa, { noteId });
    expect(note.content).toMatchObject({ stateStart: "quiet_alert", went: "Calm for 14 minutes." });
  });

  test("two windows that save at once: one saves, the other is shown both texts", async () => {
    const noteId = newId<"note">();
    await saveNote(rosa, draft(noteId, 0, "start"));
    const both = await Promise.allSettled([
      saveNote(rosa, draft(noteId, 1, "from the first window")),
      saveNote(rosa, draft(noteId, 1, "from the second window")),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict" });
    const { note } = await noteToEdit(rosa, { noteId });
    const facts = { noteId, version: 2, theirs: { went: note.content.went } };
    expect(lost?.reason).toMatchObject({ facts });
  });

  test("two windows that begin a note of one lesson at once make one note", async () => {
    const lesson = { lessonId: await lessonOf() };
    const ids = Array.from({ length: 8 }, () => newId<"note">());
    const tried = await Promise.allSettled(
      ids.map((noteId) => saveNote(rosa, draft(noteId, 0, noteId, lesson))),
    );
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of tried) {
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
    }
    const rows = await db.owner
      .select()
      .from(t.medicalNotes)
      .where(eq(t.medicalNotes.lessonId, lesson.lessonId));
    expect(rows).toHaveLength(1);
  });

  test("is its author's: a colleague reads it and cannot change, sign or discard it", async () => {
    const noteId = newId<"note">();
    await saveNote(rosa, draft(noteId, 0, "mine"));
    expect((await noteDetail(colleague, { noteId })).content.went).toBe("mine");
    for (const doing of [saveNote, signNote])
      expect((await refused(doing(colleague, draft(noteId, 1, "theirs")))).code).toBe("conflict");
    expect((await refused(discardNote(colleague, { noteId, seen: 1 }))).code).toBe("not_found");
  });

  test("begun by mistake is put aside, and shown to nobody", async () => {
    const noteId = newId<"note">();
    await saveNote(rosa, draft(noteId, 0, "mistake"));
    await discardNote(rosa, { noteId, seen: 1 });
    expect((await refused(noteDetail(rosa, { noteId }))).code).toBe("not_found");
    expect((await refused(saveNote(rosa, draft(noteId, 1, "again")))).code).toBe("conflict");
  });

  test("cannot be signed unfinished: what is missing is named at its field", async () => {
    const noteId = newId<"note">();
    await saveNote(rosa, draft(noteId, 0));
    const { code, fields } = await refused(signNote(rosa, draft(noteId, 1)));
    expect(code).toBe("invalid");
    expect(Object.keys(fields)).toEqual(["content.went"]);
  });

  test("words without end, NULs and lone surrogates are refused in words, and nothing is written", async () => {
    const noteId = newId<"note">();
    for (const bad of ["x".repeat(20_000), "a\u0000b", "\ud800", "\u202Etxt"])
      expect((await refused(saveNote(rosa, draft(noteId, 0, bad)))).fields).toHaveProperty([
        "content.went",
      ]);
    expect((await refused(noteDetail(rosa, { noteId }))).code).toBe("not_found");
  });
});

/** A lesson of its own, so that a note of it is the only one. */
async function lessonOf(startsAt = new Date("2026-11-02T10:00:00Z")): Promise<string> {
  const id = newId<"lesson">();
  const bookingId = newId<"booking">();
  const { practiceId } = at;
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const [like] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, at.lessonId));
  const [seat] = await db.owner.select().from(t.bookings).where(eq(t.bookings.id, at.bookingId));
  // Some hours apart: a practitioner is in one place at a time.
  lessonsMade += 1;
  const minutes = lessonsMade * 120;
  const shift = (date: Date) => new Date(date.getTime() + minutes * 60_000);
  await db.owner.insert(t.lessons).values({
    ...like!,
    ...{ id, status: "completed", startsAt: shift(startsAt), endsAt: shift(endsAt) },
    ...{ blockedFrom: shift(startsAt), blockedUntil: shift(endsAt) },
  });
  await db.owner.insert(t.bookings).values({
    ...seat!,
    ...{ id: bookingId, lessonId: id, reference: `NOTE-${lessonsMade}`, referralId: null },
    ...{ status: "completed", completedAt: endsAt },
  });
  const { babyId, clientId } = at.family;
  await db.owner.insert(t.bookingBabies).values({ practiceId, bookingId, babyId, clientId });
  bookingIds.set(id, bookingId);
  return id;
}
let lessonsMade = 0;
const bookingIds = new Map<string, string>();

describe("a signed note", () => {
  test("holds: hash and signature agree with its words", async () => {
    const noteId = await signed();
    const note = await noteDetail(rosa, { noteId });
    expect(note).toMatchObject({ status: "signed", verdict: "holds", author: expect.any(String) });
    expect(note.revisions.map(({ kind }) => kind)).toEqual(["signed", "begun"]);
    const { content: words } = await noteVersion(rosa, { noteId, version: note.version });
    expect(words).toEqual(note.content);
  });

  test("refuses to be saved, signed again or put aside", async () => {
    const noteId = await signed();
    const { version } = await noteDetail(rosa, { noteId });
    for (const doing of [saveNote, signNote])
      expect((await refused(doing(rosa, draft(noteId, version, "other")))).code).toBe("conflict");
    const aside = discardNote(rosa, { noteId, seen: version });
    expect((await refused(aside)).code).toBe("conflict");
  });

  test("17 (openemr#11492): a measurement, a file and another time of the booking leave it as it was", async () => {
    const lessonId = await lessonOf();
    const noteId = await signed(rosa, "Calm.", { lessonId });
    const before = await noteDetail(rosa, { noteId });
    await db.owner.execute(
      sql`update lessons set starts_at = starts_at + interval '20 minutes', ends_at = ends_at + interval '20 minutes',
        blocked_until = blocked_until + interval '20 minutes' where id = ${lessonId}`,
    );
    const { practiceId, family, userId } = at;
    const whose = { practiceId, clientId: family.clientId, babyId: family.babyId };
    const now = new Date();
    await db.owner.insert(t.measurements).values({
      ...{
        ...whose,
        id: newId(),
        kind: "weight",
        measuredOn: "2026-11-02",
        source: "practitioner",
      },
      ...{ enteredBy: userId, enteredAs: "staff", confirmedBy: userId, confirmedAt: now },
      value: Buffer.from("sealed"),
    });
    await db.owner.insert(t.files).values({
      ...{ ...whose, id: newId(), kind: "pdf", about: "letter", facts: Buffer.from("sealed") },
      ...{ size: 10, onDay: "2026-11-02", byKind: "staff", byUserId: userId },
    });
    const after = await noteDetail(rosa, { noteId });
    expect(after.about).toEqual(before.about);
    expect(after.content).toEqual(before.content);
    expect(after.verdict).toBe("holds");
  });

  test("18 (openemr#8205, ottehr#3007): an addendum is on the page and in what paper and exports are made from", async () => {
    const noteId = await signed();
    const addendumId = newId<"addendum">();
    const input = { noteId, addendumId, words: "Ana wrote later: slept well." };
    await addAddendum(colleague, input);
    // Sent twice, it is one.
    await addAddendum(colleague, input);
    const note = await noteDetail(rosa, { noteId });
    expect(note.addenda).toMatchObject([
      { id: addendumId, words: "Ana wrote later: slept well.", by: "colleague@example.com" },
    ]);
    expect(note.content.went).toBe("Calm for 14 minutes.");
    const record = await inContext(
      rosa,
      (tx) => notesForRecord(tx, at.practiceId, [at.family.babyId]),
      "read only",
    ).catch((error: unknown) => error);
    // The signed row of the test world is sealed without words; only ours is looked at.
    expect(record).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: noteId,
          addenda: [expect.objectContaining({ words: "Ana wrote later: slept well." })],
          revisions: expect.arrayContaining([expect.objectContaining({ kind: "signed" })]),
        }),
      ]),
    );
  });

  test("an addendum needs a signature under the note first", async () => {
    const noteId = newId<"note">();
    await saveNote(rosa, draft(noteId, 0, "draft"));
    const doing = addAddendum(rosa, { noteId, addendumId: newId<"addendum">(), words: "x" });
    expect((await refused(doing)).code).toBe("conflict");
  });

  test("its summary reaches the family, and nothing else of it", async () => {
    const lessonId = await lessonOf();
    const noteId = await signed(rosa, "For clinicians only.", { lessonId });
    const bookingId = bookingIds.get(lessonId) ?? "";
    expect(await lessonSummaries(at.family.parent, { bookingId })).toEqual([]);
    const summaryId = newId<"summary">();
    await sendSummary(rosa, { noteId, summaryId, words: "You read her well today." });
    const shown = await lessonSummaries(at.family.parent, { bookingId });
    expect(shown.map(({ words }) => words)).toEqual(["You read her well today."]);
    expect(JSON.stringify(shown)).not.toContain("clinicians only");
    // Written from an older look, it is not sent over the other.
    const late = sendSummary(rosa, { noteId, summaryId: newId<"summary">(), words: "Old." });
    expect((await refused(late)).code).toBe("conflict");
    const better = { noteId, summaryId: newId<"summary">(), words: "Better.", after: summaryId };
    await sendSummary(rosa, better);
    expect((await lessonSummaries(at.family.parent, { bookingId }))[0]?.words).toBe("Better.");
    const mayNot = sql`update guardians set may_see = 'no' where id = ${at.family.guardianId}`;
    await db.owner.execute(mayNot);
    expect(await lessonSummaries(at.family.parent, { bookingId })).toEqual([]);
    await db.owner.execute(
      sql`update guardians set may_see = 'yes' where id = ${at.family.guardianId}`,
    );
  });
});

describe("a note that is its author's alone", () => {
  test("is there for its author; the owner learns that it exists and opens it with a reason, which the trail keeps", async () => {
    const noteId = await signed(colleague, "Private.", { privacy: "author" });
    expect((await noteDetail(colleague, { noteId })).content.went).toBe("Private.");
    const other: Staff = { ...at.staff("practitioner"), userId: at.userId };
    for (const reader of [rosa, other])
      expect((await refused(noteDetail(reader, { noteId }))).code).toBe("not_found");
    const { babyId } = at.family;
    const listed = await notesOfBaby(rosa, { babyId });
    expect(listed.items.map(({ id }) => id)).not.toContain(noteId);
    expect(listed.closed).toMatchObject([{ id: noteId, author: "colleague@example.com" }]);
    expect((await notesOfBaby(other, { babyId })).closed).toEqual([]);
    await openClosedNote(rosa, { noteId, reason: "complaint" });
    expect((await noteDetail(rosa, { noteId })).content.went).toBe("Private.");
    expect((await refused(noteDetail(other, { noteId }))).code).toBe("not_found");
    const trail = await db.owner
      .select({ detail: t.auditEvents.detail })
      .from(t.auditEvents)
      .where(eq(t.auditEvents.operation, "notes.open_closed"));
    expect(trail).toEqual([{ detail: { noteId, reason: "complaint", minutes: 60 } }]);
  });
});

test("each reading of a note is in the trail before it is handed out", async () => {
  const noteId = await signed();
  await noteDetail(colleague, { noteId });
  const rows = await db.owner
    .select({ by: t.auditEvents.actorId, detail: t.auditEvents.detail })
    .from(t.auditEvents)
    .where(
      and(
        eq(t.auditEvents.operation, "notes.detail"),
        sql`${t.auditEvents.detail} ->> 'noteId' = ${noteId}`,
      ),
    );
  expect(rows).toEqual([{ by: colleague.userId, detail: { part: "note", noteId, read: true } }]);
});

test("lessons without a note are listed until they have one", async () => {
  const lessonId = await lessonOf(new Date(Date.now() - 5 * 86_400_000));
  const bookingId = bookingIds.get(lessonId) ?? "";
  const before = await noteWork(rosa, {});
  const listed = async () => (await unwritten(rosa, {})).lessons.map((one) => one.bookingId);
  expect(await listed()).toContain(bookingId);
  const begun = await noteToBegin(rosa, { bookingId });
  expect(begun).toMatchObject({ there: null, about: { startsAt: expect.any(Date) } });
  const noteId = newId<"note">();
  await saveNote(rosa, draft(noteId, 0, "later", { lessonId }));
  expect(await listed()).not.toContain(bookingId);
  const after = await noteWork(rosa, {});
  expect(after.without).toBe(before.without - 1);
  expect(after.toSign).toBe(before.toSign + 1);
  expect((await noteToBegin(rosa, { bookingId })).there).toMatchObject({ id: noteId });
});
