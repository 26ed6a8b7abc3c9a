import { addDays, type Day } from "@/lib/core/time";
import type { FindingId, Limits } from "@/lib/safety/schema";
import { isGas, totalSeconds } from "./grammar";
import { ASK_AND_HOLD, STARTERS, STROKES, stepOf, WARM_DOWN } from "./library";
import { stepSeconds } from "./player";
import type {
  AdaptedStep,
  Liked,
  Outcome,
  Reaction,
  RemovalReason,
  Routine,
  RoutineInput,
  SkipReason,
  Step,
  StopReason,
  Stroke,
} from "./schema";

export { isGas, totalSeconds, validateRoutine } from "./grammar";
export { stepSeconds } from "./player";

/** Cautions follow the strokes, so that a routine built from nothing has them all. */
const CAUTIONS_OF: readonly [caution: string, of: (step: Step, stroke: Stroke) => boolean][] = [
  ["tummy_awake_watched", (step) => step.position === "tummy"],
  ["soft_spot", (_, { parts }) => parts.includes("head")],
  ["slow_hand_weight", (_, { moves }) => moves.includes("moving_touch")],
  ["never_force", (_, { moves }) => moves.some((move) => move.endsWith("_stretch"))],
  ["no_hip_harness", (_, { parts }) => parts.includes("hips")],
  ["clockwise_viewpoint", (_, { direction }) => direction === "clockwise"],
  ["first_stop_cue", (step) => isGas([step])],
];

/** A step as the builder wants it. What it does not say is the library's, or that of the step it was. */
function stepFrom(input: RoutineInput["steps"][number], known: Step | undefined): Step {
  const { key, strokeKey, phase, position, side, seconds, rounds, note } = input;
  const base =
    known?.strokeKey === strokeKey
      ? known
      : stepOf(strokeKey, phase, strokeKey === "ask-and-hold" ? { cue: "ask" } : {});
  const { rounds: _, note: __, ...kept } = base;
  return {
    ...{ ...kept, key, phase, position, side, seconds },
    ...(rounds > 1 && { rounds }),
    ...(note && { note }),
  };
}

/** What the builder sends, completed to a routine so that the grammar can judge it; nothing that guards is lost. */
export function routineFromInput(input: RoutineInput, base: Routine | null, key: string): Routine {
  const known = new Map(base?.steps.map((step) => [step.key, step]));
  const steps = input.steps.map((step) => stepFrom(step, known.get(step.key)));
  const warm = steps.some((step) => step.phase === "warm_down");
  const cautions = CAUTIONS_OF.filter(([, of]) =>
    steps.some((step) => of(step, STROKES[step.strokeKey])),
  ).map(([caution]) => caution);
  return {
    key,
    starter: base?.starter ?? null,
    startPosition:
      steps.find((step) => step.phase === "main")?.position ?? base?.startPosition ?? "back",
    steps,
    loop: input.rounds > 1 ? { maxRounds: input.rounds } : null,
    endReasons: isGas(steps)
      ? STARTERS["gas-relief"].endReasons
      : [warm ? "warm_down_done" : "all_steps_done", "stop_cue"],
    blockedBy: base?.blockedBy ?? [],
    preChecks: STARTERS.standard.preChecks,
    cautions: [...new Set([...(base?.cautions ?? []), ...cautions])],
    origin: base?.origin ?? "editor",
    ...(input.times && { often: { times: input.times, per: input.per } }),
    ...(input.note && { note: input.note }),
  };
}

export type RoutineForBaby = {
  steps: AdaptedStep[];
  removed: { step: Step; because: RemovalReason[] }[];
  /** Findings that rule out the whole routine. */
  blockedBy: FindingId[];
  loop: Routine["loop"];
  /** Offered at the end when the routine has none of its own and the baby may lie on the tummy. */
  warmDown: AdaptedStep | null;
  mainStepsLeft: number;
  seconds: number;
};

type ForBaby = { findings: readonly FindingId[]; limits: Limits };

const isHold = (step: Step) => step.strokeKey === "ask-and-hold";

function whyNot(step: Step, { findings, limits }: ForBaby): RemovalReason[] {
  const stroke = STROKES[step.strokeKey];
  const outside = limits.onlyParts?.length
    ? stroke.parts.some((part) => !limits.onlyParts?.includes(part))
    : limits.onlyParts !== null;
  return [
    ...stroke.blockedBy
      .filter((id) => findings.includes(id))
      .map((finding): RemovalReason => ({ kind: "finding", finding })),
    ...stroke.parts
      .filter((part) => limits.withoutParts.includes(part))
      .map((part): RemovalReason => ({ kind: "part", part })),
    ...(outside ? [{ kind: "only_parts" } as const] : []),
    ...stroke.moves
      .filter((move) => limits.withoutMoves.includes(move))
      .map((move): RemovalReason => ({ kind: "move", move })),
    ...(limits.withoutPositions.includes(step.position)
      ? [{ kind: "position", position: step.position } as const]
      : []),
  ];
}

/** Still hands are for every baby: the hold moves to an allowed place or position, or goes. */
function adaptHold(step: Step, { limits }: ForBaby): AdaptedStep | RemovalReason[] {
  const adapted: AdaptedStep["adapted"][number][] = [];
  let position = step.position;
  if (limits.withoutPositions.includes(position)) {
    position = position === "back" ? "tummy" : "back";
    adapted.push("other_position");
  }
  if (limits.withoutPositions.includes(position))
    return [{ kind: "position", position: step.position }];
  const chestOut =
    limits.withoutParts.includes("chest") ||
    (limits.onlyParts !== null && !limits.onlyParts.includes("chest"));
  if (chestOut) adapted.push("hold_elsewhere");
  // The practitioner's words are of the hold as it was meant.
  const { note, ...hold } = step;
  return { ...hold, ...(note && adapted.length === 0 && { note }), position, adapted };
}

/** Every round gets shorter; where a round cannot, there are fewer of them. */
function shorten(step: AdaptedStep, factor: number): AdaptedStep {
  const least = Math.max(10, Math.floor((step.seconds * factor) / 5) * 5);
  const seconds = Math.min(step.seconds, least);
  const wanted = stepSeconds(step) * factor;
  const rounds = Math.max(1, Math.min(step.rounds ?? 1, Math.floor(wanted / seconds)));
  if (stepSeconds({ seconds, rounds }) >= stepSeconds(step)) return step;
  const { rounds: _, ...rest } = step;
  return {
    ...rest,
    ...(rounds > 1 && { rounds }),
    seconds,
    adapted: [...new Set([...step.adapted, "shortened" as const])],
  };
}

/** Limits compiled into the routine: what may not be touched is not shown, and the reason is kept. */
export function stepsFor(routine: Routine, baby: ForBaby): RoutineForBaby {
  const removed: RoutineForBaby["removed"] = [];
  const blockedBy = routine.blockedBy.filter((id) => baby.findings.includes(id));
  const place = (step: Step): AdaptedStep[] => {
    const result = isHold(step) ? adaptHold(step, baby) : whyNot(step, baby);
    if (!Array.isArray(result)) return [shorten(result, baby.limits.shortenTo)];
    if (result.length === 0) return [shorten({ ...step, adapted: [] }, baby.limits.shortenTo)];
    removed.push({ step, because: result });
    return [];
  };
  if (blockedBy.length > 0) {
    const because = blockedBy.map((finding): RemovalReason => ({ kind: "finding", finding }));
    return {
      steps: [],
      removed: routine.steps.map((step) => ({ step, because })),
      blockedBy,
      loop: null,
      warmDown: null,
      mainStepsLeft: 0,
      seconds: 0,
    };
  }
  let steps = routine.steps.flatMap(place);
  const hadWarmDown = routine.steps.some((step) => step.phase === "warm_down");
  if (
    hadWarmDown &&
    steps.some((s) => s.phase === "main") &&
    !steps.some((s) => s.phase === "warm_down")
  ) {
    const hold = {
      ...ASK_AND_HOLD,
      key: "quiet-hold",
      phase: "warm_down",
      cue: "say_relax",
    } as const;
    steps.push(
      ...place(hold).map((s) => ({
        ...s,
        adapted: [...s.adapted, "instead_of_warm_down" as const],
      })),
    );
  }
  let loop = routine.loop;
  if (baby.limits.maxMinutes !== null) {
    const budget = baby.limits.maxMinutes * 60;
    const over = () => totalSeconds({ steps, loop }) > budget;
    while (loop && loop.maxRounds > 1 && over()) loop = { maxRounds: loop.maxRounds - 1 };
    if (over()) {
      const factor = budget / totalSeconds({ steps, loop });
      steps = steps.map((step) => shorten(step, factor));
    }
    while (over()) {
      const last = steps.findLast((step) => step.phase === "main") ?? steps.at(-1);
      if (!last) break;
      steps = steps.filter((step) => step !== last);
      removed.push({ step: last, because: [{ kind: "too_long" }] });
    }
  }
  const mainStepsLeft = steps.filter((step) => step.phase === "main").length;
  const offer = !hadWarmDown && mainStepsLeft > 0 && whyNot(WARM_DOWN, baby).length === 0;
  return {
    steps,
    removed,
    blockedBy,
    loop: mainStepsLeft > 0 ? loop : null,
    warmDown: offer ? shorten({ ...WARM_DOWN, adapted: [] }, baby.limits.shortenTo) : null,
    mainStepsLeft,
    seconds: totalSeconds({ steps, loop }),
  };
}

/** One home practice as the log keeps it; `day` is the family's own calendar day. */
export type PracticeLog = {
  day: Day;
  minutes: number;
  outcome: Outcome;
  stopReason?: StopReason | null | undefined;
  skipReason?: SkipReason | null | undefined;
  liked?: Liked | null | undefined;
  reactions?: readonly Reaction[] | undefined;
};

export type Adherence = {
  offered: number;
  begun: number;
  finished: number;
  partly: number;
  endedByBaby: number;
  /** Days that were left out on purpose: an answer, and no practice. */
  skipped: number;
  /** Begun of offered, 0 to 1; null when nothing was offered. Stopping counts in full. */
  share: number | null;
};

/** Stopping because the baby said no is listening, so it earns the same as finishing. No streaks. */
export function adherence(
  logs: readonly Pick<PracticeLog, "outcome">[],
  offered: number,
): Adherence {
  const count = (outcome: Outcome) => logs.filter((log) => log.outcome === outcome).length;
  const chances = Math.max(0, Math.floor(offered));
  const begun = logs.length - count("skipped");
  return {
    offered: chances,
    begun,
    finished: count("done"),
    partly: count("partly"),
    endedByBaby: count("stopped"),
    skipped: count("skipped"),
    share: chances === 0 ? null : Math.min(1, begun / chances),
  };
}

export const DAY_MARKS = ["done", "ended_early", "skipped", "none", "today"] as const;
export type DayMark = (typeof DAY_MARKS)[number];

export type LogSummary = {
  marks: { day: Day; mark: DayMark }[];
  daysDone: number;
  daysEndedEarly: number;
  daysSkipped: number;
  minutes: number;
  stopReasons: Partial<Record<StopReason, number>>;
  skipReasons: Partial<Record<SkipReason, number>>;
  reactions: Partial<Record<Reaction, number>>;
};

/** The last days, oldest first. Today without a log is still open, not empty. */
export function logSummary(
  logs: readonly PracticeLog[],
  window: { today: Day; days?: number },
): LogSummary {
  const length = window.days ?? 14;
  const days = Array.from({ length }, (_, i) => addDays(window.today, i + 1 - length));
  const inside = logs.filter((log) => days.includes(log.day));
  const marks = days.map((day): LogSummary["marks"][number] => {
    const own = inside.filter((log) => log.day === day);
    if (own.some((log) => log.outcome === "done")) return { day, mark: "done" };
    if (own.some((log) => log.outcome !== "skipped")) return { day, mark: "ended_early" };
    if (own.length > 0) return { day, mark: "skipped" };
    return { day, mark: day === window.today ? "today" : "none" };
  });
  const tally = <K extends string>(keys: readonly K[]) => {
    const counts: Partial<Record<K, number>> = {};
    for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
    return counts;
  };
  return {
    marks,
    daysDone: marks.filter((each) => each.mark === "done").length,
    daysEndedEarly: marks.filter((each) => each.mark === "ended_early").length,
    daysSkipped: marks.filter((each) => each.mark === "skipped").length,
    minutes: inside.reduce((total, log) => total + log.minutes, 0),
    stopReasons: tally(inside.flatMap((log) => (log.stopReason ? [log.stopReason] : []))),
    skipReasons: tally(inside.flatMap((log) => (log.skipReason ? [log.skipReason] : []))),
    reactions: tally(inside.flatMap((log) => [...(log.reactions ?? [])])),
  };
}
