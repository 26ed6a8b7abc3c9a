import { describe, expect, test } from "vitest";
import { type ProblemCode, validateRoutine } from "./grammar";
import { ASK_AND_HOLD, STARTER_LIST, STARTERS, stepOf, WARM_DOWN } from "./library";
import { totalSeconds } from "./rules";
import type { Routine, Step, StrokeKey } from "./schema";

const own = (steps: readonly Step[], over: Partial<Routine> = {}): Routine => ({
  ...STARTERS.standard,
  key: "own",
  starter: null,
  startPosition: steps.find((step) => step.phase === "main")?.position ?? "back",
  endReasons: ["all_steps_done", "gas_released", "bowel_movement", "not_tolerated", "stop_cue"],
  steps,
  ...over,
});
const codes = (routine: Routine) => validateRoutine(routine).map((problem) => problem.code);
const main = (...keys: StrokeKey[]) => keys.map((key) => stepOf(key));
const change = (routine: Routine, key: StrokeKey, over: Partial<Step>): Routine => ({
  ...routine,
  steps: routine.steps.map((step) => (step.strokeKey === key ? { ...step, ...over } : step)),
});
const without = (routine: Routine, key: StrokeKey): Routine => ({
  ...routine,
  steps: routine.steps.filter((step) => step.strokeKey !== key),
});
const swap = (routine: Routine, a: number, b: number): Routine => {
  const steps = [...routine.steps];
  const [first, second] = [steps[a], steps[b]];
  if (first && second) [steps[a], steps[b]] = [second, first];
  return { ...routine, steps };
};
const { standard, flexibility, "gas-relief": gas } = STARTERS;

test("the three starters are sound, and brief", () => {
  for (const starter of STARTER_LIST)
    expect([starter.key, validateRoutine(starter)]).toEqual([starter.key, []]);
  expect(totalSeconds(standard)).toBe(270);
  expect(totalSeconds(flexibility)).toBe(300);
  expect(totalSeconds(gas, 1)).toBe(195);
  expect(totalSeconds(gas)).toBe(525);
});

test.each<[string, Routine]>([
  ["a few strokes on the back", own([ASK_AND_HOLD, ...main("legs", "chest")])],
  [
    "a still pause in the middle",
    own([
      ASK_AND_HOLD,
      ...main("legs"),
      { ...ASK_AND_HOLD, key: "rest", phase: "main" },
      ...main("chest"),
    ]),
  ],
  ["a stretch with a warm-down", own([ASK_AND_HOLD, ...main("arm-extension"), WARM_DOWN])],
  [
    "a stretch, a warm-down and a last hold",
    own([
      ASK_AND_HOLD,
      ...main("leg-extension"),
      WARM_DOWN,
      { ...ASK_AND_HOLD, key: "last", phase: "warm_down" },
    ]),
  ],
  [
    "a warm-down where none is needed",
    own([ASK_AND_HOLD, ...main("tummy-circles"), { ...WARM_DOWN, seconds: 30 }]),
  ],
  ["the standard massage with parts left out", without(without(standard, "neck"), "waist")],
  ["a starter with a stroke added", { ...gas, steps: [...gas.steps, stepOf("legs")] }],
  [
    "tummy circles again at the end",
    { ...gas, steps: [...gas.steps, { ...stepOf("tummy-circles"), key: "again" }] },
  ],
  ["a copy in another order, as one's own", { ...swap(standard, 1, 2), starter: null }],
])("legal: %s", (_, routine) => {
  expect(codes(routine)).toEqual([]);
});

test.each<[ProblemCode, Routine]>([
  ["no_steps", own([])],
  ["first_step_not_ask_and_hold", without(standard, "ask-and-hold")],
  ["first_step_not_ask_and_hold", own([{ ...ASK_AND_HOLD, phase: "main" }, ...main("legs")])],
  ["no_main_step", own([ASK_AND_HOLD])],
  ["phase_out_of_order", own([ASK_AND_HOLD, WARM_DOWN, ...main("legs")])],
  ["phase_out_of_order", own([ASK_AND_HOLD, ...main("legs"), { ...ASK_AND_HOLD, key: "two" }])],
  ["duplicate_step_key", own([ASK_AND_HOLD, ...main("legs", "legs")])],
  ["position_not_possible", change(standard, "neck", { position: "back" })],
  ["position_not_possible", change(gas, "tummy-circles", { position: "tummy" })],
  ["side_not_possible", change(gas, "one-leg-press", { side: "both" })],
  ["side_not_possible", change(flexibility, "arm-extension", { side: "both" })],
  ["start_position_differs", { ...standard, startPosition: "back" }],
  ["step_too_short", change(standard, "head", { seconds: 5 })],
  ["step_too_short", change(standard, "head", { seconds: Number.NaN })],
  ["step_too_long", change(standard, "head", { seconds: 301 })],
  ["not_clockwise", change(gas, "tummy-circles", { direction: "counterclockwise" })],
  ["not_clockwise", change(gas, "knees-circle", { direction: "counterclockwise" })],
  ["direction_missing", change(gas, "knees-circle", { direction: undefined as never })],
  ["hold_missing", change(gas, "one-leg-press", { holdSeconds: undefined as never })],
  ["hold_out_of_range", change(gas, "one-leg-press", { holdSeconds: 2 })],
  ["hold_out_of_range", change(gas, "one-leg-press", { holdSeconds: 6 })],
  ["condition_missing", change(flexibility, "both-legs-flex", { conditional: undefined as never })],
  [
    "condition_too_early",
    own([ASK_AND_HOLD, ...main("both-legs-flex", "leg-extension"), WARM_DOWN]),
  ],
  ["warm_down_missing", without(flexibility, "warm-down-back")],
  ["warm_down_missing", own([ASK_AND_HOLD, ...main("arm-extension")])],
  [
    "warm_down_not_on_tummy",
    { ...flexibility, steps: [...flexibility.steps, { ...stepOf("legs", "warm_down") }] },
  ],
  ["warm_down_too_short", change(flexibility, "warm-down-back", { seconds: 119 })],
  [
    "warm_down_too_short",
    {
      ...flexibility,
      steps: [
        ...flexibility.steps.slice(0, -1),
        { ...ASK_AND_HOLD, key: "last", phase: "warm_down", seconds: 180 },
      ],
    },
  ],
  ["order_changed", swap(standard, 1, 2)],
  ["order_changed", swap(gas, 1, 3)],
  ["order_changed", swap(flexibility, 1, 2)],
  ["end_reason_missing", { ...standard, endReasons: ["all_steps_done"] }],
  ["end_reason_missing", { ...gas, endReasons: ["stop_cue", "gas_released", "not_tolerated"] }],
  ["loop_not_possible", { ...standard, loop: { maxRounds: 2 } }],
  ["loop_not_possible", { ...gas, loop: { maxRounds: 0 } }],
  ["loop_not_possible", { ...gas, loop: { maxRounds: 99 } }],
  [
    "pre_check_missing",
    { ...standard, preChecks: standard.preChecks.filter((key) => key !== "jewellery") },
  ],
  [
    "pre_check_missing",
    { ...standard, preChecks: standard.preChecks.filter((key) => key !== "diaper") },
  ],
  ["pre_check_missing", { ...standard, preChecks: [] }],
  [
    "too_many_steps",
    own([
      ASK_AND_HOLD,
      ...Array.from({ length: 20 }, (_, i) => ({
        ...stepOf("legs"),
        key: `legs-${i}`,
        seconds: 10,
      })),
    ]),
  ],
  [
    "many_steps",
    own([
      ASK_AND_HOLD,
      ...Array.from({ length: 12 }, (_, i) => ({
        ...stepOf("legs"),
        key: `legs-${i}`,
        seconds: 10,
      })),
    ]),
  ],
  [
    "routine_too_long",
    own([
      ASK_AND_HOLD,
      ...["a", "b", "c", "d"].map((key) => ({ ...stepOf("legs"), key, seconds: 300 })),
    ]),
  ],
])("illegal: %s", (code, routine) => {
  expect(codes(routine)).toContain(code);
});

test("the edges are inside: 3 and 5 seconds, 300 seconds, 1 and 6 rounds, 12 steps, 20 minutes", () => {
  const held = (holdSeconds: number) => change(gas, "one-leg-press", { holdSeconds });
  const steps = (count: number, seconds: number) =>
    own([
      { ...ASK_AND_HOLD, seconds },
      ...Array.from({ length: count - 1 }, (_, i) => ({
        ...stepOf("legs"),
        key: `l${i}`,
        seconds,
      })),
    ]);
  const brief = { ...gas, steps: gas.steps.map((step) => ({ ...step, seconds: 10 })) };
  expect(codes(held(3))).toEqual([]);
  expect(codes(held(5))).toEqual([]);
  expect(codes({ ...brief, loop: { maxRounds: 1 } })).toEqual([]);
  expect(codes({ ...brief, loop: { maxRounds: 6 } })).toEqual([]);
  expect(codes(steps(4, 300))).toEqual([]);
  expect(codes(steps(12, 10))).toEqual([]);
  expect(codes(steps(20, 10))).toEqual(["many_steps"]);
});

describe("what a person is told", () => {
  test("the step, the missing check, the missing ending", () => {
    expect(validateRoutine(change(gas, "knees-circle", { direction: "counterclockwise" }))).toEqual(
      [{ code: "not_clockwise", severity: "error", stepKey: "knees-circle" }],
    );
    expect(
      validateRoutine({ ...gas, endReasons: ["stop_cue", "gas_released", "not_tolerated"] }),
    ).toEqual([{ code: "end_reason_missing", severity: "error", missing: "bowel_movement" }]);
    expect(
      validateRoutine({
        ...standard,
        preChecks: standard.preChecks.filter((key) => key !== "jewellery"),
      }),
    ).toEqual([{ code: "pre_check_missing", severity: "error", missing: "jewellery" }]);
  });
  test("many steps is only a warning", () => {
    const steps = Array.from({ length: 12 }, (_, i) => ({
      ...stepOf("legs"),
      key: `l${i}`,
      seconds: 10,
    }));
    expect(validateRoutine(own([ASK_AND_HOLD, ...steps]))).toEqual([
      { code: "many_steps", severity: "warning" },
    ]);
  });
});
