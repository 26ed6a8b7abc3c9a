import { and, asc, eq, gt, inArray, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import { bookings, guardians, lessons } from "@/db/schema";
import { bookingMailFacts } from "@/lib/booking/mail-facts";
import { familyIds } from "@/lib/clients/merged";
import { isSystem } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { mailLinks } from "@/lib/messaging/links";
import { queueMails } from "@/lib/messaging/outbox";
import { copiesBeginMail } from "@/lib/messaging/templates/request";
import { mailWords } from "@/lib/messaging/words";
import { command } from "@/lib/work/command";
import { lessonInvite } from "./calendar";

const MOST_LESSONS = 20;

/** Whoever said yes to copies has the lessons that the family was told of before, each as it stands: one mail for one yes. */
export const queueCopiesBegin = command({
  name: "messaging.queue_copies_begin",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), guardianId: id("guardian") }),
  run: async (work, { practiceId, guardianId }) => {
    const { tx, now } = work;
    const [guardian] = await tx
      .select()
      .from(guardians)
      .where(and(eq(guardians.practiceId, practiceId), eq(guardians.id, guardianId)));
    const lessonsToCome = guardian?.copiesSince
      ? await tx
          .select({ bookingId: bookings.id })
          .from(bookings)
          .innerJoin(
            lessons,
            and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
          )
          .where(
            and(
              eq(bookings.practiceId, practiceId),
              among(bookings.clientId, await familyIds(tx, practiceId, guardian.clientId)),
              inArray(bookings.status, ["booked", "arrived"]),
              // Of the others the mail is still to come, and goes to them too.
              isNotNull(bookings.toldStartsAt),
              gt(lessons.endsAt, now),
            ),
          )
          .orderBy(asc(lessons.startsAt), asc(bookings.id))
          .limit(MOST_LESSONS)
      : [];
    const found = [];
    for (const { bookingId } of lessonsToCome) {
      const facts = await bookingMailFacts(tx, { practiceId, bookingId });
      const reader = facts?.recipients.find(({ email }) => email === guardian?.email);
      if (!facts || !reader) continue;
      const manage = facts.manageSecret && mailLinks.booking(facts.manageSecret);
      found.push({ facts, reader, manage });
    }
    const [first] = found;
    let queued = 0;
    if (guardian?.copiesSince && first) {
      const words = mailWords(first.reader.locale ?? first.facts.locale);
      const mail = copiesBeginMail(words, first.facts.practiceName, found);
      const attachments = found.map(({ facts, reader, manage }, i) => {
        const filename = i === 0 ? "lesson.ics" : `lesson-${i + 1}.ics`;
        return lessonInvite(words, "booked", facts, { reader, manage, stamp: now, filename });
      });
      queued = await queueMails(work, [
        {
          practiceId,
          clientId: guardian.clientId,
          template: "copies_begin",
          about: guardianId,
          to: first.reader.email,
          dedupe: `copies_begin:${guardianId}:${guardian.copiesSince.getTime()}`,
          mail: { ...mail, attachments },
        },
      ]);
    }
    work.audit({ type: "guardian", id: guardianId }, { queued, lessons: found.length });
  },
});
