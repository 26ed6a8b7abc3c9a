import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gridCases, gridFingerprint } from "@/bench/slots/grid";
import { wallTimeOf } from "@/lib/core/time";
import {
  oracleSlots,
  type PlacedQuestion,
  RUN_UP,
  type Walk,
  walk,
  walkFor,
  wallShown,
} from "./oracle";
import { groupByDay, openSlots, planAt } from "./rules";
import type { Busy, DateOverride, WeeklyHours } from "./schema";

// RELIABILITY 5.9, and the zones whose clocks change at midnight.
const ZONES = [
  "America/New_York",
  "Europe/Berlin",
  "Europe/Dublin",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
  "America/Sao_Paulo",
  "Asia/Gaza",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Antarctica/Troll",
  "Pacific/Chatham",
  "UTC",
  "Africa/Cairo",
  "Asia/Beirut",
  "America/Santiago",
  "America/Havana",
  "America/Nuuk",
];
const FIRST = Date.UTC(2024, 0, 1) / 60_000;
const LAST = Date.UTC(2036, 0, 1) / 60_000;
const DAY = 1440;

/** Noons (UTC) after which the wall moves by something else than a day within 24 hours. */
function changes(zone: string): number[] {
  const found: number[] = [];
  for (let at = FIRST + DAY / 2; at < LAST; at += DAY) {
    if (wallShown(at + DAY, zone) - wallShown(at, zone) !== DAY) found.push(at);
  }
  return found.length > 0 ? found : [Date.UTC(2027, 2, 27, 12) / 60_000];
}

const places = ZONES.map((zone) => ({ zone, changes: changes(zone) }));
const walks = new Map<string, Walk>();
function walkAround(zone: string, change: number): Walk {
  const key = `${zone} ${change}`;
  const known = walks.get(key);
  if (known) return known;
  const made = walk(zone, change - DAY - RUN_UP, change + 2 * DAY + 300);
  walks.set(key, made);
  return made;
}

const quarter = (max: number) => fc.integer({ min: 0, max: max / 5 }).map((n) => n * 5);
const HERE = "01920000-0000-7000-8000-000000000001";
const THERE = "01920000-0000-7000-8000-000000000002";
const window = fc
  .tuple(
    quarter(1435),
    fc.integer({ min: 1, max: 288 }),
    fc.constantFrom(undefined, undefined, HERE, THERE),
  )
  .map(([start, length, placeId]) => ({
    start: wallTimeOf(start),
    end: wallTimeOf(Math.min(1440, start + length * 5)),
    ...(placeId && { placeId }),
  }));
const hours: fc.Arbitrary<WeeklyHours[]> = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 7 }), window).map(([weekday, open]) => ({ weekday, ...open })),
  { minLength: 3, maxLength: 14 },
);

const around = fc.integer({ min: -2, max: 3 });
const question: fc.Arbitrary<{ question: PlacedQuestion; change: number }> = fc
  .constantFrom(...places)
  .chain(({ zone, changes }) =>
    fc.record({
      zone: fc.constant(zone),
      change: fc.constantFrom(...changes),
      hours,
      overrides: fc.array(
        fc.tuple(fc.integer({ min: -1, max: 2 }), fc.array(window, { maxLength: 2 })),
        { maxLength: 2 },
      ),
      busy: fc.array(
        fc.tuple(fc.integer({ min: -DAY, max: 2 * DAY }), fc.integer({ min: 1, max: 300 })),
        { maxLength: 8 },
      ),
      service: fc.record({
        durationMinutes: fc.constantFrom(5, 20, 30, 45, 60, 90, 150),
        stepMinutes: fc.constantFrom(null, 5, 7, 15, 25, 30, 60),
        bufferBefore: fc.constantFrom(0, 0, 5, 10, 30),
        bufferAfter: fc.constantFrom(0, 0, 5, 15, 30),
        minNoticeMinutes: fc.constantFrom(0, 0, 90, 720, 1440),
        horizonDays: fc.constantFrom(0, 1, 2, 60),
        sameDay: fc.constantFrom(true, true, false),
        opensOn: fc.option(around, { freq: 1 }),
        closesOn: fc.option(around, { freq: 1 }),
      }),
      full: fc.oneof(
        { weight: 2, arbitrary: fc.array(around, { maxLength: 0 }) },
        { weight: 1, arbitrary: fc.array(around, { maxLength: 2 }) },
      ),
      startsAfter: fc.integer({ min: 0, max: DAY }),
      length: fc.integer({ min: 1, max: 2 * DAY }),
      nowBefore: fc.integer({ min: -DAY, max: 3 * DAY }),
    }),
  )
  .map(({ zone, change, startsAfter, length, nowBefore, full, ...rest }) => {
    const dayAt = (offset: number): string =>
      new Date((change + offset * DAY) * 60_000).toISOString().slice(0, 10);
    const { hours, overrides, busy, service } = rest;
    const plan = {
      hours,
      overrides: unique(
        overrides.map(([offset, open]): DateOverride => {
          const day = dayAt(offset);
          return open.length > 0 ? { day, hours: open } : { day, closed: true };
        }),
      ),
    };
    const question = {
      ...planAt(plan, HERE),
      plan,
      placeId: HERE,
      zone,
      fullDays: full.map(dayAt),
      service: {
        ...service,
        opensOn: service.opensOn === null ? null : dayAt(service.opensOn),
        closesOn: service.closesOn === null ? null : dayAt(service.closesOn),
      },
      busy: busy.map(([at, minutes]): Busy => ({ start: change + at, end: change + at + minutes })),
      from: new Date((change - DAY + startsAfter) * 60_000),
      to: new Date(Math.min(change + 2 * DAY, change - DAY + startsAfter + length) * 60_000),
      now: new Date((change - nowBefore) * 60_000),
    };
    return { change, question };
  });

const unique = (overrides: DateOverride[]): DateOverride[] => [
  ...new Map(overrides.map((override) => [override.day, override])).values(),
];

test("a walk in stretches shows what a look at every minute shows", () => {
  for (const { zone, changes } of places)
    for (const change of changes.slice(-2)) {
      const [from, to] = [change - DAY, change + DAY + 7];
      expect(walk(zone, from, to), zone).toEqual(walk(zone, from, to, 1));
    }
});

describe("the engine agrees with a walk over every minute", () => {
  test("on the 234 cases of the clock-change grid", () => {
    const cases = gridCases();
    expect(cases).toHaveLength(234);
    const walked = new Map<string, Walk>();
    const wrong = cases.filter(({ question, viewer }) => {
      const place = `${question.zone} ${question.from.getTime()}`;
      const path = walked.get(place) ?? walkFor(question);
      walked.set(place, path);
      const slots = openSlots(question);
      const days = [...groupByDay(slots, viewer)].flatMap(([day, list]) =>
        list.map((slot) => `${day} ${slot}`),
      );
      const expected = oracleSlots(question, path).map((slot) => {
        const day = Math.floor(wallShown(slot, viewer) / DAY);
        return `${new Date(day * 86_400_000).toISOString().slice(0, 10)} ${slot}`;
      });
      return days.join() !== expected.join();
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("on random plans around changes of the clocks, 2024 to 2035", () => {
    let offered = 0;
    fc.assert(
      fc.property(question, ({ question, change }) => {
        const slots = openSlots(question);
        offered += slots.length;
        expect(slots).toEqual(oracleSlots(question, walkAround(question.zone, change)));
      }),
      { numRuns: 1500, seed: 41 },
    );
    expect(offered).toBeGreaterThan(10_000);
  }, 60_000);
});

test("the zone of the process does not matter", () => {
  const here = gridFingerprint();
  expect(here).toMatch(/^[0-9a-f]{64}$/);
  for (const TZ of ["Pacific/Apia", "America/St_Johns"]) {
    const run = spawnSync(process.execPath, ["--import", "tsx", "bench/slots/fingerprint.ts"], {
      env: { ...process.env, TZ, NODE_OPTIONS: "" },
      encoding: "utf8",
    });
    expect(run.stdout.trim(), run.stderr).toBe(`${TZ} ${here}`);
  }
}, 30_000);
