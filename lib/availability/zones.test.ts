import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf, minuteOf, wallOf, type Zone } from "@/lib/core/time";
import { openSlots } from "./rules";
import { forgetZones, offsetAt, zoneTable } from "./zones";

const iso = (minute: number): string => instantOf(minute).toISOString().slice(0, 16);

/** A day at one window, asked about around a date; starts as "MM-DDThh:mm" in UTC. */
function starts(zone: Zone, day: string, start: string, end: string, minutes = 60, step = 60) {
  const noon = Date.parse(`${day}T12:00Z`);
  return openSlots({
    hours: [],
    overrides: [{ day, hours: [{ start, end }] }],
    busy: [],
    service: {
      durationMinutes: minutes,
      stepMinutes: step,
      bufferBefore: 0,
      bufferAfter: 0,
      minNoticeMinutes: 0,
      horizonDays: 30,
    },
    zone,
    from: new Date(noon - 2 * 86_400_000),
    to: new Date(noon + 2 * 86_400_000),
    now: new Date(noon - 9 * 86_400_000),
  }).map((minute) => iso(minute).slice(5));
}

// Both days of a year on which the clocks change, or two days where they stay. Gaza and
// Casablanca follow Ramadan and decrees, so theirs are days of the past.
test.each<[Zone, string, string, string, string]>([
  ["America/New_York", "2027-03-14", "03-14T17:00", "2027-11-07", "11-07T18:00"],
  ["Europe/Berlin", "2027-03-28", "03-28T11:00", "2027-10-31", "10-31T12:00"],
  ["Europe/Dublin", "2027-03-28", "03-28T12:00", "2027-10-31", "10-31T13:00"],
  ["Australia/Lord_Howe", "2027-10-03", "10-03T02:00", "2027-04-04", "04-04T02:30"],
  ["Pacific/Apia", "2027-04-04", "04-04T00:00", "2027-09-26", "09-26T00:00"],
  ["Africa/Casablanca", "2024-03-10", "03-10T13:00", "2024-04-14", "04-14T12:00"],
  ["America/Sao_Paulo", "2027-02-21", "02-21T16:00", "2027-11-07", "11-07T16:00"],
  ["Asia/Gaza", "2024-04-20", "04-20T10:00", "2024-10-26", "10-26T11:00"],
  ["Asia/Kathmandu", "2027-03-28", "03-28T07:15", "2027-10-31", "10-31T07:15"],
  ["America/St_Johns", "2027-03-14", "03-14T15:30", "2027-11-07", "11-07T16:30"],
  ["Antarctica/Troll", "2027-03-28", "03-28T11:00", "2027-10-31", "10-31T13:00"],
  ["Pacific/Chatham", "2027-09-26", "09-25T23:15", "2027-04-04", "04-04T00:15"],
  ["UTC", "2027-03-28", "03-28T13:00", "2027-10-31", "10-31T13:00"],
])("%s: 13:00 is right on %s and on %s", (zone, one, expectedOne, two, expectedTwo) => {
  expect(starts(zone, one, "13:00", "14:00")).toEqual([expectedOne]);
  expect(starts(zone, two, "13:00", "14:00")).toEqual([expectedTwo]);
});

describe("clocks that change at midnight", () => {
  test.each<[Zone, string, string, string]>([
    ["Africa/Cairo", "2027-04-30", "04-30T06:00", "04-29T22:00"],
    ["Asia/Beirut", "2027-03-28", "03-28T06:00", "03-27T22:00"],
    ["America/Santiago", "2027-09-05", "09-05T12:00", "09-05T04:00"],
  ])("%s on %s: 09:00–17:00 is right, and the day begins at 01:00", (zone, day, nine, one) => {
    const office = starts(zone, day, "09:00", "17:00");
    expect(office).toHaveLength(8);
    expect(office[0]).toBe(nine);
    const all = starts(zone, day, "00:00", "24:00");
    expect(all).toHaveLength(23);
    expect(all[0]).toBe(one);
    expect(starts(zone, day, "00:00", "01:00", 5, 5)).toEqual([]);
  });

  test.each<[Zone, string, string[]]>([
    ["Africa/Cairo", "2027-10-28", ["10-28T19:00", "10-28T19:30", "10-28T20:00"]],
    ["Asia/Beirut", "2027-10-30", ["10-30T19:00", "10-30T19:30", "10-30T20:00"]],
    ["America/Santiago", "2027-04-03", ["04-04T01:00", "04-04T01:30", "04-04T02:00"]],
  ])("%s on %s: the hour before midnight comes twice and is offered once", (zone, day, slots) => {
    expect(starts(zone, day, "22:00", "24:00", 60, 30)).toEqual(slots);
  });
});

describe("gaps", () => {
  test("a lesson may run over a gap when it ends inside the window", () => {
    const berlin = ["03-28T00:30", "03-28T01:00", "03-28T01:30"];
    expect(starts("Europe/Berlin", "2027-03-28", "01:30", "04:30", 60, 30)).toEqual(berlin);
  });

  test("a window that ends or begins in a gap is cut to the minutes that exist", () => {
    expect(starts("Europe/Berlin", "2027-03-28", "01:00", "02:30", 30, 30)).toEqual([
      "03-28T00:00",
      "03-28T00:30",
    ]);
    expect(starts("Europe/Berlin", "2027-03-28", "02:30", "04:00", 30, 30)).toEqual([
      "03-28T01:00",
      "03-28T01:30",
    ]);
    expect(starts("Europe/Berlin", "2027-03-28", "02:00", "03:00", 5, 5)).toEqual([]);
  });

  test("half an hour on Lord Howe", () => {
    expect(starts("Australia/Lord_Howe", "2027-10-03", "01:30", "03:30", 30, 30)).toEqual([
      "10-02T15:00",
      "10-02T15:30",
      "10-02T16:00",
    ]);
  });

  test("Apia had no 30 December 2011", () => {
    expect(starts("Pacific/Apia", "2011-12-30", "00:00", "24:00")).toEqual([]);
    expect(starts("Pacific/Apia", "2011-12-31", "00:00", "24:00")).toHaveLength(24);
  });
});

describe("overlaps: the first occurrence counts", () => {
  const lateBerlin = ["2027-10-31", "02:30", "04:30"] as const;

  test("Berlin, 31 October 2027, 02:30–04:30: no lesson runs into the repeated hour", () => {
    expect(starts("Europe/Berlin", ...lateBerlin, 60, 15)).toEqual([
      "10-31T02:00",
      "10-31T02:15",
      "10-31T02:30",
    ]);
    expect(starts("Europe/Berlin", ...lateBerlin, 30, 30)).toEqual([
      "10-31T00:30",
      "10-31T02:00",
      "10-31T02:30",
      "10-31T03:00",
    ]);
  });

  test("a window that ends in the repeated hour ends the first time round", () => {
    expect(starts("America/New_York", "2027-11-07", "00:30", "01:30", 30, 30)).toEqual([
      "11-07T04:30",
      "11-07T05:00",
    ]);
  });

  test("no wall time is offered twice, not even over two hours in Troll", () => {
    const all = starts("Antarctica/Troll", "2027-10-31", "00:00", "24:00", 30, 30);
    expect(all).toHaveLength(48);
    expect(all.slice(4, 8)).toEqual(["10-31T00:00", "10-31T00:30", "10-31T03:00", "10-31T03:30"]);
  });
});

describe("the table of a zone", () => {
  const minute = (text: string): number => minuteOf(new Date(text));

  test("grows with what is asked and keeps what it knew", () => {
    forgetZones();
    const ask = (from: string, to: string) => zoneTable("Europe/London", minute(from), minute(to));
    const small = ask("2027-06-01T00:00Z", "2027-06-02T00:00Z");
    expect(ask("2027-06-01T12:00Z", "2027-06-01T13:00Z")).toBe(small);
    const wide = ask("2029-06-01T00:00Z", "2029-06-02T00:00Z");
    expect(wide.starts.map(iso)).toEqual([
      iso(wide.from),
      "2027-10-31T01:00",
      "2028-03-26T01:00",
      "2028-10-29T01:00",
      "2029-03-25T01:00",
    ]);
    expect(offsetAt(wide, minute("2027-07-01T00:00Z"))).toBe(60);
    expect(offsetAt(wide, minute("2028-12-31T00:00Z"))).toBe(0);
    expect(ask("2027-06-01T00:00Z", "2029-06-01T00:00Z")).toBe(wide);
  });

  test("says what Temporal says, at any minute in any zone", () => {
    const zones = [...Intl.supportedValuesOf("timeZone"), "UTC"];
    const [first, last] = [minute("2024-01-01T00:00Z"), minute("2036-01-01T00:00Z")];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: first, max: last }), (zone, at) => {
        const table = zoneTable(zone, at, at + 1);
        const wall = wallOf(instantOf(at), zone);
        expect(offsetAt(table, at)).toBe(wall.offsetMinutes);
        const change = table.starts.find((start) => start > at);
        if (change === undefined) return;
        expect(offsetAt(table, change - 1)).toBe(wallOf(instantOf(change - 1), zone).offsetMinutes);
        expect(offsetAt(table, change)).toBe(wallOf(instantOf(change), zone).offsetMinutes);
      }),
      { numRuns: 600, seed: 71 },
    );
  });

  test("is ready for new year's days on both sides", () => {
    forgetZones();
    const zone = "Pacific/Kiritimati";
    expect(starts(zone, "2027-12-31", "23:00", "24:00")).toEqual(["12-31T09:00"]);
    expect(starts(zone, "2028-01-01", "00:00", "01:00")).toEqual(["12-31T10:00"]);
    const table = zoneTable(zone, minute("2028-01-01T00:00Z"), minute("2028-01-01T00:01Z"));
    expect(table.from).toBeLessThanOrEqual(minute("2027-12-30T00:00Z"));
  });

  test("refuses what is not a zone", () => {
    expect(() => zoneTable("Mars/Olympus", 0, 1)).toThrow(RangeError);
  });
});
