import { and, eq, is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import * as schema from "@/db/schema";
import { babies, clientMerges, clients } from "@/db/schema";
import { isClinician, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { type FieldRefusals, notFound, Refusal } from "@/lib/core/refusal";
import { stampOf } from "@/lib/practices/rules";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { mergedRecords } from "./merged";
import { type Parting, partingOf, putBack } from "./parting";
import { SIDES, type Side } from "./parting.rules";

/** Tables whose rows name a family and one of its babies: after an undo both must be of one record. */
const familyAndBaby = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map(getTableConfig)
  .filter(({ columns, name }) => {
    const has = (column: string) => columns.some((one) => one.name === column);
    return name !== "babies" && has("client_id") && has("baby_id") && has("practice_id");
  })
  .map(({ name }) => name);

/** Rows written since the merge that belong to one record and tell of a baby of the other. */
async function between(tx: Tx, practiceId: string, ids: readonly string[]): Promise<number> {
  const theirs = `{${ids.join(",")}}`;
  let found = 0;
  for (const table of familyAndBaby) {
    const [row] = await tx.execute<{ n: number }>(sql`
      select count(*)::int as n from ${sql.identifier(table)} r
        join babies b on b.practice_id = r.practice_id and b.id = r.baby_id
      where r.practice_id = ${practiceId}
        and (r.client_id = any (${theirs}::uuid[])) <> (b.client_id = any (${theirs}::uuid[]))
        and (r.client_id = any (${theirs}::uuid[]) or b.client_id = any (${theirs}::uuid[]))`);
    found += Number(row?.n ?? 0);
  }
  return found;
}

const Merge = z.strictObject({ mergeId: id("merge") });

/** A merge that stands, with the records that go when it is taken back. Locked for a command. */
async function standingMerge(tx: Tx, { practiceId }: Staff, mergeId: string, lock = false) {
  const found = tx
    .select()
    .from(clientMerges)
    .where(and(eq(clientMerges.practiceId, practiceId), eq(clientMerges.id, mergeId)));
  const [merge] = await (lock ? found.for("update") : found);
  if (!merge) throw notFound();
  if (merge.undoneAt) throw new Refusal("conflict", "clients:errors.undone");
  const record = tx
    .select({ name: clients.name, into: clients.mergedInto, erasedAt: clients.erasedAt })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, merge.fromId)));
  const [from] = await (lock ? record.for("update") : record);
  if (!from?.into || from.erasedAt) throw new Refusal("conflict", "clients:errors.cannotUndo");
  // A record that came along may have been parted by itself since.
  const along = (await mergedRecords(tx, practiceId, [from.into])).get(from.into) ?? [];
  const movedIds = merge.movedIds.filter((one) => along.includes(one));
  const theirs = [merge.fromId, ...movedIds];
  const partings: { babyId: string; parting: Parting }[] = [];
  for (const babyId of merge.sameBabyIds) {
    const parting = await partingOf(tx, practiceId, babyId, theirs);
    if (parting) partings.push({ babyId, parting });
  }
  return { merge, from, intoId: from.into, movedIds, theirs, partings };
}

/** The name of a change in the form: which child's, and which of its changes. */
const keyOf = (babyId: string, at: number) => `${babyId}.${at}`;
const stampOfChanges = (partings: readonly { babyId: string; parting: Parting }[]) =>
  stampOf(partings.map(({ babyId, parting }) => ({ babyId, changes: parting.changes })));

/** What became known of children since their rows were joined, for whoever has to say which of the two it is true of. */
export const partFamilies = query({
  name: "clients.part",
  allow: isClinician,
  input: Merge,
  run: async ({ actor, tx }, { mergeId }) => {
    const { merge, from, intoId, partings } = await standingMerge(tx, actor, mergeId);
    const [into] = await tx
      .select({ name: clients.name })
      .from(clients)
      .where(and(eq(clients.practiceId, actor.practiceId), eq(clients.id, intoId)));
    const children = [];
    for (const { babyId, parting } of partings) {
      const [baby] = await tx
        .select({ firstName: babies.firstName })
        .from(babies)
        .where(and(eq(babies.practiceId, actor.practiceId), eq(babies.id, babyId)));
      const changes = parting.changes.map((change, at) => ({ key: keyOf(babyId, at), ...change }));
      children.push({ babyId, firstName: baby?.firstName ?? "", changes });
    }
    return {
      mergeId: merge.id,
      ...{ intoId, into: into?.name ?? "", from: from.name },
      ...{ children, seen: stampOfChanges(partings) },
    };
  },
  log: ({ children }, { practiceId }) =>
    children.map(({ babyId }) => ({ practiceId, babyId, detail: { part: "health" } })),
});
export type PartFamilies = Awaited<ReturnType<typeof partFamilies>>;

const Undo = Merge.extend({
  /** For each change since the merge, the child that it is true of (partFamilies names them). */
  sides: z.record(z.string().max(60), z.enum(SIDES)).optional(),
  /** The changes as they were shown. */
  seen: z.string().max(80).optional(),
});

/**
 * Takes a merge back. Every row is where it was, so nothing is moved, and each child has the account that it had before.
 * What became known since is kept in one account and may be of either child: a clinician says of which; asked without
 * `sides`, nothing is done and the answer says how many there are to sort. Refused where a row since then belongs to one
 * family and tells of the other's baby: somebody has to put that right first.
 */
export const undoMerge = command({
  name: "clients.undo_merge",
  allow: isClinician,
  input: Undo,
  run: async ({ actor, tx, now, audit }, { mergeId, sides, seen }) => {
    const { practiceId } = actor;
    const standing = await standingMerge(tx, actor, mergeId, true);
    const { merge, movedIds, theirs, partings } = standing;
    const { fromId } = merge;
    const written = await between(tx, practiceId, theirs);
    if (written > 0)
      throw new Refusal("conflict", {
        key: "clients:errors.writtenSince",
        params: { count: written },
      });
    const toSort = partings.reduce((sum, { parting }) => sum + parting.changes.length, 0);
    const done = { clientId: merge.intoId, fromId, mergeId: merge.id };
    if (toSort > 0 && !sides) {
      audit({ type: "client", id: merge.intoId }, { merge: mergeId, toSort });
      return { ...done, toSort };
    }
    const sorted = sortedBy(partings, sides ?? {}, seen);
    const only = (ids: readonly string[]) =>
      and(eq(clients.practiceId, practiceId), among(clients.id, ids));
    await tx
      .update(clients)
      .set({ mergedInto: null })
      .where(only([fromId]));
    if (movedIds.length > 0)
      await tx.update(clients).set({ mergedInto: fromId }).where(only(movedIds));
    for (const { babyId, parting, sides: said } of sorted) {
      await twoChildren(tx, practiceId, babyId, parting.from);
      await putBack(tx, practiceId, parting, said);
    }
    await tx
      .update(clientMerges)
      .set({ undoneAt: now, undoneBy: actor.userId })
      .where(and(eq(clientMerges.practiceId, practiceId), eq(clientMerges.id, mergeId)));
    audit({ type: "client", id: merge.intoId }, { undone: mergeId, from: fromId });
    audit({ type: "client", id: fromId }, { undone: mergeId });
    for (const { babyId, parting } of sorted)
      audit({ type: "baby", id: babyId }, { undone: mergeId, sorted: parting.changes.length });
    return { ...done, toSort: 0 };
  },
});

type Sorting = { babyId: string; parting: Parting };

/** What was said of each change; a field's own words where nothing was, a conflict where there are others by now. */
function sortedBy(
  partings: readonly Sorting[],
  sides: Readonly<Record<string, Side>>,
  seen: string | undefined,
): (Sorting & { sides: Side[] })[] {
  const fields: FieldRefusals = {};
  const sorted = partings.map((one) => ({
    ...one,
    sides: one.parting.changes.map((_, at) => {
      const side = sides[keyOf(one.babyId, at)];
      if (!side) fields[`side.${keyOf(one.babyId, at)}`] = [{ key: "clients:errors.whichChild" }];
      return side ?? "both";
    }),
  }));
  const any = partings.some(({ parting }) => parting.changes.length > 0);
  if (any && seen !== stampOfChanges(partings)) throw new Refusal("conflict");
  if (Object.keys(fields).length > 0) throw new Refusal("invalid", "errors:invalid", { fields });
  return sorted;
}

/** The child stands for itself again, and for those that stood behind it before. */
async function twoChildren(tx: Tx, practiceId: string, babyId: string, from: readonly string[]) {
  await tx
    .update(babies)
    .set({ sameAs: sql`case when ${babies.id} = ${babyId} then null else ${babyId}::uuid end` })
    .where(and(eq(babies.practiceId, practiceId), among(babies.id, from)));
}
