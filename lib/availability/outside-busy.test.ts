import { expect, test } from "vitest";
import { busySpans } from "./outside-busy";

const from = new Date("2026-11-01T00:00:00Z");
const until = new Date("2027-06-01T00:00:00Z");
const file = (...events: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", ...events, "END:VCALENDAR"].join("\r\n");
const event = (...lines: string[]) =>
  ["BEGIN:VEVENT", "UID:a", "DTSTAMP:20260101T000000Z", ...lines, "END:VEVENT"].join("\r\n");
const read = (text: string, zone = "Europe/London") =>
  busySpans(text, { from, until, zone })?.map(
    ({ start, end }) => `${start.toISOString().slice(0, 16)}/${end.toISOString().slice(0, 16)}`,
  );

test("times in UTC, in a zone, in nobody's zone, and whole days", () => {
  const text = file(
    event("DTSTART:20261201T100000Z", "DTEND:20261201T110000Z"),
    event("DTSTART;TZID=America/New_York:20261202T090000", "DURATION:PT90M"),
    event("DTSTART:20261203T090000", "DTEND:20261203T100000"),
    event("DTSTART;VALUE=DATE:20261204", "DTEND;VALUE=DATE:20261206"),
    event("DTSTART;VALUE=DATE:20261210"),
  );
  expect(read(text, "Europe/Berlin")).toEqual([
    "2026-12-01T10:00/2026-12-01T11:00",
    "2026-12-02T14:00/2026-12-02T15:30",
    "2026-12-03T08:00/2026-12-03T09:00",
    "2026-12-03T23:00/2026-12-05T23:00",
    "2026-12-09T23:00/2026-12-10T23:00",
  ]);
});

test("a zone under a name of the program's own means what the file says", () => {
  const zone = [
    ...["BEGIN:VTIMEZONE", "TZID:Somewhere Standard Time", "BEGIN:STANDARD"],
    ...["DTSTART:19700101T000000", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0500", "END:STANDARD"],
    "END:VTIMEZONE",
  ].join("\r\n");
  const text = file(
    zone,
    event("DTSTART;TZID=Somewhere Standard Time:20261201T100000", "DURATION:PT1H"),
  );
  expect(read(text)).toEqual(["2026-12-01T05:00/2026-12-01T06:00"]);
});

test("what is cancelled or marked free takes no time; what touches is one", () => {
  const text = file(
    event("DTSTART:20261201T100000Z", "DTEND:20261201T110000Z", "TRANSP:TRANSPARENT"),
    event("DTSTART:20261201T120000Z", "DTEND:20261201T130000Z", "STATUS:CANCELLED"),
    event("DTSTART:20261201T140000Z", "DTEND:20261201T150000Z"),
    event("DTSTART:20261201T143000Z", "DTEND:20261201T144500Z"),
    event("DTSTART:20261201T150000Z", "DTEND:20261201T153000Z"),
  );
  expect(read(text)).toEqual(["2026-12-01T14:00/2026-12-01T15:30"]);
});

test("a weekly hour keeps its wall time over a change of the clocks; exceptions count", () => {
  const series = event(
    "DTSTART;TZID=Europe/London:20260105T170000",
    "DTEND;TZID=Europe/London:20260105T180000",
    "RRULE:FREQ=WEEKLY;UNTIL=20270406T000000Z",
    "EXDATE;TZID=Europe/London:20270322T170000",
  );
  const moved = event(
    "RECURRENCE-ID;TZID=Europe/London:20270315T170000",
    "DTSTART;TZID=Europe/London:20270316T090000",
    "DTEND;TZID=Europe/London:20270316T093000",
  );
  const found = read(file(series, moved)) ?? [];
  expect(found.slice(-4)).toEqual([
    "2027-03-08T17:00/2027-03-08T18:00",
    "2027-03-16T09:00/2027-03-16T09:30",
    "2027-03-29T16:00/2027-03-29T17:00",
    "2027-04-05T16:00/2027-04-05T17:00",
  ]);
});

test("an event that names its further dates itself has them all, less those taken out", () => {
  const dates = event(
    "DTSTART;TZID=Europe/London:20261201T100000",
    "DURATION:PT1H",
    "RDATE;TZID=Europe/London:20261208T100000,20261222T100000",
    "RDATE;VALUE=DATE-TIME:20270105T100000Z",
    "EXDATE;TZID=Europe/London:20261208T100000",
  );
  expect(read(file(dates))).toEqual([
    "2026-12-01T10:00/2026-12-01T11:00",
    "2026-12-22T10:00/2026-12-22T11:00",
    "2027-01-05T10:00/2027-01-05T11:00",
  ]);
  const moved = event(
    "RECURRENCE-ID:20261201T100000Z",
    "DTSTART:20261202T100000Z",
    "DTEND:20261202T110000Z",
  );
  expect(read(file(dates, moved))?.slice(0, 1)).toEqual(["2026-12-02T10:00/2026-12-02T11:00"]);
});

test("of a rule that nobody could keep, the first time counts; dates that mean nothing are passed over", () => {
  for (const more of ["RRULE:FREQ=HOURLY;COUNT=4", "RRULE:FREQ=MINUTELY", "EXDATE:nonsense"])
    expect(read(file(event("DTSTART:20261201T100000Z", "DURATION:PT1H", more)))).toEqual([
      "2026-12-01T10:00/2026-12-01T11:00",
    ]);
});

test("rules that never end, never come or come every second are read in no time", () => {
  const rules = [
    ...["FREQ=SECONDLY", "FREQ=MINUTELY;BYHOUR=25", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"],
    ...["FREQ=WEEKLY;INTERVAL=0", "FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "NONSENSE"],
    ...["FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23"],
  ];
  const started = performance.now();
  for (const rule of rules)
    read(file(event("DTSTART:19700101T100000Z", "DURATION:PT1H", `RRULE:${rule}`)));
  expect(performance.now() - started).toBeLessThan(5_000);
});

test.each(["", "hello", "<html></html>", "BEGIN:VCARD\r\nEND:VCARD", "BEGIN:VCALENDAR", "\0\0"])(
  "what is no calendar is null: %j",
  (text) => {
    expect(read(text)).toBeUndefined();
  },
);

test("an empty calendar says that nobody is busy; broken events are passed over", () => {
  expect(read(file())).toEqual([]);
  const broken = event("DTSTART:nonsense", "DTEND:20261201T110000Z");
  const backwards = event("DTSTART:20261202T110000Z", "DTEND:20261202T100000Z");
  const fine = event("DTSTART:20261201T100000Z", "DTEND:20261201T110000Z");
  expect(read(file(broken, backwards, fine))).toEqual(["2026-12-01T10:00/2026-12-01T11:00"]);
});
