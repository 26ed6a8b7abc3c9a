import type { FindingId } from "@/lib/safety/schema";
import type { Routine, StarterKey, Step, Stroke, StrokeKey } from "./schema";

const TUMMY_BLOCKS = [
  "umbilicus_unhealed",
  "hernia",
  "abdominal_surgery",
  "gastrostomy",
  "diarrhoea",
  "distension",
] as const satisfies readonly FindingId[];
const HIP_BLOCKS = ["ddh", "pavlik_harness"] as const satisfies readonly FindingId[];
const BONE_BLOCKS = [
  "fracture",
  "osteogenesis_imperfecta",
  "recent_surgery_limb",
] as const satisfies readonly FindingId[];

const onTummy = (
  key: StrokeKey,
  part: Stroke["parts"][number],
  side: "centre" | "both",
  blockedBy: readonly FindingId[] = [],
): Stroke => ({
  key,
  parts: [part],
  moves: ["moving_touch"],
  positions: ["tummy"],
  sides: side === "centre" ? ["centre"] : ["both", "left_then_right"],
  seconds: 30,
  blockedBy,
  origin: "article",
});

/** No source gives a time in seconds: all of them are the editor's, brief at first (article). */
const LIST: readonly Stroke[] = [
  {
    key: "ask-and-hold",
    parts: ["chest"],
    moves: [],
    positions: ["back", "tummy"],
    sides: ["centre"],
    seconds: 30,
    blockedBy: [],
    origin: "editor",
  },
  onTummy("upper-back", "upper_back", "centre"),
  onTummy("neck", "neck", "centre", ["vp_shunt", "down_syndrome"]),
  onTummy("head", "head", "centre", ["vp_shunt"]),
  onTummy("shoulders", "shoulders", "both", ["brachial_plexus"]),
  onTummy("hands", "hands", "both"),
  onTummy("feet", "feet", "both"),
  onTummy("waist", "waist", "centre", ["spina_bifida"]),
  onTummy("thighs", "thighs", "both", ["pavlik_harness"]),
  {
    key: "arm-extension",
    parts: ["arms"],
    moves: ["moving_touch", "arm_stretch"],
    positions: ["back"],
    sides: ["left_then_right"],
    seconds: 60,
    blockedBy: [...BONE_BLOCKS, "brachial_plexus", "sternotomy"],
    origin: "article",
  },
  {
    key: "leg-extension",
    parts: ["legs", "hips"],
    moves: ["moving_touch", "leg_stretch"],
    positions: ["back"],
    sides: ["left_then_right"],
    seconds: 60,
    blockedBy: [...BONE_BLOCKS, ...HIP_BLOCKS],
    origin: "article",
  },
  {
    key: "both-legs-flex",
    parts: ["legs", "hips"],
    moves: ["moving_touch", "leg_stretch", "legs_together", "hip_bend"],
    positions: ["back"],
    sides: ["both"],
    seconds: 30,
    ifEnjoyed: true,
    blockedBy: [...BONE_BLOCKS, ...HIP_BLOCKS, "hernia", "abdominal_surgery"],
    origin: "article",
  },
  {
    key: "warm-down-back",
    parts: ["upper_back", "waist"],
    moves: ["moving_touch"],
    positions: ["tummy"],
    sides: ["centre"],
    seconds: 120,
    blockedBy: ["spina_bifida"],
    origin: "article",
  },
  {
    key: "tummy-circles",
    parts: ["tummy"],
    moves: ["moving_touch"],
    positions: ["back"],
    sides: ["centre"],
    direction: "clockwise",
    seconds: 60,
    blockedBy: TUMMY_BLOCKS,
    origin: "article",
  },
  {
    key: "knees-circle",
    parts: ["tummy", "hips", "legs"],
    moves: ["moving_touch", "hip_bend", "hip_circle", "legs_together"],
    positions: ["back"],
    sides: ["both"],
    direction: "clockwise",
    seconds: 45,
    blockedBy: [...TUMMY_BLOCKS, ...HIP_BLOCKS, ...BONE_BLOCKS],
    origin: "article",
  },
  {
    key: "one-leg-press",
    parts: ["tummy", "hips", "legs"],
    moves: ["moving_touch", "hip_bend"],
    positions: ["back"],
    sides: ["left_then_right"],
    seconds: 60,
    holdSeconds: 4,
    blockedBy: [...TUMMY_BLOCKS, ...HIP_BLOCKS, ...BONE_BLOCKS],
    origin: "article",
  },
  {
    key: "tummy",
    parts: ["tummy"],
    moves: ["moving_touch"],
    positions: ["back"],
    sides: ["centre"],
    seconds: 30,
    blockedBy: TUMMY_BLOCKS,
    origin: "editor",
  },
  {
    key: "legs",
    parts: ["thighs", "legs", "feet"],
    moves: ["moving_touch"],
    positions: ["back"],
    sides: ["left_then_right"],
    seconds: 60,
    blockedBy: ["pavlik_harness", "fracture", "osteogenesis_imperfecta"],
    origin: "editor",
  },
  {
    key: "back",
    parts: ["upper_back", "waist", "bottom"],
    moves: ["moving_touch"],
    positions: ["tummy"],
    sides: ["centre"],
    seconds: 60,
    blockedBy: ["spina_bifida"],
    origin: "editor",
  },
  {
    key: "arms",
    parts: ["arms", "hands"],
    moves: ["moving_touch"],
    positions: ["back"],
    sides: ["left_then_right"],
    seconds: 60,
    blockedBy: ["fracture", "brachial_plexus", "osteogenesis_imperfecta"],
    origin: "editor",
  },
  {
    key: "chest",
    parts: ["chest"],
    moves: ["moving_touch"],
    positions: ["back"],
    sides: ["centre"],
    seconds: 30,
    blockedBy: ["sternotomy", "central_line", "pacemaker"],
    origin: "editor",
  },
];

export const STROKES = Object.fromEntries(LIST.map((stroke) => [stroke.key, stroke])) as Record<
  StrokeKey,
  Stroke
>;

type StepExtras = Partial<Pick<Step, "side" | "seconds" | "cue" | "conditional" | "origin">>;

/** A step with the stroke's own defaults; its key is the stroke's. */
export function stepOf(
  strokeKey: StrokeKey,
  phase: Step["phase"] = "main",
  extras: StepExtras = {},
): Step {
  const stroke = STROKES[strokeKey];
  return {
    key: strokeKey,
    strokeKey,
    phase,
    position: stroke.positions[0]!,
    side: stroke.sides[0]!,
    seconds: stroke.seconds,
    ...(stroke.direction && { direction: stroke.direction }),
    ...(stroke.holdSeconds && { holdSeconds: stroke.holdSeconds }),
    ...(stroke.ifEnjoyed && { conditional: "if_enjoyed" as const }),
    cue: "say_part",
    origin: stroke.origin,
    ...extras,
  };
}

/** Permission first: warm hands, a short question, an answer. The field's own opening. */
export const ASK_AND_HOLD = stepOf("ask-and-hold", "start", { cue: "ask" });
export const WARM_DOWN = stepOf("warm-down-back", "warm_down", { cue: "say_relax" });

const BEFORE_TOUCH: Routine["preChecks"] = [
  "feed",
  "content",
  "calm",
  "clear_eyed",
  "well_today",
  "jewellery",
  "diaper",
];

export const STARTERS: Record<StarterKey, Routine> = {
  standard: {
    key: "standard",
    starter: "standard",
    startPosition: "tummy",
    steps: [
      ASK_AND_HOLD,
      stepOf("upper-back"),
      stepOf("neck"),
      stepOf("head"),
      stepOf("shoulders"),
      stepOf("hands"),
      stepOf("feet"),
      stepOf("waist"),
      stepOf("thighs"),
    ],
    loop: null,
    endReasons: ["all_steps_done", "stop_cue"],
    blockedBy: [],
    preChecks: BEFORE_TOUCH,
    cautions: ["tummy_awake_watched", "soft_spot", "slow_hand_weight"],
    origin: "article",
  },
  flexibility: {
    key: "flexibility",
    starter: "flexibility",
    startPosition: "back",
    steps: [
      ASK_AND_HOLD,
      stepOf("arm-extension", "main", { cue: "eye_contact" }),
      stepOf("leg-extension", "main", { cue: "watch_face" }),
      stepOf("both-legs-flex", "main", { cue: "sing" }),
      WARM_DOWN,
    ],
    loop: null,
    endReasons: ["warm_down_done", "stop_cue"],
    blockedBy: [...HIP_BLOCKS, ...BONE_BLOCKS],
    preChecks: BEFORE_TOUCH,
    cautions: ["never_force", "no_hip_harness", "tummy_awake_watched"],
    origin: "article",
  },
  "gas-relief": {
    key: "gas-relief",
    starter: "gas-relief",
    startPosition: "back",
    steps: [
      ASK_AND_HOLD,
      stepOf("tummy-circles", "main", { cue: "say_relax" }),
      stepOf("knees-circle", "main", { cue: "watch_face" }),
      stepOf("one-leg-press", "main", { cue: "count_hold" }),
    ],
    // The article sets no time; the ceiling of three rounds is the editor's.
    loop: { maxRounds: 3 },
    endReasons: ["not_tolerated", "gas_released", "bowel_movement", "stop_cue"],
    blockedBy: [...TUMMY_BLOCKS, ...HIP_BLOCKS],
    preChecks: BEFORE_TOUCH,
    cautions: ["clockwise_viewpoint", "first_stop_cue", "no_hip_harness"],
    origin: "article",
  },
};

export const STARTER_LIST: readonly Routine[] = [
  STARTERS.standard,
  STARTERS.flexibility,
  STARTERS["gas-relief"],
];

const mainStrokes = (routine: Routine): StrokeKey[] =>
  routine.steps.filter((step) => step.phase === "main").map((step) => step.strokeKey);

/** The order the article gives. */
export const STARTER_STROKES: Record<StarterKey, readonly StrokeKey[]> = {
  standard: mainStrokes(STARTERS.standard),
  flexibility: mainStrokes(STARTERS.flexibility),
  "gas-relief": mainStrokes(STARTERS["gas-relief"]),
};
