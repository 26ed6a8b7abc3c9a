import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_LIMITS } from "@/lib/safety/rules";
import { STARTER_LIST, STARTERS } from "./library";
import {
  atGate,
  currentStep,
  GATE_CHECKS,
  LEAD_IN_SECONDS,
  logDraft,
  nextStep,
  type PlayerEvent,
  type PlayerPlan,
  type PlayerState,
  QUIET_HOLD_SECONDS,
  secondsLeftIn,
  sideNow,
  viewOf,
} from "./player";
import { stepsFor, totalSeconds } from "./rules";
import { STOP_REASONS } from "./schema";

const planOf = (key: keyof typeof STARTERS): PlayerPlan =>
  stepsFor(STARTERS[key], { findings: [], limits: NO_LIMITS });
const standard = planOf("standard");
const flexibility = planOf("flexibility");
const gas = planOf("gas-relief");

const run = (plan: PlayerPlan, events: PlayerEvent[], from: PlayerState = atGate()) =>
  events.reduce((state, event) => nextStep(plan, state, event), from);
const yes = GATE_CHECKS.map((check): PlayerEvent => ({ type: "answer", check, yes: true }));
const start: PlayerEvent = { type: "start", gate: { ok: true } };
const next: PlayerEvent = { type: "next" };
const no: PlayerEvent = { type: "babySaidNo" };
const begun = (plan: PlayerPlan) => run(plan, [...yes, start]);
const wait = (seconds: number): PlayerEvent => ({ type: "tick", seconds });
const through = (plan: PlayerPlan, from: PlayerState): PlayerState => {
  let state = from;
  for (let i = 0; i < 200 && state.at !== "finished"; i++)
    state = nextStep(plan, state, state.at === "asking" ? { type: "resume" } : wait(600));
  return state;
};

describe("the gate", () => {
  test("opens only with content, calm and clear-eyed, and with everything else ready", () => {
    expect(run(standard, [start]).at).toBe("gate");
    for (const check of GATE_CHECKS) {
      const two = yes.filter((event) => event.type === "answer" && event.check !== check);
      expect(run(standard, [...two, start]).at).toBe("gate");
    }
    expect(run(standard, [...yes, { type: "start", gate: { ok: false } }]).at).toBe("gate");
    expect(run(standard, [...yes, { type: "answer", check: "calm", yes: false }, start]).at).toBe(
      "gate",
    );
    expect(begun(standard)).toMatchObject({ at: "running", index: 0, leadIn: LEAD_IN_SECONDS });
  });
  test("a routine with nothing left in it cannot start", () => {
    expect(run({ steps: [], loop: null, warmDown: null }, [...yes, start]).at).toBe("gate");
  });
  test("hold and talk while we wait, then back with the answers kept", () => {
    const held = run(standard, [...yes, { type: "holdInstead" }]);
    expect(held).toMatchObject({ at: "holding", from: "gate", holdLeft: QUIET_HOLD_SECONDS });
    expect(run(standard, [wait(60), start], held).at).toBe("running");
    expect(run(standard, [start], held).at).toBe("holding");
  });
});

describe("the clock", () => {
  test("hands ready first, then the step, then the next one", () => {
    const state = run(standard, [wait(5), wait(29)], begun(standard));
    expect(state).toMatchObject({ at: "running", index: 0, secondsLeft: 1, elapsed: 29 });
    expect(run(standard, [wait(1)], state)).toMatchObject({ index: 1, leadIn: 5, secondsLeft: 30 });
  });
  test("a phone that slept an hour ends one step at most", () => {
    const state = run(standard, [wait(3600), wait(3600)], begun(standard));
    expect(state).toMatchObject({ at: "running", index: 1, elapsed: 30 });
  });
  test("pause holds the clock, and resume goes on where it was", () => {
    const paused = run(standard, [wait(5), wait(10), { type: "pause" }, wait(99)], begun(standard));
    expect(paused).toMatchObject({ at: "paused", secondsLeft: 20 });
    expect(run(standard, [{ type: "resume" }, wait(5)], paused)).toMatchObject({ secondsLeft: 15 });
  });
  test("left side first, then right; the front is seen when baby lies on the back", () => {
    const arm = flexibility.steps[1]!;
    expect([sideNow(arm, 60), sideNow(arm, 31), sideNow(arm, 30), sideNow(arm, 0)]).toEqual([
      "left",
      "left",
      "right",
      "right",
    ]);
    expect(sideNow(standard.steps[1]!, 5)).toBe("centre");
    expect([viewOf("back"), viewOf("tummy")]).toEqual(["front", "back"]);
  });
});

describe("the three starters to the end", () => {
  test("standard: nine steps, done", () => {
    expect(through(standard, begun(standard))).toMatchObject({
      outcome: "done",
      reason: "all_steps_done",
      elapsed: 270,
    });
  });
  test("flexibility: asks before both legs, ends with the warm-down", () => {
    const asked = run(flexibility, [next, next, next], begun(flexibility));
    expect(asked).toMatchObject({ at: "asking", index: 3 });
    expect(run(flexibility, [wait(60)], asked)).toEqual(asked);
    expect(currentStep(flexibility, run(flexibility, [next], asked))?.key).toBe("warm-down-back");
    expect(run(flexibility, [{ type: "resume" }], asked)).toMatchObject({
      at: "running",
      index: 3,
    });
    expect(through(flexibility, begun(flexibility))).toMatchObject({
      outcome: "done",
      reason: "warm_down_done",
      elapsed: 300,
    });
  });
  test("gas relief: round and round, up to three times", () => {
    const end = through(gas, begun(gas));
    expect(end).toMatchObject({
      outcome: "done",
      round: 3,
      elapsed: totalSeconds(STARTERS["gas-relief"]),
    });
    expect(logDraft(gas, end)).toMatchObject({ stepsDone: 10, minutes: 9 });
    const second = run(gas, [next, next, next, next], begun(gas));
    expect(second).toMatchObject({ at: "running", index: 1, round: 2 });
    expect(run(gas, [{ type: "previous" }], second)).toMatchObject({ index: 3, round: 1 });
    expect(run(gas, [next, { type: "previous" }], second)).toMatchObject({ index: 1, round: 2 });
    expect(run(gas, [next, { type: "previous" }], begun(gas))).toMatchObject({
      index: 0,
      round: 1,
    });
    expect(run(gas, [{ type: "previous" }], begun(gas))).toMatchObject({ index: 0, round: 1 });
  });
  test("gas relief has its own three ends", () => {
    const halfway = run(gas, [next, wait(5), wait(20)], begun(gas));
    const ends = (["gas_released", "bowel_movement", "not_tolerated"] as const).map((reason) =>
      logDraft(gas, nextStep(gas, halfway, { type: "finish", reason })),
    );
    expect(ends).toEqual([
      { seconds: 20, minutes: 1, stepsDone: 2, outcome: "done", reactions: ["gas"] },
      { seconds: 20, minutes: 1, stepsDone: 2, outcome: "done", reactions: ["bowel_movement"] },
      { seconds: 20, minutes: 1, stepsDone: 2, outcome: "stopped", reactions: [] },
    ]);
  });
  test("finishing early is partly done, and a warm-down is still there when baby is calm", () => {
    const early = run(gas, [next, { type: "finish", reason: "gas_released" }], begun(gas));
    const warm = run(gas, [{ type: "warmDown" }], early);
    expect(currentStep(gas, warm)?.key).toBe("warm-down-back");
    expect(run(gas, [{ type: "previous" }], warm)).toMatchObject({ at: "running", index: 4 });
    expect(through(gas, warm)).toMatchObject({
      outcome: "done",
      reason: "gas_released",
      reactions: ["gas"],
    });
    expect(run(gas, [{ type: "warmDown" }], warm)).toBe(warm);
    expect(run(gas, [no], warm)).toMatchObject({ at: "stopped", reactions: ["gas"] });
    const plain = run(standard, [{ type: "finish", reason: "parent_finished" }], begun(standard));
    expect(logDraft(standard, plain)).toEqual({
      seconds: 0,
      minutes: 0,
      stepsDone: 0,
      outcome: "partly",
      reactions: [],
    });
  });
});

describe("baby said no", () => {
  test("stops at once, can be told why later or never, and offers a quiet hold", () => {
    const stopped = run(standard, [wait(5), wait(20), no], begun(standard));
    expect(stopped).toMatchObject({ at: "stopped", stopReason: null });
    expect(logDraft(standard, stopped)).toEqual({
      seconds: 20,
      minutes: 1,
      stepsDone: 1,
      outcome: "stopped",
      reactions: [],
    });
    const told = run(standard, [{ type: "babySaidNo", reason: "turned_away" }], stopped);
    expect(logDraft(standard, told)).toMatchObject({ stopReason: "turned_away" });
    const held = run(standard, [{ type: "holdInstead" }, wait(30)], told);
    expect(held).toMatchObject({ at: "holding", from: "stopped", holdLeft: 30 });
    expect(logDraft(standard, held)).toMatchObject({
      outcome: "stopped",
      stopReason: "turned_away",
    });
    expect(run(standard, [wait(30)], held)).toMatchObject({
      at: "finished",
      outcome: "stopped",
      stopReason: "turned_away",
    });
    expect(run(standard, [{ type: "finish", reason: "parent_finished" }], held)).toMatchObject({
      outcome: "stopped",
    });
  });
  test("after a no there is no warm-down", () => {
    const done = run(gas, [no, { type: "finish", reason: "parent_finished" }], begun(gas));
    expect(run(gas, [{ type: "warmDown" }], done)).toBe(done);
  });
  test("a small sign: rest the hands, then the same step again from a pause", () => {
    const running = run(standard, [next, wait(5), wait(10)], begun(standard));
    const held = run(standard, [{ type: "holdInstead" }, wait(60)], running);
    expect(held).toMatchObject({ at: "paused", index: 1, secondsLeft: 20, elapsed: 10 });
  });
});

const event: fc.Arbitrary<PlayerEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("answer" as const),
      check: fc.constantFrom(...GATE_CHECKS),
      yes: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("start" as const),
      gate: fc.record({ ok: fc.boolean() }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("tick" as const),
      seconds: fc.oneof(
        fc.integer({ min: -50, max: 400 }),
        fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0.5),
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<PlayerEvent>(
      next,
      { type: "previous" },
      { type: "pause" },
      { type: "resume" },
      { type: "warmDown" },
      { type: "holdInstead" },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("finish" as const),
      reason: fc.constantFrom(
        "gas_released" as const,
        "bowel_movement" as const,
        "not_tolerated" as const,
        "parent_finished" as const,
      ),
    }),
  },
);
const maybeNo: fc.Arbitrary<PlayerEvent> = fc.constantFrom(
  no,
  ...STOP_REASONS.map((reason): PlayerEvent => ({ type: "babySaidNo", reason })),
);
const plan = fc.constantFrom(standard, flexibility, gas);
const opened = fc.constantFrom<PlayerEvent[]>([], [...yes, start]);

describe("from any state", () => {
  test("baby said no stops at once and is logged as stopped, and nothing starts again", () => {
    fc.assert(
      fc.property(
        plan,
        opened,
        fc.array(event, { maxLength: 40 }),
        maybeNo,
        fc.array(event, { maxLength: 30 }),
        (p, first, before, word, rest) => {
          const state = run(p, [...first, ...before]);
          const stopped = nextStep(p, state, word);
          expect(stopped.at).toBe("stopped");
          expect(logDraft(p, stopped)?.outcome).toBe("stopped");
          let later = stopped;
          for (const each of rest) {
            later = nextStep(p, later, each);
            expect(["stopped", "holding", "finished"]).toContain(later.at);
            expect(logDraft(p, later)?.outcome).toBe("stopped");
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
  test("every path from the gate to touch passes the three answers", () => {
    fc.assert(
      fc.property(plan, fc.array(fc.oneof(event, maybeNo), { maxLength: 40 }), (p, events) => {
        let state: PlayerState = atGate();
        for (const each of events) {
          const after = nextStep(p, state, each);
          if (state.at === "gate" && (after.at === "running" || after.at === "asking")) {
            expect(Object.values(state.answers)).toEqual([true, true, true]);
            expect(each).toEqual({ type: "start", gate: { ok: true } });
          }
          // Touch with a clock begins nowhere else.
          if (state.at === "holding" && state.from === "gate") expect(after.at).not.toBe("running");
          state = after;
        }
      }),
      { numRuns: 1000 },
    );
  });
  test("time is never negative, never grows by more than was ticked, and stays in the plan", () => {
    fc.assert(
      fc.property(
        plan,
        opened,
        fc.array(fc.oneof({ weight: 20, arbitrary: event }, { weight: 1, arbitrary: maybeNo }), {
          maxLength: 80,
        }),
        (p, first, events) => {
          let state = run(p, first);
          for (const each of events) {
            const after = nextStep(p, state, each);
            expect(secondsLeftIn(p, after)).toBeGreaterThanOrEqual(0);
            if (after.at !== "gate") {
              expect(
                Math.min(after.secondsLeft, after.elapsed, after.leadIn),
              ).toBeGreaterThanOrEqual(0);
              expect(Number.isFinite(after.elapsed)).toBe(true);
              expect(after.index).toBeLessThanOrEqual(p.steps.length);
              expect(after.round).toBeLessThanOrEqual(p.loop?.maxRounds ?? 1);
              if (after.at === "holding") expect(after.holdLeft).toBeGreaterThan(0);
              if (after.at === "running") expect(currentStep(p, after)).not.toBeNull();
              const was = state.at === "gate" ? 0 : state.elapsed;
              if (each.type !== "tick") expect(after.elapsed).toBe(was);
            }
            state = after;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
  test("an event never changes the state it was given", () => {
    const freeze = (state: PlayerState): PlayerState => Object.freeze(state);
    fc.assert(
      fc.property(
        plan,
        opened,
        fc.array(fc.oneof(event, maybeNo), { maxLength: 30 }),
        (p, first, events) => {
          [...first, ...events].reduce(
            (state, each) => freeze(nextStep(p, state, each)),
            freeze(atGate()),
          );
        },
      ),
    );
  });
});

test("what is left counts rounds and steps to come", () => {
  for (const starter of STARTER_LIST) {
    const p = stepsFor(starter, { findings: [], limits: NO_LIMITS });
    expect(secondsLeftIn(p, atGate())).toBe(totalSeconds(starter));
    expect(secondsLeftIn(p, begun(p))).toBe(totalSeconds(starter));
    expect(secondsLeftIn(p, through(p, begun(p)))).toBe(0);
  }
  expect(secondsLeftIn(gas, run(gas, [next], begun(gas)))).toBe(495);
});
