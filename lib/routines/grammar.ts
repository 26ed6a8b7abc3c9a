import { STARTER_STROKES, STARTERS, STROKES } from "./library";
import { stepSeconds } from "./player";
import { MAX_STEP_SECONDS, MAX_STEPS, MIN_STEP_SECONDS, type Routine, type Step } from "./schema";

export const ROUTINE_MAX_SECONDS = 20 * 60;
/** "A few more minutes" (article): two is the editor's floor. */
export const WARM_DOWN_MIN_SECONDS = 120;
/** Families keep short programmes better; over this the builder says so. */
export const MANY_STEPS = 12;

export const PROBLEM_CODES = [
  "no_steps",
  "first_step_not_ask_and_hold",
  "no_main_step",
  "phase_out_of_order",
  "duplicate_step_key",
  "position_not_possible",
  "side_not_possible",
  "start_position_differs",
  "step_too_short",
  "step_too_long",
  "direction_missing",
  "not_clockwise",
  "hold_missing",
  "hold_out_of_range",
  "condition_missing",
  "condition_too_early",
  "warm_down_missing",
  "warm_down_not_on_tummy",
  "warm_down_too_short",
  "order_changed",
  "end_reason_missing",
  "loop_not_possible",
  "pre_check_missing",
  "too_many_steps",
  "many_steps",
  "routine_too_long",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export type Problem = {
  code: ProblemCode;
  severity: "error" | "warning";
  stepKey?: string;
  /** The missing pre-check or end reason, for the message. */
  missing?: string;
};

const sum = (steps: readonly Step[]) => steps.reduce((total, step) => total + stepSeconds(step), 0);

const GAS: readonly string[] = STARTER_STROKES["gas-relief"];
/** Whether it holds a stroke of gas relief: then it can go round, and ends with gas. */
export const isGas = (steps: readonly Pick<Step, "strokeKey">[]): boolean =>
  steps.some((step) => GAS.includes(step.strokeKey));

/** With a loop: every round counted, so it is the ceiling and not a promise. */
export function totalSeconds(
  routine: Pick<Routine, "steps" | "loop">,
  rounds = routine.loop?.maxRounds ?? 1,
): number {
  const main = routine.steps.filter((step) => step.phase === "main");
  return sum(routine.steps) + sum(main) * (Math.max(1, rounds) - 1);
}

const error = (code: ProblemCode, more: Partial<Problem> = {}): Problem => ({
  code,
  severity: "error",
  ...more,
});

function stepProblems(step: Step): Problem[] {
  const stroke = STROKES[step.strokeKey];
  const found: Problem[] = [];
  const add = (code: ProblemCode) => found.push(error(code, { stepKey: step.key }));
  if (!stroke.positions.includes(step.position)) add("position_not_possible");
  if (!stroke.sides.includes(step.side)) add("side_not_possible");
  if (!(step.seconds >= MIN_STEP_SECONDS)) add("step_too_short");
  if (stepSeconds(step) > MAX_STEP_SECONDS) add("step_too_long");
  if (step.direction === "counterclockwise") add("not_clockwise");
  else if (stroke.direction && !step.direction) add("direction_missing");
  if (stroke.holdSeconds && step.holdSeconds === undefined) add("hold_missing");
  // A few seconds: three to five.
  if (step.holdSeconds !== undefined && (step.holdSeconds < 3 || step.holdSeconds > 5))
    add("hold_out_of_range");
  if (stroke.ifEnjoyed && step.conditional !== "if_enjoyed") add("condition_missing");
  return found;
}

function warmDownProblems(steps: readonly Step[]): Problem[] {
  const warm = steps.filter((step) => step.phase === "warm_down");
  const stretches = steps.some((step) =>
    STROKES[step.strokeKey].moves.some((move) => move === "arm_stretch" || move === "leg_stretch"),
  );
  if (warm.length === 0) return stretches ? [error("warm_down_missing")] : [];
  if (!stretches) return [];
  const massage = warm.filter((step) => step.strokeKey !== "ask-and-hold");
  const elsewhere = massage.find((step) => step.position !== "tummy");
  const seconds = massage.reduce((total, step) => total + stepSeconds(step), 0);
  return [
    ...(elsewhere ? [error("warm_down_not_on_tummy", { stepKey: elsewhere.key })] : []),
    ...(seconds < WARM_DOWN_MIN_SECONDS ? [error("warm_down_too_short")] : []),
  ];
}

/** Both legs together comes only after a stretch of one at a time. */
function conditionProblems(steps: readonly Step[]): Problem[] {
  return steps
    .filter(
      (step, index) =>
        STROKES[step.strokeKey].ifEnjoyed &&
        !steps.slice(0, index).some((earlier) => earlier.strokeKey.endsWith("-extension")),
    )
    .map((step) => error("condition_too_early", { stepKey: step.key }));
}

/** A copy of a starter keeps its order; a stroke may come back later. */
function orderProblems({ starter, steps }: Routine): Problem[] {
  if (!starter) return [];
  const main = steps.filter((step) => step.phase === "main");
  const firsts = main.filter((s, i) => main.findIndex((m) => m.strokeKey === s.strokeKey) === i);
  const order = STARTER_STROKES[starter];
  const known = firsts.filter((step) => order.includes(step.strokeKey));
  const wrong = known.find(
    (step, i) =>
      i > 0 &&
      order.indexOf(step.strokeKey) < order.indexOf(known[i - 1]?.strokeKey ?? step.strokeKey),
  );
  return wrong ? [error("order_changed", { stepKey: wrong.key })] : [];
}

function endProblems({ steps, starter, endReasons, loop }: Routine): Problem[] {
  const gas = starter === "gas-relief" || isGas(steps);
  const needed = ["stop_cue", ...(gas ? STARTERS["gas-relief"].endReasons : [])];
  const given: readonly string[] = endReasons;
  const badLoop = loop && (!gas || !(loop.maxRounds >= 1 && loop.maxRounds <= 6));
  return [
    ...[...new Set(needed)]
      .filter((reason) => !given.includes(reason))
      .map((missing) => error("end_reason_missing", { missing })),
    ...(badLoop ? [error("loop_not_possible")] : []),
  ];
}

/** The grammar of a routine. Imported and built ones go through the same door; [] means sound. */
export function validateRoutine(routine: Routine): Problem[] {
  const { steps } = routine;
  const first = steps[0];
  if (!first) return [error("no_steps")];
  const found: Problem[] = [];
  if (first.strokeKey !== "ask-and-hold" || first.phase !== "start")
    found.push(error("first_step_not_ask_and_hold", { stepKey: first.key }));
  const firstMain = steps.find((step) => step.phase === "main");
  if (!firstMain) found.push(error("no_main_step"));
  else if (firstMain.position !== routine.startPosition)
    found.push(error("start_position_differs", { stepKey: firstMain.key }));
  const rank = { start: 0, main: 1, warm_down: 2 };
  const late = steps.find(
    (step, index) =>
      index > 0 &&
      (step.phase === "start" || rank[step.phase] < rank[steps[index - 1]?.phase ?? "start"]),
  );
  if (late) found.push(error("phase_out_of_order", { stepKey: late.key }));
  const twice = steps.find((step, i) => steps.findIndex((other) => other.key === step.key) < i);
  if (twice) found.push(error("duplicate_step_key", { stepKey: twice.key }));
  found.push(
    ...steps.flatMap(stepProblems),
    ...warmDownProblems(steps),
    ...conditionProblems(steps),
    ...orderProblems(routine),
    ...endProblems(routine),
  );
  for (const missing of STARTERS.standard.preChecks)
    if (!routine.preChecks.includes(missing)) found.push(error("pre_check_missing", { missing }));
  if (steps.length > MAX_STEPS) found.push(error("too_many_steps"));
  else if (steps.length > MANY_STEPS) found.push({ code: "many_steps", severity: "warning" });
  if (totalSeconds(routine) > ROUTINE_MAX_SECONDS) found.push(error("routine_too_long"));
  return found;
}
