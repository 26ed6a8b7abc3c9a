import { eq, max } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, feeds } from "@/db/schema";
import { isParent } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";

/** When each baby's last feed ended, whoever of the carers wrote it down. */
export async function lastFeeds(tx: Tx, babyIds: readonly string[]): Promise<Map<string, Date>> {
  if (babyIds.length === 0) return new Map();
  const rows = await tx
    .select({ babyId: feeds.babyId, endedAt: max(feeds.endedAt) })
    .from(feeds)
    .where(among(feeds.babyId, babyIds))
    .groupBy(feeds.babyId);
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
