import { z } from "zod";
import { line, optionalProse, wholeNumber } from "@/lib/core/text";
import type { BodyPart, FindingId, Move, Origin, Position, PreCheckKey } from "@/lib/safety/schema";
import { GATE_SKIP_REASONS, Instant, POSITIONS } from "@/lib/safety/schema";

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

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const Step = z.strictObject({
  key: slug.max(40),
  strokeKey: z.enum(STROKE_KEYS),
  phase: z.enum(PHASES),
  position: z.enum(POSITIONS),
  side: z.enum(SIDES),
  seconds: z.number().int().min(MIN_STEP_SECONDS).max(MAX_STEP_SECONDS),
  direction: z.enum(["clockwise", "counterclockwise"]).optional(),
  /** "A few seconds": three to five (the figure is the editor's). */
  holdSeconds: z.number().int().min(1).max(30).optional(),
  conditional: z.literal("if_enjoyed").optional(),
  cue: z.enum(STEP_CUES),
  origin: z.enum(["article", "editor"]),
});
export type Step = z.infer<typeof Step>;

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

export type Routine = {
  key: string;
  /** The starter it is, or was made from; null for one built from nothing. */
  starter: StarterKey | null;
  startPosition: Position;
  steps: readonly Step[];
  /** The main steps go round; there is no fixed time, only a ceiling of rounds. */
  loop: { maxRounds: number } | null;
  endReasons: readonly EndReason[];
  /** Findings that rule out the whole routine, not only a step. */
  blockedBy: readonly FindingId[];
  /** Checks that must come before touch. */
  preChecks: readonly PreCheckKey[];
  cautions: readonly string[];
  origin: Origin;
};

export const RoutineInput = z.strictObject({
  title: line(80),
  steps: z.array(Step).min(1).max(MAX_STEPS),
  note: optionalProse(1000),
  starter: z.enum(STARTER_KEYS).nullable().default(null),
});
export type RoutineInput = z.infer<typeof RoutineInput>;

export const OUTCOMES = ["done", "partly", "stopped"] as const;
export type Outcome = (typeof OUTCOMES)[number];

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

export const PracticeLogInput = z
  .strictObject({
    routineAssignmentId: z.uuid(),
    startedAt: Instant,
    minutes: wholeNumber(0, 120),
    /** Steps reached, for the practitioner; 0 when the baby said no before the first. */
    stepsDone: wholeNumber(0, 200).default(0),
    outcome: z.enum(OUTCOMES),
    stopReason: z.enum(STOP_REASONS).optional(),
    reactions: z.array(z.enum(REACTIONS)).max(REACTIONS.length).default([]),
    liked: z.enum(LIKED).optional(),
    note: optionalProse(500),
    gateSkipped: z.enum(GATE_SKIP_REASONS).optional(),
  })
  .refine((log) => log.stopReason === undefined || log.outcome === "stopped", {
    path: ["stopReason"],
  })
  .refine((log) => new Set(log.reactions).size === log.reactions.length, { path: ["reactions"] });
export type PracticeLogInput = z.infer<typeof PracticeLogInput>;
