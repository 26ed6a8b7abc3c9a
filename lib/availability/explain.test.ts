import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day, minuteOf, startOfDay, wallTimeOf } from "@/lib/core/time";
import { type ExplainedDay, explainDays, type Reason, waysIn } from "./explain.rules";
import { groupByDay, openSlots, type Plan, planAt, takenBy } from "./rules";
import type { ServiceTiming } from "./schema";

const HERE = "01920000-0000-7000-8000-000000000001";
const THERE = "01920000-0000-7000-8000-000000000002";
const zone = "Europe/London";
const hourly: ServiceTiming = {
  durationMinutes: 60,
  stepMinutes: 60,
  bufferBefore: 0,
  bufferAfter: 0,
  minNoticeMinutes: 0,
  horizonDays: 60,
  sameDay: true,
  opensOn: null,
  closesOn: null,
};
const week: Plan = {
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start: "09:00", end: "17:00" })),
  overrides: [],
};
const monday: Day = "2026-06-01";

type Change = {
  plan?: Plan;
  service?: Partial<ServiceTiming>;
  busy?: { start: number; end: number }[];
  fullDays?: Day[];
  now?: string;
  at?: string;
};
function ask(change: Change = {}) {
  const plan = change.plan ?? week;
  return {
    ...planAt(plan, HERE),
    plan,
    placeId: HERE,
    busy: change.busy ?? [],
    fullDays: change.fullDays ?? [],
    service: { ...hourly, ...change.service },
    zone: change.at ?? zone,
    now: new Date(change.now ?? "2026-05-31T12:00Z"),
  };
}
const on = (day: Day, change: Change = {}, taken: Parameters<typeof explainDays>[3] = []) =>
  explainDays(ask(change), day, 1, taken)[0] as ExplainedDay;
const whys = (explained: ExplainedDay) => explained.reasons.map((reason) => reason.why);
const at = (text: string) => minuteOf(new Date(text));

describe("each reason in its own case", () => {
  test("an ordinary day has none", () => {
    expect(on(monday)).toEqual({ day: monday, free: 8, possible: 8, reasons: [] });
  });

  test.each<[string, Day, Change, Reason["why"][], number]>([
    ["yesterday", "2026-05-29", {}, ["past"], 0],
    ["Sunday without hours", "2026-06-07", {}, ["no_hours"], 0],
    [
      "a day that differs: closed",
      monday,
      { plan: { ...week, overrides: [{ day: monday, closed: true }] } },
      ["closed_day"],
      0,
    ],
    [
      "open elsewhere",
      monday,
      {
        plan: {
          hours: [{ weekday: 1, start: "09:00", end: "17:00", placeId: THERE }],
          overrides: [],
        },
      },
      ["elsewhere"],
      0,
    ],
    [
      "a day that differs, elsewhere",
      monday,
      {
        plan: {
          ...week,
          overrides: [{ day: monday, hours: [{ start: "09:00", end: "12:00", placeId: THERE }] }],
        },
      },
      ["elsewhere"],
      0,
    ],
    [
      "hours shorter than the lesson",
      monday,
      { service: { durationMinutes: 540 } },
      ["too_short"],
      0,
    ],
    ["notice of two days", monday, { service: { minNoticeMinutes: 2880 } }, ["notice"], 0],
    [
      "some of it within the notice",
      monday,
      { service: { minNoticeMinutes: 24 * 60 } },
      ["notice"],
      4,
    ],
    ["later today", monday, { now: "2026-06-01T11:00Z" }, ["gone"], 5],
    [
      "not on the day itself",
      monday,
      { now: "2026-06-01T11:00Z", service: { sameDay: false } },
      ["gone", "same_day"],
      0,
    ],
    ["beyond the horizon", monday, { service: { horizonDays: 0 } }, ["horizon"], 0],
    ["before the range", monday, { service: { opensOn: "2026-06-02" } }, ["before_range"], 0],
    ["after the range", monday, { service: { closesOn: "2026-05-31" } }, ["after_range"], 0],
    ["a full day", monday, { fullDays: [monday] }, ["full"], 0],
  ])("%s", (_, day, change, expected, free) => {
    const explained = on(day, change);
    expect(whys(explained)).toEqual(expected);
    expect(explained.free).toBe(free);
  });

  test("a night on which the clocks jump over the hours", () => {
    const plan: Plan = { hours: [{ weekday: 7, start: "01:00", end: "02:00" }], overrides: [] };
    const explained = on("2026-03-29", { plan, now: "2026-03-27T12:00Z" });
    expect(explained).toMatchObject({
      free: 0,
      possible: 0,
      reasons: [{ why: "clocks", lost: 1 }],
    });
  });

  test("taken time says by what, in minutes of the hours", () => {
    const taken = [
      { kind: "lessons" as const, ...takenBy(hourly, at("2026-06-01T08:00Z")) },
      { kind: "blocks" as const, start: at("2026-06-01T06:00Z"), end: at("2026-06-01T09:30Z") },
      { kind: "outside" as const, start: at("2026-06-01T14:15Z"), end: at("2026-06-01T14:30Z") },
      { kind: "way" as const, start: at("2026-06-01T15:30Z"), end: at("2026-06-01T18:00Z") },
    ];
    expect(on(monday, { busy: taken }, taken)).toEqual({
      day: monday,
      free: 4,
      possible: 8,
      reasons: [
        { why: "taken", lost: 4, minutes: { lessons: 60, blocks: 90, outside: 15, way: 30 } },
      ],
    });
  });

  test("the way is what is left of the taken time", () => {
    expect(
      waysIn(
        [
          { start: 0, end: 100 },
          { start: 80, end: 130 },
          { start: 200, end: 220 },
        ],
        [
          { start: 20, end: 60 },
          { start: 60, end: 70 },
          { start: 200, end: 220 },
        ],
      ),
    ).toEqual([
      { kind: "way", start: 0, end: 20 },
      { kind: "way", start: 70, end: 130 },
    ]);
  });
});

const quarter = fc.integer({ min: 0, max: 95 });
const window = fc
  .tuple(quarter, fc.integer({ min: 1, max: 40 }), fc.constantFrom(undefined, HERE, THERE))
  .map(([start, length, placeId]) => ({
    start: wallTimeOf(start * 15),
    end: wallTimeOf(Math.min(96, start + length) * 15),
    ...(placeId && { placeId }),
  }));
const offset = fc.integer({ min: -2, max: 6 });
const zones = fc.constantFrom(
  ["Europe/London", "2026-03-28"],
  ["America/New_York", "2026-10-31"],
  ["Africa/Cairo", "2027-04-29"],
  ["Australia/Lord_Howe", "2026-10-03"],
  ["UTC", "2026-06-01"],
);
const world = fc
  .record({
    where: zones,
    hours: fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 7 }), window)
        .map(([weekday, one]) => ({ weekday, ...one })),
      { minLength: 1, maxLength: 12 },
    ),
    overrides: fc.uniqueArray(fc.tuple(offset, fc.array(window, { maxLength: 2 })), {
      maxLength: 3,
      selector: ([n]) => n,
    }),
    busy: fc.array(
      fc.tuple(fc.integer({ min: -1440, max: 8 * 1440 }), fc.integer({ min: 1, max: 900 })),
      {
        maxLength: 6,
      },
    ),
    full: fc.array(offset, { maxLength: 2 }),
    service: fc.record({
      durationMinutes: fc.constantFrom(15, 45, 60, 120),
      stepMinutes: fc.constantFrom(null, 15, 25, 60),
      bufferBefore: fc.constantFrom(0, 10),
      bufferAfter: fc.constantFrom(0, 15),
      minNoticeMinutes: fc.constantFrom(0, 0, 180, 1440, 3000),
      horizonDays: fc.constantFrom(1, 3, 60),
      sameDay: fc.boolean(),
      opensOn: fc.option(offset),
      closesOn: fc.option(offset),
    }),
    nowAfter: fc.integer({ min: -1440, max: 4 * 1440 }),
  })
  .map(({ where: [zoneOf = "UTC", first = "2026-06-01"], ...one }) => {
    const day = (n: number) => addDays(first, n);
    const from = minuteOf(startOfDay(first, zoneOf));
    const plan: Plan = {
      hours: one.hours,
      overrides: one.overrides.map(([n, hours]) =>
        hours.length > 0 ? { day: day(n), hours } : { day: day(n), closed: true as const },
      ),
    };
    const { opensOn, closesOn, ...service } = one.service;
    return {
      first,
      question: {
        ...planAt(plan, HERE),
        plan,
        placeId: HERE,
        busy: one.busy.map(([start, length]) => ({
          start: from + start,
          end: from + start + length,
        })),
        fullDays: one.full.map(day),
        service: {
          ...service,
          opensOn: opensOn === null ? null : day(opensOn),
          closesOn: closesOn === null ? null : day(closesOn),
        },
        zone: zoneOf,
        now: new Date((from + one.nowAfter) * 60_000),
      },
    };
  });

describe("over random plans", () => {
  test("a day is free exactly when families are offered a time, and what is missing has its reasons", () => {
    let closed = 0;
    let less = 0;
    fc.assert(
      fc.property(world, ({ question, first }) => {
        const range = {
          from: startOfDay(first, question.zone),
          to: startOfDay(addDays(first, 7), question.zone),
        };
        const slots = groupByDay(openSlots({ ...question, ...range }), question.zone);
        const days = explainDays(question, first, 7, []);
        expect(days.map((one) => one.day)).toEqual(
          Array.from({ length: 7 }, (_, i) => addDays(first, i)),
        );
        for (const one of days) {
          expect(one.free).toBe(slots.get(one.day)?.length ?? 0);
          expect(one.free).toBeLessThanOrEqual(one.possible);
          if (one.free === 0) expect(one.reasons).not.toEqual([]);
          if (one.free < one.possible) {
            const lost = one.reasons.reduce(
              (sum, reason) =>
                sum +
                (reason.why === "past" ? one.possible : 0) +
                ("lost" in reason && reason.why !== "clocks" ? reason.lost : 0),
              0,
            );
            expect(lost).toBeGreaterThanOrEqual(one.possible - one.free);
            less += 1;
          } else if (one.possible > 0) {
            expect(one.reasons.filter((reason) => reason.why !== "clocks")).toEqual([]);
          } else closed += 1;
        }
      }),
      { numRuns: 400, seed: 81 },
    );
    expect(closed).toBeGreaterThan(200);
    expect(less).toBeGreaterThan(200);
  }, 30_000);
});
