import { describe, expect, test } from "vitest";
import { NO_LIMITS } from "@/lib/safety/rules";
import { FeedEnded, Limits } from "@/lib/safety/schema";
import { draftFrom, stepsOf } from "./draft";
import { STARTER_LIST } from "./library";
import { PracticeLogInput, RoutineInput, Step } from "./schema";

const id = "019392f0-7c1e-7cc3-9d6e-0242ac120002";
const log = {
  assignmentId: id,
  startKey: "5b1c9c1e-2f6a-4c3e-9a55-0d2d7e1f9b3a",
  startedAt: "2026-11-24T07:41:00+00:00",
  seconds: 240,
  outcome: "done",
};
const ok = (value: unknown) => PracticeLogInput.safeParse(value).success;

test("the starters' steps are what the builder may send", () => {
  for (const starter of STARTER_LIST) {
    expect(starter.steps.map((step) => Step.safeParse(step).success)).not.toContain(false);
    const input = RoutineInput.parse({
      title: " Bedtime ",
      steps: stepsOf(draftFrom(starter.steps)),
    });
    expect(input).toMatchObject({ title: "Bedtime", rounds: 1, per: "day" });
  }
});

describe("the practice log", () => {
  test("two taps are enough", () => {
    expect(PracticeLogInput.parse(log)).toEqual({
      ...log,
      startedAt: new Date("2026-11-24T07:41:00Z"),
      reactions: [],
      stepsDone: 0,
    });
  });
  test("a stop may or may not have a reason; anything else has none", () => {
    expect(ok({ ...log, outcome: "stopped" })).toBe(true);
    expect(ok({ ...log, outcome: "stopped", stopReason: "fell_asleep" })).toBe(true);
    expect(ok({ ...log, stopReason: "fell_asleep" })).toBe(false);
    expect(ok({ ...log, outcome: "partly", stopReason: "not_sure" })).toBe(false);
  });
  test.each([
    ["an unknown outcome", { outcome: "failed" }],
    ["less than nothing", { seconds: -1 }],
    ["a whole night", { seconds: 14_401 }],
    ["half a second", { seconds: 0.5 }],
    ["an id that is none", { assignmentId: "1" }],
    ["no mark of the start", { startKey: "again" }],
    ["a day without a time", { startedAt: "2026-11-24" }],
    ["a time that is none", { startedAt: null }],
    ["a reaction twice", { reactions: ["gas", "gas"] }],
    ["a long note", { note: "x".repeat(501) }],
    ["NUL in a note", { note: "a\u0000b" }],
    ["half a character in a note", { note: "a\ud800" }],
    ["a reason for skipping that is none", { gateSkipped: "why not" }],
    ["a field too many", { practiceId: id }],
  ])("refuses %s", (_, over) => {
    expect(ok({ ...log, ...over })).toBe(false);
  });
});

test("a routine needs a title and at least one step; a step needs a known stroke", () => {
  const steps = stepsOf(draftFrom(STARTER_LIST[0]?.steps ?? []));
  const ok = (more: object) => RoutineInput.safeParse({ title: "A", steps, ...more }).success;
  expect(ok({})).toBe(true);
  expect(ok({ title: " " })).toBe(false);
  expect(ok({ steps: [] })).toBe(false);
  expect(ok({ times: "", per: "week" })).toBe(true);
  expect(ok({ times: "7" })).toBe(false);
  expect(ok({ steps: [{ ...steps[0], rounds: "7" }] })).toBe(false);
  expect(ok({ steps: [{ ...steps[0], note: "x".repeat(161) }] })).toBe(false);
  expect(ok({ steps: [{ ...steps[0], note: "\u202egnp" }] })).toBe(false);
  expect(ok({ steps: [{ ...steps[0], strokeKey: "__proto__" }] })).toBe(false);
  expect(Step.safeParse({ ...STARTER_LIST[0]?.steps[0], seconds: 0 }).success).toBe(false);
});

test("feeds and limits", () => {
  const at = new Date();
  const fed = (value: object) => FeedEnded.safeParse({ babyId: id, ...value }).success;
  expect(FeedEnded.parse({ babyId: id, endedAt: at })).toMatchObject({ endedAt: at });
  expect(fed({ minutesAgo: 0 })).toBe(true);
  expect(fed({ minutesAgo: "45" })).toBe(true);
  expect(fed({ minutesAgo: -1 })).toBe(false);
  expect(fed({ minutesAgo: 1441 })).toBe(false);
  expect(fed({ minutesAgo: 5, endedAt: at })).toBe(false);
  expect(fed({ endedAt: "now" })).toBe(false);
  expect(fed({ endedAt: new Date(Number.NaN) })).toBe(false);
  expect(fed({})).toBe(false);
  expect(Limits.safeParse(NO_LIMITS).success).toBe(true);
  expect(Limits.safeParse({ ...NO_LIMITS, feedMinutes: 30 }).success).toBe(false);
});
