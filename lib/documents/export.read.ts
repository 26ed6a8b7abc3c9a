import { and, desc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import { clients, exportParts, practiceExports, practices } from "@/db/schema";
import { sessionHash } from "@/lib/accounts/rules";
import { isFresh } from "@/lib/accounts/sessions";
import { familyIds } from "@/lib/clients/merged";
import { isClinician, isParent, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { unsealBytesForSystem } from "@/lib/work/vault";
import { ExportPart, ExportSearch } from "./export.schema";
import { exportPartAt } from "./export.write";

const mayTake = oneOf<Staff | Parent>(isClinician, isParent);
const SHOWN = 5;

/** What the actor asked for of one family, or of the whole practice, and whether they signed in a moment ago. */
export const exportList = query({
  name: "documents.exports",
  allow: mayTake,
  input: ExportSearch,
  run: async ({ actor, tx, now }, { clientId, cookie }) => {
    const of = { zone: practices.timeZone, practice: practices.name };
    const [row] = clientId
      ? await tx
          .select({ practiceId: practices.practiceId, name: clients.name, ...of })
          .from(clients)
          .innerJoin(practices, eq(practices.practiceId, clients.practiceId))
          .where(
            and(
              eq(clients.id, clientId),
              actor.kind === "staff" ? eq(clients.practiceId, actor.practiceId) : undefined,
            ),
          )
      : await tx
          .select({ practiceId: practices.practiceId, name: practices.name, ...of })
          .from(practices)
          .where(actor.kind === "staff" ? eq(practices.practiceId, actor.practiceId) : sql`false`);
    if (!row) throw notFound();
    const { practiceId, ...family } = row;
    if (!clientId && !(actor.kind === "staff" && actor.role === "owner")) throw notFound();
    const items = await tx
      .select({
        id: practiceExports.id,
        phase: practiceExports.phase,
        done: practiceExports.done,
        total: practiceExports.total,
        rows: practiceExports.rows,
        records: practiceExports.records,
        files: practiceExports.files,
        size: practiceExports.size,
        askedAt: practiceExports.createdAt,
        readyAt: practiceExports.readyAt,
        fetchedAt: practiceExports.fetchedAt,
        expiresAt: practiceExports.expiresAt,
      })
      .from(practiceExports)
      .where(
        and(
          eq(practiceExports.byUserId, actor.userId),
          clientId
            ? among(practiceExports.clientId, await familyIds(tx, practiceId, clientId))
            : isNull(practiceExports.clientId),
          actor.kind === "staff" ? eq(practiceExports.practiceId, actor.practiceId) : undefined,
          or(isNull(practiceExports.expiresAt), gt(practiceExports.expiresAt, now)),
        ),
      )
      .orderBy(desc(practiceExports.createdAt), desc(practiceExports.id))
      .limit(SHOWN);
    const fresh = await isFresh(tx, actor.userId, cookie ? sessionHash(cookie) : "");
    return { ...family, fresh, items };
  },
});
export type ExportList = Awaited<ReturnType<typeof exportList>>;
export type ExportItem = ExportList["items"][number];

/** One part of the ZIP, opened, for whoever began to fetch it. */
export const exportPart = query({
  name: "documents.export_part",
  allow: mayTake,
  input: ExportPart,
  run: async ({ actor, tx, now }, { exportId, part }) => {
    const [row] = await tx
      .select({ practiceId: exportParts.practiceId, body: exportParts.body })
      .from(exportParts)
      .innerJoin(
        practiceExports,
        and(
          eq(practiceExports.practiceId, exportParts.practiceId),
          eq(practiceExports.id, exportParts.exportId),
        ),
      )
      .where(
        and(
          eq(practiceExports.id, exportId),
          eq(practiceExports.byUserId, actor.userId),
          eq(practiceExports.phase, "ready"),
          isNotNull(practiceExports.fetchedAt),
          gt(practiceExports.expiresAt, now),
          eq(exportParts.part, part),
        ),
      );
    if (!row) throw notFound();
    return { bytes: unsealBytesForSystem(exportPartAt(row.practiceId, exportId, part), row.body) };
  },
});

/**
 * Where the actor is known as a family: one record to take along each, with every record that was merged into it (its
 * babies, and exports of before, may hang on any of them).
 */
export const ownRecords = query({
  name: "documents.own_records",
  allow: isParent,
  input: z.strictObject({}),
  run: ({ tx }) => {
    const root = sql<string>`coalesce(${clients.mergedInto}, ${clients.id})`;
    return tx
      .select({
        clientId: root,
        clientIds: sql<string[]>`array_agg(${clients.id})`,
        practice: practices.name,
      })
      .from(clients)
      .innerJoin(practices, eq(practices.practiceId, clients.practiceId))
      .groupBy(root, practices.practiceId, practices.name)
      .orderBy(practices.name, root);
  },
});
