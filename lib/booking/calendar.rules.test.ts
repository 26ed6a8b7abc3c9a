import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/core/time";
import {
  dayParts,
  freeSpans,
  hoursOn,
  hoursSeen,
  instantOn,
  minutesIn,
  outsideHours,
  readReason,
  type Span,
  union,
} from "./calendar.rules";

const spans = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 1, max: 400 }))
    .map(([start, length]): Span => ({ start, end: Math.min(1440, start + length) })),
  { maxLength: 12 },
);
const minutes = (list: readonly Span[]) => {
  const found = new Set<number>();
  for (const { start, end } of list) for (let at = start; at < end; at++) found.add(at);
  return found;
};

describe("free time", () => {
  test("is the open minutes that nobody has, each told once", () => {
    fc.assert(
      fc.property(spans, spans, (open, taken) => {
        const busy = minutes(taken);
        const wanted = [...minutes(open)].filter((at) => !busy.has(at));
        const free = freeSpans(open, taken);
        expect([...minutes(free)].sort((a, b) => a - b)).toEqual(wanted.sort((a, b) => a - b));
        expect(minutesIn(free)).toBe(wanted.length);
        expect(union(free)).toEqual(free);
      }),
    );
  });
});

const plan = {
  hours: [
    { weekday: 2, start: "09:00", end: "12:00" },
    { weekday: 2, start: "18:00", end: "20:00" },
  ],
  overrides: [
    { day: "2026-12-01", closed: true as const },
    { day: "2026-12-08", hours: [{ start: "07:00", end: "08:00" }] },
  ],
};

test("a day that differs replaces the week's hours", () => {
  expect(hoursOn(plan, "2026-11-24")).toEqual([
    { start: 540, end: 720 },
    { start: 1080, end: 1200 },
  ]);
  expect(hoursOn(plan, "2026-12-01")).toEqual([]);
  expect(hoursOn(plan, "2026-12-08")).toEqual([{ start: 420, end: 480 }]);
  expect(hoursOn(plan, "2026-11-25")).toEqual([]);
});

describe("a stretch of time as the wall shows it", () => {
  test("a lesson is one part, a holiday one a day, and midnight ends a day", () => {
    const part = (from: string, until: string) =>
      dayParts(new Date(from), new Date(until), "Europe/London");
    expect(part("2026-11-24T14:15Z", "2026-11-24T15:30Z")).toEqual([
      { day: "2026-11-24", start: 855, end: 930 },
    ]);
    expect(part("2026-07-06T23:00Z", "2026-07-08T23:00Z")).toEqual([
      { day: "2026-07-07", start: 0, end: 1440 },
      { day: "2026-07-08", start: 0, end: 1440 },
    ]);
  });

  test("what ends before it begins, as the clocks went back in it, is as long as it is", () => {
    const part = (from: string, until: string) =>
      dayParts(new Date(from), new Date(until), "Europe/London");
    const [at] = ["2026-10-25"];
    expect(part("2026-10-25T00:30Z", "2026-10-25T01:30Z")).toEqual([
      { day: at, start: 90, end: 150 },
    ]);
    expect(part("2026-10-25T00:45Z", "2026-10-25T01:15Z")).toEqual([
      { day: at, start: 105, end: 135 },
    ]);
    expect(part("2026-10-25T00:15Z", "2026-10-25T01:30Z")).toEqual([
      { day: at, start: 75, end: 90 },
    ]);
    // In Havana the clocks go back to midnight, in the Azores over it.
    expect(
      dayParts(new Date("2026-10-25T00:45Z"), new Date("2026-10-25T01:30Z"), "Atlantic/Azores"),
    ).toEqual([{ day: "2026-10-25", start: 45, end: 90 }]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * 24 * 400 }),
        fc.integer({ min: 1, max: 480 }),
        fc.constantFrom(
          "Europe/London",
          "Atlantic/Azores",
          "America/Havana",
          "Australia/Lord_Howe",
        ),
        (from, length, zone) => {
          const start = new Date(Date.UTC(2026, 0, 1, 0, from));
          const end = new Date(start.getTime() + length * 60_000);
          expect(dayParts(start, end, zone).length).toBeGreaterThan(0);
        },
      ),
    );
  });

  test("parts follow one another without a hole, in any zone", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * 24 * 400 }),
        fc.integer({ min: 1, max: 60 * 24 * 9 }),
        fc.constantFrom("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia"),
        (from, length, zone) => {
          const start = new Date(Date.UTC(2026, 0, 1) + from * 60_000);
          const parts = dayParts(start, new Date(start.getTime() + length * 60_000), zone);
          for (const [i, one] of parts.entries()) {
            const next = parts[i + 1];
            if (!next) continue;
            expect(next.day).toBe(addDays(one.day, 1));
            expect([one.end, next.start]).toEqual([1440, 0]);
          }
        },
      ),
    );
  });
});

test("hours at a place in another zone stand where they are on the practice's wall", () => {
  const [here, there] = [
    "01920000-0000-7000-8000-000000000001",
    "01920000-0000-7000-8000-000000000002",
  ];
  const split = {
    hours: [
      { weekday: 2, start: "09:00", end: "12:00", placeId: here },
      { weekday: 2, start: "09:00", end: "12:00", placeId: there },
      { weekday: 3, start: "06:00", end: "10:00", placeId: there },
    ],
    overrides: [{ day: "2026-12-01", hours: [{ start: "20:00", end: "24:00", placeId: there }] }],
  };
  const seen = (day: string, zone: string) =>
    hoursSeen(split, day, "Europe/London", new Map([[there, zone]]));
  expect(seen("2026-11-24", "America/New_York")).toEqual([
    { start: 540, end: 720 },
    { start: 840, end: 1020 },
  ]);
  // Wednesday morning in Tokyo is Tuesday night in London; a day that differs closes the other place.
  expect(seen("2026-11-24", "Asia/Tokyo")).toEqual([
    { start: 0, end: 180 },
    { start: 540, end: 720 },
    { start: 1260, end: 1440 },
  ]);
  expect(seen("2026-12-01", "America/New_York")).toEqual([]);
  expect(seen("2026-12-02", "America/New_York")).toEqual([
    { start: 60, end: 300 },
    { start: 660, end: 900 },
  ]);
  expect(hoursSeen(split, "2026-11-24", "Europe/London", new Map())).toHaveLength(2);
});

test("a wall time that the clocks jump over is refused, one that they show twice is the first", () => {
  expect(() => instantOn("2027-03-28", 90, "Europe/London")).toThrow("calendar:errors.gap");
  expect(instantOn("2026-10-25", 90, "Europe/London").toISOString()).toBe(
    "2026-10-25T00:30:00.000Z",
  );
  expect(instantOn("2026-11-24", 1440, "Europe/London").toISOString()).toBe(
    "2026-11-25T00:00:00.000Z",
  );
  // The next day has no midnight: it begins at one, an hour of the clock later.
  expect(instantOn("2027-04-29", 1440, "Africa/Cairo").toISOString()).toBe(
    "2027-04-29T22:00:00.000Z",
  );
});

test("lessons outside the hours are those that no window holds from beginning to end", () => {
  const lesson = (from: string, until: string) => ({
    startsAt: new Date(`2026-11-24T${from}Z`),
    endsAt: new Date(`2026-11-24T${until}Z`),
    zone: "Europe/London",
  });
  const inside = [lesson("09:00", "12:00"), lesson("18:30", "19:30")];
  const out = [lesson("08:45", "09:45"), lesson("11:30", "12:30"), lesson("14:00", "15:00")];
  expect(outsideHours(plan, [...inside, ...out])).toEqual(out);
  // Hours at another place are none here; those of every place are.
  const [here, there] = [
    "01920000-0000-7000-8000-000000000001",
    "01920000-0000-7000-8000-000000000002",
  ];
  const split = {
    hours: [
      { weekday: 2, start: "09:00", end: "12:00", placeId: there },
      { weekday: 2, start: "18:00", end: "20:00" },
    ],
    overrides: [],
  };
  const placed = inside.map((one) => ({ ...one, placeId: here }));
  expect(outsideHours(split, placed)).toEqual([placed[0]]);
  expect(outsideHours(split, inside)).toEqual([]);
  // They are read on the wall of the place: 9:00 in Berlin is 8:00 in London.
  const berlin = { ...lesson("08:00", "09:00"), zone: "Europe/Berlin" };
  expect(outsideHours(plan, [berlin, lesson("08:00", "09:00")])).toHaveLength(1);
});

test("a reason is read by its name", () => {
  expect(readReason("illness")).toBe("illness");
  expect(readReason("plans")).toBe("other");
  expect(readReason(null)).toBeNull();
});
