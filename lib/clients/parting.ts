import { and, eq } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, joinedChildren } from "@/db/schema";
import { type DataKey, seal, unseal } from "@/lib/work/vault";
import { keepHealth, openHealth } from "./health";
import { joinAll } from "./health.rules";
import { sameBabyIds } from "./merged";
import { type Change, changesSince, type Side, withChanges } from "./parting.rules";
import { type BabyHealth, babyHealth } from "./schema";

// What each child had before two rows were joined, so that parting them puts it back (docs/decisions/0015).

const where = (babyId: string) => ({ table: "joined_children", column: "health", id: babyId });

/** Keeps what each row knew by itself, before it is joined with another. One that is joined already has its own kept. */
export async function keepOwn(
  tx: Tx,
  practiceId: string,
  babyId: string,
  { clientId, key, health }: { clientId: string; key: DataKey; health: BabyHealth | null },
): Promise<void> {
  const group = await sameBabyIds(tx, practiceId, babyId);
  if (group.length > 1) return;
  const sealed = health && seal(key, where(babyId), JSON.stringify(health));
  await tx
    .insert(joinedChildren)
    .values({ practiceId, babyId, clientId, health: sealed })
    .onConflictDoUpdate({
      target: [joinedChildren.practiceId, joinedChildren.babyId],
      set: { health: sealed },
    });
}

/** One child that is two again: which rows are which, what each knew by itself, and what has changed since. */
export type Parting = {
  into: string[];
  from: string[];
  own: ReadonlyMap<string, BabyHealth | null>;
  changes: Change[];
};

/**
 * What parting a child from the one it was joined with has to sort. Null where it stands for itself. Where a row was
 * joined before own accounts were kept, nothing is known of who knew what: then everything is to be sorted.
 */
export async function partingOf(
  tx: Tx,
  practiceId: string,
  babyId: string,
  theirs: readonly string[],
): Promise<Parting | null> {
  const [row] = await tx
    .select({ sameAs: babies.sameAs })
    .from(babies)
    .where(and(eq(babies.practiceId, practiceId), eq(babies.id, babyId)));
  if (!row?.sameAs) return null;
  const group = await tx
    .select({ id: babies.id, clientId: babies.clientId })
    .from(babies)
    .where(
      and(
        eq(babies.practiceId, practiceId),
        among(babies.id, await sameBabyIds(tx, practiceId, babyId)),
      ),
    );
  const goes = (one: (typeof group)[number]) => theirs.includes(one.clientId);
  const kept = await tx
    .select()
    .from(joinedChildren)
    .where(
      and(
        eq(joinedChildren.practiceId, practiceId),
        among(
          joinedChildren.babyId,
          group.map(({ id }) => id),
        ),
      ),
    );
  const own = new Map<string, BabyHealth | null>();
  // In the order in which they were joined: the one that goes on first.
  kept.sort((a, b) => Number(b.babyId === row.sameAs) - Number(a.babyId === row.sameAs));
  for (const { babyId: id, health } of kept) {
    const { key } = await openHealth(tx, { practiceId, babyId: id });
    const opened = health && babyHealth.parse(JSON.parse(unseal(key, where(id), health)));
    own.set(id, opened);
  }
  if (group.some(({ id }) => !own.has(id))) own.clear();
  const { health: now } = await openHealth(tx, { practiceId, babyId: row.sameAs });
  const ids = (those: typeof group) => those.map(({ id }) => id);
  return {
    into: ids(group.filter((one) => !goes(one))),
    from: ids(group.filter(goes)),
    own,
    changes: changesSince(joinAll([...own.values()]), now),
  };
}

/** After the rows were parted: each child has what it had, with what was sorted to it. `sides` goes by the changes. */
export async function putBack(
  tx: Tx,
  practiceId: string,
  { into, from, own, changes }: Parting,
  sides: readonly Side[],
): Promise<void> {
  for (const [side, ids] of [["into", into] as const, ["from", from] as const]) {
    const [babyId] = ids;
    if (!babyId) continue;
    const theirs = changes.filter((_, at) => sides[at] === side || sides[at] === "both");
    const alone = joinAll(ids.map((id) => own.get(id) ?? null));
    const baby = { practiceId, babyId };
    await keepHealth(tx, baby, await openHealth(tx, baby), withChanges(alone, theirs));
    // A row that stands for itself has no other account than its own.
    if (ids.length === 1)
      await tx
        .delete(joinedChildren)
        .where(and(eq(joinedChildren.practiceId, practiceId), eq(joinedChildren.babyId, babyId)));
  }
}
