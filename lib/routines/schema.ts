import { z } from "zod";
import { id } from "@/lib/core/id";
import { line, optionalLine, optionalProse, wholeNumber } from "@/lib/core/text";
import { day } from "@/lib/core/time";
import type { BodyPart, FindingId, Move, Origin, Position } from "@/lib/safety/schema";
import {
  BODY_PARTS,
  FINDINGS,
  GATE_SKIP_REASONS,
  Instant,
  MOVES,
  POSITIONS,
  PRE_CHECKS,
} from "@/lib/safety/schema";

/** The strokes that have a drawing of their own. The first sixteen are those of the starters. */
export const STROKE_KEYS = [
  "ask-and-hold",
  "upper-back",
  "neck",
  "head",
  "shoulders",
  "hands",
  "feet",
  "waist",
  "thighs",
  "arm-extension",
  "leg-extension",
  "both-legs-flex",
  "warm-down-back",
  "tummy-circles",
  "knees-circle",
  "one-leg-press",
  "tummy",
  "legs",
  "back",
  "arms",
  "chest",
] as const;
export type StrokeKey = (typeof STROKE_KEYS)[number];

export const SIDES = ["both", "left_then_right", "centre"] as const;
export type Side = (typeof SIDES)[number];

export const PHASES = ["start", "main", "warm_down"] as const;
export type Phase = (typeof PHASES)[number];

export const STEP_CUES = [
  "ask",
  "say_part",
  "say_relax",
  "count_hold",
  "eye_contact",
  "sing",
  "watch_face",
] as const;
export type StepCue = (typeof STEP_CUES)[number];

export type View = "front" | "back";

export type Stroke = {
  key: StrokeKey;
  parts: readonly BodyPart[];
  moves: readonly Move[];
  positions: readonly Position[];
  sides: readonly Side[];
  /** As the grown-up sees the tummy: up on baby's right, across under the ribs, down on the left. */
  direction?: "clockwise";
  seconds: number;
  holdSeconds?: number;
  /** Only after the baby has enjoyed the gentler stretches. */
  ifEnjoyed?: true;
  blockedBy: readonly FindingId[];
  origin: Origin;
};

export const MIN_STEP_SECONDS = 10;
export const MAX_STEP_SECONDS = 300;
export const MAX_STEPS = 20;
export const MAX_ROUNDS = 6;
export const MAX_STEP_NOTE = 160;

const empty = z.literal("").transform(() => undefined);
export const MAX_TIMES = 6;
export const PERIODS = ["day", "week"] as const;
/** "Up to three times a week": a ceiling, and never a duty. */
export const Often = z.strictObject({
  times: wholeNumber(1, MAX_TIMES, "assign:errors.times"),
  per: z.enum(PERIODS).default("day"),
});
export type Often = z.output<typeof Often>;

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const Step = z.strictObject({
  key: slug.max(40),
  strokeKey: z.enum(STROKE_KEYS),
  phase: z.enum(PHASES),
  position: z.enum(POSITIONS),
  side: z.enum(SIDES),
  seconds: z.number().int().min(MIN_STEP_SECONDS).max(MAX_STEP_SECONDS),
  /** So many times over, each as long as `seconds`. */
  rounds: z.number().int().min(2).max(MAX_ROUNDS).optional(),
  /** The practitioner's words to whoever does it. Of the stroke and not of a child: it stands in every family's copy. */
  note: z.string().max(MAX_STEP_NOTE).optional(),
  direction: z.enum(["clockwise", "counterclockwise"]).optional(),
  /** "A few seconds": three to five (the figure is the editor's). */
  holdSeconds: z.number().int().min(1).max(30).optional(),
  conditional: z.literal("if_enjoyed").optional(),
  cue: z.enum(STEP_CUES),
  origin: z.enum(["article", "editor"]),
});
export type Step = z.infer<typeof Step>;

/** Four hours: nobody massages a baby so long, but a phone that lay paused still has its say. */
export const MAX_LOG_SECONDS = 14_400;

export const STARTER_KEYS = ["standard", "flexibility", "gas-relief"] as const;
export type StarterKey = (typeof STARTER_KEYS)[number];

export const END_REASONS = [
  "all_steps_done",
  "warm_down_done",
  "stop_cue",
  "gas_released",
  "bowel_movement",
  "not_tolerated",
  "parent_finished",
] as const;
export type EndReason = (typeof END_REASONS)[number];

const origin = z.enum(["article", "editor"]);
const loop = z.strictObject({ maxRounds: z.number().int().min(1).max(6) }).nullable();

/** What routines.body holds. */
export const Routine = z.strictObject({
  key: z.string().max(60),
  /** The starter it is, or was made from; null for one built from nothing. */
  starter: z.enum(STARTER_KEYS).nullable(),
  startPosition: z.enum(POSITIONS),
  steps: z.array(Step).max(MAX_STEPS),
  /** The main steps go round; there is no fixed time, only a ceiling of rounds. */
  loop,
  endReasons: z.array(z.enum(END_REASONS)),
  /** Findings that rule out the whole routine, not only a step. */
  blockedBy: z.array(z.enum(FINDINGS)),
  /** Checks that must come before touch. */
  preChecks: z.array(z.enum(PRE_CHECKS)),
  cautions: z.array(z.string().max(60)),
  origin,
  /** What the practice suggests when it is assigned; what was assigned stands with the assignment. */
  often: Often.optional(),
  note: z.string().max(1000).optional(),
});
type Body = z.infer<typeof Routine>;
export type Routine = {
  readonly [K in keyof Body]: Body[K] extends (infer T)[] ? readonly T[] : Body[K];
};

const StepInput = z.strictObject({
  key: slug.max(40),
  strokeKey: z.enum(STROKE_KEYS),
  phase: z.enum(PHASES),
  position: z.enum(POSITIONS),
  side: z.enum(SIDES),
  seconds: wholeNumber(MIN_STEP_SECONDS, MAX_STEP_SECONDS, "assign:errors.seconds"),
  rounds: wholeNumber(1, MAX_ROUNDS, "assign:errors.rounds").default(1),
  note: optionalLine(MAX_STEP_NOTE),
});

/** What the builder sends. What else a step says (which way, how long a hold, only if enjoyed) is the library's. */
export const RoutineInput = z.strictObject({
  title: line(80, "assign:errors.title"),
  steps: z
    .array(StepInput, "assign:errors.steps")
    .min(1, "assign:errors.steps")
    .max(MAX_STEPS, "assign:errors.manySteps"),
  /** How often the main steps go round. */
  rounds: wholeNumber(1, MAX_ROUNDS, "assign:errors.rounds").default(1),
  times: z.union([empty, wholeNumber(1, MAX_TIMES, "assign:errors.times")]).optional(),
  per: z.enum(PERIODS).default("day"),
  note: optionalProse(1000),
});
export type RoutineInput = z.infer<typeof RoutineInput>;

export const ADAPTATIONS = [
  "shortened",
  "hold_elsewhere",
  "other_position",
  "instead_of_warm_down",
] as const;
export const AdaptedStep = Step.extend({ adapted: z.array(z.enum(ADAPTATIONS)) });
export type AdaptedStep = Step & { readonly adapted: readonly (typeof ADAPTATIONS)[number][] };

export const RemovalReason = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("finding"), finding: z.enum(FINDINGS) }),
  z.strictObject({ kind: z.literal("part"), part: z.enum(BODY_PARTS) }),
  z.strictObject({ kind: z.literal("only_parts") }),
  z.strictObject({ kind: z.literal("move"), move: z.enum(MOVES) }),
  z.strictObject({ kind: z.literal("position"), position: z.enum(POSITIONS) }),
  z.strictObject({ kind: z.literal("too_long") }),
]);
export type RemovalReason = z.infer<typeof RemovalReason>;

/** What routine_assignments.snapshot holds: one baby's routine, fixed on the day it was assigned. */
export const Snapshot = z.strictObject({
  title: z.string(),
  starter: z.enum(STARTER_KEYS).nullable(),
  startPosition: z.enum(POSITIONS),
  steps: z.array(AdaptedStep).min(1),
  /** Steps that this baby does not get; the reasons are sealed (Why). */
  removed: z.array(Step),
  warmDown: AdaptedStep.nullable(),
  loop,
  endReasons: z.array(z.enum(END_REASONS)),
  blockedBy: z.array(z.enum(FINDINGS)),
  cautions: z.array(z.string()),
  /** How far the steps were already shortened, so that it is not done twice. */
  shortenTo: z.number().min(0.25).max(1),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** What is sealed beside it, because it tells of the baby's health. */
export const Why = z.strictObject({
  removed: z.array(z.strictObject({ key: z.string(), because: z.array(RemovalReason) })),
  /** Findings that the doctor's okay was asked for. */
  covers: z.array(z.enum(FINDINGS)),
});
export type Why = z.infer<typeof Why>;

/** `skipped`: a parent said that today is not the day. It is an answer, not a practice. */
export const OUTCOMES = ["done", "partly", "stopped", "skipped"] as const;
export type Outcome = (typeof OUTCOMES)[number];
/** What a guided routine can end with. */
export type PractisedOutcome = Exclude<Outcome, "skipped">;

export const SKIP_REASONS = ["asleep", "ill", "just_fed", "no_time"] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export const STOP_REASONS = [
  "turned_away",
  "stiffened_arched",
  "cried_fussed",
  "hungry_or_sick",
  "fell_asleep",
  "not_sure",
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export const REACTIONS = ["gas", "bowel_movement", "slept"] as const;
export type Reaction = (typeof REACTIONS)[number];

export const LIKED = ["liked", "so_so", "not_today"] as const;
export type Liked = (typeof LIKED)[number];

const unique = (list: readonly string[]) => new Set(list).size === list.length;
const reactions = z.array(z.enum(REACTIONS)).max(REACTIONS.length).refine(unique);

/** One practice, as the phone tells it: at once when the baby says no, again when there is more to tell. */
export const PracticeLogInput = z
  .strictObject({
    assignmentId: id("assignment"),
    /** Made by the phone at the start: however often it is sent, there is one log. */
    startKey: z.uuid(),
    startedAt: Instant,
    seconds: wholeNumber(0, MAX_LOG_SECONDS),
    /** Steps reached, for the practitioner; 0 when the baby said no before the first. */
    stepsDone: wholeNumber(0, 200).default(0),
    outcome: z.enum(OUTCOMES).exclude(["skipped"]),
    stopReason: z.enum(STOP_REASONS).optional(),
    reactions: reactions.default([]),
    liked: z.enum(LIKED).optional(),
    note: optionalProse(500),
    gateSkipped: z.enum(GATE_SKIP_REASONS).optional(),
  })
  .refine((log) => log.stopReason === undefined || log.outcome === "stopped", {
    path: ["stopReason"],
  });
export type PracticeLogInput = z.infer<typeof PracticeLogInput>;

export const TellMore = z.strictObject({
  logId: id("log"),
  stopReason: z.enum(STOP_REASONS).optional(),
  liked: z.enum(LIKED).optional(),
  /** All of them as they are now, so that a slip of the finger can be taken back. */
  reactions: reactions.optional(),
  note: optionalProse(500),
});
export type TellMore = z.infer<typeof TellMore>;

const title = line(80, "assign:errors.title");
/** Not today, and if she likes, why. */
export const SkipPractice = z.strictObject({ assignmentId: id("assignment") });
export const SkipWhy = z.strictObject({
  logId: id("log"),
  skipReason: z.union([empty, z.enum(SKIP_REASONS)]).optional(),
  note: optionalProse(500),
});
const optionalDay = z.union([empty, day]).optional();

export const OneRoutine = z.strictObject({ routineId: id("routine") });
export const OneAssignment = z.strictObject({ assignmentId: id("assignment") });

/** Titles come from the page, because a practice's own words are in its own language. */
export const AddStarters = z.strictObject({
  standard: title,
  flexibility: title,
  "gas-relief": title,
});

export const CopyRoutine = z.strictObject({ routineId: id("routine"), title });

/** From nothing, or from one that is there: its ways to end, its cautions and what rules it out stay with it. */
export const CreateRoutine = RoutineInput.extend({
  from: z.union([empty, id("routine")]).optional(),
});

/** `version` is the one that was opened: who saves second is told. */
export const EditRoutine = RoutineInput.extend({
  routineId: id("routine"),
  version: wholeNumber(1, 1_000_000),
});

export const AssignRoutine = z.strictObject({
  babyId: id("baby"),
  routineId: id("routine"),
  /** The version that was looked at. */
  version: wholeNumber(1, 1_000_000),
  note: optionalProse(1000),
  times: Often.shape.times.default(1),
  per: Often.shape.per,
  untilOn: optionalDay,
  /** The doctor's okay, as the practitioner states it: who, and on which day. */
  clearedBy: optionalLine(120),
  clearedOn: optionalDay,
  /** The assignment that this one takes the place of. */
  replaces: z.union([empty, id("assignment")]).optional(),
});
export type AssignRoutine = z.infer<typeof AssignRoutine>;

export const AssignmentList = z.strictObject({
  state: z.enum(["active", "ended"]).default("active"),
  babyId: id("baby").optional(),
  page: wholeNumber(1, 10_000).default(1),
});
