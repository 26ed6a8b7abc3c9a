import { eq, sql } from "drizzle-orm";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { paper } from "@/db/testing/files";
import { makeForm, sha256 } from "@/db/testing/forms";
import { hoursAgo, makeLesson } from "@/db/testing/lessons";
import { titles } from "@/db/testing/routines";
import {
  makeFamily,
  makePractice,
  makeUser,
  type TestFamily,
  type TestPractice,
} from "@/db/testing/world";
import { babyAccess, ownAccess, practiceTrail } from "@/lib/audit/access.read";
import { babyOverview } from "@/lib/audit/overview.read";
import { babyTimeline } from "@/lib/audit/timeline.read";
import type { Parent, Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays, today } from "@/lib/core/time";
import { fileList, filePart } from "@/lib/documents/file.read";
import { keepFile, showFile } from "@/lib/documents/file.write";
import { babyRecord } from "@/lib/documents/record.read";
import { CheckedUpload } from "@/lib/documents/upload";
import { babyGrowth, ownGrowth, waitingMeasurements } from "@/lib/growth/read";
import { addMeasurement, confirmMeasurements } from "@/lib/growth/write";
import { clientForms, formsToday } from "@/lib/intake/staff.read";
import { addAddendum, sendSummary } from "@/lib/notes/addenda.write";
import { noteToBegin } from "@/lib/notes/edit.read";
import { lessonSummaries } from "@/lib/notes/family.read";
import { notesOfBaby, unwritten } from "@/lib/notes/list.read";
import { noteDetail } from "@/lib/notes/read";
import { signNote } from "@/lib/notes/write";
import { ownRoutine, ownRoutines } from "@/lib/routines/own.read";
import { assignmentDetail, assignmentList, routineForBaby } from "@/lib/routines/read";
import { addStarters, assignRoutine } from "@/lib/routines/write";
import { seal } from "@/lib/work/vault";
import { mergeClients } from "./merge.write";
import { babyTitle } from "./rules";
import { undoMerge } from "./unmerge.write";

const db = testDatabase();
const day = today(new Date(), "Europe/London");
let at: TestPractice;
let rosa: Staff;
let colleague: Staff;
let routineId: string;
const weighed = (babyId: string, amount: string) => {
  const [year = "", month = "", date = ""] = addDays(day, -3).split("-");
  const weight = { kind: "weight", unit: "kg", ounces: "", source: "clinic" };
  const sure = String(Math.round(Number(amount) * 1000));
  return { ...weight, sure, babyId, amount, measuredOn: { day: date, month, year } };
};
/** Gives the same routine to whichever row of a child. */
const assign = (babyId: string, note: string) =>
  assignRoutine(rosa, { babyId, routineId, version: 1, times: 1, note } as never);
/** What a family has, by ids. */
type Told = Awaited<ReturnType<typeof told>>;
/** Written down twice: `first` is found to be the family that goes on as `second`. */
let first: Told;
let second: Told;

/** A family with everything that may be read of its child: notes, one of them hers alone, measurements, files. */
async function told(words: string, kilograms: string, ago: number) {
  const family: TestFamily = await makeFamily(db.owner, at.practiceId);
  const { babyId, clientId, guardianId, parent } = family;
  await db.owner
    .update(t.babies)
    .set({ bornOn: addDays(day, -91), gestationDays: 40 * 7, sex: "girl" })
    .where(eq(t.babies.id, babyId));
  const { lessonId, bookingId } = await makeLesson(db.owner, at, family, hoursAgo(ago));
  const note = (by: Staff, more: object = {}) => {
    const noteId = newId<"note">();
    const content = { stateStart: "quiet_alert", went: `Calm, said the ${words}.` };
    const given = { noteId, seen: 0, babyId, template: "lesson", privacy: "clinicians", content };
    return signNote(by, { ...given, ...more } as never).then(() => noteId as string);
  };
  const noteId = await note(rosa, { lessonId });
  const hers = await note(colleague, { privacy: "author" });
  await addAddendum(rosa, {
    noteId,
    addendumId: newId(),
    words: `Added to the ${words}.`,
  } as never);
  await sendSummary(rosa, { noteId, summaryId: newId(), words: `Sent, the ${words}.` } as never);
  const measured = weighed(babyId, kilograms);
  const kept = await addMeasurement(rosa, measured as never);
  const second = { ...measured, again: String(Math.round(Number(kilograms) * 1000)) };
  const theirs = await addMeasurement(parent, second as never);
  const file = async (by: Staff | Parent) => {
    const content = await CheckedUpload.of({ name: `${words}.pdf`, bytes: paper(words) });
    const given = { babyId, about: "letter", caption: words, onDay: day, content };
    return (await keepFile(by, { ...given, fileId: newId() } as never)).fileId as string;
  };
  const fileIds = [await file(rosa), await file(parent)];
  await showFile(rosa, { fileId: fileIds[0], shown: "yes" } as never);
  const measurementIds = [kept.measurementId, theirs.measurementId];
  const { id: assignmentId } = await assign(babyId, `Slowly, said the ${words}.`);
  const ids = { babyId, clientId, guardianId, bookingId, lessonId, noteId, hers, assignmentId };
  return { ...ids, words, family, parent, fileIds, measurementIds };
}

beforeAll(async () => {
  at = await makePractice(db.owner);
  rosa = at.staff("owner");
  const userId = await makeUser(db.owner, "colleague@example.com");
  colleague = { ...at.staff("practitioner"), userId, practitionerId: null };
  await addStarters(rosa, titles);
  const routines = await db.owner.select().from(t.routines);
  routineId = routines.find(({ starterKey }) => starterKey === "gas-relief")?.id ?? "";
  first = await told("first", "4.34", 50);
  second = await told("second", "4.36", 26);
});

const sorted = (ids: readonly (string | null | undefined)[]) => ids.toSorted();
async function textOf(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let page = 1; page <= pdf.numPages; page++) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str : "")).join(""));
  }
  return pages.join("\n");
}

/** Reads the child of one record in every way there is, and expects what was written in all of `records` and no more. */
async function expectOn(page: Told, records: readonly Told[]): Promise<void> {
  const { babyId } = page;
  const of = (pick: (record: Told) => string[]) => sorted(records.flatMap(pick));
  const noteIds = of(({ noteId }) => [noteId]);
  const fileIds = of((record) => record.fileIds);
  const measurementIds = of((record) => record.measurementIds);
  const others = [first, second].filter((one) => !records.includes(one));

  const notes = await notesOfBaby(rosa, { babyId });
  expect(sorted(notes.items.map(({ id }) => id))).toEqual(noteIds);
  for (const { words, noteId } of records)
    expect(notes.items.find(({ id }) => id === noteId)).toMatchObject({
      ...{ excerpt: `Calm, said the ${words}.`, addenda: 1 },
    });
  expect(sorted(notes.closed.map(({ id }) => id))).toEqual(of(({ hers }) => [hers]));
  for (const { words, noteId } of records)
    expect(await noteDetail(rosa, { noteId })).toMatchObject({
      ...{ content: { went: `Calm, said the ${words}.` }, verdict: "holds" },
      ...{ addenda: [{ words: `Added to the ${words}.` }], baby: { id: records[0]?.babyId } },
      summaries: [{ words: `Sent, the ${words}.` }],
    });
  const beginning = await noteToBegin(rosa, { babyId });
  const latest = records.includes(second) ? second : first;
  expect(beginning.last).toMatchObject({
    ...{ noteId: latest.noteId, words: `Calm, said the ${latest.words}.` },
  });
  expect(sorted(beginning.guardians)).toEqual(await namesOf(records));
  for (const { bookingId, lessonId, noteId } of records)
    expect(await noteToBegin(rosa, { babyId, bookingId })).toMatchObject({
      ...{ note: { lessonId }, there: { id: noteId } },
    });
  for (const { bookingId, words } of records)
    expect(await lessonSummaries(page.parent, { bookingId })).toMatchObject([
      { words: `Sent, the ${words}.` },
    ]);
  for (const { bookingId } of others)
    expect(await lessonSummaries(page.parent, { bookingId })).toEqual([]);

  for (const growth of [
    await babyGrowth(rosa, { babyId }),
    await ownGrowth(page.parent, { babyId }),
  ]) {
    expect(sorted(growth.measurements.map(({ id }) => id))).toEqual(measurementIds);
    expect(growth.baby).toMatchObject({ id: babyId, clientId: page.clientId });
  }

  for (const reader of [rosa, page.parent]) {
    const files = await fileList(reader, { babyId });
    expect(sorted(files.items.map(({ id }) => id))).toEqual(fileIds);
    expect(files.total).toBe(fileIds.length);
    for (const { words, fileIds: own } of records)
      for (const fileId of own) {
        expect(files.items.find(({ id }) => id === fileId)).toMatchObject({ caption: words });
        const { bytes } = await filePart(reader, { fileId, part: 0 });
        expect(bytes.toString()).toBe(paper(words).toString());
      }
    for (const fileId of others.flatMap((other) => other.fileIds))
      if (reader === page.parent)
        await expect(filePart(reader, { fileId, part: 0 })).rejects.toThrow(/not_found/);
  }

  const goesOn = records[0] ?? page;
  const given = await assignmentList(rosa, { babyId, state: "active" });
  expect(sorted(given.items.map(({ id }) => id))).toEqual(of((one) => [one.assignmentId]));
  expect(new Set(given.items.map((item) => item.babyId))).toEqual(new Set([goesOn.babyId]));
  expect((await routineForBaby(rosa, { babyId, routineId })).running).toBe(true);
  for (const { assignmentId, words } of records) {
    const one = await assignmentDetail(rosa, { assignmentId });
    expect(one.baby).toMatchObject({ id: goesOn.babyId, clientId: goesOn.clientId });
    expect(one.baby.title).toBe(given.items[0]?.baby);
    expect(one.note).toBe(`Slowly, said the ${words}.`);
    expect(sorted(one.baby.guardians.map(({ name }) => name))).toEqual(await namesOf(records));
    expect((await ownRoutine(page.parent, { assignmentId })).note).toBe(one.note);
  }
  const own = (await ownRoutines(page.parent, {})).active;
  expect(sorted(own.map(({ id }) => id))).toEqual(of((one) => [one.assignmentId]));

  const timeline = (await babyTimeline(rosa, { babyId })).items;
  const listed = (kind: string) => sorted(timeline.flatMap((i) => (i.kind === kind ? i.id : [])));
  // Notes that are their author's alone are on nobody else's page.
  expect(listed("note_signed")).toEqual(noteIds);
  expect(listed("measured")).toEqual(measurementIds);
  expect(listed("file_added")).toEqual(fileIds);
  expect(
    timeline.flatMap(({ kind, facts }) => (kind === "measured" ? facts.amount : [])),
  ).toHaveLength(measurementIds.length);
  const { timeline: lately } = await babyOverview(rosa, { babyId });
  expect(lately.items.map(({ id }) => id)).toEqual(timeline.slice(0, 6).map(({ id }) => id));

  const record = await textOf(
    (await babyRecord(rosa, { babyId, locale: "en-GB", notes: "yes", forWhom: "practice" })).bytes,
  );
  const theirs = await textOf((await babyRecord(page.parent, { babyId, locale: "en-GB" })).bytes);
  for (const { words } of records) {
    for (const text of [`Calm, said the ${words}.`, `Added to the ${words}.`])
      expect([text, record.includes(text)]).toEqual([text, true]);
    expect(theirs).toContain(`Sent, the ${words}.`);
  }
  for (const { words } of others)
    for (const text of [record, theirs]) expect(text).not.toContain(`the ${words}.`);
}
async function namesOf(records: readonly Told[]) {
  const rows = await db.owner.select().from(t.guardians);
  const ids = records.map(({ guardianId }) => guardianId as string);
  return sorted(rows.flatMap(({ id, name }) => (ids.includes(id) ? name : [])));
}
/** Which rows of the child the trail tells of, to the owner and to a parent. */
const openings = async (page: Told) => {
  const { babyId } = page;
  const seen = (await babyAccess(rosa, { babyId })).items.map(({ subjectId }) => subjectId);
  const asked = (await practiceTrail(rosa, { baby: babyId })).items.map((row) => row.subjectId);
  const own = (await ownAccess(page.parent, { babyId })).items.length;
  return { owner: new Set(seen), trail: new Set(asked), own };
};
const countOf = async (...records: Told[]) => {
  const ids = `{${records.map(({ babyId }) => babyId).join(",")}}`;
  const [row] = await db.owner.execute<{ n: number }>(
    sql`select count(*)::int as n from audit_events where (subject_type = 'baby' and subject_id = any(${ids}::text[]))
      or (subject_type = 'list' and detail->'babies' ?| ${ids}::text[])
      or (subject_type in ('measurement', 'assignment') and subject_id in (
        select id::text from measurements where baby_id = any(${ids}::uuid[])
        union all select id::text from routine_assignments where baby_id = any(${ids}::uuid[])))`,
  );
  return Math.min(Number(row?.n), 50);
};

test("what was written in two records of one child is on one page while they are merged, and apart before and after", async () => {
  await expectOn(first, [first]);
  await expectOn(second, [second]);
  const apart = await openings(second);
  expect([apart.owner.has(first.babyId), apart.own]).toEqual([false, await countOf(second)]);

  const { mergeId } = await mergeClients(rosa, {
    ...{ intoId: second.clientId, fromId: first.clientId },
    same: { [first.babyId]: second.babyId },
  } as never);
  await expectOn(second, [second, first]);
  // An old address or a mail leads to the row that was merged: it tells of the same child.
  await expectOn(first, [second, first]);
  const joined = await openings(second);
  expect(joined.own).toBe(await countOf(first, second));
  for (const trail of [joined.owner, joined.trail]) {
    expect(trail.has(first.babyId)).toBe(true);
    expect(trail.has(second.babyId)).toBe(true);
  }

  await undoMerge(rosa, { mergeId } as never);
  await expectOn(first, [first]);
  await expectOn(second, [second]);
  expect((await openings(second)).owner.has(first.babyId)).toBe(false);
}, 120_000);

test("what waits of a child waits once, under the family that goes on, and is confirmed in all its rows", async () => {
  const { mergeId } = await mergeClients(rosa, {
    ...{ intoId: second.clientId, fromId: first.clientId },
    same: { [first.babyId]: second.babyId },
  } as never);
  const [family] = await db.owner.select().from(t.clients).where(eq(t.clients.id, second.clientId));
  const [goesOn] = await db.owner.select().from(t.babies).where(eq(t.babies.id, second.babyId));
  // A grown-up of the record that was merged writes of the child as it goes on.
  await addMeasurement(first.parent, weighed(second.babyId, "4.41") as never);
  const waiting = await waitingMeasurements(rosa, {});
  expect(waiting).toMatchObject([{ babyId: second.babyId, count: 3 }]);
  expect(waiting[0]?.title).toBe(babyTitle(goesOn?.firstName ?? "", family?.name ?? ""));
  const { bookingId } = await makeLesson(db.owner, at, first.family, hoursAgo(6));
  await db.owner
    .update(t.bookings)
    .set({ status: "completed", completedAt: hoursAgo(5) })
    .where(eq(t.bookings.id, bookingId));
  const { lessons } = await unwritten(rosa, {});
  expect(lessons).toMatchObject([{ familyName: family?.name, babyId: first.babyId }]);
  expect(lessons).toHaveLength(1);
  const shown = await babyGrowth(rosa, { babyId: second.babyId });
  const measurementIds = shown.measurements.map(({ id }) => id);
  await confirmMeasurements(rosa, { babyId: second.babyId, measurementIds } as never);
  expect(await waitingMeasurements(rosa, {})).toEqual([]);
  const sure = (await ownGrowth(first.parent, { babyId: second.babyId })).measurements;
  expect(sure.map(({ confirmed }) => confirmed)).toEqual(sure.map(() => true));
  expect(sure).toHaveLength(5);
  // Whatever record they were in when they wrote it down, people have their name.
  const { measurements } = await babyGrowth(rosa, { babyId: second.babyId });
  expect(measurements).toHaveLength(5);
  expect(measurements.map((one) => one.enteredBy)).not.toContain(null);
  const { items } = await babyTimeline(rosa, { babyId: second.babyId, show: "growth" });
  expect(items.map(({ facts }) => facts.by ?? null)).not.toContain(null);
  await undoMerge(rosa, { mergeId } as never);
});

test("a routine that is given to a child again ends what runs of it, in whichever row it was given", async () => {
  const { mergeId } = await mergeClients(rosa, {
    ...{ intoId: second.clientId, fromId: first.clientId },
    same: { [first.babyId]: second.babyId },
  } as never);
  // Two people at once, each from another address of the same child: one after the other, and one routine runs.
  const made = await Promise.all([
    assign(second.babyId, "From here."),
    assign(first.babyId, "From there."),
  ]);
  const { items } = await assignmentList(rosa, { babyId: first.babyId, state: "active" });
  expect(items).toHaveLength(1);
  expect(made.map(({ id }) => id)).toContain(items[0]?.id);
  const ended = await assignmentList(rosa, { babyId: second.babyId, state: "ended" });
  expect(ended.items.map(({ id }) => id)).toEqual(
    expect.arrayContaining([first.assignmentId, second.assignmentId]),
  );
  expect((await ownRoutines(first.parent, {})).active).toHaveLength(1);
  await undoMerge(rosa, { mergeId } as never);
});

test("forms, alerts and a consent taken back are found under the child and the family that go on", async () => {
  const { practiceId } = at;
  const { family, babyId } = first;
  const { clientId, dataKey } = family;
  const { bookingId } = await makeLesson(db.owner, at, second.family, hoursAgo(-30));
  const { formAssignmentId } = await makeForm(db.owner, {
    ...{ practiceId, clientId, babyId, guardianId: family.guardianId, bookingId, dataKey },
  });
  const { mergeId } = await mergeClients(rosa, {
    ...{ intoId: second.clientId, fromId: first.clientId },
    same: { [first.babyId]: second.babyId },
  } as never);
  const mine = (await clientForms(rosa, { clientId: second.clientId } as never)).find(
    (one) => one.id === formAssignmentId,
  );
  expect(mine?.babyId).toBe(second.babyId);
  const day = await formsToday(rosa, {});
  expect(day.alerts.find((one) => one.assignmentId === formAssignmentId)).toMatchObject({
    ...{ clientId: second.clientId, babyId: second.babyId },
  });
  expect(day.withoutTeaching.map((one) => one.clientId)).not.toContain(second.clientId);
  const [id, shown] = [newId<"consent">(), "I agree to be taught."];
  await db.owner.insert(t.consents).values({
    ...{ practiceId, id, clientId, guardianId: family.guardianId, kind: "teaching" },
    ...{ answer: "withdrawn", textVersion: 1, locale: "en-GB", shown, textSha256: sha256(shown) },
    ...{ method: "account", signedAt: new Date() },
    signature: seal(dataKey, { table: "consents", column: "signature", id }, "{}"),
  });
  expect((await formsToday(rosa, {})).withoutTeaching.map((one) => one.clientId)).toContain(
    second.clientId,
  );
  await undoMerge(rosa, { mergeId } as never);
});
