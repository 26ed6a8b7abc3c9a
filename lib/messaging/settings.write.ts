import { and, eq } from "drizzle-orm";
import { practiceMembers, practices } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { isOwner, isStaff } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { SaveNotices, SaveQuiet } from "./schema";
import { quietSeen } from "./settings.read";

/** What is planned already is planned again by the new hours. */
export const saveQuiet = command({
  name: "messaging.save_quiet",
  allow: isOwner,
  input: SaveQuiet,
  run: async ({ actor, tx, audit, enqueue }, { quietFrom, quietUntil, seen }) => {
    const { practiceId } = actor;
    const mine = eq(practices.practiceId, practiceId);
    const [before] = await tx.select().from(practices).where(mine).for("update");
    if (!before) throw notFound();
    if (quietSeen(before) !== seen) throw new Refusal("conflict");
    await tx.update(practices).set({ quietFrom, quietUntil }).where(mine);
    enqueue("remind.plan", { practiceId, serviceId: null, after: null });
    audit({ type: "practice", id: practiceId }, { fields: ["quietFrom", "quietUntil"] });
  },
});

/** Each member of staff for themselves. The row is the owner's to change, but what somebody wants to hear is theirs. */
export const saveNotices = command({
  name: "messaging.save_notices",
  allow: isStaff,
  input: SaveNotices,
  run: async ({ actor, tx, audit }, { booked, moved, cancelled }) => {
    const { practiceId, userId } = actor;
    const changed = await acting(tx, { actor: "system", practiceId }, () =>
      tx
        .update(practiceMembers)
        .set({
          noticeBookedHours: booked,
          noticeMovedHours: moved,
          noticeCancelledHours: cancelled,
        })
        .where(and(eq(practiceMembers.practiceId, practiceId), eq(practiceMembers.userId, userId))),
    );
    if (changed.count === 0) throw notFound();
    audit({ type: "user", id: userId }, { fields: ["notices"] });
  },
});
