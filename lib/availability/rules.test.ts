import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf, minuteOf, wallOf } from "@/lib/core/time";
import {
  busyBetween,
  groupByDay,
  isOpenSlot,
  nextFree,
  openSlots,
  planAt,
  type SlotQuestion,
  takenBy,
  visitMinutes,
} from "./rules";
import type { DateOverride, ServiceTiming, WeeklyHours } from "./schema";

const everyDay = (start: string, end: string): WeeklyHours[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start, end }));
const hourly: ServiceTiming = {
  durationMinutes: 60,
  stepMinutes: 60,
  bufferBefore: 0,
  bufferAfter: 0,
  minNoticeMinutes: 0,
  horizonDays: 90,
};
const at = (text: string): number => minuteOf(new Date(text));
const iso = (slots: number[]): string[] =>
  slots.map((slot) => instantOf(slot).toISOString().slice(0, 16));

function ask(day: string, changes: Partial<SlotQuestion> = {}): SlotQuestion {
  const noon = Date.parse(`${day}T12:00Z`);
  return {
    hours: everyDay("13:00", "18:00"),
    overrides: [],
    busy: [],
    service: hourly,
    zone: "Europe/London",
    from: new Date(noon - 36 * 3_600_000),
    to: new Date(noon + 36 * 3_600_000),
    now: new Date(noon - 7 * 86_400_000),
    ...changes,
  };
}
/** Wall times offered on one day of the place. */
const clock = (question: SlotQuestion, day: string): string[] =>
  (groupByDay(openSlots(question), question.zone).get(day) ?? []).map(
    (slot) => wallOf(instantOf(slot), question.zone).time,
  );
const offered = (question: SlotQuestion, day: string): string[] =>
  iso(groupByDay(openSlots(question), question.zone).get(day) ?? []);

describe("6: afternoon hours on the day the clocks change", () => {
  test("6: weekly 13:00–18:00 in New York on 2026-03-08 is 17:00Z–22:00Z", () => {
    const question = ask("2026-03-08", { zone: "America/New_York" });
    expect(offered(question, "2026-03-08")).toEqual([
      "2026-03-08T17:00",
      "2026-03-08T18:00",
      "2026-03-08T19:00",
      "2026-03-08T20:00",
      "2026-03-08T21:00",
    ]);
  });

  test.each([
    ["America/New_York", "2026-11-01", "2026-11-01T18:00"],
    ["Australia/Lord_Howe", "2026-10-04", "2026-10-04T02:00"],
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-05T02:30"],
    ["Europe/London", "2026-03-29", "2026-03-29T12:00"],
    ["Europe/London", "2026-10-25", "2026-10-25T13:00"],
    ["Australia/Sydney", "2026-10-04", "2026-10-04T02:00"],
    ["Australia/Sydney", "2026-04-05", "2026-04-05T03:00"],
    ["America/Sao_Paulo", "2026-03-08", "2026-03-08T16:00"],
    ["Asia/Kolkata", "2026-03-08", "2026-03-08T07:30"],
    ["UTC", "2026-03-08", "2026-03-08T13:00"],
  ])("6: in %s on %s the first lesson is at %sZ", (zone, day, first) => {
    const question = ask(day, { zone });
    const slots = offered(question, day);
    expect(slots[0]).toBe(first);
    expect(at(`${slots.at(-1)}Z`) - at(`${first}Z`)).toBe(240);
    expect(clock(question, day)).toEqual(["13:00", "14:00", "15:00", "16:00", "17:00"]);
  });
});

test("7: readers in UTC+13 and UTC-10 book the same listed slot", () => {
  const question = ask("2026-03-08", { zone: "America/New_York" });
  const slot = at("2026-03-08T21:00Z");
  const days = ["Pacific/Tongatapu", "Pacific/Honolulu"].map((viewer) => {
    const groups = groupByDay(openSlots(question), viewer);
    expect([...groups.values()].flat()).toEqual(openSlots(question));
    return [...groups].find(([, slots]) => slots.includes(slot))?.[0];
  });
  expect(days).toEqual(["2026-03-09", "2026-03-08"]);
  expect(isOpenSlot(question, instantOf(slot))).toBe(true);
  expect(isOpenSlot({ ...question, busy: [takenBy(hourly, slot)] }, instantOf(slot))).toBe(false);
});

describe("8: minimum notice over a change of the clocks", () => {
  const dayAhead = { ...hourly, minNoticeMinutes: 1440 };
  const early = everyDay("08:00", "18:00");

  test.each([
    ["2026-03-08", "2026-03-07T17:00Z", "13:00"],
    ["2026-11-01", "2026-10-31T16:00Z", "11:00"],
    ["2026-06-02", "2026-06-01T16:00Z", "12:00"],
  ])(
    "8: on %s, asked at noon the day before (%s), 24 hours' notice gives %s",
    (day, now, first) => {
      const zone = "America/New_York";
      const question = ask(day, { zone, hours: early, service: dayAhead, now: new Date(now) });
      expect(clock(question, day)[0]).toBe(first);
    },
  );

  test("8: a started minute counts against the parent who is late by a second", () => {
    const service = { ...hourly, minNoticeMinutes: 120 };
    const onTime = ask("2026-06-02", { service, now: new Date("2026-06-02T12:00:00.000Z") });
    const late = ask("2026-06-02", { service, now: new Date("2026-06-02T12:00:00.001Z") });
    expect(clock(onTime, "2026-06-02")[0]).toBe("15:00");
    expect(clock(late, "2026-06-02")[0]).toBe("16:00");
  });
});

describe("26: buffers change the grid", () => {
  const visit = { ...hourly, durationMinutes: 20, stepMinutes: null, bufferAfter: 5 };
  const morning = { hours: everyDay("09:00", "11:00"), service: visit };

  test("26: visit 20 and buffer 5 are offered every 25 minutes", () => {
    expect(visitMinutes(visit)).toBe(25);
    expect(clock(ask("2026-06-02", morning), "2026-06-02")).toEqual([
      "09:00",
      "09:25",
      "09:50",
      "10:15",
      "10:40",
    ]);
  });

  test("26: the same with the buffer before, and with one on each side", () => {
    const before = { ...visit, bufferBefore: 5, bufferAfter: 0 };
    const both = { ...visit, bufferBefore: 5, bufferAfter: 5 };
    const day = "2026-06-02";
    expect(clock(ask(day, { ...morning, service: before }), day)[1]).toBe("09:25");
    expect(clock(ask(day, { ...morning, service: both }), day)[1]).toBe("09:30");
  });

  test("26: every offered time stays free when its neighbours are booked", () => {
    const question = ask("2026-06-02", morning);
    const slots = openSlots(question);
    const others = slots.filter((_, i) => i % 2 === 1);
    const busy = others.map((slot) => takenBy(visit, slot));
    expect(openSlots({ ...question, busy })).toEqual(slots.filter((_, i) => i % 2 === 0));
  });

  test("26: a step of its own wins", () => {
    const service = { ...visit, stepMinutes: 30 };
    const times = clock(ask("2026-06-02", { ...morning, service }), "2026-06-02");
    expect(times).toEqual(["09:00", "09:30", "10:00", "10:30"]);
  });
});

describe("ordinary days", () => {
  const day = "2026-06-02";

  test("a lesson ends with the window; its buffer may not begin in another's time", () => {
    const service = { ...hourly, stepMinutes: 30, bufferBefore: 15, bufferAfter: 15 };
    const busy = [busyBetween(new Date(`${day}T13:00Z`), new Date(`${day}T14:00Z`))];
    const question = ask(day, { service, busy, hours: everyDay("13:00", "18:00") });
    // London is an hour ahead: the busy hour is 14:00–15:00 on the wall.
    expect(clock(question, day)).toEqual(["15:30", "16:00", "16:30", "17:00"]);
  });

  test("busy times in any order, touching, nested, empty and long", () => {
    const busy = [
      { start: at(`${day}T16:00Z`), end: at(`${day}T16:01Z`) },
      { start: at("2026-05-01T00:00Z"), end: at(`${day}T13:00Z`) },
      { start: at(`${day}T12:30Z`), end: at(`${day}T12:40Z`) },
      { start: at(`${day}T14:10Z`), end: at(`${day}T14:10Z`) },
    ];
    expect(clock(ask(day, { busy }), day)).toEqual(["14:00", "15:00", "16:00"]);
  });

  test("an override replaces the weekly hours of its day, also by closing it", () => {
    const overrides: DateOverride[] = [
      { day: "2026-06-02", hours: [{ start: "07:00", end: "09:00" }] },
      { day: "2026-06-03", closed: true },
    ];
    const question = ask("2026-06-02", { overrides });
    expect(clock(question, "2026-06-01")).toHaveLength(5);
    expect(clock(question, "2026-06-02")).toEqual(["07:00", "08:00"]);
    expect(clock(question, "2026-06-03")).toEqual([]);
  });

  test("open until 24:00, and the last day of the horizon to its end", () => {
    const late = { hours: everyDay("22:00", "24:00"), service: { ...hourly, horizonDays: 1 } };
    const question = ask(day, { ...late, now: new Date("2026-06-01T06:00Z") });
    expect(clock(question, "2026-06-02")).toEqual(["22:00", "23:00"]);
    expect(clock(question, "2026-06-03")).toEqual([]);
  });

  test("the horizon counts the days of the place", () => {
    const service = { ...hourly, horizonDays: 0 };
    const now = new Date("2026-06-01T23:30Z");
    expect(clock(ask(day, { service, now }), day)).toHaveLength(5);
    expect(clock(ask(day, { service, now, zone: "UTC" }), day)).toHaveLength(0);
  });

  test("`from` is included and `to` is not, so that pages neither repeat nor lose a start", () => {
    const [from, to] = [new Date(`${day}T13:00Z`), new Date(`${day}T15:00Z`)];
    const question = ask(day);
    expect(iso(openSlots({ ...question, from, to }))).toEqual([`${day}T13:00`, `${day}T14:00`]);
    expect(openSlots({ ...question, from: to, to: from })).toEqual([]);
  });

  test("a plan whose windows overlap offers each start once", () => {
    const hours = [...everyDay("13:00", "16:00"), ...everyDay("14:00", "18:00")];
    expect(clock(ask(day, { hours }), day)).toEqual(["13:00", "14:00", "15:00", "16:00", "17:00"]);
  });

  test("only starts on the grid are open, and only whole minutes", () => {
    const question = ask(day);
    expect(isOpenSlot(question, new Date(`${day}T13:00Z`))).toBe(true);
    expect(isOpenSlot(question, new Date(`${day}T13:07Z`))).toBe(false);
    expect(isOpenSlot(question, new Date(`${day}T13:00:30Z`))).toBe(false);
    expect(isOpenSlot(question, new Date("2036-06-02T13:00Z"))).toBe(false);
  });

  test("a far future or a far past costs nothing and offers nothing", () => {
    const [from, to] = [new Date("1900-01-01T00:00Z"), new Date("2199-01-01T00:00Z")];
    const question = ask(day, { from, to, now: new Date("2026-06-01T00:00Z") });
    expect(openSlots(question)).toHaveLength(91 * 5);
  });

  test("a lesson without length is a mistake", () => {
    const service = { ...hourly, durationMinutes: 0 };
    expect(() => openSlots(ask(day, { service }))).toThrow(RangeError);
    expect(() => openSlots(ask(day, { zone: "Mars/Olympus" }))).toThrow(RangeError);
  });
});

test("a plan at one place: hours elsewhere still replace the day here", () => {
  const [studio, home] = [
    "0198c0de-0000-7000-8000-000000000001",
    "0198c0de-0000-7000-8000-000000000002",
  ];
  const plan = {
    hours: [
      { weekday: 1, start: "09:00", end: "12:00", placeId: studio },
      { weekday: 1, start: "13:00", end: "15:00", placeId: home },
      { weekday: 2, start: "09:00", end: "12:00" },
    ],
    overrides: [{ day: "2026-06-01", hours: [{ start: "10:00", end: "11:00", placeId: home }] }],
  };
  expect(planAt(plan, studio)).toEqual({
    hours: [plan.hours[0], plan.hours[2]],
    overrides: [{ day: "2026-06-01", closed: true }],
  });
  expect(planAt(plan, home).overrides).toEqual(plan.overrides);
});

describe("the nearest free times to a lost one", () => {
  const slots = [100, 200, 300, 400, 500];

  test("earliest first, the lost one never", () => {
    expect(nextFree(slots, 310, 3)).toEqual([200, 300, 400]);
    expect(nextFree(slots, 300, 3)).toEqual([100, 200, 400]);
    expect(nextFree(slots, 300, 2)).toEqual([200, 400]);
    expect(nextFree(slots, 0, 2)).toEqual([100, 200]);
    expect(nextFree(slots, 999, 2)).toEqual([400, 500]);
    expect(nextFree([], 300, 3)).toEqual([]);
    expect(nextFree([300], 300, 3)).toEqual([]);
  });

  test("no slot left out is nearer than one that is shown", () => {
    const minute = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(fc.uniqueArray(minute), minute, fc.nat(6), (list, around, n) => {
        const sorted = [...list].sort((a, b) => a - b);
        const shown = nextFree(sorted, around, n);
        const rest = sorted.filter((slot) => slot !== around && !shown.includes(slot));
        const far = Math.max(...shown.map((slot) => Math.abs(slot - around)), 0);
        expect(shown).toHaveLength(Math.min(n, shown.length + rest.length));
        expect(shown).not.toContain(around);
        if (n > 0)
          for (const slot of rest) expect(Math.abs(slot - around)).toBeGreaterThanOrEqual(far);
      }),
      { seed: 51 },
    );
  });
});
