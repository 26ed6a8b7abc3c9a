import { isOver } from "@/lib/clients/health.rules";
import { type Ages, agesOf, doctorLimits } from "@/lib/clients/rules";
import type { HealthGiven } from "@/lib/clients/schema";
import { addDays, type Day, daysBetween, startOfDay, type Zone } from "@/lib/core/time";
import { RULES } from "./catalogue";
import {
  type Assessment,
  assess,
  CLEARANCE_DAYS,
  combineLimits,
  findingsFromAllergies,
  findingsFromBirth,
  NO_LIMITS,
} from "./rules";
import {
  BODY_PARTS,
  type Clearance,
  FINDINGS,
  type Finding,
  type FindingId,
  type Limits,
  MOVES,
  POSITIONS,
} from "./schema";

export type BabyRecord = {
  bornOn: Day;
  gestationDays: number | null;
  /** Nobody knows how early the baby was born: asked about, never taken for a baby born at term or early. */
  gestationUnknown?: boolean | undefined;
  health: HealthGiven | null;
  /** Months of corrected age up to which the practice counts both ages; 24 when left out. */
  correctUntil?: number | undefined;
  /** Hours after a vaccination that the practice waits; the catalogue's when left out, never less than its floor. */
  vaccinationHours?: number | undefined;
};

/** What a practitioner stated: which findings a doctor looked at, who it was, and the day. */
export type DoctorsOkay = { on: Day; by: string; covers: readonly FindingId[] };

const isFinding = (name: string): name is FindingId => FINDINGS.some((id) => id === name);

/**
 * Everything the record says on a day, in the catalogue's words: noted findings with their places and times, allergies
 * of the baby and the family, weeks at birth, a feeding tube. A finding without a report is so everywhere and always,
 * and several reports of one add up, so that what is told later never makes it narrower by itself.
 */
export function recordFindings(
  { health, gestationDays }: BabyRecord,
  on?: { day: Day; zone: Zone },
): Finding[] {
  const noted = (health?.findings ?? []).filter(isFinding);
  const reported = [...new Set(noted)].flatMap((id): Finding[] => {
    const reports = (health?.reports ?? []).filter((report) => report.id === id);
    if (reports.length === 0) return [{ id }];
    return reports
      .filter((report) => !(on && isOver(report, on.day)))
      .map((report) => {
        const parts = BODY_PARTS.filter((part) => report.parts?.includes(part));
        // A place that the catalogue does not know is no place: then the rules leave out the most.
        const known = parts.length === (report.parts ?? []).length;
        return {
          id,
          ...(known && parts.length > 0 ? { parts } : {}),
          // Counted from the end of the day, and never from one that has not come yet.
          ...(on && report.since && daysBetween(on.day, report.since) <= 0
            ? { at: new Date(startOfDay(addDays(report.since, 1), on.zone).getTime() - 1) }
            : {}),
        };
      });
  });
  const others: FindingId[] = [
    ...findingsFromAllergies(health?.allergies ?? []),
    // Eczema of a brother is a reason to test an oil, not dry skin of this baby.
    ...findingsFromAllergies(health?.familyAllergies ?? []).filter((id) => id === "nut_allergy"),
    ...findingsFromBirth(gestationDays),
    ...tubes(health ?? {}, reported, on?.day),
  ];
  return [
    ...reported,
    ...[...new Set(others)]
      .filter((id) => !reported.some((one) => one.id === id))
      .map((id) => ({ id })),
  ];
}

/** Fed by a tube: both kinds count until a doctor or the practice says which it is now. */
function tubes(
  { reports = [], feeding }: HealthGiven,
  now: readonly Finding[],
  day: Day | undefined,
): FindingId[] {
  if (feeding !== "tube") return [];
  const named = now.some(({ id }) => {
    if (id !== "ng_tube" && id !== "gastrostomy") return false;
    // What the practice said of a tube that is out says nothing of the one the family tells of now.
    const known = reports.filter((report) => report.id === id && !(day && isOver(report, day)));
    return known.length === 0 || known.some((one) => one.by !== "family");
  });
  return named ? [] : ["ng_tube", "gastrostomy"];
}

/** The words that keep an oil out: the baby's own allergies and the family's. */
export const allergyWords = (health: HealthGiven | null): string[] => [
  ...(health?.allergies ?? []),
  ...(health?.familyAllergies ?? []),
];

export type Standing = Assessment & {
  ages: Ages;
  /** Findings that wait for a doctor's answer: hands-on practice may not begin before it. */
  needsOkay: FindingId[];
};

/** What holds for a baby on a day, before anybody asks how the baby is today. */
export function standing(
  record: BabyRecord,
  at: { now: Date; day: Day; zone: Zone },
  okay: DoctorsOkay | null = null,
): Standing {
  const ages = agesOf(record.bornOn, record.gestationDays, at.day, record.correctUntil);
  const result = assess({
    findings: recordFindings(record, at),
    // Covering nothing by name would speak of the baby as a whole.
    clearances: [
      ...(okay?.covers.length && !newerThan(okay.on, record) ? [clearanceOf(okay, at.zone)] : []),
      ...allowedOnly(record.health, at.now),
    ],
    today: [],
    ageDays: ages.days,
    correctedAgeDays: ages.correctedDays,
    now: at.now,
    settings: { vaccinationHours: record.vaccinationHours },
  });
  const needsOkay = result.reasons.flatMap(({ grade, finding }) =>
    finding && (grade === "clearance" || grade === "stop_until_clearance") ? [finding] : [],
  );
  return { ...result, ages, needsOkay: [...new Set(needsOkay)] };
}

/** What a doctor is asked about first. */
const asked = new Set<string>(
  RULES.filter(({ grade }) => grade === "clearance" || grade === "stop_until_clearance").flatMap(
    ({ findings }) => findings,
  ),
);

/** Days after that of an okay on which a diagnosis, an operation or a hospital stay began. */
const happenedAfter = (okayOn: Day, { health }: Pick<BabyRecord, "health">): Day[] =>
  [
    ...(health?.reports ?? []).flatMap(({ id, since }) => (since && asked.has(id) ? [since] : [])),
    ...(health?.happened ?? []).map(({ on }) => on),
  ].filter((on) => daysBetween(okayOn, on) > 0);

/**
 * Whether the baby is another one than the doctor spoke of: what began after the day of an okay ends it for everything
 * that it covers, also for an earlier finding of the same name.
 */
export const newerThan = (okayOn: Day, record: Pick<BabyRecord, "health">): boolean =>
  happenedAfter(okayOn, record).length > 0;

/** A doctor's bare yes lifts the grade; what the finding itself keeps out stays out (assess). */
const clearanceOf = ({ on, covers }: DoctorsOkay, zone: Zone): Clearance => ({
  covers,
  answer: "unrestricted",
  limits: NO_LIMITS,
  givenAt: startOfDay(on, zone),
  expiresAt: startOfDay(okayEndsOn(on), zone),
});

/**
 * What doctors allow only, as one answer about the baby as a whole: it narrows and clears no finding. It holds until
 * somebody lifts it, so it is given anew whenever it is asked for and does not run out.
 */
function allowedOnly(health: HealthGiven | null, now: Date): Clearance[] {
  const said = doctorLimits(health);
  if (said.length === 0) return [];
  const limits = said.map(limitsOfWord).reduce(combineLimits);
  const expiresAt = new Date(now.getTime() + 1);
  return [{ covers: [], answer: "restricted", limits, givenAt: now, expiresAt }];
}

/** Areas and positions that the catalogue does not know are none: then less is left, never more. */
function limitsOfWord({ kind, parts, positions }: ReturnType<typeof doctorLimits>[number]): Limits {
  // Resting hands are the only stroke without a movement (lib/routines/library.ts).
  if (kind === "still") return { ...NO_LIMITS, withoutMoves: [...MOVES] };
  return {
    ...NO_LIMITS,
    onlyParts: parts.length > 0 ? BODY_PARTS.filter((part) => parts.includes(part)) : null,
    withoutPositions:
      positions.length > 0 ? POSITIONS.filter((position) => !positions.includes(position)) : [],
  };
}

/** The first day on which a doctor's okay no longer counts. */
export const okayEndsOn = (on: Day): Day => addDays(on, CLEARANCE_DAYS);

/** The same for a baby of whom more is known since: the day of what ended it, where that was earlier. */
export const okayOverOn = (on: Day, record: Pick<BabyRecord, "health">): Day =>
  [okayEndsOn(on), ...happenedAfter(on, record)].reduce((a, b) => (daysBetween(a, b) < 0 ? b : a));

/** Why a stated day cannot be when the doctor answered; null when it can. */
export function okayDayProblem(on: Day, today: Day, bornOn: Day): "in_future" | "too_old" | null {
  if (daysBetween(today, on) > 0) return "in_future";
  return daysBetween(on, bornOn) > 0 || daysBetween(today, okayEndsOn(on)) <= 0 ? "too_old" : null;
}
