import { and, asc, count, desc, eq, getTableColumns, inArray, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { practices, practitioners, referrals, users } from "@/db/schema";
import { bookables, openingsOfMany } from "@/lib/availability/read";
import { isClinician, isStaff, isVisitor } from "@/lib/core/actor";
import { ageDays, correctedAgeDays } from "@/lib/core/age";
import { notFound } from "@/lib/core/refusal";
import { slug } from "@/lib/core/text";
import { instantOf, type Minute, today, type Zone } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { type DataKey, openDataKey, openDataKeys, seal, unseal } from "@/lib/work/vault";
import { lessonOf } from "./lessons";
import { lettersStand } from "./letters";
import { offerable } from "./offered";
import {
  CONFIRM_HOURS,
  careCount,
  clinicalOf,
  contactOf,
  dueState,
  hoursAfter,
  type ReferralStatus,
} from "./rules";
import { InboxPage, type InboxTab, OneReferral, ReferralDetails } from "./schema";

const PAGE = 20;

export const sealedDetails = (referralId: string) => ({
  table: "referrals",
  column: "details",
  id: referralId,
});
const declineNote = (id: string) => ({ table: "referrals", column: "decline_note", id });
/** What the practice wrote to the doctor beside its reason, which may be about the baby. */
export const sealDeclineNote = (key: DataKey, referralId: string, words: string | undefined) =>
  words === undefined ? null : seal(key, declineNote(referralId), words);
export const openDeclineNote = (key: DataKey, referralId: string, stored: Buffer | null) =>
  stored ? unseal(key, declineNote(referralId), stored) : null;

/** For the trail: a referral belongs to the baby's record as soon as there is one. */
export const openedReferral = (row: { practiceId: string; id: string; babyId: string | null }) => {
  const { practiceId, id: referralId, babyId } = row;
  return babyId
    ? { practiceId, babyId, detail: { part: "referral", referralId } }
    : { practiceId, referralId };
};

export const openDetails = (key: DataKey, referralId: string, stored: Buffer): ReferralDetails =>
  ReferralDetails.parse(JSON.parse(unseal(key, sealedDetails(referralId), stored)));

/** Sent before this, it is too late to confirm: by the database's clock, which wrote when it was sent. */
export const confirmableSince = sql`clock_timestamp() - make_interval(hours => ${CONFIRM_HOURS}::int)`;
export const lateToConfirm = sql<boolean>`(${referrals.status} = 'unconfirmed' and ${referrals.createdAt} <= ${confirmableSince})`;

const FIRST_WITHIN_DAYS = 28;
// Openings of everybody in a large directory would make the form slow; the longest published stand for the rest.
const ASKED_FOR_OPENINGS = 60;

/**
 * Practitioners whom anybody may refer to, those of the reader's country first, and the one among these with the
 * earliest opening.
 */
export const referralTargets = query({
  name: "referrals.targets",
  allow: isVisitor,
  input: z.strictObject({ country: z.string().max(2) }),
  run: async ({ tx, now }, { country }) => {
    const all = await targets(tx);
    const near = all.filter((one) => one.country === country);
    const far = all.filter((one) => one.country !== country);
    return { all: [...near, ...far], first: await firstAvailable(tx, now, near) };
  },
});
type Target = Awaited<ReturnType<typeof targets>>[number];

async function firstAvailable(tx: Tx, now: Date, all: readonly Target[]) {
  const published = (one: Target) => one.publishedAt?.getTime() ?? 0;
  const asked = all.toSorted((a, b) => published(a) - published(b)).slice(0, ASKED_FOR_OPENINGS);
  const services = await bookables(tx, asked);
  const to = hoursAfter(now, FIRST_WITHIN_DAYS * 24);
  const open = await openingsOfMany(tx, services, { from: now, to, now });
  const earliest = services
    .flatMap(({ serviceId, practitionerId, zone }) => {
      const start = open.get(serviceId)?.[0];
      return start === undefined ? [] : [{ practitionerId, zone, start }];
    })
    .reduce<{ practitionerId: string; zone: Zone; start: Minute } | null>(
      (best, one) => (best && best.start <= one.start ? best : one),
      null,
    );
  const chosen = asked.find((one) => one.practitionerId === earliest?.practitionerId) ?? asked[0];
  if (!chosen) return null;
  return {
    slug: chosen.slug,
    name: chosen.name,
    opening: earliest && { at: instantOf(earliest.start), zone: earliest.zone },
  };
}

/** One of them by the name in the address; not found for everybody else. */
export const referralTarget = query({
  name: "referrals.target",
  allow: isVisitor,
  input: z.strictObject({ slug }),
  run: async ({ tx }, { slug }) => (await targets(tx, slug))[0] ?? null,
});

/** Whether somebody public has this name, taking referrals or not. */
export const publicPractitioner = query({
  name: "referrals.practitioner",
  allow: isVisitor,
  input: z.strictObject({ slug }),
  run: async ({ tx }, { slug }) =>
    (await tx.$count(practitioners, eq(practitioners.slug, slug))) > 0,
});

export const acceptsReferrals = () =>
  and(
    isNotNull(practitioners.publishedAt),
    eq(practitioners.acceptsReferrals, true),
    eq(practitioners.accepting, "new_families"),
  );

function targets(tx: Tx, slug?: string) {
  return tx
    .select({
      practiceId: practitioners.practiceId,
      practitionerId: practitioners.id,
      slug: practitioners.slug,
      name: practitioners.displayName,
      area: practitioners.area,
      country: practices.country,
      publishedAt: practitioners.publishedAt,
    })
    .from(practitioners)
    .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
    .where(and(acceptsReferrals(), slug === undefined ? undefined : eq(practitioners.slug, slug)))
    .orderBy(asc(sql`lower(${practitioners.displayName})`), asc(practitioners.id))
    .limit(500);
}

const STATUSES: Record<InboxTab, ReferralStatus[]> = {
  waiting: ["waiting"],
  accepted: ["accepted", "booked"],
  declined: ["declined", "withdrawn"],
};
/** A referral that was never confirmed does not exist for a practice, even when it ran out since. */
const shown = (tab: InboxTab) =>
  and(inArray(referrals.status, STATUSES[tab]), isNotNull(referrals.emailConfirmedAt));

export const waitingReferrals = query({
  name: "referrals.waiting",
  allow: isStaff,
  beside: true,
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const [row] = await tx.select({ n: count() }).from(referrals).where(shown("waiting"));
    return row?.n ?? 0;
  },
});

export const referralInbox = query({
  name: "referrals.inbox",
  allow: isStaff,
  input: InboxPage,
  run: async ({ actor, tx, now }, { tab, page }) => {
    const [waiting] = await tx.select({ n: count() }).from(referrals).where(shown("waiting"));
    // The oldest request is answered first; what was answered last is looked for first.
    const order =
      tab === "waiting"
        ? [asc(referrals.createdAt), asc(referrals.id)]
        : [desc(referrals.decidedAt), desc(referrals.id)];
    const rows = await tx
      .select({ ...getTableColumns(referrals), zone: practices.timeZone })
      .from(referrals)
      .innerJoin(practices, eq(practices.practiceId, referrals.practiceId))
      .where(shown(tab))
      .orderBy(...order)
      .limit(PAGE + 1)
      .offset((page - 1) * PAGE);
    const listed = rows.slice(0, PAGE);
    const keys = await openDataKeys(
      tx,
      actor.practiceId,
      listed.map((row) => row.dataKeyId),
    );
    const clinician = isClinician(actor);
    const letters = clinician
      ? await lettersStand(tx, actor.practiceId, listed)
      : new Map<string, never>();
    return {
      waiting: waiting?.n ?? 0,
      more: rows.length > PAGE,
      items: listed.flatMap((row) => {
        const key = keys.get(row.dataKeyId);
        if (!key) return [];
        const { baby, reasons } = openDetails(key, row.id, row.details);
        return [
          {
            id: row.id,
            babyName: baby.name,
            gestationDays: baby.gestationDays,
            weeksUnknown: baby.gestationUnknown === true,
            /** Null for the front desk, which answers the telephone by names. */
            reasons: clinician ? reasons : null,
            doctorName: row.doctorName,
            status: row.status,
            sentAt: row.createdAt,
            zone: row.zone,
            letterWanted: clinician ? row.letterWanted : "unsaid",
            letter: letters.get(row.id) ?? null,
            overdue: row.answerDueAt !== null && tab === "waiting" && row.answerDueAt < now,
          },
        ];
      }),
    };
  },
  log: ({ items }, { practiceId }) => [
    { practiceId, list: "referrals", babyIds: [], referralIds: items.map((item) => item.id) },
  ],
});
export type InboxItem = Awaited<ReturnType<typeof referralInbox>>["items"][number];

/** One referral: in full for those who answer it; for the front desk who it is about, how it stands and how much care it asks for. */
export const referralDetail = query({
  name: "referrals.detail",
  allow: isStaff,
  input: OneReferral,
  run: async ({ actor, tx, now }, { referralId }) => {
    const [row] = await tx
      .select({
        referral: referrals,
        zone: practices.timeZone,
        untilMonths: practices.correctUntilMonths,
        practitioner: { name: practitioners.displayName, slug: practitioners.slug },
        decidedBy: users.name,
        excusedBy: sql<
          string | null
        >`(select u.name from users u where u.id = ${referrals.letterExcusedBy})`,
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
      .leftJoin(users, eq(users.id, referrals.decidedBy))
      .where(and(eq(referrals.id, referralId), isNotNull(referrals.emailConfirmedAt)));
    if (!row) throw notFound();
    const { referral, zone, untilMonths } = row;
    const key = await openDataKey(tx, actor.practiceId, referral.dataKeyId);
    const details = openDetails(key, referral.id, referral.details);
    const { bornOn, gestationDays } = details.baby;
    const clinician = isClinician(actor);
    const onDay = today(now, zone);
    const due = referral.answerDueAt;
    return {
      id: referral.id,
      reference: referral.reference,
      status: referral.status,
      priority: referral.priority,
      letterWanted: clinician ? referral.letterWanted : "unsaid",
      zone,
      now,
      sentAt: referral.createdAt,
      due:
        due && referral.status === "waiting" ? { at: due, state: dueState(due, now, zone) } : null,
      doctor: {
        name: referral.doctorName,
        // "Perinatal mental health" says why.
        role: clinician ? referral.doctorRole : null,
        organisation: referral.doctorOrganisation,
        email: referral.doctorEmail,
      },
      practitioner: row.practitioner,
      details: contactOf(details),
      clinical: clinician ? clinicalOf(details) : null,
      careCount: careCount(details),
      age: {
        days: ageDays(bornOn, onDay),
        correctedDays:
          gestationDays === null
            ? null
            : correctedAgeDays({ birthDay: bornOn, gestationDays, onDay, untilMonths }),
      },
      decided: referral.decidedAt && { at: referral.decidedAt, by: row.decidedBy },
      declined:
        clinician && referral.declineReason
          ? {
              reason: referral.declineReason,
              note: openDeclineNote(key, referral.id, referral.declineNote),
            }
          : null,
      babyId: referral.babyId,
      clientId: referral.clientId,
      lesson: await lessonOf(tx, referral.id),
      letter: clinician
        ? ((
            await lettersStand(tx, actor.practiceId, [{ ...referral, excusedBy: row.excusedBy }])
          ).get(referral.id) ?? null)
        : null,
      offerable: referral.status === "waiting" ? await offerable(tx, referral, now) : [],
    };
  },
  log: ({ id, babyId }, { practiceId }) => [openedReferral({ practiceId, id, babyId })],
});
export type ReferralDetail = Awaited<ReturnType<typeof referralDetail>>;
