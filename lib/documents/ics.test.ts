import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { type CalendarLesson, lessonCalendar, lessonUid } from "./ics";

const lesson: CalendarLesson = {
  lessonId: "0199c3a1-7000-7000-8000-000000000001",
  sequence: 0,
  startsAt: new Date("2026-11-24T14:15:00Z"),
  endsAt: new Date("2026-11-24T15:30:00Z"),
  zone: "Europe/London",
  summary: "First lesson with Rosa Calder",
  description: "Feed about 45 minutes before.\nA warm room; a blanket, and a nappy.",
  location: "The Garden Room, 9 Chandos Road",
  url: "https://example.com/booking/abc",
  stamp: new Date("2026-11-22T10:00:00Z"),
};

/** As a calendar program reads it: with the zone that the file brings along, not the one the machine knows. */
function readBack(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const zone = calendar.getFirstSubcomponent("vtimezone");
  const entry = calendar.getFirstSubcomponent("vevent");
  if (!entry || !zone) throw new Error("no entry or no zone");
  ICAL.TimezoneService.reset();
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const event = new ICAL.Event(entry);
  return {
    method: calendar.getFirstPropertyValue("method"),
    status: entry.getFirstPropertyValue("status"),
    stamp: entry.getFirstPropertyValue("dtstamp")?.toString(),
    zone: event.startDate.zone.tzid,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    description: event.description,
    location: event.location,
    attendees: event.attendees.length,
  };
}

test("reads back as what was meant", () => {
  expect(readBack(lessonCalendar(lesson))).toEqual({
    method: "PUBLISH",
    status: "CONFIRMED",
    stamp: "2026-11-22T10:00:00Z",
    zone: "Europe/London",
    start: "2026-11-24T14:15:00.000Z",
    end: "2026-11-24T15:30:00.000Z",
    uid: lessonUid(lesson.lessonId),
    sequence: 0,
    summary: lesson.summary,
    description: lesson.description,
    location: lesson.location,
    attendees: 0,
  });
});

test("22: made, moved twice, cancelled: one entry, 0 1 2 3, and a cancellation at the end", () => {
  const organizer = { name: "Rosa Calder", email: "mail@example.com" };
  const invitation = { organizer, attendee: { name: "Ana", email: "ana@example.com" } };
  const files = [0, 1, 2, 3].map((sequence) =>
    readBack(lessonCalendar({ ...lesson, sequence, cancelled: sequence === 3, invitation })),
  );
  expect(files.map((file) => file.sequence)).toEqual([0, 1, 2, 3]);
  expect(new Set(files.map((file) => file.uid)).size).toBe(1);
  expect(files.map((file) => file.method)).toEqual(["REQUEST", "REQUEST", "REQUEST", "CANCEL"]);
  expect(files.map((file) => file.status)).toEqual([
    "CONFIRMED",
    "CONFIRMED",
    "CONFIRMED",
    "CANCELLED",
  ]);
  expect(files.every((file) => file.attendees === 1)).toBe(true);
});

test("the same state makes the same file", () => {
  expect(lessonCalendar(lesson)).toBe(lessonCalendar({ ...lesson }));
});

describe("wall time in any zone, on both sides of a change", () => {
  const zones = [
    "America/New_York",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Chatham",
    "Africa/Cairo",
  ];
  const starts = [
    "2027-01-11",
    "2027-03-14",
    "2027-03-28",
    "2027-07-05",
    "2027-10-31",
    "2027-11-07",
  ];
  test.each(zones)("%s", (zone) => {
    for (const day of starts) {
      const startsAt = new Date(`${day}T18:30:00Z`);
      const endsAt = new Date(`${day}T19:30:00Z`);
      const back = readBack(lessonCalendar({ ...lesson, zone, startsAt, endsAt }));
      expect([back.zone, back.start, back.end]).toEqual([
        zone,
        startsAt.toISOString(),
        endsAt.toISOString(),
      ]);
    }
  });
});

test("whatever people are called, nothing breaks out of its line", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 80 }),
      fc.string({ unit: "binary", maxLength: 80 }),
      (name, text) => {
        const organizer = { name: `R${name}`, email: "mail@example.com" };
        const attendee = { name: `A${text}`, email: "ana@example.com" };
        const file = lessonCalendar({
          ...lesson,
          summary: `S${text}`,
          description: `D${text}`,
          location: `L${name}`,
          invitation: { organizer, attendee },
        });
        const calendar = new ICAL.Component(ICAL.parse(file));
        expect(calendar.getAllSubcomponents("vevent")).toHaveLength(1);
        expect(calendar.getFirstPropertyValue("method")).toBe("REQUEST");
        expect(file.split("\r\n").filter((line) => line === "END:VEVENT")).toHaveLength(1);
      },
    ),
  );
});
