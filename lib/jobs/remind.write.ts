import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { bookings, clients, lessons, practices, reminders, routineAssignments } from "@/db/schema";
import { afterUndo } from "@/lib/booking/change.rules";
import { bookingMailFacts } from "@/lib/booking/mail-facts";
import { isSystem, type System } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { mailLinks } from "@/lib/messaging/links";
import { type Draft, queueMails } from "@/lib/messaging/outbox";
import { ownWordsOf } from "@/lib/messaging/own";
import { verdictOn } from "@/lib/messaging/rules";
import { followUpMail, reminderMail } from "@/lib/messaging/templates/reminder";
import { lessonText } from "@/lib/messaging/templates/text";
import { mailWords } from "@/lib/messaging/words";
import { command, type Work } from "@/lib/work/command";
import { lessonInvite } from "./calendar";
import { formsLinks, formsReminderLetters, openForms } from "./forms-mail.write";

const Due = z.strictObject({
  practiceId: id("practice"),
  reminderId: id("reminder"),
  now: z.date(),
});

/** One reminder whose time has come: taken up once, looked at again, and then written to whoever wants it. */
export const remind = command({
  name: "messaging.remind",
  allow: isSystem,
  input: Due,
  run: async (work, due) => {
    const { tx, audit } = work;
    const { practiceId, reminderId, now } = due;
    const mine = and(eq(reminders.practiceId, practiceId), eq(reminders.id, reminderId));
    // Compare-and-set: of two jobs about one reminder, the second finds nothing to do.
    const [taken] = await tx
      .update(reminders)
      .set({ doneAt: now })
      .where(and(mine, isNull(reminders.doneAt), lte(reminders.dueAt, now)))
      .returning();
    const detail: { queued: number; put: "off" | "away" | null } = { queued: 0, put: null };
    if (taken) {
      const verdict = await lastLook(tx, taken, now);
      if (verdict.send) detail.queued = await queueMails(work, await reminderLetters(work, taken));
      else if (verdict.again || (await canBeUndone(tx, taken, now))) {
        const dueAt = verdict.again ?? taken.dueAt;
        await tx.update(reminders).set({ doneAt: null, dueAt }).where(mine);
        detail.put = "off";
      } else detail.put = "away";
    }
    audit({ type: "reminder", id: reminderId }, detail);
    return detail;
  },
});

type Reminder = typeof reminders.$inferSelect;

/**
 * Staff changed the lesson a moment ago and its family is not told yet: taken back, the lesson is what it was and this
 * goes after all; told, whoever tells it clears away what no longer fits.
 */
async function canBeUndone(tx: Tx, { bookingId }: Reminder, now: Date): Promise<boolean> {
  const { key } = afterUndo(bookingId, now);
  const [waits] = await tx.execute(
    sql`select 1 from graphile_worker.jobs where key = ${key} and attempts < max_attempts`,
  );
  return waits !== undefined;
}

async function lastLook(tx: Tx, { practiceId, bookingId, ...planned }: Reminder, now: Date) {
  // After a standstill several of one lesson are due at once: the last of them says it all.
  const [later] = await tx
    .select({ id: reminders.id })
    .from(reminders)
    .where(
      and(
        eq(reminders.practiceId, practiceId),
        eq(reminders.bookingId, bookingId),
        eq(reminders.kind, planned.kind),
        eq(reminders.lessonStartsAt, planned.lessonStartsAt),
        gt(reminders.dueAt, planned.dueAt),
        lte(reminders.dueAt, now),
      ),
    )
    .limit(1);
  if (later) return { send: false, again: null } as const;
  const [row] = await tx
    .select({
      status: bookings.status,
      startsAt: lessons.startsAt,
      endsAt: lessons.endsAt,
      silentSince: clients.silentSince,
      from: practices.quietFrom,
      until: practices.quietUntil,
      zone: practices.timeZone,
    })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .innerJoin(
      clients,
      and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
    )
    .innerJoin(practices, eq(practices.practiceId, bookings.practiceId))
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId)));
  if (!row) return { send: false, again: null } as const;
  const { kind, lessonStartsAt } = planned;
  // Nothing to remind of once the last form is done.
  if (kind === "forms" && (await openForms(tx, practiceId, bookingId, now)) === 0)
    return { send: false, again: null } as const;
  const seen = {
    ...row,
    kind: kind === "forms" ? "reminder" : kind,
    plannedFor: lessonStartsAt,
    silent: row.silentSince !== null,
  } as const;
  return verdictOn(seen, row, now);
}

export async function reminderLetters(
  { tx, now }: Pick<Work<System>, "tx" | "now">,
  reminder: Reminder,
): Promise<Draft[]> {
  const { practiceId, clientId, bookingId, kind } = reminder;
  const purpose = kind === "forms" ? "reminder" : kind;
  const facts = await bookingMailFacts(tx, { practiceId, bookingId }, purpose);
  if (!facts) return [];
  if (kind === "forms") return formsReminderLetters(tx, facts, reminder.id, now);
  const own = await ownWordsOf(tx, practiceId);
  const links = {
    manage: facts.manageSecret && mailLinks.booking(facts.manageSecret),
    find: mailLinks.practitioner(facts.practitionerSlug),
    routine:
      kind === "follow_up" && (await hasRoutine(tx, reminder)) ? mailLinks.familyRoutine() : null,
  };
  const about = { practiceId, clientId, template: kind, about: reminder.id };
  const write = kind === "reminder" ? reminderMail : followUpMail;
  const to = facts.recipients.map((reader) => reader.email);
  const forms = kind === "reminder" ? await formsLinks(tx, facts, to, now) : null;
  const mails = facts.recipients.map((reader): Draft => {
    const words = mailWords(reader.locale ?? facts.locale);
    const parent = {
      ...{ parent: reader.name, own: own(kind, words) },
      forms: forms?.get(reader.email),
    };
    const written = write(words, facts, links, parent);
    // The lesson as it stands, for whoever's calendar does not have it yet: the same entry, no newer than it is.
    const invite = { reader, manage: links.manage, stamp: now };
    const mail =
      kind === "reminder"
        ? { ...written, attachments: [lessonInvite(words, "booked", facts, invite)] }
        : written;
    return { ...about, to: reader.email, dedupe: `${kind}:${reminder.id}:${reader.email}`, mail };
  });
  const texts = facts.texts.map((reader): Draft => {
    const words = mailWords(reader.locale ?? facts.locale);
    const text =
      kind === "reminder"
        ? lessonText(words, "reminder", facts, links.manage)
        : lessonText(words, "followUp", facts, links.find);
    return { ...about, to: reader.phone, dedupe: `${kind}:${reminder.id}:${reader.phone}`, text };
  });
  return [...mails, ...texts];
}

async function hasRoutine(tx: Tx, { practiceId, clientId }: Reminder): Promise<boolean> {
  const found = await tx
    .select({ id: routineAssignments.id })
    .from(routineAssignments)
    .where(
      and(
        eq(routineAssignments.practiceId, practiceId),
        eq(routineAssignments.clientId, clientId),
        isNull(routineAssignments.endedAt),
      ),
    )
    .limit(1);
  return found.length > 0;
}
