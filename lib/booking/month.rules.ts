import { addDays, type Day, dayOfWeek, daysBetween } from "@/lib/core/time";

/** ISO weekday on which weeks begin: Monday is 1, Sunday 7. */
export type FirstWeekday = 1 | 7;

// Where weeks begin on Sunday (CLDR weekData, firstDay), of the countries that practices are likely to be in.
const SUNDAY = new Set(["US", "CA", "BR", "MX", "JP", "KR", "IL", "IN", "ZA"]);

export const firstWeekdayIn = (locale: string): FirstWeekday =>
  SUNDAY.has(locale.split("-")[1] ?? "") ? 7 : 1;

/** The first day of the week that a day is in. */
export const weekStart = (day: Day, first: FirstWeekday): Day =>
  addDays(day, -((dayOfWeek(day) - first + 7) % 7));

export const monthOf = (day: Day): string => day.slice(0, 7);

/** Whole weeks that hold the month of a day, four to six of them; days only, so no change of the clocks matters. */
export function monthGrid(day: Day, first: FirstWeekday): { from: Day; days: number } {
  const begins = `${monthOf(day)}-01`;
  const from = weekStart(begins, first);
  const next = addDays(begins, 31);
  const after = `${monthOf(next)}-01`;
  return { from, days: Math.ceil(daysBetween(from, after) / 7) * 7 };
}
