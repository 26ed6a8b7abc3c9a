import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { babies, growthShares, practices, practitioners, referrals } from "@/db/schema";
import { isClinician, isParent } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { standingConsents, toldNothing } from "@/lib/intake/consent.read";
import { OneReferral } from "@/lib/referrals/schema";
import { isSender } from "@/lib/referrals/sender.read";
import { query } from "@/lib/work/query";
import { openDataKey, unseal } from "@/lib/work/vault";
import { isSameChild } from "./record";
import { OneBaby, Summary, sealedSummary } from "./schema";
import { readSummary } from "./share.rules";

/** Doctors whose referral of this baby was taken, the latest first: who can be sent something. */
export const doctorsOf = (tx: Tx, babyId: string) =>
  tx
    .select({
      referralId: referrals.id,
      dataKeyId: referrals.dataKeyId,
      name: referrals.doctorName,
      organisation: referrals.doctorOrganisation,
    })
    .from(referrals)
    .where(
      and(
        sql`(${referrals.practiceId}, ${referrals.babyId}) in (select b.practice_id, b.id from babies b
          where ${isSameChild(babyId)})`,
        inArray(referrals.status, ["accepted", "booked"]),
        isNotNull(referrals.emailConfirmedAt),
      ),
    )
    .orderBy(desc(referrals.emailConfirmedAt), desc(referrals.id));

/** Whether a summary can be sent, to whom, and when one was. */
export const shareOptions = query({
  name: "growth.share_options",
  allow: isClinician,
  input: OneBaby,
  run: async ({ tx }, { babyId }) => {
    const [baby] = await tx
      .select({ practiceId: babies.practiceId, clientId: babies.clientId })
      .from(babies)
      .where(eq(babies.id, babyId));
    if (!baby) throw notFound();
    const consents = await standingConsents(tx, baby.practiceId, baby.clientId);
    const [doctor] = await doctorsOf(tx, babyId);
    return {
      agreed: consents.has("share_with_doctor"),
      doctor: doctor ? { referralId: doctor.referralId, name: doctor.name } : null,
      sharedAt: await lastShare(tx, babyId),
    };
  },
});
export type ShareOptions = Awaited<ReturnType<typeof shareOptions>>;

async function lastShare(tx: Tx, babyId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: growthShares.createdAt })
    .from(growthShares)
    .where(
      sql`(${growthShares.practiceId}, ${growthShares.babyId}) in (select b.practice_id, b.id from babies b
        where ${isSameChild(babyId)})`,
    )
    .orderBy(desc(growthShares.createdAt))
    .limit(1);
  return row?.at ?? null;
}

/** When the family's practice last sent a summary to the doctor. */
export const ownShare = query({
  name: "growth.own_share",
  allow: isParent,
  input: OneBaby,
  run: ({ tx }, { babyId }) => lastShare(tx, babyId),
});

/** The latest summary that the sender of a referral was given, as it was on its day; null when there is none. */
export const sharedGrowth = query({
  name: "growth.shared",
  allow: isSender,
  input: OneReferral,
  run: async ({ tx }, { referralId }) => {
    const [row] = await tx
      .select({ share: growthShares, zone: practices.timeZone, by: practitioners.displayName })
      .from(growthShares)
      .innerJoin(practices, eq(practices.practiceId, growthShares.practiceId))
      .innerJoin(
        referrals,
        and(
          eq(referrals.practiceId, growthShares.practiceId),
          eq(referrals.id, growthShares.referralId),
        ),
      )
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, referrals.practiceId),
          eq(practitioners.id, referrals.practitionerId),
        ),
      )
      .where(eq(growthShares.referralId, referralId))
      .orderBy(desc(growthShares.createdAt), desc(growthShares.id))
      .limit(1);
    if (!row) return null;
    const { share, zone, by } = row;
    // Taken back meanwhile: what was sent before is not opened again.
    if (await toldNothing(tx, share.practiceId, share.clientId)) return null;
    const key = await openDataKey(tx, share.practiceId, share.dataKeyId);
    const summary = Summary.parse(JSON.parse(unseal(key, sealedSummary(share.id), share.summary)));
    const { practiceId, babyId, createdAt: at } = share;
    return { practiceId, babyId, at, day: today(at, zone), zone, by, ...readSummary(summary) };
  },
  log: (found) =>
    found
      ? [{ practiceId: found.practiceId, babyId: found.babyId, detail: { part: "shared growth" } }]
      : [],
});
