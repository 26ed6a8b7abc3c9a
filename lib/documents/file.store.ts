import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clients, fileParts, files, practices } from "@/db/schema";
import type { Parent, Staff } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { type DataKey, openDataKey, seal, sealBytes, unseal, unsealBytes } from "@/lib/work/vault";
import { MOST_FAMILY_BYTES, MOST_FAMILY_FILES, PART_BYTES } from "./file.rules";
import { FileFacts } from "./file.schema";
import type { CheckedUpload } from "./upload";

const factsAt = (id: string) => ({ table: "files", column: "facts", id });
const partAt = (id: string, part: number) => ({
  table: "file_parts",
  column: "body",
  id,
  version: part,
});

export const sealFacts = (key: DataKey, fileId: string, facts: FileFacts): Buffer =>
  seal(key, factsAt(fileId), JSON.stringify(facts));
export const openFacts = (key: DataKey, fileId: string, stored: Buffer): FileFacts =>
  FileFacts.parse(JSON.parse(unseal(key, factsAt(fileId), stored)));

export const partsOf = (length: number): number => Math.max(1, Math.ceil(length / PART_BYTES));

/** Rows of a file's content. */
export const partRows = (
  key: DataKey,
  file: { practiceId: string; fileId: string; clientId: string },
  content: Buffer,
) =>
  Array.from({ length: partsOf(content.length) }, (_, part) => ({
    ...file,
    part,
    body: sealBytes(
      key,
      partAt(file.fileId, part),
      content.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
    ),
  }));

/** One part of a file, opened. A part that is not there is a fault: its facts said that it is. */
export async function readPart(
  tx: Tx,
  key: DataKey,
  fileId: string,
  part: number,
): Promise<Buffer> {
  const [row] = await tx
    .select({ body: fileParts.body })
    .from(fileParts)
    .where(
      and(
        eq(fileParts.practiceId, key.practiceId),
        eq(fileParts.fileId, fileId),
        eq(fileParts.part, part),
      ),
    );
  if (!row) throw new Error("a part of a file is missing");
  return unsealBytes(key, partAt(fileId, part), row.body);
}

/** A baby of the actor's, with its family's key: a parent's own or one of the practice's. */
export async function babyOf(tx: Tx, actor: Parent | Staff, babyId: string, now: Date) {
  const [row] = await tx
    .select({
      practiceId: babies.practiceId,
      clientId: babies.clientId,
      firstName: babies.firstName,
      practice: practices.name,
      zone: practices.timeZone,
      dataKeyId: clients.dataKeyId,
    })
    .from(babies)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
    )
    .innerJoin(practices, eq(practices.practiceId, babies.practiceId))
    .where(
      and(
        eq(babies.id, babyId),
        actor.kind === "staff" ? eq(babies.practiceId, actor.practiceId) : undefined,
      ),
    );
  if (!row) throw notFound();
  return {
    ...row,
    babyId,
    today: today(now, row.zone),
    dataKey: await openDataKey(tx, row.practiceId, row.dataKeyId),
  };
}

/** A file the actor sees, with its family's key. */
export async function fileOf(tx: Tx, actor: Parent | Staff, fileId: string) {
  const [row] = await tx
    .select({ file: files, dataKeyId: clients.dataKeyId })
    .from(files)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, files.practiceId), eq(clients.id, files.clientId)),
    )
    .where(
      and(
        eq(files.id, fileId),
        actor.kind === "staff" ? eq(files.practiceId, actor.practiceId) : undefined,
      ),
    );
  if (!row) throw notFound();
  const dataKey = await openDataKey(tx, row.file.practiceId, row.dataKeyId);
  return { ...row.file, dataKey, said: openFacts(dataKey, fileId, row.file.facts) };
}

/** Refuses once a family's files are too many or too big, `more` bytes among them. */
export async function assertRoom(
  tx: Tx,
  at: { practiceId: string; clientId: string },
  more: number,
): Promise<void> {
  const [room] = await tx.execute<{ files: string; bytes: string }>(
    sql`select files, bytes from room_of_files(${at.practiceId}::uuid, ${at.clientId}::uuid)`,
  );
  if (Number(room?.files) >= MOST_FAMILY_FILES)
    throw new Refusal("conflict", "documents:refused.tooMany");
  if (Number(room?.bytes) + more > MOST_FAMILY_BYTES)
    throw new Refusal("conflict", "documents:refused.room");
}

type NewFile = Omit<typeof files.$inferInsert, "kind" | "facts" | "size">;
/** Keeps a file that was looked at, sealed, if the family has room for it. False: this id is taken already. */
export async function putFile(
  tx: Tx,
  key: DataKey,
  row: NewFile,
  { content, caption }: { content: CheckedUpload; caption?: string | undefined },
): Promise<boolean> {
  const { practiceId, clientId, id: fileId } = row;
  // Two at once must not both find the last room.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('files:' || ${clientId}::text, 0))`,
  );
  await assertRoom(tx, row, content.bytes.length);
  const parts = partRows(key, { practiceId, fileId, clientId }, content.bytes);
  const facts = {
    name: content.name,
    ...(caption && { caption }),
    length: content.bytes.length,
    parts: parts.length,
    sha256: content.sha256,
  };
  const made = await tx
    .insert(files)
    .values({
      ...row,
      kind: content.kind,
      facts: sealFacts(key, fileId, facts),
      size: content.bytes.length,
    })
    .onConflictDoNothing();
  if (made.count === 0) return false;
  for (const part of parts) await tx.insert(fileParts).values(part);
  return true;
}

/** The files that are there, of a practice or of one family, the oldest first; `theirs` limits them to a reader's. */
export const standingFiles = (
  tx: Tx,
  practiceId: string,
  clientIds: readonly string[] | null,
  theirs: SQL | undefined,
) =>
  tx
    .select({ file: files, dataKeyId: clients.dataKeyId })
    .from(files)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, files.practiceId), eq(clients.id, files.clientId)),
    )
    .where(
      and(
        eq(files.practiceId, practiceId),
        clientIds === null ? undefined : among(files.clientId, clientIds),
        isNull(files.removedAt),
        theirs,
      ),
    )
    .orderBy(asc(files.id));
