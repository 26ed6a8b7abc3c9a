import { and, asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { practices, practitioners, referralEvents, referrals, users } from "@/db/schema";
import {
  type Doctor,
  isDoctor,
  isLink,
  type LinkHolder,
  oneOf,
  type Visitor,
} from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { type Command, command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { openDataKey } from "@/lib/work/vault";
import { lessonOf, lessonsOf } from "./lessons";
import { openDetails } from "./read";
import {
  answerDue,
  canMove,
  confirmBy,
  initialsOf,
  maskEmail,
  type ReferralStatus,
  stepsOf,
} from "./rules";
import { type ForwardReferral, ListPage, OneReferral, type SendReferralInput } from "./schema";
import { locked, move, note, sendReferral } from "./write";

// What the sender of a referral sees and does: a doctor with an account, or whoever holds the referral's link.

const PAGE = 20;

/** The sender: whoever holds the referral's link, or the doctor who is signed in. */
export const isSender = oneOf<LinkHolder | Doctor>(isLink("referral"), isDoctor);

/** What became of a referral, for its sender: the baby's initials and nothing clinical. */
export const trackReferral = query({
  name: "referrals.track",
  allow: isSender,
  input: OneReferral,
  run: async ({ tx, now }, { referralId }) => {
    const [row] = await tx
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
      .where(eq(referrals.id, referralId));
    if (!row) throw notFound();
    const { referral, zone } = row;
    const events = await tx
      .select({ kind: referralEvents.kind, at: referralEvents.at })
      .from(referralEvents)
      .where(eq(referralEvents.referralId, referralId))
      .orderBy(asc(referralEvents.at));
    const late = referral.status === "unconfirmed" && confirmBy(referral.createdAt) <= now;
    const status: ReferralStatus = late ? "expired" : referral.status;
    let initials = "";
    if (referral.status !== "expired") {
      const key = await openDataKey(tx, referral.practiceId, referral.dataKeyId);
      initials = initialsOf(openDetails(key, referral.id, referral.details).baby.name);
    }
    const forwarded = events.some((event) => event.kind === "forwarded");
    return {
      id: referral.id,
      reference: referral.reference,
      status,
      zone,
      practitionerName: row.name,
      initials,
      sentAt: referral.createdAt,
      doctorEmail: maskEmail(referral.doctorEmail),
      answerDueAt: referral.status === "waiting" ? referral.answerDueAt : null,
      steps: stepsOf(status, events),
      declined: referral.declineReason && {
        reason: referral.declineReason,
        note: referral.declineNote,
      },
      lesson: await lessonOf(tx, referral.id),
      forwarded,
      mayWithdraw: canMove(status, "withdrawn"),
      mayForward: status === "declined" && !forwarded,
    };
  },
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
});

/** The person behind the address sends the referral off. Pressed twice, it is sent once. */
export const confirmReferral = command({
  name: "referrals.confirm",
  allow: isLink("referral"),
  input: OneReferral,
  run: async (work, { referralId }) => {
    const { tx, now, audit, enqueue } = work;
    const { row, zone } = await locked(tx, referralId);
    if (
      row.status === "expired" ||
      (row.status === "unconfirmed" && confirmBy(row.createdAt) <= now)
    )
      throw new Refusal("too_late", "referrals:errors.confirmLate");
    if (row.status !== "unconfirmed") {
      audit({ type: "referral", id: row.id }, { already: row.status });
      return { status: row.status };
    }
    // A doctor with an account finds the referral in it at once; others claim it when they first sign in.
    const [user] = await tx
      .select({ id: users.id })
      .from(users)
      .where(
        and(
          eq(users.email, row.doctorEmail),
          isNotNull(users.doctorSince),
          isNull(users.deactivatedAt),
        ),
      );
    await move(
      work,
      { row, to: "waiting", event: "email_confirmed" },
      {
        emailConfirmedAt: now,
        answerDueAt: answerDue(now, row.priority, zone),
        ...(user && { doctorUserId: user.id }),
      },
    );
    enqueue("mail.referral", { practiceId: row.practiceId, referralId, event: "waiting" });
    return { status: "waiting" as const };
  },
});

export const withdrawReferral = command({
  name: "referrals.withdraw",
  allow: isSender,
  input: OneReferral,
  run: async (work, { referralId }) => {
    const { row } = await locked(work.tx, referralId);
    if (!canMove(row.status, "withdrawn"))
      throw new Refusal("too_late", "referrals:errors.tooLateToWithdraw");
    await move(work, { row, to: "withdrawn", event: "withdrawn" });
    return { referralId };
  },
});

/** Everything that was written, for the same doctor to send to somebody else. Only what was declined goes on, and once. */
const declinedReferral = query({
  name: "referrals.declined",
  allow: isSender,
  input: OneReferral,
  run: async ({ tx }, { referralId }): Promise<Omit<SendReferralInput, "to">> => {
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
    return {
      baby: {
        name: baby.name,
        born: { day, month, year },
        gestation:
          days === null
            ? { early: "no" }
            : { early: "yes", weeks: String(Math.floor(days / 7)), days: String(days % 7) },
        sex: baby.sex,
      },
      reasons: details.reasons,
      precautions: details.precautions,
      care: details.care,
      safe: true,
      priority: row.priority,
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
  },
});

const markForwarded = command({
  name: "referrals.forward",
  allow: isSender,
  input: OneReferral,
  run: async (work, { referralId }) => {
    const { row } = await locked(work.tx, referralId);
    if (row.status !== "declined") throw new Refusal("conflict", "referrals:errors.cannotForward");
    await note(work, { practiceId: row.practiceId, referralId }, "forwarded");
    work.audit({ type: "referral", id: referralId }, { forwarded: true });
    return { referralId };
  },
});

const visitor: Visitor = { kind: "visitor" };

/**
 * Sends a declined referral on: a new one, sealed with a new key of the other practice. Several steps, because no
 * actor but the sender may touch both practices; each can be repeated, and the key makes the new referral once.
 */
export const forwardReferral: Command<typeof ForwardReferral, { referralId: string }> = async (
  actor,
  { referralId, to },
  call = {},
) => {
  const written = await declinedReferral(actor, { referralId });
  const sender = isDoctor(actor) ? actor : visitor;
  const sent = await sendReferral(
    sender,
    { ...written, to },
    { ...call, key: `forward-${referralId}` },
  );
  // The address was proved when the first referral was confirmed: its link came here from that mailbox.
  if (sent.status === "unconfirmed")
    await confirmReferral(
      { kind: "link", link: "referral", practiceId: sent.practiceId, subjectId: sent.referralId },
      { referralId: sent.referralId },
    );
  await markForwarded(actor, { referralId });
  return { referralId: sent.referralId };
};
