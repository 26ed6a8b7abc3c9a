import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { bookings, clients, emails, lessons, reminders } from "@/db/schema";
import { isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { query } from "@/lib/work/query";

const toFamilies =
  /^(booking_|copies_begin$|reminder$|forms_|consents_signed$|follow_up$|routine_assigned$|referral_family$)/;

/**
 * The look at a mail that waited for its server before it leaves: nothing to a family that is to be left in peace, and
 * no reminder of a lesson that was cancelled, moved or began meanwhile.
 */
export const mailStands = query({
  name: "messaging.mail_stands",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), emailId: id("email") }),
  run: async ({ tx, now }, { practiceId, emailId }) => {
    const [mail] = await tx
      .select()
      .from(emails)
      .where(and(eq(emails.practiceId, practiceId), eq(emails.id, emailId)));
    if (!mail?.clientId || !toFamilies.test(mail.template)) return mail !== undefined;
    const [loud] = await tx
      .select({ id: clients.id })
      .from(clients)
      .where(
        and(
          eq(clients.practiceId, practiceId),
          eq(clients.id, mail.clientId),
          isNull(clients.silentSince),
        ),
      );
    if (!loud) return false;
    if (!/^(forms_)?reminder$/.test(mail.template) || !mail.subjectId) return true;
    const [row] = await tx
      .select({
        status: bookings.status,
        startsAt: lessons.startsAt,
        plannedFor: reminders.lessonStartsAt,
      })
      .from(reminders)
      .innerJoin(
        bookings,
        and(eq(bookings.practiceId, reminders.practiceId), eq(bookings.id, reminders.bookingId)),
      )
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .where(and(eq(reminders.practiceId, practiceId), eq(reminders.id, mail.subjectId)));
    return (
      row?.status === "booked" &&
      row.startsAt > now &&
      row.startsAt.getTime() === row.plannedFor.getTime()
    );
  },
});
