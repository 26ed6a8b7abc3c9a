import { and, asc, desc, eq } from "drizzle-orm";
import { practices, practitioners, referralEvents, referrals } from "@/db/schema";
import { weightParts } from "@/lib/clients/schema";
import { type Doctor, isDoctor, isLink, type LinkHolder, oneOf } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { openDataKey } from "@/lib/work/vault";
import { lessonOf, lessonsOf } from "./lessons";
import { lateToConfirm, openDeclineNote, openDetails, openedReferral } from "./read";
import { canMove, initialsOf, maskEmail, type ReferralStatus, stepsOf } from "./rules";
import { ListPage, OneReferral, type SendReferralInput } from "./schema";

const PAGE = 20;

/** The sender: whoever holds the doctor's link, or the doctor who is signed in. */
export const isSender = oneOf<LinkHolder | Doctor>(isLink("referral"), isDoctor);

/** What became of a referral, for its sender: the baby's initials and nothing clinical. */
export const trackReferral = query({
  name: "referrals.track",
  allow: isSender,
  input: OneReferral,
  run: async ({ tx }, { referralId }) => {
    const [row] = await tx
      .select({
        referral: referrals,
        zone: practices.timeZone,
        name: practitioners.displayName,
        slug: practitioners.slug,
        late: lateToConfirm,
      })
      .from(referrals)
      .innerJoin(practices, eq(practices.practiceId, referrals.practiceId))
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, referrals.practiceId),
          eq(practitioners.id, referrals.practitionerId),
        ),
      )
      .where(eq(referrals.id, referralId));
    if (!row) throw notFound();
    const { referral, zone, late } = row;
    const events = await tx
      .select({ kind: referralEvents.kind, at: referralEvents.at })
      .from(referralEvents)
      .where(eq(referralEvents.referralId, referralId))
      .orderBy(asc(referralEvents.at), asc(referralEvents.id));
    const status: ReferralStatus = late ? "expired" : referral.status;
    const key =
      referral.status === "expired"
        ? null
        : await openDataKey(tx, referral.practiceId, referral.dataKeyId);
    const details = key && openDetails(key, referral.id, referral.details);
    const initials = details ? initialsOf(details.baby.name) : "";
    const forwarded = events.some((event) => event.kind === "forwarded");
    return {
      practiceId: referral.practiceId,
      babyId: referral.babyId,
      id: referral.id,
      reference: referral.reference,
      status,
      zone,
      practitionerName: row.name,
      practitionerSlug: row.slug,
      initials,
      sentAt: referral.createdAt,
      doctorEmail: maskEmail(referral.doctorEmail),
      answerDueAt: referral.status === "waiting" ? referral.answerDueAt : null,
      letterWanted: referral.letterWanted,
      steps: stepsOf(status, events),
      declined: referral.declineReason && {
        reason: referral.declineReason,
        note: key && openDeclineNote(key, referral.id, referral.declineNote),
      },
      lesson: await lessonOf(tx, referral.id),
      offered: status === "accepted" ? (details?.offered ?? []) : [],
      forwarded,
      mayWithdraw: canMove(status, "withdrawn"),
      mayForward: status === "declined" && !forwarded,
    };
  },
  log: (seen) => (seen.initials ? [openedReferral(seen)] : []),
});
export type Tracking = Awaited<ReturnType<typeof trackReferral>>;

export const myReferrals = query({
  name: "referrals.mine",
  allow: isDoctor,
  input: ListPage,
  run: async ({ tx }, { page }) => {
    const rows = await tx
      .select({ referral: referrals, zone: practices.timeZone, name: practitioners.displayName })
      .from(referrals)
      .innerJoin(practices, eq(practices.practiceId, referrals.practiceId))
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, referrals.practiceId),
          eq(practitioners.id, referrals.practitionerId),
        ),
      )
      .orderBy(desc(referrals.createdAt), desc(referrals.id))
      .limit(PAGE + 1)
      .offset((page - 1) * PAGE);
    const listed = rows.slice(0, PAGE);
    const lessons = await lessonsOf(
      tx,
      listed.map(({ referral }) => referral.id),
    );
    const items = [];
    for (const { referral, zone, name } of listed) {
      const key = await openDataKey(tx, referral.practiceId, referral.dataKeyId);
      const open = referral.status !== "expired";
      items.push({
        practiceId: referral.practiceId,
        babyId: referral.babyId,
        id: referral.id,
        reference: referral.reference,
        status: referral.status,
        sentAt: referral.createdAt,
        zone,
        practitionerName: name,
        babyName: open ? openDetails(key, referral.id, referral.details).baby.name : null,
        lesson: lessons.get(referral.id) ?? null,
      });
    }
    return { items, more: rows.length > PAGE };
  },
  log: ({ items }) => {
    const opened = items.filter(({ babyName }) => babyName !== null);
    return [...new Set(opened.map(({ practiceId }) => practiceId))].map((practiceId) => {
      const own = opened.filter((one) => one.practiceId === practiceId);
      const babyIds = own.flatMap(({ babyId }) => babyId ?? []);
      return { practiceId, list: "referrals", babyIds, referralIds: own.map(({ id }) => id) };
    });
  },
});

/** Everything that was written, for the same doctor to send to somebody else. Only what was declined goes on, and once. */
export const declinedReferral = query({
  name: "referrals.declined",
  allow: isSender,
  input: OneReferral,
  run: async ({ tx }, { referralId }): Promise<Written> => {
    const [row] = await tx.select().from(referrals).where(eq(referrals.id, referralId));
    if (!row) throw notFound();
    const [gone] = await tx
      .select({ id: referralEvents.id })
      .from(referralEvents)
      .where(and(eq(referralEvents.referralId, referralId), eq(referralEvents.kind, "forwarded")));
    if (row.status !== "declined" || gone)
      throw new Refusal("conflict", "referrals:errors.cannotForward");
    const key = await openDataKey(tx, row.practiceId, row.dataKeyId);
    const { baby, parent, ...details } = openDetails(key, row.id, row.details);
    const [year = "", month = "", day = ""] = baby.bornOn.split("-");
    const { gestationDays: days } = baby;
    const form: Written["form"] = {
      baby: {
        name: baby.name,
        born: { day, month, year },
        gestation:
          days === null
            ? { early: baby.gestationUnknown ? "unknown" : "no" }
            : { early: "yes", weeks: String(Math.floor(days / 7)), days: String(days % 7) },
        birthWeight: weightParts(baby.birthGrams, false),
        sex: baby.sex,
      },
      reasons: details.reasons,
      precautions: details.precautions,
      care: details.care,
      allowed: details.allowed,
      safe: true,
      priority: row.priority,
      letter: row.letterWanted,
      parent: {
        name: parent.name,
        contact: parent.email ?? parent.phone ?? "",
        language: parent.language,
      },
      agreed: true,
      doctor: {
        name: row.doctorName,
        role: row.doctorRole as SendReferralInput["doctor"]["role"],
        organisation: row.doctorOrganisation,
        email: row.doctorEmail,
      },
      locale: row.locale as SendReferralInput["locale"],
    };
    return { practiceId: row.practiceId, id: row.id, babyId: row.babyId, form };
  },
  log: (written) => [openedReferral(written)],
});
type Written = Parameters<typeof openedReferral>[0] & { form: Omit<SendReferralInput, "to"> };
