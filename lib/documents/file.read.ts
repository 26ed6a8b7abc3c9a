import { and, count, desc, eq, gt, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { among } from "@/db/among";
import { clients, files, practitioners, users } from "@/db/schema";
import { sameBabyIds } from "@/lib/clients/merged";
import { isClinician, isParent, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { objectedConsents, standingConsents } from "@/lib/intake/consent.read";
import { query } from "@/lib/work/query";
import { openDataKeys } from "@/lib/work/vault";
import { KEPT_DAYS } from "./file.rules";
import { AskUpload, FilePart, FileSearch } from "./file.schema";
import { assertRoom, babyOf, fileOf, openFacts, readPart } from "./file.store";

const PAGE = 20;
const DAY_MS = 86_400_000;
/** Once the yes to pictures is taken back, those that the practice took are shown to nobody of the family. */
const PICTURES_OF_PRACTICE: SQL = sql`(${files.about} = 'photo' and ${files.byKind} = 'staff')`;
const maySee = oneOf<Staff | Parent>(isClinician, isParent);

/** Whether a file of this baby would be taken, before a byte of it is read. */
export const uploadPlace = query({
  name: "documents.upload_place",
  allow: maySee,
  input: AskUpload,
  run: async ({ actor, tx, now }, { babyId }) => {
    const { practiceId, clientId } = await babyOf(tx, actor, babyId, now);
    await assertRoom(tx, { practiceId, clientId }, 0);
    return { practiceId, clientId };
  },
});

/** Who of the family sent it, by the name that any of its records has for them. */
const guardian = sql<
  string | null
>`case when ${files.byKind} <> 'staff' then (select g.name from guardians g join clients c on c.practice_id = g.practice_id and c.id = g.client_id
    where g.practice_id = ${clients.practiceId} and (g.user_id = ${files.byUserId} or g.id = ${files.byGuardianId})
      and coalesce(c.merged_into, c.id) = coalesce(${clients.mergedInto}, ${clients.id}) order by g.client_id <> ${clients.id}, g.id limit 1) end`;

/**
 * A child's files, of every row that is this child, the latest first, a page at a time; those taken away of late stay
 * in the list to be brought back.
 */
export const fileList = query({
  name: "documents.files",
  allow: maySee,
  input: FileSearch,
  run: async ({ actor, tx, now }, { babyId, page }) => {
    const baby = await babyOf(tx, actor, babyId, now);
    const { practiceId, clientId } = baby;
    const objected = await objectedConsents(tx, practiceId, clientId);
    const hidden = objected.has("photo_video") ? PICTURES_OF_PRACTICE : undefined;
    const keptSince = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
    const where = and(
      eq(files.practiceId, practiceId),
      among(files.babyId, await sameBabyIds(tx, practiceId, babyId)),
      or(isNull(files.removedAt), gt(files.removedAt, keptSince)),
      // What the practice took away is out of the family's sight.
      actor.kind === "parent"
        ? and(or(isNull(files.removedAt), eq(files.removedBy, actor.userId)), hidden && not(hidden))
        : undefined,
    );
    const [total] = await tx.select({ n: count() }).from(files).where(where);
    const rows = await tx
      .select({
        file: files,
        dataKeyId: clients.dataKeyId,
        by: sql<string | null>`coalesce(${practitioners.displayName}, ${guardian}, ${users.name})`,
      })
      .from(files)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, files.practiceId), eq(clients.id, files.clientId)),
      )
      .leftJoin(users, eq(users.id, files.byUserId))
      .leftJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, files.practiceId),
          eq(practitioners.userId, files.byUserId),
          eq(files.byKind, "staff"),
        ),
      )
      .where(where)
      .orderBy(desc(files.createdAt), desc(files.id))
      .limit(PAGE)
      .offset((page - 1) * PAGE);
    const keys = await openDataKeys(
      tx,
      practiceId,
      rows.map((row) => row.dataKeyId),
    );
    const consents = await standingConsents(tx, practiceId, clientId);
    return {
      practiceId,
      babyId,
      clientId,
      firstName: baby.firstName,
      practice: baby.practice,
      zone: baby.zone,
      today: baby.today,
      photosAllowed: consents.has("photo_video"),
      /** Pictures of the practice that the family wants no more: hidden from it, and to be taken away. */
      photosToDelete:
        hidden && actor.kind === "staff"
          ? await tx.$count(files, and(where, hidden, isNull(files.removedAt)))
          : 0,
      page,
      pages: Math.max(1, Math.ceil((total?.n ?? 0) / PAGE)),
      total: total?.n ?? 0,
      items: rows.flatMap(({ file, dataKeyId, by }) => {
        const key = keys.get(dataKeyId);
        if (!key) return [];
        const { name, caption, length } = openFacts(key, file.id, file.facts);
        return {
          ...{ id: file.id, name, caption: caption ?? null, length, by },
          ...{ kind: file.kind, about: file.about, onDay: file.onDay, addedAt: file.createdAt },
          byKind: file.byKind === "staff" ? ("staff" as const) : ("parent" as const),
          own: file.byUserId === actor.userId,
          shownAt: file.shownAt,
          goneAt: file.removedAt && new Date(file.removedAt.getTime() + KEPT_DAYS * DAY_MS),
        };
      }),
    };
  },
  log: (value) => [
    {
      practiceId: value.practiceId,
      babyId: value.babyId,
      detail: { part: "files", page: value.page, count: value.items.length },
    },
  ],
});
export type FileList = Awaited<ReturnType<typeof fileList>>;
export type FileItem = FileList["items"][number];

/** One part of a file's content, with what the file is. Opening the first part is what the audit trail tells of. */
export const filePart = query({
  name: "documents.file_part",
  allow: maySee,
  input: FilePart,
  run: async ({ actor, tx }, { fileId, part }) => {
    const file = await fileOf(tx, actor, fileId);
    const { practiceId, babyId, kind, said } = file;
    if (file.removedAt || part >= said.parts) throw notFound();
    if (actor.kind === "parent" && file.about === "photo" && file.byKind === "staff") {
      const objected = await objectedConsents(tx, practiceId, file.clientId);
      if (objected.has("photo_video")) throw notFound();
    }
    const bytes = await readPart(tx, file.dataKey, fileId, part);
    const { name, length, parts } = said;
    return { practiceId, babyId, fileId, kind, name, length, parts, part, bytes };
  },
  log: (value) =>
    value.part === 0
      ? [
          {
            practiceId: value.practiceId,
            babyId: value.babyId,
            detail: { part: "file", file: value.fileId },
          },
        ]
      : [],
});
