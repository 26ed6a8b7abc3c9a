import { z } from "zod";
import { growthShares } from "@/db/schema";
import { isClinician } from "@/lib/core/actor";
import { id, newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { standingConsents } from "@/lib/intake/consent.read";
import { command } from "@/lib/work/command";
import { openDataKey, seal } from "@/lib/work/vault";
import { type Growth, openGrowth } from "./record";
import { type Summary, sealedSummary } from "./schema";
import { doctorsOf } from "./share.read";

/** What counts on the day it is sent, each number with what it was compared with. */
export const summaryOf = ({ child, baby, measurements }: Growth): Summary => ({
  ...child,
  ...(baby.weeksUnknown && { weeksUnknown: true }),
  rows: measurements
    .filter((one) => one.confirmed)
    .map(({ id: row, kind, on, source, amount, standing }) => ({
      ...{ id: row, kind, on, source, amount },
      z: standing.z,
      basis: standing.z === null ? null : standing.basis,
    })),
});

/**
 * Puts a growth summary on the page of the doctor who referred the baby, and tells the doctor that there is something
 * new. Only while the family agrees (`share_with_doctor`), and only what a practitioner has confirmed.
 */
export const shareGrowth = command({
  name: "growth.share",
  allow: isClinician,
  input: z.strictObject({ babyId: id("baby"), referralId: id("referral") }),
  limits: ({ referralId }) => [{ subject: referralId, most: 5, minutes: 24 * 60 }],
  run: async ({ actor, tx, now, audit, enqueue }, { babyId, referralId }) => {
    const growth = await openGrowth(tx, babyId, now);
    const { practiceId, baby } = growth;
    const consents = await standingConsents(tx, practiceId, baby.clientId);
    if (!consents.has("share_with_doctor"))
      throw new Refusal("conflict", "growth:errors.noConsent");
    const doctor = (await doctorsOf(tx, babyId)).find((one) => one.referralId === referralId);
    if (!doctor) throw new Refusal("conflict", "growth:errors.noDoctor");
    const summary = summaryOf(growth);
    if (summary.rows.length === 0) throw new Refusal("conflict", "growth:errors.nothing");
    const key = await openDataKey(tx, practiceId, doctor.dataKeyId);
    const shareId = newId<"growth_share">();
    await tx.insert(growthShares).values({
      practiceId,
      id: shareId,
      clientId: baby.clientId,
      babyId: baby.id,
      referralId,
      dataKeyId: doctor.dataKeyId,
      summary: seal(key, sealedSummary(shareId), JSON.stringify(summary)),
      sharedBy: actor.userId,
    });
    audit({ type: "baby", id: baby.id }, { shared: summary.rows.length, referralId });
    enqueue("mail.referral_news", { practiceId, referralId, newsId: shareId });
    return { babyId: babyId as string };
  },
});
