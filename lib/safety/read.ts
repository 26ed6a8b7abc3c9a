import { and, eq, max, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, feeds } from "@/db/schema";
import { isParent } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";

/**
 * When each baby's last feed ended, whoever of the carers wrote it down, and in whichever record of a child that two
 * records are kept of (babies.same_as).
 */
export async function lastFeeds(tx: Tx, babyIds: readonly string[]): Promise<Map<string, Date>> {
  if (babyIds.length === 0) return new Map();
  const same = alias(babies, "same");
  const rows = await tx
    .select({ babyId: babies.id, endedAt: max(feeds.endedAt) })
    .from(babies)
    .innerJoin(
      same,
      and(
        eq(same.practiceId, babies.practiceId),
        sql`coalesce(${same.sameAs}, ${same.id}) = coalesce(${babies.sameAs}, ${babies.id})`,
      ),
    )
    .innerJoin(feeds, and(eq(feeds.practiceId, same.practiceId), eq(feeds.babyId, same.id)))
    .where(among(babies.id, babyIds))
    .groupBy(babies.id);
  return new Map(rows.flatMap(({ babyId, endedAt }) => (endedAt ? [[babyId, endedAt]] : [])));
}

/** One of the actor's own babies, in the practice that knows it. */
export async function ownBaby(tx: Tx, babyId: string) {
  const [baby] = await tx
    .select({ practiceId: babies.practiceId, clientId: babies.clientId })
    .from(babies)
    .where(eq(babies.id, babyId));
  if (!baby) throw notFound();
  return baby;
}

/** The feed clock of one baby; open pages ask again and again, so that all carers see one clock. */
export const feedClock = query({
  name: "safety.feed_clock",
  allow: isParent,
  input: z.strictObject({ babyId: id("baby") }),
  run: async ({ tx }, { babyId }) => {
    await ownBaby(tx, babyId);
    return { endedAt: (await lastFeeds(tx, [babyId])).get(babyId) ?? null };
  },
});
