import { and, asc, desc, eq, gt, inArray, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  bookings,
  lessons,
  medicalNotes,
  noteAddenda,
  noteSummaries,
  noteVersions,
  practitioners,
  users,
} from "@/db/schema";
import { correctUntilMonths } from "@/lib/clients/ages";
import { familyIds, sameBabyIds } from "@/lib/clients/merged";
import { agesOf, alertsOf, babyTitle } from "@/lib/clients/rules";
import { isClinician, type Staff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { type OpenBaby, openBaby } from "@/lib/routines/record";
import { query } from "@/lib/work/query";
import type { DataKey } from "@/lib/work/vault";
import { check } from "./proof";
import { keyOfClient, openContent, openWords, signedNote } from "./record";
import { OneNote, OneVersion } from "./schema";
import { isLeft } from "./seen-to.read";

/** Who wrote something, as the practice calls them. */
export const authorName = sql<string>`coalesce(${practitioners.displayName}, ${users.name}, ${users.email})`;

export async function babyOf(tx: Tx, actor: Staff, babyId: string, now: Date) {
  const baby = await openBaby(tx, babyId, now);
  if (baby.practiceId !== actor.practiceId) throw notFound();
  return baby;
}
/** The head of a note: the baby with both ages on the day of the lesson, whatever day it is written. */
export async function headOf(
  tx: Tx,
  actor: Staff,
  baby: OpenBaby,
  about: { startsAt: Date; zone: string },
) {
  const { bornOn, gestationDays, health } = baby.record;
  const until = await correctUntilMonths(tx, actor.practiceId);
  return {
    id: baby.babyId,
    clientId: baby.clientId,
    firstName: baby.firstName,
    title: babyTitle(baby.firstName, baby.familyName),
    bornOn,
    gestationDays,
    ages: agesOf(bornOn, gestationDays, today(about.startsAt, about.zone), until),
    alerts: alertsOf(actor.role, baby.record, health, today(about.startsAt, about.zone)),
  };
}

/** What is booked next for the baby's family, in any of its records. */
export async function nextLessonOf(tx: Tx, baby: OpenBaby, now: Date) {
  const family = await familyIds(tx, baby.practiceId, baby.clientId);
  const [row] = await tx
    .select({ startsAt: lessons.startsAt, zone: lessons.timeZone })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(
      and(
        eq(bookings.practiceId, baby.practiceId),
        among(bookings.clientId, family),
        inArray(bookings.status, ["requested", "booked"]),
        gt(lessons.startsAt, now),
      ),
    )
    .orderBy(asc(lessons.startsAt))
    .limit(1);
  return row ?? null;
}

/** A note that is there for this reader, with who wrote it. */
export async function noteRow(tx: Tx, actor: Staff, noteId: string) {
  const [found] = await tx
    .select({ row: medicalNotes, author: authorName })
    .from(medicalNotes)
    .innerJoin(users, eq(users.id, medicalNotes.authorUserId))
    .leftJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, medicalNotes.practiceId),
        eq(practitioners.userId, medicalNotes.authorUserId),
      ),
    )
    .where(and(eq(medicalNotes.practiceId, actor.practiceId), eq(medicalNotes.id, noteId)));
  if (!found || found.row.status === "discarded") throw notFound();
  return found;
}

/** A note as its readers see it, with all that was added, its history, and what the family was sent. */
export const noteDetail = query({
  name: "notes.detail",
  allow: isClinician,
  input: OneNote,
  run: async ({ actor, tx, now }, { noteId }) => {
    const { practiceId } = actor;
    const { row, author } = await noteRow(tx, actor, noteId);
    // The page is about the child as it goes on; the words are sealed and signed in the record they were written in.
    const [goesOn = row.babyId] = await sameBabyIds(tx, practiceId, row.babyId);
    const baby = await babyOf(tx, actor, goesOn, now);
    const key = await keyOfClient(tx, practiceId, row.clientId);
    const content = openContent(key, "medical_notes", row.id, row.version, row.body);
    const about = { startsAt: row.aboutStartsAt, endsAt: row.aboutEndsAt, zone: row.timeZone };
    const { contentHash, salt, signature, signingKeyId, signedAt } = row;
    const mine = row.authorUserId === actor.userId;
    const verdict =
      contentHash && salt && signature && signingKeyId && signedAt
        ? await check(tx, signedNote(row, signedAt, content), {
            ...{ contentHash, salt, signature, signingKeyId },
          })
        : null;
    return {
      practiceId,
      id: row.id,
      babyId: row.babyId,
      lessonId: row.lessonId,
      status: row.status,
      template: row.template,
      privacy: row.privacy,
      version: row.version,
      savedAt: row.savedAt,
      signedAt,
      verdict,
      author,
      mine,
      /** A draft of somebody who writes here no more, for the owner to go on with or to put aside. */
      left: row.status === "draft" && !mine && (await isLeft(tx, noteId)),
      about: { ...about, placeKind: row.placeKind },
      baby: await headOf(tx, actor, baby, about),
      practiceZone: baby.zone,
      content,
      addenda: await addendaOf(tx, practiceId, [noteId], () => key),
      revisions: await revisionsOf(tx, practiceId, noteId),
      summaries: await summariesOf(tx, practiceId, noteId, key),
      next: await nextLessonOf(tx, baby, now),
    };
  },
  log: ({ practiceId, babyId, id: noteId }) => [
    { practiceId, babyId, detail: { part: "note", noteId } },
  ],
});
export type NoteDetail = Awaited<ReturnType<typeof noteDetail>>;

export async function addendaOf(
  tx: Tx,
  practiceId: string,
  noteIds: readonly string[],
  keyOf: (clientId: string) => DataKey,
) {
  const rows =
    noteIds.length === 0
      ? []
      : await tx
          .select({ row: noteAddenda, author: authorName })
          .from(noteAddenda)
          .innerJoin(users, eq(users.id, noteAddenda.authorUserId))
          .leftJoin(
            practitioners,
            and(
              eq(practitioners.practiceId, practiceId),
              eq(practitioners.userId, noteAddenda.authorUserId),
            ),
          )
          .where(
            and(eq(noteAddenda.practiceId, practiceId), inArray(noteAddenda.noteId, [...noteIds])),
          )
          .orderBy(asc(noteAddenda.signedAt), asc(noteAddenda.id));
  return rows.map(({ row, author: by }) => ({
    id: row.id,
    noteId: row.noteId,
    by,
    at: row.signedAt,
    words: openWords(keyOf(row.clientId), "note_addenda", row.id, row.body),
  }));
}

export const revisionsOf = (tx: Tx, practiceId: string, noteId: string) =>
  tx
    .select({
      version: noteVersions.version,
      kind: noteVersions.kind,
      at: noteVersions.createdAt,
      by: authorName,
    })
    .from(noteVersions)
    .innerJoin(users, eq(users.id, noteVersions.byUserId))
    .leftJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, practiceId),
        eq(practitioners.userId, noteVersions.byUserId),
      ),
    )
    .where(and(eq(noteVersions.practiceId, practiceId), eq(noteVersions.noteId, noteId)))
    .orderBy(desc(noteVersions.version))
    .limit(200);

export async function summariesOf(tx: Tx, practiceId: string, noteId: string, key: DataKey) {
  const rows = await tx
    .select({ row: noteSummaries, author: authorName })
    .from(noteSummaries)
    .innerJoin(users, eq(users.id, noteSummaries.authorUserId))
    .leftJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, practiceId),
        eq(practitioners.userId, noteSummaries.authorUserId),
      ),
    )
    .where(and(eq(noteSummaries.practiceId, practiceId), eq(noteSummaries.noteId, noteId)))
    .orderBy(desc(noteSummaries.sentAt), desc(noteSummaries.id));
  return rows.map(({ row, author: by }) => ({
    id: row.id,
    by,
    at: row.sentAt,
    words: openWords(key, "note_summaries", row.id, row.body),
  }));
}

/** A note as it was at one of its save points. */
export const noteVersion = query({
  name: "notes.version",
  allow: isClinician,
  input: OneVersion,
  run: async ({ actor, tx }, { noteId, version }) => {
    const { practiceId } = actor;
    const { row: note } = await noteRow(tx, actor, noteId);
    const [row] = await tx
      .select({
        body: noteVersions.body,
        at: noteVersions.createdAt,
        kind: noteVersions.kind,
        by: authorName,
      })
      .from(noteVersions)
      .innerJoin(users, eq(users.id, noteVersions.byUserId))
      .leftJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, practiceId),
          eq(practitioners.userId, noteVersions.byUserId),
        ),
      )
      .where(
        and(
          eq(noteVersions.practiceId, practiceId),
          eq(noteVersions.noteId, noteId),
          eq(noteVersions.version, version),
        ),
      );
    if (!row) throw notFound();
    const key = await keyOfClient(tx, practiceId, note.clientId);
    return {
      ...{ practiceId, babyId: note.babyId, noteId, version, template: note.template },
      ...{ at: row.at, by: row.by, kind: row.kind, zone: note.timeZone },
      content: openContent(key, "note_versions", noteId, version, row.body),
    };
  },
  log: ({ practiceId, babyId, noteId, version }) => [
    { practiceId, babyId, detail: { part: "note", noteId, version } },
  ],
});
