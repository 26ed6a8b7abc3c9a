import { addDays, addMonths, type Day, daysBetween } from "@/lib/core/time";

/**
 * How long a family's record is kept: so many years after the last contact and after birth, whichever is later. The
 * defaults are those of United Kingdom practice: eight years (CNHC), and until the child is 25 (records management code).
 */
export type KeepRule = { contactYears: number; birthYears: number };
export const KEEP_DEFAULT: KeepRule = { contactYears: 8, birthYears: 25 };

/** A day some years on; 29 February comes again on 1 March, so that nothing is kept a day too short. */
function yearsOn(from: Day, years: number): Day {
  const on = addMonths(from, 12 * years);
  return on.slice(8) === from.slice(8) ? on : addDays(on, 1);
}

/** The last day on which the record has to be there. */
export function keptUntil(
  { contactYears, birthYears }: KeepRule,
  family: { lastContactOn: Day; births: readonly Day[] },
): Day {
  const days = [
    yearsOn(family.lastContactOn, contactYears),
    ...family.births.map((born) => yearsOn(born, birthYears)),
  ];
  return days.reduce((latest, day) => (daysBetween(latest, day) > 0 ? day : latest));
}

export const timeIsOver = (until: Day, today: Day): boolean => daysBetween(until, today) > 0;
