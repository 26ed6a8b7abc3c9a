import { and, eq, inArray, isNotNull, lte, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clients, exportParts, practiceExports, users } from "@/db/schema";
import { sessionHash } from "@/lib/accounts/rules";
import { isFresh } from "@/lib/accounts/sessions";
import { familyIds } from "@/lib/clients/merged";
import {
  type Actor,
  isClinician,
  isParent,
  isSystem,
  oneOf,
  type Parent,
  type Staff,
} from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { sealBytesForSystem } from "@/lib/work/vault";
import {
  AskExport,
  DropExport,
  FetchExport,
  FinishExport,
  NoteExport,
  ThisExport,
} from "./export.schema";
import { guardianReader } from "./reader";

/** How long a finished export waits to be fetched, and how long it stays once it was: a download may break. */
export const KEPT_DAYS = 3;
const FETCHED_MINUTES = 60;
const DAY_MS = 86_400_000;
const RUNNING = ["waiting", "rows", "records", "files"] as const;

const mayTake = oneOf<Staff | Parent>(isClinician, isParent);
const whoever = (actor: Actor): string => ("userId" in actor ? actor.userId : actor.kind);
const oneExport = (practiceId: string, exportId: string) =>
  and(eq(practiceExports.practiceId, practiceId), eq(practiceExports.id, exportId));

/** A borrowed, open browser must not be enough to carry a whole record away (OWASP ASVS: step up for exports). */
async function assertFresh(tx: Tx, actor: Parent | Staff, cookie: string | undefined) {
  if (!(await isFresh(tx, actor.userId, cookie ? sessionHash(cookie) : "")))
    throw new Refusal("too_late", "documents:errors.notFresh");
}

/**
 * Asks for a ZIP of everything: the owner for the practice, a clinician for one family, a parent for their own. One that
 * is still being made is answered instead of a second.
 */
export const askExport = command({
  name: "documents.ask_export",
  allow: mayTake,
  input: AskExport,
  limits: (_input, _ip, actor) => [{ subject: whoever(actor), most: 10, minutes: 60 }],
  run: async (
    { actor, tx, enter, audit, enqueue },
    { clientId = null, forWhom, locale, cookie },
  ) => {
    if (clientId === null && !(actor.kind === "staff" && actor.role === "owner")) throw notFound();
    const practiceId = await practiceOf(tx, actor, clientId);
    const forGuardianId = await handedTo(tx, actor, { practiceId, clientId, forWhom });
    await assertFresh(tx, actor, cookie);
    if (actor.kind === "parent") await enter(practiceId);
    const mine = and(
      eq(practiceExports.practiceId, practiceId),
      eq(practiceExports.byUserId, actor.userId),
      clientId ? eq(practiceExports.clientId, clientId) : sql`client_id is null`,
      sql`for_guardian_id is not distinct from ${forGuardianId}`,
    );
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended('export:' || ${actor.userId}::text, 0))`,
    );
    const [running] = await tx
      .select({ id: practiceExports.id })
      .from(practiceExports)
      .where(and(mine, inArray(practiceExports.phase, [...RUNNING])));
    const exportId = running?.id ?? newId<"export">();
    if (!running) {
      await tx.insert(practiceExports).values({
        ...{ practiceId, id: exportId, clientId, forGuardianId, locale },
        ...{ byKind: actor.kind, byUserId: actor.userId },
      });
      enqueue("export.make", { practiceId, exportId }, { key: `export.make:${exportId}` });
    }
    const subject = clientId
      ? { type: "client", id: clientId }
      : { type: "practice", id: practiceId };
    audit(subject, { export: exportId, again: running !== undefined, forWhom: forWhom ?? null });
    return { exportId };
  },
});

type Asked = { practiceId: string; clientId: string | null; forWhom: string | undefined };

/** The grown-up it is handed to. Staff have to say so for a family: what one of them told is not for another. */
async function handedTo(tx: Tx, actor: Parent | Staff, asked: Asked): Promise<string | null> {
  const { practiceId, clientId, forWhom } = asked;
  if (actor.kind === "parent" || clientId === null) {
    if (forWhom) throw notFound();
    return null;
  }
  if (!forWhom) throw invalidField("forWhom", "documents:errors.forWhom");
  if (forWhom === "practice") return null;
  const clientIds = await familyIds(tx, practiceId, clientId);
  await guardianReader(tx, practiceId, clientIds, { guardianId: forWhom });
  return forWhom;
}

async function practiceOf(tx: Tx, actor: Parent | Staff, clientId: string | null): Promise<string> {
  if (clientId === null) return actor.kind === "staff" ? actor.practiceId : "";
  // A parent sees every record that their family was merged of, whichever of them they were written down in.
  const [row] = await tx
    .select({ practiceId: clients.practiceId })
    .from(clients)
    .where(
      and(
        eq(clients.id, clientId),
        actor.kind === "staff" ? eq(clients.practiceId, actor.practiceId) : undefined,
      ),
    );
  if (!row) throw notFound();
  return row.practiceId;
}

/** The job begins, or begins anew after it was cut off: what an earlier run left behind is gone first. */
export const beginExport = command({
  name: "documents.begin_export",
  allow: isSystem,
  input: ThisExport,
  run: async ({ tx, audit }, { practiceId, exportId }) => {
    audit({ type: "export", id: exportId });
    const [row] = await tx
      .select({
        clientId: practiceExports.clientId,
        forGuardianId: practiceExports.forGuardianId,
        byKind: practiceExports.byKind,
        byUserId: practiceExports.byUserId,
        locale: practiceExports.locale,
        phase: practiceExports.phase,
        email: users.email,
      })
      .from(practiceExports)
      .innerJoin(users, eq(users.id, practiceExports.byUserId))
      .where(oneExport(practiceId, exportId))
      .for("update", { of: practiceExports });
    if (!row || row.phase === "ready") return null;
    await tx
      .delete(exportParts)
      .where(and(eq(exportParts.practiceId, practiceId), eq(exportParts.exportId, exportId)));
    const run = newId<"run">();
    await tx
      .update(practiceExports)
      .set({ run, phase: "rows", done: 0, total: 0 })
      .where(oneExport(practiceId, exportId));
    return { ...row, run };
  },
});

export const exportPartAt = (practiceId: string, exportId: string, part: number) => ({
  ...{ table: "export_parts", column: "body", practiceId, id: exportId, version: part },
});

/** How far it is, with the next part of the ZIP. False once another run took over: this one then stops. */
export const noteExport = command({
  name: "documents.note_export",
  allow: isSystem,
  input: NoteExport,
  run: async ({ actor, tx, audit }, { exportId, run, phase, done, total, part }) => {
    const practiceId = String(actor.practiceId);
    audit({ type: "export", id: exportId }, { phase, done, total });
    const held = await tx
      .update(practiceExports)
      .set({ phase, done, total })
      .where(and(oneExport(practiceId, exportId), eq(practiceExports.run, run)));
    if (held.count === 0) return false;
    if (part) {
      const body = sealBytesForSystem(exportPartAt(practiceId, exportId, part.number), part.bytes);
      await tx.insert(exportParts).values({ practiceId, exportId, part: part.number, body });
    }
    return true;
  },
});

/** Only now is there something to fetch. */
export const finishExport = command({
  name: "documents.finish_export",
  allow: isSystem,
  input: FinishExport,
  run: async ({ actor, tx, now, audit, enqueue }, { exportId, run, ...made }) => {
    const practiceId = String(actor.practiceId);
    const expiresAt = new Date(now.getTime() + KEPT_DAYS * DAY_MS);
    const held = await tx
      .update(practiceExports)
      .set({ ...made, phase: "ready", readyAt: now, expiresAt, done: sql`total` })
      .where(and(oneExport(practiceId, exportId), eq(practiceExports.run, run)));
    if (held.count > 0)
      enqueue(
        "export.purge",
        { practiceId, exportId },
        { runAt: expiresAt, key: `export.purge:${exportId}` },
      );
    audit({ type: "export", id: exportId }, { ...made, ready: held.count > 0 });
  },
});

/** After the last try: said on the page, and another may be asked for. */
export const failExport = command({
  name: "documents.fail_export",
  allow: isSystem,
  input: ThisExport,
  run: async ({ tx, now, audit, enqueue }, { practiceId, exportId }) => {
    const expiresAt = new Date(now.getTime() + KEPT_DAYS * DAY_MS);
    await tx
      .update(practiceExports)
      .set({ phase: "failed", run: null, expiresAt })
      .where(and(oneExport(practiceId, exportId), inArray(practiceExports.phase, [...RUNNING])));
    enqueue(
      "export.purge",
      { practiceId, exportId },
      { runAt: expiresAt, key: `export.purge:${exportId}` },
    );
    await tx
      .delete(exportParts)
      .where(and(eq(exportParts.practiceId, practiceId), eq(exportParts.exportId, exportId)));
    audit({ type: "export", id: exportId });
  },
});

/** The babies whose records an export holds: each family sees that it was carried away (record_access). */
async function carried(
  tx: Tx,
  { practiceId, clientId, readyAt }: typeof practiceExports.$inferSelect,
): Promise<string[]> {
  const rows = await tx
    .select({ id: babies.id })
    .from(babies)
    .where(
      and(
        eq(babies.practiceId, practiceId),
        clientId ? among(babies.clientId, await familyIds(tx, practiceId, clientId)) : undefined,
        readyAt ? lte(babies.createdAt, readyAt) : undefined,
      ),
    )
    .orderBy(babies.id);
  return rows.map(({ id }) => id);
}
const LISTED = 500;

/** Whoever asked for it begins to fetch it: noted with how much it holds. An hour later it is gone. */
export const fetchExport = command({
  name: "documents.fetch_export",
  allow: mayTake,
  input: FetchExport,
  limits: (_input, _ip, actor) => [{ subject: whoever(actor), most: 30, minutes: 60 }],
  run: async ({ actor, tx, now, enter, audit, enqueue }, { exportId, cookie }) => {
    const [row] = await tx.select().from(practiceExports).where(eq(practiceExports.id, exportId));
    if (!row || row.byUserId !== actor.userId) throw notFound();
    if (actor.kind === "staff" && row.practiceId !== actor.practiceId) throw notFound();
    if (row.phase !== "ready" || !row.expiresAt || row.expiresAt <= now) throw notFound();
    await assertFresh(tx, actor, cookie);
    const { practiceId, clientId, rows, records, privateNotes, files, size, parts, createdAt } =
      row;
    if (actor.kind === "parent") await enter(practiceId);
    const soon = new Date(now.getTime() + FETCHED_MINUTES * 60_000);
    const expiresAt = soon < row.expiresAt ? soon : row.expiresAt;
    await tx
      .update(practiceExports)
      .set({ fetchedAt: row.fetchedAt ?? now, expiresAt })
      .where(oneExport(practiceId, exportId));
    enqueue(
      "export.purge",
      { practiceId, exportId },
      { runAt: expiresAt, key: `export.purge:${exportId}` },
    );
    const subject = clientId
      ? { type: "client", id: clientId }
      : { type: "practice", id: practiceId };
    audit(subject, { export: exportId, rows, records, privateNotes, files, bytes: size });
    const babyIds = await carried(tx, row);
    for (let at = 0; at < babyIds.length; at += LISTED) {
      const list = babyIds.slice(at, at + LISTED);
      audit({ type: "list", id: "export" }, { part: "export", babies: list, read: true });
    }
    const day = createdAt.toISOString().slice(0, 10);
    return { size, parts, name: `handsel-${clientId ? "record" : "practice"}-${day}.zip` };
  },
});

/** Thrown away before its time, by whoever asked for it; one that is being made stops. */
export const dropExport = command({
  name: "documents.drop_export",
  allow: mayTake,
  input: DropExport,
  run: async ({ actor, tx, now, enter, audit, enqueue }, { exportId }) => {
    const [row] = await tx.select().from(practiceExports).where(eq(practiceExports.id, exportId));
    if (!row || row.byUserId !== actor.userId) throw notFound();
    const { practiceId } = row;
    if (actor.kind === "staff" && practiceId !== actor.practiceId) throw notFound();
    if (actor.kind === "parent") await enter(practiceId);
    await tx
      .update(practiceExports)
      .set({ phase: "failed", readyAt: null, run: null, expiresAt: now })
      .where(oneExport(practiceId, exportId));
    enqueue("export.purge", { practiceId, exportId }, { key: `export.purge:${exportId}` });
    audit({ type: "export", id: exportId });
  },
});

/** Its time is over: the ZIP and its row are gone, the audit trail knows that it was. */
export const purgeExport = command({
  name: "documents.purge_export",
  allow: isSystem,
  input: ThisExport,
  run: async ({ tx, now, audit }, { practiceId, exportId }) => {
    const due = and(
      oneExport(practiceId, exportId),
      isNotNull(practiceExports.expiresAt),
      lte(practiceExports.expiresAt, now),
    );
    const [row] = await tx
      .select({ id: practiceExports.id })
      .from(practiceExports)
      .where(due)
      .for("update");
    if (row) {
      await tx
        .delete(exportParts)
        .where(and(eq(exportParts.practiceId, practiceId), eq(exportParts.exportId, exportId)));
      await tx.delete(practiceExports).where(due);
    }
    audit({ type: "export", id: exportId }, { gone: row !== undefined });
    return { gone: row !== undefined };
  },
});
