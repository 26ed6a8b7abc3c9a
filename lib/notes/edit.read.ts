import { and, asc, desc, eq, isNull, ne } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  bookingBabies,
  bookings,
  lessons,
  medicalNotes,
  type NotePrivacy,
  type NoteTemplate,
  places,
  routineAssignments,
} from "@/db/schema";
import { familyIds, sameBabyIds } from "@/lib/clients/merged";
import { guardiansOf } from "@/lib/clients/read";
import { isClinician, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { isActive, obstacle, readSnapshot, tighten } from "@/lib/routines/assigned";
import {
  type OpenBaby,
  openBaby,
  openWhy,
  practisedLately,
  summaryOf,
} from "@/lib/routines/record";
import { standing } from "@/lib/safety/standing";
import { query } from "@/lib/work/query";
import { keepingOf } from "./consent";
import { babyOf, headOf, nextLessonOf, noteRow } from "./read";
import { keyOfClient, openContent } from "./record";
import { choicesOf, emptyContent } from "./rules";
import { type NoteContent, OneNote, StartNote } from "./schema";

/** What the editor begins with. `version` 0: not stored yet. */
export type EditedNote = {
  id: string;
  version: number;
  lessonId: string | null;
  template: NoteTemplate;
  privacy: NotePrivacy;
  savedAt: Date | null;
  content: NoteContent;
};

async function seatOf(tx: Tx, { practiceId }: Staff, bookingId: string, babyId?: string) {
  const rows = await tx
    .select({
      lessonId: lessons.id,
      babyId: bookingBabies.babyId,
      startsAt: lessons.startsAt,
      endsAt: lessons.endsAt,
      zone: lessons.timeZone,
      placeKind: places.kind,
    })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .innerJoin(
      bookingBabies,
      and(
        eq(bookingBabies.practiceId, bookings.practiceId),
        eq(bookingBabies.bookingId, bookings.id),
      ),
    )
    .leftJoin(
      places,
      and(eq(places.practiceId, lessons.practiceId), eq(places.id, lessons.placeId)),
    )
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId)))
    .orderBy(asc(bookingBabies.babyId));
  // A lesson from before a merge was booked for another row of the same child.
  const same = babyId ? await sameBabyIds(tx, practiceId, babyId) : [];
  const seat = babyId
    ? (rows.find((row) => row.babyId === babyId) ?? rows.find((row) => same.includes(row.babyId)))
    : rows[0];
  if (!seat) throw notFound();
  return { ...seat, babies: rows.map((row) => row.babyId) };
}

/** The routine a baby has now, and what it practised of it: of its strokes those that the record allows today. */
async function routineOf(tx: Tx, baby: OpenBaby, babyIds: readonly string[]) {
  const rows = await tx
    .select({
      id: routineAssignments.id,
      babyId: routineAssignments.babyId,
      snapshot: routineAssignments.snapshot,
      why: routineAssignments.why,
      clearedOn: routineAssignments.clearedOn,
      clearedBy: routineAssignments.clearedBy,
      untilOn: routineAssignments.untilOn,
      endedAt: routineAssignments.endedAt,
    })
    .from(routineAssignments)
    .where(
      and(
        eq(routineAssignments.practiceId, baby.practiceId),
        among(routineAssignments.babyId, babyIds),
        isNull(routineAssignments.endedAt),
      ),
    )
    .orderBy(desc(routineAssignments.createdAt))
    .limit(5);
  const row = rows.find((one) => isActive(one, baby.at.day));
  const snapshot = row && readSnapshot(row.snapshot);
  if (!row || !snapshot) return null;
  const logs = (await practisedLately(tx, [row.id], baby.at)).get(row.id) ?? [];
  // Why it was given is sealed in the record it was given in.
  const written = row.babyId === baby.babyId ? baby : await openBaby(tx, row.babyId, baby.at.now);
  const covers = openWhy(written.dataKey, row.id, row.why)?.covers ?? [];
  const { clearedOn: on, clearedBy: by } = row;
  const holds = standing(baby.record, baby.at, on && by ? { on, by, covers } : null);
  const left = tighten(snapshot, holds);
  const steps = obstacle(holds, left) ? [] : left.steps;
  return {
    assignmentId: row.id,
    title: snapshot.title,
    strokes: [...new Set(steps.map((step) => step.strokeKey))],
    summary: summaryOf(logs, baby.at),
  };
}

/** What was written of this baby last: to read beside the new note, and to copy choices from. */
async function lastOf(tx: Tx, actor: Staff, babyIds: readonly string[], except: string) {
  const [row] = await tx
    .select()
    .from(medicalNotes)
    .where(
      and(
        eq(medicalNotes.practiceId, actor.practiceId),
        among(medicalNotes.babyId, babyIds),
        eq(medicalNotes.status, "signed"),
        ne(medicalNotes.id, except),
      ),
    )
    .orderBy(desc(medicalNotes.aboutStartsAt), desc(medicalNotes.id))
    .limit(1);
  if (!row) return null;
  const key = await keyOfClient(tx, actor.practiceId, row.clientId);
  const content = openContent(key, "medical_notes", row.id, row.version, row.body);
  return {
    noteId: row.id,
    startsAt: row.aboutStartsAt,
    zone: row.timeZone,
    words: firstWords(content, 400),
    choices: choicesOf(content),
  };
}
const firstWords = (content: NoteContent, most: number): string => {
  const words = content.went ?? content.free ?? content.objective ?? content.subjective ?? "";
  return words.length > most ? `${words.slice(0, most).trimEnd()}…` : words;
};

type Beside = Awaited<ReturnType<typeof around>>;
/** Everything beside the words themselves that the editor shows. */
async function around(
  tx: Tx,
  actor: Staff,
  baby: OpenBaby,
  about: { noteId: string; startsAt: Date; zone: string },
  now: Date,
) {
  const { practiceId } = actor;
  const babyIds = await sameBabyIds(tx, practiceId, baby.babyId);
  const family = await familyIds(tx, practiceId, baby.clientId);
  const people = await guardiansOf(tx, actor, family);
  return {
    practiceId,
    baby: await headOf(tx, actor, baby, about),
    guardians: family.flatMap((one) => (people.get(one) ?? []).map(({ name }) => name)),
    routine: await routineOf(tx, baby, babyIds),
    last: await lastOf(tx, actor, babyIds, about.noteId),
    next: await nextLessonOf(tx, baby, now),
    practiceZone: baby.zone,
    clientId: family[0] ?? baby.clientId,
    /** Whether the family agrees that this is kept, and whether a note of this time may be begun. */
    keeping: await keepingOf(tx, practiceId, baby.clientId),
  };
}
const opened = ({ practiceId, baby, note }: Beside & { note: EditedNote }) => [
  { practiceId, babyId: baby.id, detail: { part: "note", noteId: note.id } },
];

/** A new note, filled with what is known: or where the note is that this person began for the lesson already. */
export const noteToBegin = query({
  name: "notes.begin",
  allow: isClinician,
  input: StartNote,
  run: async ({ actor, tx, now }, { babyId, bookingId }) => {
    const seat = bookingId ? await seatOf(tx, actor, bookingId, babyId) : null;
    const meant = seat?.babyId ?? babyId;
    if (!meant) throw notFound();
    const baby = await babyOf(tx, actor, meant, now);
    if (baby.archivedAt) throw notFound();
    const [there] = seat
      ? await tx
          .select({ id: medicalNotes.id, status: medicalNotes.status })
          .from(medicalNotes)
          .where(
            and(
              eq(medicalNotes.practiceId, actor.practiceId),
              eq(medicalNotes.lessonId, seat.lessonId),
              eq(medicalNotes.babyId, meant),
              eq(medicalNotes.authorUserId, actor.userId),
              ne(medicalNotes.status, "discarded"),
            ),
          )
      : [];
    const about = {
      noteId: newId<"note">() as string,
      startsAt: seat?.startsAt ?? now,
      endsAt: seat?.endsAt ?? null,
      zone: seat?.zone ?? baby.zone,
      placeKind: seat?.placeKind ?? null,
    };
    const beside = await around(tx, actor, baby, about, now);
    const strokes = beside.routine?.strokes ?? [];
    const content: NoteContent = {
      ...emptyContent(),
      strokes,
      taught: strokes.map((key) => `${key}:parent`),
    };
    const note: EditedNote = {
      id: about.noteId,
      version: 0,
      lessonId: seat?.lessonId ?? null,
      ...{ template: "lesson", privacy: "clinicians", savedAt: null, content },
    };
    return {
      ...beside,
      there: there ?? null,
      about,
      /** Every baby of the lesson: twins have a note each. */
      babies: seat?.babies ?? [meant],
      note,
    };
  },
  log: opened,
});

/** One's own draft, to go on with. A signed one has its own page. */
export const noteToEdit = query({
  name: "notes.edit",
  allow: isClinician,
  input: OneNote,
  run: async ({ actor, tx, now }, { noteId }) => {
    const { row } = await noteRow(tx, actor, noteId);
    if (row.status !== "draft" || row.authorUserId !== actor.userId) throw notFound();
    const baby = await babyOf(tx, actor, row.babyId, now);
    const about = {
      noteId: noteId as string,
      startsAt: row.aboutStartsAt,
      endsAt: row.aboutEndsAt,
      zone: row.timeZone,
      placeKind: row.placeKind,
    };
    const key = await keyOfClient(tx, actor.practiceId, row.clientId);
    const { id, version, lessonId, template, privacy, savedAt } = row;
    const content = openContent(key, "medical_notes", id, version, row.body);
    const note: EditedNote = { id, version, lessonId, template, privacy, savedAt, content };
    return { ...(await around(tx, actor, baby, about, now)), about, note };
  },
  log: opened,
});
export type NoteEditing = Awaited<ReturnType<typeof noteToEdit>>;
