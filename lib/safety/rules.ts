import { bornEarly } from "@/lib/core/age";
import { OILS, type Oil, PRE_CHECK_LIST } from "./advice";
import { RULES } from "./catalogue";
import {
  BODY_PARTS,
  type BodyPart,
  type Clearance,
  type Effect,
  ESCALATIONS,
  type Escalation,
  type Finding,
  type FindingId,
  GRADES,
  type Grade,
  type Limits,
  MOVES,
  OIL_LIMITS,
  POSITIONS,
  type Position,
  type PreCheck,
  type RuleId,
  type SafetyRule,
} from "./schema";

export { canStart, feedGate, feedTimeProblem, latestFeed } from "./gate";

const HOUR = 3_600_000;
const FOUR_WEEKS = 28;

/** Default life of a doctor's answer; a new diagnosis, operation or hospital stay ends it sooner. */
export const CLEARANCE_DAYS = 90;

export const NO_LIMITS: Limits = {
  withoutParts: [],
  onlyParts: null,
  withoutPositions: [],
  withoutMoves: [],
  oil: "any",
  maxMinutes: null,
  shortenTo: 1,
  feedMinutes: 45,
};

const worse = <T>(order: readonly T[], a: T, b: T): T =>
  order.indexOf(a) >= order.indexOf(b) ? a : b;

export const worstGrade = (grades: readonly Grade[]): Grade =>
  grades.reduce((worst, grade) => worse(GRADES, worst, grade), "ok" as Grade);

/** Both hold: the result is never wider than either. */
export function combineLimits(a: Limits, b: Limits): Limits {
  const both = <T>(all: readonly T[], x: readonly T[], y: readonly T[]) =>
    all.filter((item) => x.includes(item) || y.includes(item));
  const only = a.onlyParts && b.onlyParts;
  return {
    withoutParts: both(BODY_PARTS, a.withoutParts, b.withoutParts),
    onlyParts: only
      ? only.filter((part) => a.onlyParts?.includes(part))
      : (a.onlyParts ?? b.onlyParts),
    withoutPositions: both(POSITIONS, a.withoutPositions, b.withoutPositions),
    withoutMoves: both(MOVES, a.withoutMoves, b.withoutMoves),
    oil: worse(OIL_LIMITS, a.oil, b.oil),
    maxMinutes:
      a.maxMinutes === null || b.maxMinutes === null
        ? (a.maxMinutes ?? b.maxMinutes)
        : Math.min(a.maxMinutes, b.maxMinutes),
    shortenTo: Math.min(a.shortenTo, b.shortenTo),
    feedMinutes: Math.max(a.feedMinutes, b.feedMinutes),
  };
}

function limitsOf(effect: Effect = {}, finding: Merged): Limits {
  const unplaced = finding.placeUnknown ? (effect.partsIfPlaceUnknown ?? []) : [];
  const parts = [...(effect.parts ?? []), ...finding.parts, ...unplaced];
  return {
    ...NO_LIMITS,
    withoutParts: BODY_PARTS.filter((part) => parts.includes(part)),
    withoutMoves: [...(effect.moves ?? [])],
    withoutPositions: [...(effect.positions ?? [])],
    oil: effect.oil ?? "any",
    shortenTo: effect.shortenTo ?? 1,
    feedMinutes: effect.feedMinutes ?? 45,
  };
}

/** What is left of a rule once a doctor has answered: leave a place out, or adapt, or nothing. */
function residue(limits: Limits): Grade {
  const { withoutParts, withoutMoves, withoutPositions, onlyParts } = limits;
  if (withoutParts.length + withoutMoves.length + withoutPositions.length > 0 || onlyParts)
    return "local";
  const adapted =
    limits.oil !== "any" ||
    limits.shortenTo < 1 ||
    limits.maxMinutes !== null ||
    limits.feedMinutes > 45;
  return adapted ? "adapt" : "ok";
}

export type SafetySettings = { vaccinationHours?: number | undefined };

export type AssessInput = {
  /** From the baby's record. */
  findings: readonly Finding[];
  clearances: readonly Clearance[];
  /** What the grown-up reports today. It is added to the record, so it can only tighten. */
  today: readonly Finding[];
  ageDays: number;
  /** Null for a baby born at term. */
  correctedAgeDays: number | null;
  now: Date;
  settings?: SafetySettings | undefined;
};

export type Reason = {
  /** "doctor": said about the baby as a whole, or limits that a doctor set. */
  rule: RuleId | "doctor";
  finding: FindingId | null;
  grade: Grade;
  /** A doctor has answered and the answer is still valid. */
  cleared: boolean;
  /** In the `safety` messages. */
  labelKey: `rules.${RuleId}.label` | "doctor.label";
  sentenceKey: `rules.${RuleId}.${"sentence" | "care"}` | `doctor.${"limits" | "not_advised"}`;
  until: Date | null;
};

export type Assessment = {
  grade: Grade;
  /** What the family can do now. */
  mode: "massage" | "hold_and_wait" | "learn_on_doll" | "none";
  reasons: Reason[];
  /** Those that keep strokes out of a routine. */
  findings: FindingId[];
  limits: Limits;
  allowedFrom: Date | null;
  escalate: Escalation;
};

const MODES: Record<Grade, Assessment["mode"]> = {
  ok: "massage",
  adapt: "massage",
  local: "massage",
  wait: "hold_and_wait",
  clearance: "learn_on_doll",
  stop_until_clearance: "none",
  stop: "none",
};

type Merged = { id: FindingId; parts: BodyPart[]; placeUnknown: boolean; at: Date | null };

/** One entry per finding. Two reports of one finding add up, and a vaguer report only widens. */
function merge(findings: readonly Finding[]): Merged[] {
  const byId = new Map<FindingId, Merged>();
  for (const { id, parts = [], at = null } of findings) {
    const seen = byId.get(id);
    const latest = seen?.at && at ? new Date(Math.max(seen.at.getTime(), at.getTime())) : null;
    byId.set(id, {
      id,
      parts: [...(seen?.parts ?? []), ...parts],
      placeUnknown: parts.length === 0 || (seen?.placeUnknown ?? false),
      at: seen ? latest : at,
    });
  }
  return [...byId.values()];
}

const STRICTNESS = ["unrestricted", "restricted", "not_advised"];

/** Answers that count now: the latest first; of two given at the same instant the stricter first. */
const validAnswers = (clearances: readonly Clearance[], now: Date): Clearance[] =>
  clearances
    .filter((each) => each.givenAt <= now && now < each.expiresAt)
    .sort(
      (a, b) =>
        b.givenAt.getTime() - a.givenAt.getTime() ||
        STRICTNESS.indexOf(b.answer) - STRICTNESS.indexOf(a.answer),
    );

/** What doctors say about the baby as a whole, and every limit they set that still stands. */
function doctorVerdict(answers: readonly Clearance[]) {
  const general = answers.find((each) => each.covers.length === 0);
  const standing = answers.filter(
    (each) =>
      each === general ||
      each.covers.some((id) => answers.find((c) => c.covers.includes(id)) === each),
  );
  const limits = standing.reduce((all, each) => combineLimits(all, each.limits), NO_LIMITS);
  const refused = general?.answer === "not_advised";
  const least: Grade = refused
    ? "stop_until_clearance"
    : general?.answer === "restricted"
      ? "adapt"
      : "ok";
  const grade = worse(GRADES, least, residue(limits));
  const reason: Reason = {
    rule: "doctor",
    finding: null,
    grade,
    cleared: !refused,
    labelKey: "doctor.label",
    sentenceKey: refused ? "doctor.not_advised" : "doctor.limits",
    until: null,
  };
  return { limits, reasons: grade === "ok" ? [] : [reason] };
}

function waitUntil(rule: SafetyRule, at: Date | null | undefined, settings: SafetySettings) {
  if (!rule.wait || !at) return null;
  const asked = rule.id === "vaccination" ? settings.vaccinationHours : undefined;
  const hours =
    asked !== undefined && Number.isFinite(asked)
      ? Math.max(rule.wait.floor, asked)
      : rule.wait.hours;
  return new Date(at.getTime() + hours * HOUR);
}

type Verdict = {
  reason: Reason & { finding: FindingId };
  limits: Limits;
  escalate: Escalation;
  restored: boolean;
};

function judge(rule: SafetyRule, finding: Merged, input: AssessInput, answers: Clearance[]) {
  const until = waitUntil(rule, finding.at, input.settings ?? {});
  if (until && until <= input.now) return null;
  const answer = answers.find((each) => each.covers.includes(finding.id));
  const byDoctor = rule.grade === "clearance" || rule.grade === "stop_until_clearance";
  const cleared = byDoctor && answer !== undefined && answer.answer !== "not_advised";
  // A clearance lowers the grade; what the finding itself keeps out stays out while it is present.
  const restored = cleared && answer.answer === "unrestricted" && rule.clearanceRestores === true;
  const limits = restored ? NO_LIMITS : limitsOf(rule.effects?.[finding.id], finding);
  let grade: Grade = rule.grade;
  if (cleared) {
    grade = residue(combineLimits(limits, answer.limits));
    if (answer.answer === "restricted") grade = worse(GRADES, grade, "adapt");
  } else if (answer?.answer === "not_advised") grade = worse(GRADES, grade, "stop_until_clearance");
  const young = rule.escalateYoung && youngestAge(input) < rule.escalateYoung.underDays;
  const reason: Verdict["reason"] = {
    rule: rule.id,
    finding: finding.id,
    grade,
    cleared,
    labelKey: `rules.${rule.id}.label`,
    sentenceKey: `rules.${rule.id}.${cleared ? "care" : "sentence"}`,
    until,
  };
  const escalate = cleared ? "none" : young ? rule.escalateYoung!.to : rule.escalate;
  return { reason, limits, escalate, restored } satisfies Verdict;
}

/** The younger of the two ages is the careful one for a baby born early. */
const youngestAge = (input: AssessInput) =>
  Math.min(input.ageDays, input.correctedAgeDays ?? input.ageDays);

/** The worst grade that applies wins; the limits of all that apply are added up. */
export function assess(input: AssessInput): Assessment {
  const tooYoung: Finding[] = youngestAge(input) < FOUR_WEEKS ? [{ id: "under4w" }] : [];
  const active = merge([...input.findings, ...input.today, ...tooYoung]);
  const answers = validAnswers(input.clearances, input.now);
  const doctor = doctorVerdict(answers);
  const verdicts = RULES.flatMap((rule) =>
    active
      .filter((finding) => rule.findings.includes(finding.id))
      .map((finding) => judge(rule, finding, input, answers)),
  ).filter((verdict) => verdict !== null);
  const reasons = [...verdicts.map((verdict) => verdict.reason), ...doctor.reasons].sort(
    (a, b) => GRADES.indexOf(b.grade) - GRADES.indexOf(a.grade),
  );
  const grade = worstGrade(reasons.map((reason) => reason.grade));
  const waits = reasons.flatMap((reason) => (reason.until ? [reason.until] : []));
  return {
    grade,
    mode: MODES[grade],
    reasons,
    findings: verdicts.filter((v) => !v.restored).map((v) => v.reason.finding),
    limits: verdicts.reduce((all, verdict) => combineLimits(all, verdict.limits), doctor.limits),
    allowedFrom: waits.reduce<Date | null>((last, at) => (last && last >= at ? last : at), null),
    escalate: verdicts.reduce<Escalation>((w, v) => worse(ESCALATIONS, w, v.escalate), "none"),
  };
}

/** The checks before a start, in order, for this routine and this baby. */
export function preChecks(
  routine: { steps: readonly { position: Position }[] },
  baby: {
    findings: readonly FindingId[];
    usesOil: boolean;
    feedMinutes?: number | undefined;
  },
): PreCheck[] {
  const sensitive = baby.findings.some((id) => id === "nut_allergy" || id === "eczema_dry");
  const healthNote = baby.findings.some((id) =>
    RULES.some((rule) => rule.ask === "intake" && rule.findings.includes(id)),
  );
  return PRE_CHECK_LIST.flatMap((check): PreCheck[] => {
    if (check.key === "feed") return [{ ...check, minutes: Math.max(45, baby.feedMinutes ?? 45) }];
    if (check.key === "doctor") return [{ ...check, kind: healthNote ? "blocking" : "advice" }];
    if (check.key === "oil_patch")
      return baby.usesOil ? [{ ...check, kind: sensitive ? "blocking" : "advice" }] : [];
    if (check.key === "watched_on_tummy")
      return routine.steps.some((step) => step.position === "tummy") ? [check] : [];
    return [check];
  });
}

export const rulesToAsk = (when: SafetyRule["ask"]): SafetyRule[] =>
  RULES.filter((rule) => rule.ask === when);

const BY_ITSELF: readonly RuleId[] = ["fed_recently", "asleep_crying_hungry"];

/**
 * Of the day's rules, those that a start is put off by, as the page before it lists them: not what it asks for by itself,
 * and not what the record already takes care of (`known`).
 */
export const notToday = (known: readonly (RuleId | "doctor")[]): SafetyRule[] =>
  rulesToAsk("day").filter(
    ({ id, grade }) => grade !== "adapt" && !BY_ITSELF.includes(id) && !known.includes(id),
  );

const NO_ALLERGY = /^(none|no|nil|n\/?a|nkda|no known( drug)?( allergies| allergy)?)\.?$/i;

/** Any allergy asks for a patch test; a skin word also means no new oil on dry eczema. */
export function findingsFromAllergies(allergies: readonly string[]): FindingId[] {
  const real = allergies
    .map((each) => each.trim())
    .filter((each) => each && !NO_ALLERGY.test(each));
  const found: FindingId[] = [];
  if (real.length > 0) found.push("nut_allergy");
  if (real.some((each) => /eczema|dermatitis/i.test(each))) found.push("eczema_dry");
  return found;
}

/** Born before 37 + 0. */
export const findingsFromBirth = (gestationDays: number | null): FindingId[] =>
  gestationDays !== null && bornEarly(gestationDays) ? ["preterm"] : [];

export function oilsFor(input: { allergies: readonly string[]; limits: Limits }): Oil["key"][] {
  if (input.limits.oil === "none") return [];
  const words = input.allergies.join(" ").toLowerCase();
  return OILS.filter(
    (oil) => oil.offered && !oil.allergens.some((word) => words.includes(word)),
  ).map((oil) => oil.key);
}
