import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wallOf } from "@/lib/core/time";
import { type LessonNow, planOf, type Quiet, quietAround, verdictOn } from "./rules";

const night: Quiet = { from: "21:00", until: "07:00", zone: "Europe/London" };
const hour = 3_600_000;
const at = (text: string) => new Date(text);
const lesson = (startsAt: string) => ({
  startsAt: at(startsAt),
  endsAt: new Date(at(startsAt).getTime() + hour),
});
const wishes = { reminderMinutes: [2880, 180], followUpHours: 24 };
const early = at("2026-01-01T00:00:00Z");
const planned = (of: ReturnType<typeof planOf>) =>
  of.map(({ kind, minutes, dueAt }) => `${kind} ${minutes} ${dueAt.toISOString().slice(0, 16)}`);

describe("quiet hours", () => {
  test.each([
    ["2026-11-24T20:59:00Z", null],
    ["2026-11-24T21:00:00Z", ["2026-11-24T21:00", "2026-11-25T07:00"]],
    ["2026-11-25T03:00:00Z", ["2026-11-24T21:00", "2026-11-25T07:00"]],
    ["2026-11-25T07:00:00Z", null],
    // The night of 28 March has an hour less, that of 24 October 2027 an hour more.
    ["2027-03-28T02:00:00Z", ["2027-03-27T21:00", "2027-03-28T06:00"]],
    ["2027-10-31T02:00:00Z", ["2027-10-30T20:00", "2027-10-31T07:00"]],
  ])("%s in London", (moment, expected) => {
    const found = quietAround(at(moment), night);
    expect(
      found && [found.begins, found.ends].map((end) => end.toISOString().slice(0, 16)),
    ).toEqual(expected);
  });

  test("between two times of one day, and none at all", () => {
    const siesta = { ...night, from: "13:00", until: "15:00" };
    expect(quietAround(at("2026-11-24T13:30:00Z"), siesta)).not.toBeNull();
    expect(quietAround(at("2026-11-24T12:30:00Z"), siesta)).toBeNull();
    expect(quietAround(at("2026-11-24T03:00:00Z"), { ...night, until: "21:00" })).toBeNull();
  });

  test("that begin or end in an hour which is skipped or comes twice are never shorter than promised", () => {
    const skipped = { from: "01:30", until: "05:00", zone: "Europe/London" };
    expect(quietAround(at("2027-03-28T01:00:00Z"), skipped)?.begins).toEqual(
      at("2027-03-28T00:30:00Z"),
    );
    const twice = { from: "21:00", until: "01:30", zone: "Europe/London" };
    expect(quietAround(at("2027-10-31T00:45:00Z"), twice)?.ends).toEqual(
      at("2027-10-31T01:30:00Z"),
    );
  });
});

describe("the plan of a lesson", () => {
  test("two days and three hours before, and a day after", () => {
    expect(planned(planOf(lesson("2026-11-24T14:15:00Z"), wishes, night, early))).toEqual([
      "reminder 2880 2026-11-22T14:15",
      "reminder 180 2026-11-24T11:15",
      "follow_up 1440 2026-11-25T15:15",
    ]);
  });

  test("a reminder at night goes the evening before, a follow-up the next morning", () => {
    const plan = { reminderMinutes: [180], followUpHours: 12 };
    expect(planned(planOf(lesson("2026-11-24T09:00:00Z"), plan, night, early))).toEqual([
      "reminder 180 2026-11-23T20:59",
      "follow_up 720 2026-11-25T07:00",
    ]);
  });

  test("what is due already is left out; two on one moment are one", () => {
    const { startsAt } = lesson("2026-11-24T14:15:00Z");
    const late = new Date(startsAt.getTime() - 4 * hour);
    expect(planned(planOf(lesson("2026-11-24T14:15:00Z"), wishes, night, late))).toEqual([
      "reminder 180 2026-11-24T11:15",
      "follow_up 1440 2026-11-25T15:15",
    ]);
    const both = { reminderMinutes: [240, 180, 180], followUpHours: null };
    expect(planned(planOf(lesson("2026-11-24T09:00:00Z"), both, night, early))).toEqual([
      "reminder 180 2026-11-23T20:59",
    ]);
  });

  test("nothing is ever planned for the night, reminders are before the lesson, follow-ups after it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          "Europe/London",
          "America/New_York",
          "Australia/Lord_Howe",
          "Asia/Kathmandu",
        ),
        fc.integer({ min: 28_400_000, max: 31_500_000 }),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 5 }),
        fc.option(fc.integer({ min: 0, max: 336 })),
        fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1439 })),
        (zone, start, reminderMinutes, followUpHours, [from, until]) => {
          const wall = (m: number) => new Date(m * 60_000).toISOString().slice(11, 16);
          const quiet = { from: wall(from), until: wall(until), zone };
          const times = lesson(new Date(start * 60_000).toISOString());
          const plan = planOf(times, { reminderMinutes, followUpHours }, quiet, early);
          for (const { kind, dueAt } of plan) {
            expect(quietAround(dueAt, quiet), `${zone} ${wallOf(dueAt, zone).time}`).toBeNull();
            if (kind === "reminder") expect(dueAt <= times.startsAt).toBe(true);
            else expect(dueAt >= times.endsAt).toBe(true);
          }
          const keys = plan.map(({ kind, minutes }) => `${kind}${minutes}`);
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
    );
  });
});

describe("the last look", () => {
  const startsAt = at("2026-11-24T14:15:00Z");
  const fits: LessonNow = {
    kind: "reminder",
    plannedFor: startsAt,
    ...lesson("2026-11-24T14:15:00Z"),
    status: "booked",
    silent: false,
  };
  const look = (more: Partial<LessonNow>, now = "2026-11-24T11:15:00Z") =>
    verdictOn({ ...fits, ...more }, night, at(now));
  const no = { send: false, again: null };

  test("sends what still fits", () => expect(look({})).toEqual({ send: true }));
  test.each([
    ["cancelled", { status: "cancelled" }],
    ["moved", { startsAt: at("2026-11-24T15:15:00Z") }],
    ["still a request", { status: "requested" }],
    ["over", { status: "completed" }],
    ["of a family that is left in peace", { silent: true }],
  ] as const)("nothing about a lesson %s", (_what, more) => expect(look(more)).toEqual(no));
  test("nothing once it has begun", () => expect(look({}, "2026-11-24T14:15:00Z")).toEqual(no));
  test("of a family that is here it waits until the lesson begins, as the wrong one may have been pressed", () => {
    const now = "2026-11-24T11:15:00Z";
    expect(look({ status: "arrived" }, now)).toEqual({ send: false, again: at(now) });
    expect(look({ status: "arrived" }, "2026-11-24T14:15:00Z")).toEqual(no);
  });
  test("woken at night it waits for the morning, unless the lesson is earlier", () => {
    expect(look({}, "2026-11-23T23:00:00Z")).toEqual({
      send: false,
      again: at("2026-11-24T07:00:00Z"),
    });
    const dawn = at("2026-11-24T06:30:00Z");
    expect(look({ startsAt: dawn, plannedFor: dawn }, "2026-11-23T23:00:00Z")).toEqual(no);
  });

  describe("a follow-up", () => {
    const later = (more: Partial<LessonNow>, now = "2026-11-25T15:15:00Z") =>
      look({ kind: "follow_up", ...more }, now);
    test("goes when the lesson took place", () => {
      expect(later({ status: "completed" })).toEqual({ send: true });
      expect(later({ status: "arrived" })).toEqual({ send: true });
    });
    test("never when nobody came", () => {
      expect(later({ status: "no_show" })).toEqual(no);
      expect(later({ status: "cancelled" })).toEqual(no);
    });
    test("waits until somebody says how it went, a week at most", () => {
      expect(later({})).toEqual({ send: false, again: at("2026-11-25T16:15:00Z") });
      expect(later({}, "2026-11-25T20:30:00Z")).toEqual({
        send: false,
        again: at("2026-11-26T07:00:00Z"),
      });
      expect(later({}, "2026-12-02T15:15:00Z")).toEqual(no);
    });
  });
});
