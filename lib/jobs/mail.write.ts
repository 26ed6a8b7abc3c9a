import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { bookings, invitations, practices, signInTokens, users } from "@/db/schema";
import { invitationSecret, openInvitation, signInSecret } from "@/lib/accounts/tokens";
import { bookingMailFacts } from "@/lib/booking/mail-facts";
import { isKnown, lastTold, noteTold } from "@/lib/booking/told";
import type { Recipient } from "@/lib/clients/mail-facts";
import { isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { toldNothing } from "@/lib/intake/consent.read";
import { planForms } from "@/lib/intake/plan";
import type { Mail } from "@/lib/messaging/layout";
import { mailLinks } from "@/lib/messaging/links";
import { queueMails } from "@/lib/messaging/outbox";
import { planReminders } from "@/lib/messaging/plan";
import { planFormsReminder } from "@/lib/messaging/plan-forms";
import { invitationMail } from "@/lib/messaging/templates/invitation";
import {
  referralAcceptedMail,
  referralBookedMail,
  referralConfirmMail,
  referralDeclinedMail,
  referralFamilyMail,
  referralReceivedMail,
  referralSentOnMail,
} from "@/lib/messaging/templates/referral";
import { proofMail } from "@/lib/messaging/templates/request";
import { routineMail } from "@/lib/messaging/templates/routine";
import { signInMail } from "@/lib/messaging/templates/sign-in";
import { mailWords, type Words } from "@/lib/messaging/words";
import { type ReferralMailFacts, referralMailFacts } from "@/lib/referrals/mail-facts";
import type { ReferralStatus } from "@/lib/referrals/rules";
import { routineMailFacts } from "@/lib/routines/mail-facts";
import { command } from "@/lib/work/command";
import type { Jobs } from "@/lib/work/jobs";
import { formsAskedLetters } from "./forms-mail.write";
import { lessonLetters } from "./lesson-letters";

// One command per event: facts → mail per reader → rows and send jobs. Run again, they find their rows and add none.

export const queueSignIn = command({
  name: "messaging.queue_sign_in",
  allow: isSystem,
  input: z.strictObject({ tokenId: id("sign_in_token") }),
  run: async (work, { tokenId }) => {
    const [row] = await work.tx
      .select()
      .from(signInTokens)
      .where(
        and(
          eq(signInTokens.id, tokenId),
          isNull(signInTokens.usedAt),
          sql`expires_at > clock_timestamp()`,
        ),
      );
    let queued = 0;
    if (row?.secret) {
      const { token, code } = signInSecret({ id: row.id, secret: row.secret });
      // Asked for while booking: the code alone, since a link would sign the person in.
      const mail = row.next?.startsWith("/book/")
        ? proofMail(mailWords(row.locale), { code })
        : signInMail(mailWords(row.locale), { link: mailLinks.signIn(token), code });
      queued = await queueMails(work, [
        { practiceId: null, template: "sign_in", to: row.email, dedupe: `sign_in:${row.id}`, mail },
      ]);
    }
    work.audit({ type: "sign_in_token", id: tokenId }, { queued });
  },
});

export const queueInvitation = command({
  name: "messaging.queue_invitation",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), invitationId: id("invitation") }),
  run: async (work, { practiceId, invitationId }) => {
    const [row] = await work.tx
      .select({
        invitation: invitations,
        practiceName: practices.name,
        locale: practices.locale,
        invitedBy: users.name,
      })
      .from(invitations)
      .innerJoin(practices, eq(practices.practiceId, invitations.practiceId))
      .innerJoin(users, eq(users.id, invitations.invitedBy))
      .where(
        and(
          eq(invitations.practiceId, practiceId),
          eq(invitations.id, invitationId),
          openInvitation,
        ),
      );
    let queued = 0;
    if (row?.invitation.secret) {
      const { email, role, secret } = row.invitation;
      const link = mailLinks.join(invitationSecret({ practiceId, id: invitationId, secret }));
      const { practiceName, invitedBy } = row;
      const facts = { practiceName, invitedBy: invitedBy ?? practiceName, role, link };
      const mail = invitationMail(mailWords(row.locale), facts);
      const dedupe = `invitation:${invitationId}`;
      queued = await queueMails(work, [
        { practiceId, template: "invitation", to: email, dedupe, mail },
      ]);
    }
    work.audit({ type: "invitation", id: invitationId }, { queued });
  },
});

export const queueBooking = command({
  name: "messaging.queue_booking",
  allow: isSystem,
  input: z.strictObject({
    practiceId: id("practice"),
    bookingId: id("booking"),
    event: z.enum(["booked", "moved", "cancelled"]),
    sequence: z.int().min(0),
    by: z.enum(["family", "practice"]).optional(),
  }),
  run: async (work, { practiceId, bookingId, event: said, sequence, by }) => {
    // Whoever takes it back this very moment waits for this, or this for them.
    const [row] = await work.tx
      .select({ cancelRule: bookings.cancelRule })
      .from(bookings)
      .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId)))
      .for("update");
    // Before the mail, so that it leads to them.
    const forms = await planForms(work.tx, { practiceId, bookingId }, work.now);
    const facts = await bookingMailFacts(work.tx, { practiceId, bookingId });
    const told = await lastTold(work.tx, { practiceId, bookingId });
    // Moved before anybody was told of it at all.
    const event = said === "moved" && !told ? "booked" : said;
    // A late job must not announce what is no longer so: the newer event brings its own mail.
    const stale =
      !facts ||
      // Cancelled before anybody heard of it.
      row?.cancelRule === "untold" ||
      (facts.status === "cancelled") !== (event === "cancelled") ||
      (event === "booked" && facts.status === "requested") ||
      (said === "moved" && facts.sequence > sequence) ||
      // Moved and moved back, cancelled and taken back: nothing has changed for them.
      (event === "moved" && isKnown(told, facts));
    const letters = stale ? [] : await lessonLetters(work, facts, { event, sequence, by });
    if (facts && !stale && forms.ready > 0) {
      const readers = letters.map(({ to }) => to);
      const asked = await formsAskedLetters(work.tx, facts, work.now, readers);
      letters.push(...asked.map((letter) => ({ ...letter, about: bookingId })));
    }
    const queued = await queueMails(work, letters);
    if (!stale)
      await noteTold(work.tx, { practiceId, bookingId }, event === "cancelled" ? null : facts);
    // Whatever is told, the reminders that wait are made to fit the lesson as it is now.
    await planReminders(work.tx, { practiceId, bookingId }, work.now);
    await planFormsReminder(work.tx, { practiceId, bookingId }, forms.open, work.now);
    work.audit({ type: "booking", id: bookingId }, { event, queued, forms: forms.made });
  },
});

type ReferralEvent = Jobs["mail.referral"]["event"];
/** How a referral stands while it is true what its mail says. */
const STILL_SO: Record<ReferralEvent, ReferralStatus> = {
  confirm: "unconfirmed",
  waiting: "waiting",
  sent_on: "waiting",
  accepted: "accepted",
  declined: "declined",
  booked: "booked",
};

type Letter = { to: readonly Recipient[]; template: string; write: (words: Words) => Mail };

export const queueReferral = command({
  name: "messaging.queue_referral",
  allow: isSystem,
  input: z.strictObject({
    practiceId: id("practice"),
    referralId: id("referral"),
    event: z.enum(["confirm", "waiting", "sent_on", "accepted", "declined", "booked"]),
  }),
  run: async (work, { practiceId, referralId, event }) => {
    const facts = await referralMailFacts(work.tx, { practiceId, referralId });
    // What a family no longer lets its doctor be told is not told, whatever was said when it was referred.
    const silenced =
      event === "booked" && facts?.clientId
        ? await toldNothing(work.tx, practiceId, facts.clientId)
        : false;
    // Taken back, answered or booked before this was written: that brings its own mail, or none is wanted.
    const stale = facts?.status !== STILL_SO[event];
    const letters = facts && !silenced && !stale ? lettersOf(event, facts) : [];
    const queued = await queueMails(
      work,
      letters.flatMap(({ to, template, write }) =>
        to.map((reader) => ({
          practiceId,
          clientId: facts?.clientId ?? null,
          template,
          about: referralId,
          to: reader.email,
          // A family may cancel and choose again: the doctor hears of each time.
          dedupe: `${template}:${referralId}:${facts?.timesBooked ?? 0}:${reader.email}`,
          mail: write(wordsFor(reader, facts)),
        })),
      ),
    );
    work.audit({ type: "referral", id: referralId }, { event, queued });
  },
});

function lettersOf(event: ReferralEvent, facts: ReferralMailFacts): Letter[] {
  const { doctor, practice, family, familySecret } = facts;
  if (event === "waiting") {
    const link = mailLinks.inbox(facts.referralId);
    const write = (words: Words) => referralReceivedMail(words, facts, link);
    return [{ to: practice, template: "referral_received", write }];
  }
  if (!facts.doctorSecret) return [];
  const page = event === "confirm" ? mailLinks.confirmReferral : mailLinks.trackReferral;
  const link = page(facts.doctorSecret);
  const template = {
    confirm: referralConfirmMail,
    sent_on: referralSentOnMail,
    accepted: referralAcceptedMail,
    declined: referralDeclinedMail,
    booked: referralBookedMail,
  }[event];
  const toDoctor: Letter = {
    to: [doctor],
    template: `referral_${event}`,
    write: (words) => template(words, facts, link),
  };
  if (event !== "accepted" || !familySecret) return [toDoctor];
  const choose = mailLinks.familyOfReferral(familySecret);
  const write = (words: Words) => referralFamilyMail(words, facts, choose);
  return [toDoctor, { to: family, template: "referral_family", write }];
}

export const queueRoutine = command({
  name: "messaging.queue_routine",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), assignmentId: id("assignment") }),
  run: async (work, { practiceId, assignmentId }) => {
    const facts = await routineMailFacts(work.tx, { practiceId, assignmentId });
    const readers = facts && !facts.ended ? facts.recipients : [];
    const queued = await queueMails(
      work,
      readers.map((reader) => ({
        practiceId,
        clientId: facts?.clientId ?? null,
        template: "routine_assigned",
        about: assignmentId,
        to: reader.email,
        dedupe: `routine_assigned:${assignmentId}:${reader.email}`,
        mail: routineMail(wordsFor(reader, facts), {
          assignedBy: facts?.assignedBy ?? "",
          link: mailLinks.familyRoutine(),
        }),
      })),
    );
    work.audit({ type: "assignment", id: assignmentId }, { queued });
  },
});

const wordsFor = (reader: Recipient, facts: { locale: string } | null): Words =>
  mailWords(reader.locale ?? facts?.locale);
