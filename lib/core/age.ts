import { z } from "zod";
import { addDays, addMonths, type Day, daysBetween } from "./time";

// Term is 40+0 and "born early" means before 37+0 (WHO). Correction lasts until 24 months of
// *corrected* age (AAP practice). Testing the birth age instead at that switch put the wrong
// reference under very preterm children in another library (rcpch growth-charts-server 126).
export const TERM_DAYS = 40 * 7;
export const EARLY_BEFORE_DAYS = 37 * 7;
export const CORRECT_UNTIL_MONTHS = 24;
// Entry limits of the RCPCH growth charts: 22 to 44 completed weeks.
export const GESTATION_MIN_DAYS = 22 * 7;
export const GESTATION_MAX_DAYS = 44 * 7 + 6;

/** Days since birth, 0 on the birth day. Negative when `onDay` is earlier. */
export const ageDays = (birthDay: Day, onDay: Day): number => daysBetween(birthDay, onDay);

export type AgeQuestion = {
  birthDay: Day;
  gestationDays: number;
  onDay: Day;
  untilMonths?: number;
};

export type CorrectedAge =
  /** Born at 37+0 or later: there is nothing to correct. */
  | { kind: "born_at_term" }
  /** The corrected age has reached the end of correction; from `sinceDay` birth age is used. */
  | { kind: "past_end"; sinceDay: Day }
  /** The due date is still ahead: `days` is negative. Not a growth-chart age. */
  | { kind: "before_term"; days: number; dueDay: Day }
  | { kind: "corrected"; days: number; dueDay: Day };

export function correctedAge(question: AgeQuestion): CorrectedAge {
  const { birthDay, gestationDays, onDay, untilMonths = CORRECT_UNTIL_MONTHS } = question;
  assertGestation(gestationDays);
  if (!bornEarly(gestationDays)) return { kind: "born_at_term" };
  const dueDay = addDays(birthDay, TERM_DAYS - gestationDays);
  const sinceDay = addMonths(dueDay, untilMonths);
  if (daysBetween(sinceDay, onDay) >= 0) return { kind: "past_end", sinceDay };
  const days = daysBetween(dueDay, onDay);
  return { kind: days < 0 ? "before_term" : "corrected", days, dueDay };
}

/** Null when birth age is the one to use; negative before the due date. */
export function correctedAgeDays(question: AgeQuestion): number | null {
  const age = correctedAge(question);
  return age.kind === "corrected" || age.kind === "before_term" ? age.days : null;
}

export const bornEarly = (gestationDays: number): boolean => gestationDays < EARLY_BEFORE_DAYS;

/** "33+4" → 235. Null for anything else, including 8 days in a week and weeks out of range. */
export function parseGestation(text: string): number | null {
  const parts = /^\s*(\d{2})\s*\+\s*([0-6])\s*$/.exec(text);
  if (!parts) return null;
  const days = Number(parts[1]) * 7 + Number(parts[2]);
  return isGestation(days) ? days : null;
}

/** 235 → "33+4", the way it is written on every discharge letter. */
export function formatGestation(gestationDays: number): string {
  const { weeks, days } = weeksAndDays(gestationDays);
  return `${weeks}+${days}`;
}

/** Completed weeks and the days left over; for ages below zero both count back from the due day. */
export const weeksAndDays = (days: number): { weeks: number; days: number } => ({
  weeks: Math.trunc(days / 7) + 0,
  days: (days % 7) + 0,
});

const isGestation = (days: number): boolean =>
  Number.isInteger(days) && days >= GESTATION_MIN_DAYS && days <= GESTATION_MAX_DAYS;

function assertGestation(days: number): void {
  if (!isGestation(days)) throw new RangeError(`Not a length of gestation in days: ${days}`);
}

export type BirthDayProblem = "in_future" | "too_long_ago";

/** `today` is the family's day: a baby born this morning in Auckland is not in the future. */
export function birthDayProblem(birthDay: Day, today: Day, maxYears = 6): BirthDayProblem | null {
  if (daysBetween(today, birthDay) > 0) return "in_future";
  if (daysBetween(birthDay, addMonths(today, -12 * maxYears)) > 0) return "too_long_ago";
  return null;
}

export const gestationDays = z.int().min(GESTATION_MIN_DAYS).max(GESTATION_MAX_DAYS);
/** A form field such as "33+4". */
export const gestationText = z.string().transform((text, context) => {
  const days = parseGestation(text);
  if (days !== null) return days;
  context.issues.push({ code: "custom", message: "errors:gestation", input: text });
  return z.NEVER;
});
