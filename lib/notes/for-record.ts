import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { medicalNotes, noteVersions, practitioners, users } from "@/db/schema";
import { addendaOf, authorName } from "./read";
import { keysOfClients, openContent } from "./record";

/**
 * The signed notes of one child, in all the rows that are this child, for its record on paper and in an export: each with every addendum to it, in the order
 * they were written, and the list of its revisions. Call it inside a query or command that says so in the trail; which
 * notes are there for the actor, row-level security says. Drafts are no part of the record yet.
 */
export async function notesForRecord(tx: Tx, practiceId: string, babyIds: readonly string[]) {
  const rows = await tx
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
    .where(
      and(
        eq(medicalNotes.practiceId, practiceId),
        among(medicalNotes.babyId, babyIds),
        eq(medicalNotes.status, "signed"),
      ),
    )
    .orderBy(desc(medicalNotes.aboutStartsAt), desc(medicalNotes.id));
  const ids = rows.map(({ row }) => row.id);
  const keyOf = await keysOfClients(
    tx,
    practiceId,
    rows.map(({ row }) => row.clientId),
  );
  const addenda = await addendaOf(tx, practiceId, ids, keyOf);
  const revisions =
    ids.length === 0
      ? []
      : await tx
          .select({
            noteId: noteVersions.noteId,
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
          .where(and(eq(noteVersions.practiceId, practiceId), inArray(noteVersions.noteId, ids)))
          .orderBy(asc(noteVersions.version));
  return rows.map(({ row, author }) => ({
    id: row.id,
    author,
    template: row.template,
    privacy: row.privacy,
    startsAt: row.aboutStartsAt,
    endsAt: row.aboutEndsAt,
    zone: row.timeZone,
    placeKind: row.placeKind,
    signedAt: row.signedAt,
    sha256: row.contentHash?.toString("hex") ?? null,
    content: openContent(keyOf(row.clientId), "medical_notes", row.id, row.version, row.body),
    addenda: addenda
      .filter((one) => one.noteId === row.id)
      .map(({ id, by, at, words }) => ({ id, by, at, words })),
    revisions: revisions
      .filter((one) => one.noteId === row.id)
      .map(({ version, kind, at, by }) => ({ version, kind, at, by })),
  }));
}
export type NoteForRecord = Awaited<ReturnType<typeof notesForRecord>>[number];
