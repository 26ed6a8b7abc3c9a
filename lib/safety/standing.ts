import { type Ages, agesOf } from "@/lib/clients/rules";
import type { BabyHealth } from "@/lib/clients/schema";
import { addDays, type Day, daysBetween, startOfDay, type Zone } from "@/lib/core/time";
import {
  type Assessment,
  assess,
  CLEARANCE_DAYS,
  findingsFromAllergies,
  findingsFromBirth,
  NO_LIMITS,
} from "./rules";
import { type Clearance, FINDINGS, type Finding, type FindingId } from "./schema";

export type BabyRecord = {
  bornOn: Day;
  gestationDays: number | null;
  health: BabyHealth | null;
};

/** What a practitioner stated: which findings a doctor looked at, who it was, and the day. */
export type DoctorsOkay = { on: Day; by: string; covers: readonly FindingId[] };

const isFinding = (name: string): name is FindingId => FINDINGS.some((id) => id === name);

/** Everything the record says, in the catalogue's words: noted findings, allergies, weeks at birth. */
export function recordFindings({ health, gestationDays }: BabyRecord): Finding[] {
  const named = [
    ...(health?.findings ?? []).filter(isFinding),
    ...findingsFromAllergies(health?.allergies ?? []),
    ...findingsFromBirth(gestationDays),
  ];
  return [...new Set(named)].map((id) => ({ id }));
}

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
  const ages = agesOf(record.bornOn, record.gestationDays, at.day);
  const result = assess({
    findings: recordFindings(record),
    // Covering nothing by name would speak of the baby as a whole.
    clearances: okay?.covers.length ? [clearanceOf(okay, at.zone)] : [],
    today: [],
    ageDays: ages.days,
    correctedAgeDays: ages.correctedDays,
    now: at.now,
  });
  const needsOkay = result.reasons.flatMap(({ grade, finding }) =>
    finding && (grade === "clearance" || grade === "stop_until_clearance") ? [finding] : [],
  );
  return { ...result, ages, needsOkay: [...new Set(needsOkay)] };
}

/** A doctor's bare yes lifts the grade; what the finding itself keeps out stays out (assess). */
const clearanceOf = ({ on, covers }: DoctorsOkay, zone: Zone): Clearance => ({
  covers,
  answer: "unrestricted",
  limits: NO_LIMITS,
  givenAt: startOfDay(on, zone),
  expiresAt: startOfDay(okayEndsOn(on), zone),
});

/** The first day on which a doctor's okay no longer counts. */
export const okayEndsOn = (on: Day): Day => addDays(on, CLEARANCE_DAYS);

/** Why a stated day cannot be when the doctor answered; null when it can. */
export function okayDayProblem(on: Day, today: Day, bornOn: Day): "in_future" | "too_old" | null {
  if (daysBetween(today, on) > 0) return "in_future";
  return daysBetween(on, bornOn) > 0 || daysBetween(today, okayEndsOn(on)) <= 0 ? "too_old" : null;
}
