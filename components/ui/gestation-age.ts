import { formatAge } from "./format";

const DAY = 86_400_000;
const TERM_DAYS = 280;
/** Correction ends at 24 months of corrected age, as lib/core/age.ts has it. */
const CORRECT_UNTIL_MONTHS = 24;

export type BirthTyped = {
  day: string;
  month: string;
  year: string;
  weeks: string;
  days: string;
};

const whole = (text: string, least: number, most: number): number | null => {
  const count = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return count >= least && count <= most ? count : null;
};

/**
 * Both ages while somebody types, from plain UTC days: the form's own page has neither Temporal nor
 * zod to spare. Null until birthday and weeks make sense together.
 */
export function typedAges(
  typed: BirthTyped,
  today: Date,
): { days: number; correctedDays: number } | null {
  const year = whole(typed.year, 1900, 9999);
  const month = whole(typed.month, 1, 12);
  const day = whole(typed.day, 1, 31);
  const weeks = whole(typed.weeks, 22, 36);
  const rest = typed.days.trim() === "" ? 0 : whole(typed.days, 0, 6);
  if (year === null || month === null || day === null || weeks === null || rest === null)
    return null;
  const born = Date.UTC(year, month - 1, day);
  if (new Date(born).getUTCDate() !== day) return null;
  const now = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  const days = Math.round((now - born) / DAY);
  if (days < 0) return null;
  const early = TERM_DAYS - (weeks * 7 + rest);
  const due = new Date(born + early * DAY);
  const until = Date.UTC(
    due.getUTCFullYear(),
    due.getUTCMonth() + CORRECT_UNTIL_MONTHS,
    due.getUTCDate(),
  );
  return now < until ? { days, correctedDays: days - early } : null;
}

export type TypedAgeWords = { corrected: string; beforeDue: string };

/** "13 weeks · 6 weeks 5 days corrected"; the words hold the place as `{age}`. */
export function typedAgeText(
  typed: BirthTyped,
  today: Date,
  locale: string,
  words: TypedAgeWords,
): string {
  const ages = typedAges(typed, today);
  if (!ages) return "";
  return formatAge(ages, locale, {
    corrected: (age) => words.corrected.replace("{age}", age),
    beforeDue: (age) => words.beforeDue.replace("{age}", age),
  });
}
