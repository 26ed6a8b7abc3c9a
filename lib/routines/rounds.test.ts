import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_LIMITS } from "@/lib/safety/rules";
import { ASK_AND_HOLD, STARTERS, stepOf } from "./library";
import { atGate, nextStep, type PlayerPlan, type PlayerState, roundNow, sideNow } from "./player";
import { stepSeconds, stepsFor, totalSeconds } from "./rules";
import type { Routine, Step } from "./schema";

const withRounds = (rounds: number, seconds: number): Step => ({
  ...stepOf("legs"),
  seconds,
  ...(rounds > 1 && { rounds }),
});
const routine = (...steps: Step[]): Routine => ({
  ...STARTERS.standard,
  starter: null,
  startPosition: "back",
  steps: [ASK_AND_HOLD, ...steps],
});

describe("rounds on the phone", () => {
  const step = withRounds(3, 20);
  test("each round begins with the left and ends with the right", () => {
    const at = (left: number) => `${roundNow(step, left)} ${sideNow(step, left)}`;
    expect([60, 51, 50, 41, 40, 31, 21, 20, 11, 10, 1, 0].map(at)).toEqual([
      ...["1 left", "1 left", "1 right", "1 right"],
      ...["2 left", "2 left", "2 right"],
      ...["3 left", "3 left", "3 right", "3 right", "3 right"],
    ]);
    expect(sideNow(stepOf("legs"), 60)).toBe("left");
    expect(roundNow(stepOf("legs"), 0)).toBe(1);
  });

  test("a step lasts all its rounds, and the way to stop is there in each", () => {
    const plan: PlayerPlan = { steps: [step], loop: null, warmDown: null };
    const yes = { content: true, calm: true, clear_eyed: true };
    let state: PlayerState = { ...atGate(), answers: yes } as PlayerState;
    state = nextStep(plan, state, { type: "start", gate: { ok: true } });
    expect(state).toMatchObject({ at: "running", secondsLeft: 60 });
    for (let second = 0; second < 5 + 45; second++) state = nextStep(plan, state, { type: "tick" });
    expect(state).toMatchObject({ at: "running", secondsLeft: 15 });
    expect(nextStep(plan, state, { type: "babySaidNo" }).at).toBe("stopped");
    for (let second = 0; second < 15; second++) state = nextStep(plan, state, { type: "tick" });
    expect(state).toMatchObject({ at: "finished", outcome: "done" });
  });
});

describe("rounds under a baby's limits", () => {
  const rounds = fc.integer({ min: 1, max: 6 });
  const seconds = fc.integer({ min: 2, max: 20 }).map((n) => n * 5);
  test("shortened, the whole step is shorter: fewer rounds where a round cannot be", () => {
    fc.assert(
      fc.property(rounds, seconds, fc.double({ min: 0.25, max: 1, noNaN: true }), (n, s, to) => {
        const step = withRounds(n, s);
        const left = stepsFor(routine(step), {
          findings: [],
          limits: { ...NO_LIMITS, shortenTo: to },
        });
        const [, kept] = left.steps;
        const most = Math.max(10, stepSeconds(step) * to);
        expect(kept && stepSeconds(kept)).toBeLessThanOrEqual(most + 1e-6);
        expect(kept?.seconds).toBeGreaterThanOrEqual(10);
      }),
    );
  });

  test("a limit of minutes counts every round", () => {
    fc.assert(
      fc.property(rounds, seconds, fc.integer({ min: 1, max: 10 }), (n, s, maxMinutes) => {
        const left = stepsFor(routine(withRounds(n, s), { ...withRounds(n, s), key: "legs-2" }), {
          findings: [],
          limits: { ...NO_LIMITS, maxMinutes },
        });
        expect(totalSeconds(left)).toBeLessThanOrEqual(maxMinutes * 60);
      }),
    );
  });

  test("words on the quiet hold go when the hold moves elsewhere", () => {
    const hold: Step = { ...ASK_AND_HOLD, note: "Both hands on the chest" };
    const given = { ...routine(stepOf("legs")), steps: [hold, stepOf("legs")] };
    const of = (withoutParts: ("chest" | "feet")[]) =>
      stepsFor(given, { findings: [], limits: { ...NO_LIMITS, withoutParts } }).steps[0];
    expect(of([])?.note).toBe("Both hands on the chest");
    expect(of(["chest"])).not.toHaveProperty("note");
    expect(of(["chest"])?.adapted).toContain("hold_elsewhere");
  });
});
