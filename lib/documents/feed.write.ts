import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { calendarFeeds } from "@/db/schema";
import { type Pass, sealPass } from "@/lib/booking/pass";
import { isParent, isStaff, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { newId, newToken, tokenHash } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { ChangeFeed, MakeFeed, OneFeed } from "./feed.schema";

export type Reader = Parent | Staff;
export const isReader = oneOf<Reader>(isParent, isStaff);

/** The live feeds of this person in this part of the product: as a parent, or as staff of one practice. */
export const liveFeeds = (actor: Reader) =>
  and(
    eq(calendarFeeds.userId, actor.userId),
    isNull(calendarFeeds.revokedAt),
    actor.kind === "staff"
      ? eq(calendarFeeds.practiceId, actor.practiceId)
      : isNull(calendarFeeds.practiceId),
  );

const revoke = (tx: Tx, actor: Reader) =>
  tx.update(calendarFeeds).set({ revokedAt: sql`clock_timestamp()` }).where(liveFeeds(actor));

/** A new secret address for the person's lessons. The one before it opens nothing from this moment. */
export const makeFeed = command({
  name: "documents.make_feed",
  allow: isReader,
  input: MakeFeed,
  limits: (_input, _ip, actor) => [{ subject: `user:${actor.userId}`, most: 20, minutes: 60 }],
  run: async ({ actor, tx, audit }, { detail }): Promise<{ feedId: string; pass: Pass }> => {
    // Two tabs that make one at once: the second waits, and takes the first one's away.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`feed:${actor.userId}`}, 0))`,
    );
    const { count: replaced } = await revoke(tx, actor);
    const feedId = newId<"feed">();
    const secret = newToken();
    await tx.insert(calendarFeeds).values({
      id: feedId,
      userId: actor.userId,
      practiceId: actor.kind === "staff" ? actor.practiceId : null,
      detail,
      tokenHash: tokenHash(secret),
    });
    audit({ type: "calendar_feed", id: feedId }, { detail, replaced });
    return { feedId, pass: sealPass(feedId, secret) };
  },
});

/** What its events say from now on; the address stays. */
export const changeFeed = command({
  name: "documents.change_feed",
  allow: isReader,
  input: ChangeFeed,
  run: async ({ actor, tx, audit }, { feedId, detail }) => {
    const { count } = await tx
      .update(calendarFeeds)
      .set({ detail })
      .where(and(eq(calendarFeeds.id, feedId), liveFeeds(actor)));
    if (count === 0) throw notFound();
    audit({ type: "calendar_feed", id: feedId }, { detail });
    return null;
  },
});

export const revokeFeed = command({
  name: "documents.revoke_feed",
  allow: isReader,
  input: OneFeed,
  run: async ({ actor, tx, audit }, { feedId }) => {
    const { count } = await tx
      .update(calendarFeeds)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(and(eq(calendarFeeds.id, feedId), liveFeeds(actor)));
    if (count === 0) throw notFound();
    audit({ type: "calendar_feed", id: feedId });
    return null;
  },
});
