import { isParent, isStaff, oneOf, type Parent, type Staff } from "@/lib/core/actor";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { command } from "@/lib/work/command";
import { setPreference } from "./opt-out";
import { changesOf, mustHave, preferencesOf } from "./preferences";
import { type channels, type purposes, SavePreferences } from "./schema";

/** What a guardian wants to be told, by themselves or by staff whom they told. */
export const savePreferences = command({
  name: "messaging.save_preferences",
  allow: oneOf<Parent | Staff>(isParent, isStaff),
  input: SavePreferences,
  run: async ({ actor, tx, now, audit, enter }, { guardianId, wanted, seen }) => {
    const [before] = await preferencesOf(tx, [guardianId], now);
    const theirs =
      actor.kind === "staff"
        ? before?.practiceId === actor.practiceId
        : before?.userId === actor.userId;
    if (!before || !theirs) throw notFound();
    if (before.seen !== seen) throw new Refusal("conflict");
    // Who misses a lesson because of a tick set long ago was not asked well.
    if (mustHave(before).some((must) => !wanted.includes(must)))
      throw invalidField("wanted", "mail_settings:errors.booked");
    if (!before.number && wanted.some((one) => one.endsWith(".sms")))
      throw invalidField("wanted", "mail_settings:errors.number");
    const { practiceId, clientId } = before;
    const changed = changesOf(before, wanted);
    if (actor.kind === "parent") await enter(practiceId);
    for (const one of changed) {
      const [purpose, channel] = one.split(".") as [
        (typeof purposes)[number],
        (typeof channels)[number],
      ];
      const which = { practiceId, clientId, guardianId, purpose, channel };
      await setPreference(tx, which, wanted.includes(one));
    }
    audit({ type: "guardian", id: guardianId }, { clientId, fields: changed });
    return { clientId };
  },
});
