import { z } from "zod";
import {
  type BirthDayProblem,
  birthDayProblem,
  EARLY_BEFORE_DAYS,
  GESTATION_MIN_DAYS,
} from "@/lib/core/age";
import { line, optionalProse, wholeNumber } from "@/lib/core/text";
import { type Day, isDay } from "@/lib/core/time";

const part = z.string("birth:bornOn").max(40, "birth:bornOn").default("");

/** Three text fields, as people know a birthday. Whether it is in the future is asked with `bornOnProblem`. */
export const bornOn = z
  .strictObject({ day: part, month: part, year: part }, "birth:bornOn")
  .transform(({ day, month, year }): Day => {
    const two = (text: string) => text.trim().padStart(2, "0");
    return `${year.trim()}-${two(month)}-${two(day)}`;
  })
  .refine(isDay, "birth:bornOn");

const problems: Record<BirthDayProblem, string> = {
  in_future: "birth:bornInFuture",
  too_long_ago: "birth:bornTooLongAgo",
};
/** The message key of what is wrong with a birth day, seen from `today` where the family lives. */
export function bornOnProblem(birthDay: Day, today: Day): string | null {
  const problem = birthDayProblem(birthDay, today);
  return problem && problems[problem];
}

const LAST_EARLY_WEEK = EARLY_BEFORE_DAYS / 7 - 1;
const early = z.strictObject({
  early: z.literal("yes"),
  weeks: wholeNumber(GESTATION_MIN_DAYS / 7, LAST_EARLY_WEEK, "birth:weeks"),
  days: z.preprocess(
    (typed) => (typed === "" || typed === undefined ? 0 : typed),
    wholeNumber(0, 6, "birth:days"),
  ),
});
const atTerm = z.strictObject({
  early: z.literal("no"),
  // Weeks typed before the answer was changed to "no" say nothing.
  weeks: z.unknown().optional(),
  days: z.unknown().optional(),
});
/** "Born before 37 weeks?" with weeks and days; completed days of pregnancy, or null for "no". */
export const gestation = z
  .discriminatedUnion("early", [early, atTerm], "birth:early")
  .transform((born) => (born.early === "yes" ? born.weeks * 7 + born.days : null));

export const babyName = line(40, "birth:babyName");
/** A baby as a family tells of it when it books. */
export const newBaby = z.strictObject({ firstName: babyName, bornOn, born: gestation });
export type NewBaby = z.output<typeof newBaby>;

/** What is sealed in babies.health: what stands beside a baby's name wherever somebody acts on it. */
export const babyHealth = z.strictObject({
  allergies: z.array(line(80)).max(20).default([]),
  conditions: z.array(line(120)).max(20).default([]),
  takeCare: optionalProse(1000),
  /** What a doctor or the intake named, by the safety catalogue's own ids. */
  findings: z
    .array(z.string().regex(/^[a-z0-9_]{2,40}$/))
    .max(40)
    .default([]),
});
export type BabyHealth = z.output<typeof babyHealth>;
