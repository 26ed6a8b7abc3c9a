import { describe, expect, test } from "vitest";
import { NO_LIMITS } from "@/lib/safety/rules";
import { FeedInput, Limits } from "@/lib/safety/schema";
import { STARTER_LIST } from "./library";
import { PracticeLogInput, RoutineInput, Step } from "./schema";

const id = "019392f0-7c1e-7cc3-9d6e-0242ac120002";
const log = {
  routineAssignmentId: id,
  startedAt: "2026-11-24T07:41:00+00:00",
  minutes: 4,
  outcome: "done",
};
const ok = (value: unknown) => PracticeLogInput.safeParse(value).success;

test("the starters' steps are what the builder may send", () => {
  for (const starter of STARTER_LIST) {
    expect(starter.steps.map((step) => Step.safeParse(step).success)).not.toContain(false);
    const input = RoutineInput.parse({ title: " Bedtime ", steps: starter.steps });
    expect(input).toMatchObject({ title: "Bedtime", starter: null });
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
    ["minutes below nothing", { minutes: -1 }],
    ["a whole night", { minutes: 121 }],
    ["half a minute", { minutes: 0.5 }],
    ["an id that is none", { routineAssignmentId: "1" }],
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
  const steps = STARTER_LIST[0]?.steps ?? [];
  expect(RoutineInput.safeParse({ title: " ", steps }).success).toBe(false);
  expect(RoutineInput.safeParse({ title: "A", steps: [] }).success).toBe(false);
  expect(Step.safeParse({ ...steps[0], strokeKey: "__proto__" }).success).toBe(false);
  expect(Step.safeParse({ ...steps[0], seconds: 0 }).success).toBe(false);
});

test("feeds and limits", () => {
  const at = new Date();
  expect(FeedInput.parse({ babyId: id, endedAt: at }).endedAt).toEqual(at);
  expect(FeedInput.safeParse({ babyId: id, endedAt: "now" }).success).toBe(false);
  expect(FeedInput.safeParse({ babyId: id, endedAt: new Date(Number.NaN) }).success).toBe(false);
  expect(Limits.safeParse(NO_LIMITS).success).toBe(true);
  expect(Limits.safeParse({ ...NO_LIMITS, feedMinutes: 30 }).success).toBe(false);
});
