import type { BookingMailFacts } from "@/lib/booking/mail-facts";
import type { Recipient } from "@/lib/clients/mail-facts";
import { env } from "@/lib/core/env";
import { lessonCalendar } from "@/lib/documents/ics";
import type { Attachment } from "@/lib/messaging/layout";
import type { BookingEvent } from "@/lib/messaging/templates/booking";
import { placeText } from "@/lib/messaging/templates/lesson";
import type { Words } from "@/lib/messaging/words";

/** The lesson for the reader's calendar: adds, moves or removes the one entry. Nothing of the baby is in it. */
export function lessonInvite(
  words: Words,
  event: BookingEvent,
  facts: BookingMailFacts,
  about: { reader: Recipient; manage: string | null; stamp: Date; filename?: string },
): Attachment {
  const { reader, manage, stamp } = about;
  const cancelled = event === "cancelled";
  const from = env().MAIL_FROM;
  const content = lessonCalendar({
    lessonId: facts.lessonId,
    sequence: facts.sequence,
    startsAt: facts.startsAt,
    endsAt: facts.endsAt,
    zone: facts.timeZone,
    summary: words.t("booking.calendar", { name: facts.practitionerName }),
    description: [facts.serviceName, manage].filter(Boolean).join("\n"),
    location: placeText(words, facts),
    url: manage ?? undefined,
    cancelled,
    stamp,
    invitation: {
      organizer: { name: facts.practitionerName, email: /<([^>]+)>/.exec(from)?.[1] ?? from },
      attendee: { name: reader.name ?? reader.email, email: reader.email },
    },
  });
  const method = cancelled ? "CANCEL" : "REQUEST";
  return {
    filename: about.filename ?? "lesson.ics",
    contentType: `text/calendar; charset=utf-8; method=${method}`,
    content,
  };
}
