import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  type ICalEventData,
  ICalEventStatus,
} from "ical-generator";
import { tzlib_get_ical_block } from "timezones-ical-library";
import { wallOf, type Zone } from "@/lib/core/time";

export type CalendarLesson = {
  /** The lesson's id: the same in every file about it, so that calendars change their entry instead of adding one. */
  lessonId: string;
  /** Rises with every change (lessons.sequence). */
  sequence: number;
  startsAt: Date;
  endsAt: Date;
  zone: Zone;
  summary: string;
  description?: string | undefined;
  location?: string | undefined;
  url?: string | undefined;
  cancelled?: boolean | undefined;
  /** Asked for, and not answered yet. */
  tentative?: boolean | undefined;
  /** When this state of the lesson was reached, so that the same state makes the same file. */
  stamp: Date;
  /** For a mail, which invites; a file that somebody fetches is published. */
  invitation?:
    | { organizer: { name: string; email: string }; attendee: { name: string; email: string } }
    | undefined;
};

/** iCalendar identifiers name a domain; the lesson's own id is what makes ours unique, at any address. */
export const lessonUid = (lessonId: string): string => `${lessonId}@lessons.handsel`;

/** One lesson as an iCalendar file (RFC 5545): wall time in the zone of the place, with that zone's rules. */
export function lessonCalendar(lesson: CalendarLesson): string {
  const { invitation, cancelled = false } = lesson;
  const calendar = ical({
    prodId: { company: "Handsel", product: "Lessons", language: "EN" },
    method: cancelled
      ? ICalCalendarMethod.CANCEL
      : invitation
        ? ICalCalendarMethod.REQUEST
        : ICalCalendarMethod.PUBLISH,
    // No zone for the calendar itself: it would make DTSTAMP a wall time, which must be UTC.
    timezone: { name: null, generator: zoneRules },
  });
  const event = calendar.createEvent(eventOf(lesson));
  if (invitation) {
    const { organizer, attendee } = invitation;
    event.organizer({ name: clean(organizer.name), email: organizer.email });
    event.createAttendee({
      name: clean(attendee.name),
      email: attendee.email,
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.ACCEPTED,
      rsvp: false,
    });
  }
  return calendar.toString();
}

/** What every file says of a lesson, whether it is mailed, fetched or part of a whole calendar. */
const eventOf = (lesson: CalendarLesson): ICalEventData => ({
  id: lessonUid(lesson.lessonId),
  sequence: lesson.sequence,
  stamp: lesson.stamp,
  // As wall-time text: a Date would be written in the zone of this process.
  start: wallText(lesson.startsAt, lesson.zone),
  end: wallText(lesson.endsAt, lesson.zone),
  timezone: lesson.zone,
  summary: clean(lesson.summary),
  description: lesson.description === undefined ? null : clean(lesson.description, true),
  location: lesson.location === undefined ? null : clean(lesson.location),
  url: lesson.url ?? null,
  ...standing(lesson),
});

function standing({ cancelled, tentative }: Pick<CalendarLesson, "cancelled" | "tentative">) {
  if (cancelled) return { status: ICalEventStatus.CANCELLED, busystatus: ICalEventBusyStatus.FREE };
  return tentative
    ? { status: ICalEventStatus.TENTATIVE, busystatus: ICalEventBusyStatus.TENTATIVE }
    : { status: ICalEventStatus.CONFIRMED, busystatus: ICalEventBusyStatus.BUSY };
}

function zoneRules(zone: string): string | null {
  const found = tzlib_get_ical_block(zone);
  return (Array.isArray(found) ? found[0] : found) || null;
}

const wallText = (instant: Date, zone: Zone): string => {
  const { day, time } = wallOf(instant, zone);
  return `${day}T${time}:00`;
};

/** Names come from people: quotes and control characters would break out of a parameter or a line. */
const clean = (text: string, lines = false): string =>
  text
    .replace(/["\u201c\u201d]/g, "'")
    .replace(lines ? /[^\P{Cc}\n]/gu : /\p{Cc}/gu, " ")
    .trim();

export type FeedEvent = Pick<
  CalendarLesson,
  | "lessonId"
  | "sequence"
  | "startsAt"
  | "endsAt"
  | "zone"
  | "summary"
  | "location"
  | "url"
  | "stamp"
  | "tentative"
>;

/** Many lessons as one published calendar, for programs that read it again and again. Its bytes follow from its events. */
export function feedCalendar(name: string, events: readonly FeedEvent[]): string {
  const calendar = ical({
    prodId: { company: "Handsel", product: "Lessons", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
    name: clean(name),
    ttl: 3600,
    timezone: { name: null, generator: zoneRules },
  });
  for (const event of events) calendar.createEvent(eventOf(event));
  return calendar.toString();
}
