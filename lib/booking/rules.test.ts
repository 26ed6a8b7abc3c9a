import { describe, expect, test } from "vitest";
import type { Schedule } from "@/lib/availability/rules";
import {
  dayStates,
  detailProblems,
  lessonTimes,
  mondayOf,
  nearestFree,
  plausibleStart,
  startProblem,
  visitProblem,
  weeksFrom,
} from "./rules";

const zone = "Europe/London";
const service = {
  durationMinutes: 60,
  stepMinutes: null,
  bufferBefore: 10,
  bufferAfter: 5,
  minNoticeMinutes: 120,
  horizonDays: 30,
};
const schedule: Schedule = {
  service,
  zone,
  hours: [{ weekday: 2, start: "09:00", end: "13:00" }],
  overrides: [],
  busy: [
    {
      start: Date.UTC(2026, 10, 24, 10, 10) / 60_000,
      end: Date.UTC(2026, 10, 24, 11, 20) / 60_000,
    },
  ],
  now: new Date("2026-11-24T07:30:00Z"),
};
const at = (text: string) => new Date(`${text}Z`);

describe("a start", () => {
  test.each([
    ["2026-11-24T11:30", null],
    ["2026-11-24T10:15", "taken"],
    ["2026-11-24T09:00", "too_soon"],
    ["2026-11-24T11:00", "not_offered"],
    ["2026-11-24T08:00", "not_offered"],
    ["2026-11-25T10:15", "not_offered"],
    ["2027-01-26T09:00", "not_offered"],
  ] as const)("%s: %s", (start, problem) => {
    expect(startProblem(schedule, at(start))).toBe(problem);
  });

  test("has its nearest free ones by its side, in order", () => {
    expect(nearestFree(schedule, at("2026-11-24T10:15")).map((one) => one.toISOString())).toEqual([
      "2026-11-24T11:30:00.000Z",
      "2026-12-01T09:00:00.000Z",
      "2026-12-01T10:15:00.000Z",
    ]);
  });

  test("far from now is worth no question", () => {
    const now = at("2026-11-24T08:30");
    expect(plausibleStart(at("2026-11-23T09:00"), now)).toBe(true);
    expect(plausibleStart(at("2020-01-01T09:00"), now)).toBe(false);
    expect(plausibleStart(at("2030-01-01T09:00"), now)).toBe(false);
  });
});

test("a lesson takes its buffers with it and remembers the wall", () => {
  expect(lessonTimes(service, "America/New_York", at("2026-11-24T15:00"))).toEqual({
    startsAt: at("2026-11-24T15:00"),
    endsAt: at("2026-11-24T16:00"),
    blockedFrom: at("2026-11-24T14:50"),
    blockedUntil: at("2026-11-24T16:05"),
    timeZone: "America/New_York",
    localStart: "2026-11-24 10:00",
  });
});

test("what only the day and the place can tell", () => {
  const now = at("2026-11-23T23:30");
  const baby = {
    firstName: "Mila",
    bornOn: "2026-11-24",
    born: { gestationDays: null, gestationUnknown: false },
  };
  const facts = { now, zone, atHome: true, known: false };
  const problems = detailProblems({ babyIds: [], babies: [baby] }, facts);
  expect(Object.keys(problems).sort()).toEqual(["babies.0.bornOn", "guest.name", "visitAddress"]);
  // The same baby, the same moment, where it is the next day already.
  const there = { ...facts, zone: "Pacific/Auckland", atHome: false, known: true };
  expect(detailProblems({ babyIds: [], babies: [baby] }, there)).toEqual({});
  expect(detailProblems({ babyIds: [], babies: [] }, there)).toHaveProperty(["babies.0.firstName"]);
});

describe("the five weeks", () => {
  test("begin on a Monday, never before this week's", () => {
    expect(mondayOf("2026-11-29")).toBe("2026-11-23");
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
    const { first, days } = weeksFrom(undefined, "2026-11-29");
    expect([first, days.length, days[0], days.at(-1)]).toEqual([
      "2026-11-23",
      35,
      "2026-11-23",
      "2026-12-27",
    ]);
    expect(weeksFrom("2020-01-01", "2026-11-29").first).toBe("2026-11-23");
    expect(weeksFrom("2026-12-31", "2026-11-29").first).toBe("2026-12-28");
  });

  test("say of each day whether it is free, full, closed or gone", () => {
    const free = new Map([["2026-11-24", [1]]]);
    const open = new Map([
      ["2026-11-24", [1, 2]],
      ["2026-11-25", [3]],
    ]);
    const days = ["2026-11-22", "2026-11-24", "2026-11-25", "2026-11-26"];
    expect([...dayStates(days, "2026-11-23", free, open).values()]).toEqual([
      "past",
      "free",
      "full",
      "closed",
    ]);
  });
});

describe("the postcodes that are visited", () => {
  const visits = { name: "Rosa Calder", codes: ["BS6", "BS16", "112"] };
  const keyOf = (address: string) => visitProblem(address, visits)?.key ?? null;
  test.each([
    "14 Hill Street, Bristol BS6 6JA",
    "1 A Road\nbs66ja",
    "12345 Long Road, Brooklyn 11205",
    "9 Way BS16 1AA",
  ])("%j lies within", (address) => expect(keyOf(address)).toBeNull());
  test.each(["14 Hill Street, Bath BA1 2AB", "2 Quay, BS1 6JA", "5 Main Street, 10001-1234"])(
    "%j lies outside, and the words name what is visited",
    (address) =>
      expect(visitProblem(address, visits)).toEqual({
        key: "booking:errors.outsideArea",
        params: { name: "Rosa Calder", codes: "BS6, BS16, 112" },
      }),
  );
  test.each(["14 Hill Street, Bristol", "Flat 6", "BS6"])("%j names no postcode", (address) =>
    expect(keyOf(address)).toBe("booking:errors.noPostcode"),
  );
  test("where nothing was said, a person looks at the address", () =>
    expect(visitProblem("anywhere", { name: "Rosa", codes: [] })).toBeNull());
});
