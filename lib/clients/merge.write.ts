import { and, asc, count, eq, isNull, or } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, clientMerges, clients, differentFamilies } from "@/db/schema";
import { isClinician, isStaff, type Staff } from "@/lib/core/actor";
import { id, newId } from "@/lib/core/id";
import { invalidField, notFound } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { keepHealth, openHealth } from "./health";
import { joinAll } from "./health.rules";
import { familyIds, mergedRecords } from "./merged";
import { keepOwn } from "./parting";
import { babyNames, bookingCounts, type MaybeSame, maybeSame, peopleNames } from "./search.read";

// Two records that are one family (docs/decisions/0015): the second points to the first, and every row, signature and
// key stays where it is. So undoing it (unmerge.write.ts) needs no row to be moved back.

/** A record that stands for itself, locked; another practice's, a merged or a deleted one is not there. */
async function root(tx: Tx, { practiceId }: Staff, clientId: string) {
  const [row] = await tx
    .select()
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)))
    .for("update");
  if (!row || row.mergedInto || row.erasedAt) throw notFound();
  return row;
}

const Pair = z.strictObject({ intoId: id("client"), fromId: id("client") });

/** Other families that may be this one, for the hint on its page; and what was merged into it, to be undone. */
export const sameFamily = query({
  name: "clients.maybe_same",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx }, { clientId }): Promise<{ maybe: MaybeSame[]; merges: Merged[] }> => {
    const ids = await familyIds(tx, actor.practiceId, clientId);
    const merges = await tx
      .select({
        mergeId: clientMerges.id,
        fromId: clientMerges.fromId,
        name: clients.name,
        at: clientMerges.createdAt,
      })
      .from(clientMerges)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, clientMerges.practiceId), eq(clients.id, clientMerges.fromId)),
      )
      .where(
        and(
          eq(clientMerges.practiceId, actor.practiceId),
          among(clientMerges.intoId, ids),
          isNull(clientMerges.undoneAt),
        ),
      )
      .orderBy(asc(clientMerges.createdAt));
    return { maybe: await maybeSame(tx, actor, ids), merges };
  },
});
type Merged = { mergeId: string; fromId: string; name: string; at: Date };

/** Two records beside each other, before somebody says that they are one family. */
export const compareFamilies = query({
  name: "clients.compare",
  allow: isClinician,
  input: Pair,
  run: async ({ actor, tx }, { intoId, fromId }) => {
    const rows = await tx
      .select({
        id: clients.id,
        name: clients.name,
        since: clients.createdAt,
        archivedAt: clients.archivedAt,
      })
      .from(clients)
      .where(
        and(
          eq(clients.practiceId, actor.practiceId),
          or(eq(clients.id, intoId), eq(clients.id, fromId)),
          isNull(clients.mergedInto),
          isNull(clients.erasedAt),
        ),
      );
    const merged = await mergedRecords(tx, actor.practiceId, [intoId, fromId]);
    const side = async (clientId: string) => {
      const row = rows.find((one) => one.id === clientId);
      if (!row) throw notFound();
      const ids = [clientId, ...(merged.get(clientId) ?? [])];
      const counts = await bookingCounts(tx, actor, ids);
      return {
        ...row,
        people: await peopleNames(tx, actor, ids),
        babies: (await babyNames(tx, actor, ids)).filter((baby) => !baby.sameAs),
        bookings: ids.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0),
      };
    };
    if (intoId === fromId) throw notFound();
    return { into: await side(intoId), from: await side(fromId) };
  },
});
export type Compared = Awaited<ReturnType<typeof compareFamilies>>;

/** Each child of the second record: the child of the first that it is, or nobody. */
const sameBabies = z
  .record(
    id("baby"),
    z.preprocess((typed) => (typed === "" ? null : typed), id("baby").nullable()),
  )
  .default({});

export const mergeClients = command({
  name: "clients.merge",
  allow: isClinician,
  input: Pair.extend({ same: sameBabies }),
  run: async ({ actor, tx, audit }, { intoId, fromId, same }) => {
    const { practiceId } = actor;
    if (intoId === fromId) throw notFound();
    // In the order of their ids: two people who merge the same two cannot wait for each other in a ring.
    for (const one of [intoId, fromId].sort()) await root(tx, actor, one);
    const moved = (await mergedRecords(tx, practiceId, [fromId])).get(fromId) ?? [];
    const of = and(eq(clients.practiceId, practiceId), among(clients.id, [fromId, ...moved]));
    await tx.update(clients).set({ mergedInto: intoId }).where(of);
    const known = await babyNames(tx, actor, await familyIds(tx, practiceId, intoId));
    const pairs = Object.entries(same).flatMap(([from, into]) => (into ? [{ from, into }] : []));
    for (const pair of pairs) {
      const from = known.find((baby) => baby.id === pair.from);
      const into = known.find((baby) => baby.id === pair.into);
      const theirs = (clientId: string) => clientId === fromId || moved.includes(clientId);
      if (!from || !into || from.sameAs || into.sameAs) throw notFound();
      if (!theirs(from.clientId) || theirs(into.clientId)) throw notFound();
      if (pairs.some((other) => other !== pair && other.into === pair.into))
        throw invalidField(`same.${pair.from}`, "clients:errors.sameTwice");
      await oneChild(tx, practiceId, pair);
    }
    const mergeId = newId<"merge">();
    await tx.insert(clientMerges).values({
      ...{ practiceId, id: mergeId, intoId, fromId, movedIds: moved, byUserId: actor.userId },
      sameBabyIds: pairs.map((pair) => pair.from),
    });
    audit({ type: "client", id: intoId }, { from: fromId, merge: mergeId, same: pairs.length });
    audit({ type: "client", id: fromId }, { into: intoId, merge: mergeId });
    return { clientId: intoId as string, mergeId: mergeId as string };
  },
});

/** Two rows are one child: what is known of either is known of both, so that no page is less careful than another. */
async function oneChild(tx: Tx, practiceId: string, pair: { from: string; into: string }) {
  const accounts = [
    await openHealth(tx, { practiceId, babyId: pair.into }),
    await openHealth(tx, { practiceId, babyId: pair.from }),
  ] as const;
  await keepOwn(tx, practiceId, pair.into, accounts[0]);
  await keepOwn(tx, practiceId, pair.from, accounts[1]);
  await tx
    .update(babies)
    .set({ sameAs: pair.into })
    .where(
      and(
        eq(babies.practiceId, practiceId),
        or(eq(babies.id, pair.from), eq(babies.sameAs, pair.from)),
      ),
    );
  const joined = joinAll(accounts.map((account) => account.health));
  if (joined) await keepHealth(tx, { practiceId, babyId: pair.into }, accounts[0], joined);
}

/** Somebody looked: these are two families, and no hint says otherwise again. */
export const tellApart = command({
  name: "clients.tell_apart",
  allow: isStaff,
  input: Pair,
  run: async ({ actor, tx, audit }, { intoId, fromId }) => {
    const { practiceId } = actor;
    const [lowId, highId] = intoId < fromId ? [intoId, fromId] : [fromId, intoId];
    const [both] = await tx
      .select({ n: count() })
      .from(clients)
      .where(and(eq(clients.practiceId, practiceId), among(clients.id, [lowId, highId])));
    if (both?.n !== 2) throw notFound();
    await tx.insert(differentFamilies).values({ practiceId, lowId, highId }).onConflictDoNothing();
    audit({ type: "client", id: intoId }, { differs: fromId });
    return { clientId: intoId as string };
  },
});
