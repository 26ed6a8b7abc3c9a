import { and, eq, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { clients, type medicalNotes, type noteAddenda } from "@/db/schema";
import { notFound } from "@/lib/core/refusal";
import { type DataKey, openDataKey, openDataKeys, seal, unseal } from "@/lib/work/vault";
import type { Signed } from "./proof";
import { canonical } from "./rules";
import { NoteContent } from "./schema";

export type NoteRow = typeof medicalNotes.$inferSelect;
export type AddendumRow = typeof noteAddenda.$inferSelect;

/** The key of the family a note belongs to. */
export async function keyOfClient(tx: Tx, practiceId: string, clientId: string): Promise<DataKey> {
  const [row] = await tx
    .select({ dataKeyId: clients.dataKeyId })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  if (!row) throw notFound();
  return openDataKey(tx, practiceId, row.dataKeyId);
}

/** The keys of some records by their ids: one that was merged into another has kept its own (docs/decisions/0015). */
export async function keysOfClients(
  tx: Tx,
  practiceId: string,
  clientIds: readonly string[],
): Promise<(clientId: string) => DataKey> {
  const rows = await tx
    .select({ id: clients.id, dataKeyId: clients.dataKeyId })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), among(clients.id, clientIds)));
  const opened = await openDataKeys(
    tx,
    practiceId,
    rows.map(({ dataKeyId }) => dataKeyId),
  );
  const keys = new Map(rows.map(({ id, dataKeyId }) => [id, opened.get(dataKeyId)]));
  return (clientId) => {
    const key = keys.get(clientId);
    if (!key) throw notFound();
    return key;
  };
}

type Body = "medical_notes" | "note_versions";
const bodyAt = (table: Body, id: string, version: number) => ({
  table,
  column: "body",
  id,
  version,
});
export const sealContent = (
  key: DataKey,
  table: Body,
  noteId: string,
  version: number,
  content: NoteContent,
): Buffer => seal(key, bodyAt(table, noteId, version), canonical(content));
export const openContent = (
  key: DataKey,
  table: Body,
  noteId: string,
  version: number,
  stored: Buffer,
): NoteContent =>
  NoteContent.parse(JSON.parse(unseal(key, bodyAt(table, noteId, version), stored)));

type Words = "note_addenda" | "note_summaries";
export const sealWords = (key: DataKey, table: Words, id: string, words: string): Buffer =>
  seal(key, { table, column: "body", id }, words);
export const openWords = (key: DataKey, table: Words, id: string, stored: Buffer): string =>
  unseal(key, { table, column: "body", id }, stored);

/** The database's own time, in the milliseconds that a date keeps: what is signed must read back the same. */
export async function databaseTime(tx: Tx): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as at`,
  );
  return new Date(Number(row?.at));
}

export const signedNote = (
  row: Omit<
    NoteRow,
    | "body"
    | "incident"
    | "contentHash"
    | "salt"
    | "signature"
    | "signingKeyId"
    | "signedAt"
    | "status"
    | "savedAt"
    | "createdAt"
    | "version"
  >,
  signedAt: Date,
  content: NoteContent,
): Signed => ({
  kind: "note",
  practiceId: row.practiceId,
  id: row.id,
  clientId: row.clientId,
  babyId: row.babyId,
  lessonId: row.lessonId,
  authorUserId: row.authorUserId,
  template: row.template,
  privacy: row.privacy,
  aboutStartsAt: row.aboutStartsAt.toISOString(),
  aboutEndsAt: row.aboutEndsAt?.toISOString() ?? null,
  timeZone: row.timeZone,
  placeKind: row.placeKind,
  signedAt: signedAt.toISOString(),
  words: content,
});
export const signedAddendum = (
  row: Pick<AddendumRow, "practiceId" | "id" | "noteId" | "clientId" | "authorUserId">,
  signedAt: Date,
  words: string,
): Signed => ({
  kind: "addendum",
  practiceId: row.practiceId,
  id: row.id,
  noteId: row.noteId,
  clientId: row.clientId,
  authorUserId: row.authorUserId,
  signedAt: signedAt.toISOString(),
  words,
});
