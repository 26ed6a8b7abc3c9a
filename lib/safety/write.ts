import { feeds } from "@/db/schema";
import { assertMayKeepHealth } from "@/lib/clients/consents";
import { isParent } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { lastFeeds, ownBaby } from "./read";
import { feedTimeProblem } from "./rules";
import { FeedEnded } from "./schema";

const MINUTE = 60_000;

/**
 * "Feed ended now", or some minutes ago: by the server's clock, because phones run fast and slow. A phone that was
 * offline tells the instant instead. An earlier feed is kept beside a later one, and the later one counts. Once the
 * family took back its yes nothing is kept: the page that asked counts it for itself (use-feed-clock.ts).
 */
export const feedEnded = command({
  name: "safety.feed_ended",
  allow: isParent,
  input: FeedEnded,
  limits: (_input, _ip, actor) => [{ subject: actor.userId, most: 60, minutes: 60 }],
  run: async ({ actor, tx, now, enter, audit }, input) => {
    const { practiceId, clientId } = await ownBaby(tx, input.babyId);
    const at =
      "endedAt" in input ? input.endedAt : new Date(now.getTime() - input.minutesAgo * MINUTE);
    const problem = feedTimeProblem(at, now);
    if (problem) throw invalidField("endedAt", `safety:feed.${problem}`);
    const endedAt = new Date(Math.min(at.getTime(), now.getTime()));
    await assertMayKeepHealth(tx, practiceId, clientId);
    await enter(practiceId);
    const { babyId } = input;
    const row = { practiceId, id: newId<"feed">(), clientId, babyId, endedAt };
    await tx.insert(feeds).values({ ...row, byUserId: actor.userId });
    audit({ type: "baby", id: babyId });
    return { endedAt: ((await lastFeeds(tx, [babyId])).get(babyId) ?? endedAt).toISOString() };
  },
});
