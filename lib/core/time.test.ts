import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  dayFromNumber,
  dayNumber,
  dayOfWeek,
  day as daySchema,
  daysBetween,
  instantOf,
  isDay,
  isZone,
  minuteAfter,
  minuteOf,
  minutesOfDay,
  startOfDay,
  systemNow,
  today,
  toInstant,
  wallOf,
  wallTime,
  wallTimeEnd,
  wallTimeOf,
  zone as zoneSchema,
} from "./time";

const iso = (date: Date) => date.toISOString().slice(0, 16);

describe("wall time to instant", () => {
  test("an ordinary time", () => {
    const found = toInstant("2026-11-22", "09:30", "Europe/London");
    expect(found).toEqual({ kind: "ok", instant: new Date("2026-11-22T09:30Z") });
  });

  test.each([
    ["2027-03-14", "02:30", "America/New_York"],
    ["2027-10-03", "02:15", "Australia/Lord_Howe"],
    ["2027-04-30", "00:00", "Africa/Cairo"],
    ["2027-03-28", "01:00", "Antarctica/Troll"],
    ["2011-12-30", "12:00", "Pacific/Apia"],
  ])("%s %s in %s does not exist", (day, time, zone) => {
    expect(toInstant(day, time, zone)).toEqual({ kind: "gap" });
  });

  test.each([
    ["2027-11-07", "01:30", "America/New_York", "2027-11-07T05:30", 60],
    ["2027-10-31", "02:30", "Europe/Berlin", "2027-10-31T00:30", 60],
    ["2027-04-04", "01:45", "Australia/Lord_Howe", "2027-04-03T14:45", 30],
    ["2027-10-31", "01:30", "Antarctica/Troll", "2027-10-30T23:30", 120],
    ["2027-10-31", "01:30", "Europe/Dublin", "2027-10-31T00:30", 60],
  ])("%s %s in %s happens twice", (day, time, zone, first, minutesLater) => {
    const found = toInstant(day, time, zone);
    expect(found.kind).toBe("overlap");
    if (found.kind !== "overlap") return;
    expect(iso(found.instant)).toBe(first);
    expect(minuteOf(found.second) - minuteOf(found.instant)).toBe(minutesLater);
  });

  test("the ends of a gap and of an overlap are ordinary times", () => {
    expect(toInstant("2027-03-14", "01:59", "America/New_York").kind).toBe("ok");
    expect(toInstant("2027-03-14", "03:00", "America/New_York").kind).toBe("ok");
    expect(toInstant("2027-11-07", "00:59", "America/New_York").kind).toBe("ok");
    expect(toInstant("2027-11-07", "02:00", "America/New_York").kind).toBe("ok");
  });

  test("junk is refused, not guessed", () => {
    for (const time of ["24:00", "9:30", "09:60", "", "09:30:30"]) {
      expect(() => toInstant("2027-03-14", time, "Europe/London")).toThrow(RangeError);
    }
    expect(() => toInstant("2027-02-29", "09:00", "Europe/London")).toThrow(RangeError);
    expect(() => toInstant("2027-02-28", "09:00", "Mars/Olympus")).toThrow(RangeError);
  });

  test("every conversion reads back as the wall time that was asked for", () => {
    const zones = ["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kathmandu"];
    fc.assert(
      fc.property(
        fc.integer({ min: dayNumber("2024-01-01"), max: dayNumber("2035-12-31") }),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom(...zones),
        (number, minutes, zone) => {
          const found = toInstant(dayFromNumber(number), wallTimeOf(minutes), zone);
          const instants = found.kind === "gap" ? [] : [found.instant];
          if (found.kind === "overlap") instants.push(found.second);
          for (const instant of instants) {
            const wall = wallOf(instant, zone);
            expect(wall).toMatchObject({ day: dayFromNumber(number), time: wallTimeOf(minutes) });
          }
        },
      ),
      { numRuns: 500, seed: 11 },
    );
  });
});

describe("instant to wall time", () => {
  test("carries the offset, so that a repeated time can be labelled", () => {
    const wall = { day: "2027-10-31", time: "02:30" };
    expect(wallOf(new Date("2027-10-31T00:30Z"), "Europe/Berlin")).toEqual({
      ...wall,
      offsetMinutes: 120,
    });
    expect(wallOf(new Date("2027-10-31T01:30Z"), "Europe/Berlin")).toEqual({
      ...wall,
      offsetMinutes: 60,
    });
  });

  test("quarter-hour and negative offsets", () => {
    const noon = new Date("2026-11-22T12:00Z");
    expect(wallOf(noon, "Asia/Kathmandu")).toMatchObject({ time: "17:45", offsetMinutes: 345 });
    expect(wallOf(noon, "America/St_Johns")).toMatchObject({ time: "08:30", offsetMinutes: -210 });
    expect(wallOf(noon, "Pacific/Chatham")).toMatchObject({ day: "2026-11-23", time: "01:45" });
  });

  test("today is the day on the wall, not the day in London", () => {
    const now = new Date("2026-11-22T10:30Z");
    expect(today(now, "Pacific/Kiritimati")).toBe("2026-11-23");
    expect(today(now, "Pacific/Pago_Pago")).toBe("2026-11-21");
  });
});

describe("the start of a day", () => {
  test.each([
    ["2027-03-14", "America/New_York", "2027-03-14T05:00"],
    ["2027-04-30", "Africa/Cairo", "2027-04-29T22:00"],
    ["2027-03-28", "Asia/Beirut", "2027-03-27T22:00"],
    ["2027-09-05", "America/Santiago", "2027-09-05T04:00"],
    ["2027-10-31", "America/Havana", "2027-10-31T04:00"],
  ])("%s in %s", (day, zone, expected) => {
    expect(iso(startOfDay(day, zone))).toBe(expected);
  });

  test("a day without midnight begins at the first moment that exists", () => {
    expect(wallOf(startOfDay("2027-04-30", "Africa/Cairo"), "Africa/Cairo").time).toBe("01:00");
  });
});

describe("days", () => {
  test("month ends, leap days, and counting across a change of the clocks", () => {
    expect(addDays("2027-12-31", 1)).toBe("2028-01-01");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2027-03-01", -1)).toBe("2027-02-28");
    expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
    expect(addMonths("2026-11-30", 3)).toBe("2027-02-28");
    expect(daysBetween("2027-03-13", "2027-03-15")).toBe(2);
    expect(daysBetween("2027-03-15", "2027-03-13")).toBe(-2);
  });

  test("Monday is 1 and Sunday is 7, before and after 1970", () => {
    expect(dayOfWeek("2026-11-23")).toBe(1);
    expect(dayOfWeek("2026-11-22")).toBe(7);
    expect(dayOfWeek("1969-12-31")).toBe(3);
    expect(dayOfWeek("1900-01-01")).toBe(1);
  });

  test("adding days is counting them", () => {
    const number = fc.integer({ min: dayNumber("1900-01-01"), max: dayNumber("2199-12-31") });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [from, to] = [dayFromNumber(a), dayFromNumber(b)];
        expect(addDays(from, daysBetween(from, to))).toBe(to);
        expect(isDay(from)).toBe(true);
      }),
      { seed: 12 },
    );
  });
});

describe("borders", () => {
  test("minutes", () => {
    expect(minutesOfDay("24:00")).toBe(1440);
    expect(minutesOfDay("09:05:00")).toBe(545);
    expect(wallTimeOf(545)).toBe("09:05");
    expect(minuteOf(new Date("2026-11-22T09:00:59.999Z"))).toBe(
      minuteOf(new Date("2026-11-22T09:00Z")),
    );
    expect(minuteAfter(new Date("2026-11-22T09:00:00.001Z"))).toBe(
      minuteOf(new Date("2026-11-22T09:01Z")),
    );
    expect(instantOf(minuteOf(new Date("2026-11-22T09:00Z")))).toEqual(
      new Date("2026-11-22T09:00Z"),
    );
  });

  test("zones have one spelling", () => {
    for (const name of [
      "Europe/London",
      "UTC",
      "Asia/Kolkata",
      "Europe/Kyiv",
      "America/Port-au-Prince",
    ]) {
      expect(isZone(name), name).toBe(true);
    }
    for (const name of [
      "europe/london",
      "+02:00",
      "Mars/Olympus",
      "",
      "London",
      "E".repeat(5000),
    ]) {
      expect(isZone(name), name.slice(0, 20)).toBe(false);
    }
    expect(zoneSchema.safeParse("UTC").success).toBe(true);
    expect(zoneSchema.safeParse("utc").error?.issues[0]?.message).toBe("errors:zone");
  });

  test("days and times", () => {
    expect(daySchema.parse("2028-02-29")).toBe("2028-02-29");
    for (const text of [
      "2027-02-29",
      "27-02-01",
      "0026-11-22",
      "2026-1-1",
      "2026-11-22T00:00",
      "\0",
    ]) {
      expect(daySchema.safeParse(text).success, text).toBe(false);
    }
    expect(wallTime.parse("23:59")).toBe("23:59");
    expect(wallTime.safeParse("24:00").success).toBe(false);
    expect(wallTimeEnd.parse("24:00")).toBe("24:00");
    expect(wallTimeEnd.safeParse("24:01").success).toBe(false);
  });

  test("every zone this runtime knows is a zone", () => {
    expect(Intl.supportedValuesOf("timeZone").filter((name) => !isZone(name))).toEqual([]);
  });

  test("the system clock moves forward", () => {
    expect(systemNow().getTime()).toBeLessThanOrEqual(systemNow().getTime());
  });
});

test.each([
  ...[
    "Europe/London",
    "America/New_York",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Africa/Cairo",
  ],
  ...["America/Santiago", "Asia/Kathmandu", "Pacific/Apia", "UTC"],
])("the wall around every change of the clocks since 1975: %s", (zone) => {
  let at = Temporal.Instant.from("1975-01-01T00:00Z").toZonedDateTimeISO(zone);
  for (let next = at.getTimeZoneTransition("next"); next && next.year < 2038; ) {
    for (const ms of [-3_600_000, -1, 0, 1, 59_999, 3_600_000, 40 * 86_400_000]) {
      const there = next.add({ milliseconds: ms });
      expect(wallOf(new Date(there.epochMilliseconds), zone)).toEqual({
        day: there.toPlainDate().toString(),
        time: wallTimeOf(there.hour * 60 + there.minute),
        offsetMinutes: Math.floor(there.offsetNanoseconds / 60e9),
      });
    }
    at = next;
    next = at.getTimeZoneTransition("next");
  }
});
