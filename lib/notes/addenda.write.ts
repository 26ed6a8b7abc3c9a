import { and, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { medicalNotes, noteAddenda, noteOpenings, noteSummaries } from "@/db/schema";
import { isClinician, isOwner, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { databaseCode } from "@/lib/work/context";
import { prove } from "./proof";
import { databaseTime, keyOfClient, sealWords, signedAddendum } from "./record";
import { AddAddendum, OpenClosed, SendSummary } from "./schema";

async function signedOne(tx: Tx, { practiceId }: Staff, noteId: string) {
  const [row] = await tx
    .select({
      clientId: medicalNotes.clientId,
      babyId: medicalNotes.babyId,
      lessonId: medicalNotes.lessonId,
      status: medicalNotes.status,
    })
    .from(medicalNotes)
    .where(and(eq(medicalNotes.practiceId, practiceId), eq(medicalNotes.id, noteId)));
  if (!row || row.status === "discarded") throw notFound();
  if (row.status !== "signed") throw new Refusal("conflict", "notes:errors.notSigned");
  return row;
}

/** Adds to a signed note, by any clinician who may read it; signed as it is written. Sent twice, it is one. */
export const addAddendum = command({
  name: "notes.add_addendum",
  allow: isClinician,
  input: AddAddendum,
  run: async ({ actor, tx, audit }, { noteId, addendumId, words }) => {
    const { practiceId, userId } = actor;
    const { clientId, babyId } = await signedOne(tx, actor, noteId);
    const key = await keyOfClient(tx, practiceId, clientId);
    const signedAt = await databaseTime(tx);
    const row = { practiceId, id: addendumId, noteId, clientId, authorUserId: userId };
    const proof = await prove(tx, signedAddendum(row, signedAt, words));
    const body = sealWords(key, "note_addenda", addendumId, words);
    await tx
      .insert(noteAddenda)
      .values({ ...row, ...proof, body, signedAt })
      .onConflictDoNothing();
    audit({ type: "baby", id: babyId }, { noteId, addendumId });
    return { noteId: noteId as string, babyId };
  },
});

/** Plain words for the family, on purpose: they read these and nothing else of the note. */
export const sendSummary = command({
  name: "notes.send_summary",
  allow: isClinician,
  input: SendSummary,
  run: async ({ actor, tx, audit }, { noteId, summaryId, words, after }) => {
    const { practiceId, userId } = actor;
    const { clientId, babyId, lessonId } = await signedOne(tx, actor, noteId);
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${noteId}, 7))`);
    const [last] = await tx
      .select({ id: noteSummaries.id })
      .from(noteSummaries)
      .where(and(eq(noteSummaries.practiceId, practiceId), eq(noteSummaries.noteId, noteId)))
      .orderBy(desc(noteSummaries.sentAt), desc(noteSummaries.id))
      .limit(1);
    if ((last?.id ?? undefined) !== after && last?.id !== summaryId)
      throw new Refusal("conflict", "notes:errors.summaryMeanwhile");
    const key = await keyOfClient(tx, practiceId, clientId);
    const body = sealWords(key, "note_summaries", summaryId, words);
    const sentAt = await databaseTime(tx);
    const ids = { practiceId, id: summaryId, noteId, clientId, babyId, lessonId };
    await tx
      .insert(noteSummaries)
      .values({ ...ids, authorUserId: userId, body, sentAt })
      .onConflictDoNothing();
    audit({ type: "baby", id: babyId }, { noteId, summaryId });
    return { noteId: noteId as string, babyId };
  },
});

const OPEN_MINUTES = 60;

/** The owner opens a note that is its author's alone, for an hour, and says why; the trail keeps it. */
export const openClosedNote = command({
  name: "notes.open_closed",
  allow: isOwner,
  input: OpenClosed,
  run: async ({ actor, tx, audit }, { noteId, reason }) => {
    const { practiceId, userId } = actor;
    const at = await databaseTime(tx);
    const untilAt = new Date(at.getTime() + OPEN_MINUTES * 60_000);
    const row = { practiceId, id: newId(), noteId, userId, reason, openedAt: at, untilAt };
    try {
      await tx.insert(noteOpenings).values(row);
    } catch (error) {
      // The note is of another practice, or of none.
      if (databaseCode(error) === "23503") throw notFound();
      throw error;
    }
    const [note] = await tx
      .select({ babyId: medicalNotes.babyId })
      .from(medicalNotes)
      .where(and(eq(medicalNotes.practiceId, practiceId), eq(medicalNotes.id, noteId)));
    if (!note) throw notFound();
    audit({ type: "baby", id: note.babyId }, { noteId, reason, minutes: OPEN_MINUTES });
    return { noteId: noteId as string, babyId: note.babyId };
  },
});
