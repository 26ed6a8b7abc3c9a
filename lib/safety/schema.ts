import { z } from "zod";
import { id } from "@/lib/core/id";
import { wholeNumber } from "@/lib/core/text";

/** Mildest first. The order is the law: the worst grade that applies decides. */
export const GRADES = [
  "ok",
  "adapt",
  "local",
  "wait",
  "clearance",
  "stop_until_clearance",
  "stop",
] as const;
export type Grade = (typeof GRADES)[number];

export const POSITIONS = ["back", "tummy"] as const;
export type Position = (typeof POSITIONS)[number];

export const BODY_PARTS = [
  "head",
  "face",
  "neck",
  "shoulders",
  "chest",
  "arms",
  "hands",
  "tummy",
  "upper_back",
  "waist",
  "bottom",
  "hips",
  "thighs",
  "legs",
  "feet",
] as const;
export type BodyPart = (typeof BODY_PARTS)[number];

/** What a stroke does besides resting: a limit can forbid a movement wherever it happens. */
export const MOVES = [
  "moving_touch",
  "arm_stretch",
  "leg_stretch",
  "legs_together",
  "hip_bend",
  "hip_circle",
  "twist",
] as const;
export type Move = (typeof MOVES)[number];

export const OIL_LIMITS = ["any", "tested", "none"] as const;
export type OilLimit = (typeof OIL_LIMITS)[number];

export const RULE_IDS = [
  "fever",
  "acute_illness",
  "diarrhoea",
  "breathing",
  "unwell_parent",
  "vaccination",
  "fed_recently",
  "asleep_crying_hungry",
  "bleeding",
  "fracture",
  "surgery",
  "unexplained_bruise",
  "lump",
  "cancer",
  "cardiac",
  "apnoea",
  "oxygen",
  "seizures",
  "hydrocephalus",
  "jaundice",
  "preterm",
  "central_line",
  "feeding_tube",
  "reflux",
  "ddh",
  "down_syndrome",
  "cp_tone",
  "spina_bifida",
  "umbilicus",
  "hernia",
  "distension",
  "skin_broken",
  "eczema_dry",
  "nut_allergy",
  "nas",
  "under4w",
  "medicine",
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export const FINDINGS = [
  "fever",
  "acute_illness",
  "diarrhoea",
  "breathing",
  "unwell_parent",
  "vaccination",
  "fed_recently",
  "asleep_crying_hungry",
  "bleeding",
  "fracture",
  "osteogenesis_imperfecta",
  "abdominal_surgery",
  "recent_surgery_limb",
  "unexplained_bruise",
  "lump",
  "cancer",
  "heart_condition",
  "sternotomy",
  "pacemaker",
  "apnoea",
  "oxygen",
  "seizures",
  "hydrocephalus",
  "vp_shunt",
  "jaundice",
  "preterm",
  "central_line",
  "gastrostomy",
  "ng_tube",
  "oral_aversion",
  "reflux",
  "ddh",
  "pavlik_harness",
  "down_syndrome",
  "muscle_tone",
  "brachial_plexus",
  "spina_bifida",
  "umbilicus_unhealed",
  "hernia",
  "distension",
  "skin_broken",
  "eczema_dry",
  "nut_allergy",
  "nas",
  "under4w",
  "medicine",
] as const;
export type FindingId = (typeof FINDINGS)[number];

export type Finding = {
  id: FindingId;
  /** Where, when the finding has a place. Empty or missing means "place not known". */
  parts?: readonly BodyPart[] | undefined;
  /** When, for findings that pass with time. For a bare date give the last instant of that day. */
  at?: Date | null | undefined;
};

export type Origin = "article" | "editor";

/** Whom to turn to, mildest first. */
export const ESCALATIONS = ["none", "doctor", "safeguarding", "urgent", "emergency"] as const;
export type Escalation = (typeof ESCALATIONS)[number];

export type Effect = {
  parts?: readonly BodyPart[];
  /** Parts left out when the finding does not say where it is. */
  partsIfPlaceUnknown?: readonly BodyPart[];
  moves?: readonly Move[];
  positions?: readonly Position[];
  oil?: OilLimit;
  shortenTo?: number;
  feedMinutes?: number;
};

export type SafetyRule = {
  id: RuleId;
  grade: Exclude<Grade, "ok">;
  scope: "whole" | "part" | "tummy";
  ask: "day" | "intake";
  findings: readonly FindingId[];
  effects?: Partial<Record<FindingId, Effect>>;
  /** Hours to wait after the finding; a practice may raise `hours`, never go under `floor`. */
  wait?: { hours: number; floor: number };
  /** True only where the source itself says "until cleared": then a full clearance gives the part back. */
  clearanceRestores?: true;
  escalate: Escalation;
  escalateYoung?: { underDays: number; to: Escalation };
  source: string;
  origin: Origin;
};

const partList = z.array(z.enum(BODY_PARTS)).max(BODY_PARTS.length);

/** What a doctor or practitioner may set for one baby. Every field can only narrow. */
export const Limits = z.strictObject({
  withoutParts: partList,
  onlyParts: partList.nullable(),
  withoutPositions: z.array(z.enum(POSITIONS)).max(POSITIONS.length),
  withoutMoves: z.array(z.enum(MOVES)).max(MOVES.length),
  oil: z.enum(OIL_LIMITS),
  maxMinutes: z.number().int().min(1).max(60).nullable(),
  shortenTo: z.number().min(0.25).max(1),
  feedMinutes: z.number().int().min(45).max(240),
});
export type Limits = z.infer<typeof Limits>;

export const CLEARANCE_ANSWERS = ["unrestricted", "restricted", "not_advised"] as const;
export type ClearanceAnswer = (typeof CLEARANCE_ANSWERS)[number];

export type Clearance = {
  /** The findings it answers for; empty means the baby as a whole, which clears no finding. */
  covers: readonly FindingId[];
  answer: ClearanceAnswer;
  limits: Limits;
  givenAt: Date;
  expiresAt: Date;
};

export const PRE_CHECKS = [
  "feed",
  "content",
  "calm",
  "clear_eyed",
  "well_today",
  "doctor",
  "jewellery",
  "diaper",
  "oil_patch",
  "warm_place",
  "hands",
  "floor",
  "watched_on_tummy",
] as const;
export type PreCheckKey = (typeof PRE_CHECKS)[number];

export type PreCheck = {
  key: PreCheckKey;
  kind: "blocking" | "timer" | "advice";
  group: "feed" | "state" | "health" | "ready" | "oil" | "place";
  /** Only for timers. */
  minutes?: number;
  source: string;
  origin: Origin;
};

export const GATE_SKIP_REASONS = ["small_feed", "feed_time_wrong", "advised", "other"] as const;
export type GateSkipReason = (typeof GATE_SKIP_REASONS)[number];

const isoInstant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Accepts what a form or a queued phone sends (ISO text) and what our own code sends (Date). */
export const Instant = z.union([z.date(), isoInstant]);

const feedOf = { babyId: id("baby") };
/** How long ago, by the server's clock; or the instant, as a phone noted it while it was offline. */
export const FeedEnded = z.union([
  z.strictObject({ ...feedOf, minutesAgo: wholeNumber(0, 24 * 60) }),
  z.strictObject({ ...feedOf, endedAt: Instant }),
]);
export type FeedEnded = z.infer<typeof FeedEnded>;
