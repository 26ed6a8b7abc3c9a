import { z } from "zod";
import {
  type BirthDayProblem,
  birthDayProblem,
  EARLY_BEFORE_DAYS,
  GESTATION_MIN_DAYS,
} from "@/lib/core/age";
import { line, optionalLine, optionalProse, wholeNumber } from "@/lib/core/text";
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
/** Babies born at term come from 37 to 42 weeks; what their weeks are, many families remember. */
const TERM_WEEKS = { from: EARLY_BEFORE_DAYS / 7, to: 42 } as const;
const blank = (typed: unknown) => (typed === "" ? undefined : typed);
const termWithWeeks = z.strictObject({
  early: z.literal("no"),
  weeks: z.preprocess(
    blank,
    wholeNumber(TERM_WEEKS.from, TERM_WEEKS.to, "birth:weeksTerm").optional(),
  ),
  days: z.preprocess(blank, wholeNumber(0, 6, "birth:days").default(0)),
});
const nobodyKnows = z.strictObject({
  early: z.literal("unknown"),
  weeks: z.unknown().optional(),
  days: z.unknown().optional(),
});
export type WeeksAtBirth = { gestationDays: number | null; gestationUnknown: boolean };
/** "Born before 37 weeks?" for whoever keeps the record: "no" may have its weeks, and nobody has to say what they do not know. */
export const weeksAtBirth = z
  .discriminatedUnion("early", [early, termWithWeeks, nobodyKnows], "birth:early")
  .transform((born): WeeksAtBirth => {
    if (born.early === "unknown") return { gestationDays: null, gestationUnknown: true };
    const { weeks, days } = born;
    return {
      gestationDays: weeks === undefined ? null : weeks * 7 + days,
      gestationUnknown: false,
    };
  });

/** The question as a family that books and a doctor who refers answer it: "no" is enough, without its weeks. */
export const gestation = z
  .discriminatedUnion("early", [early, atTerm, nobodyKnows], "birth:early")
  .transform(
    (born): WeeksAtBirth => ({
      gestationDays: born.early === "yes" ? born.weeks * 7 + born.days : null,
      gestationUnknown: born.early === "unknown",
    }),
  );

export const babyName = line(40, "birth:babyName");
/** A baby as a family tells of it when it books. */
export const newBaby = z.strictObject({ firstName: babyName, bornOn, born: gestation });
export type NewBaby = z.output<typeof newBaby>;

/** How a baby is fed; `tube` means both kinds to the safety rules until somebody says which (lib/safety/standing.ts). */
export const FEEDING = ["breast", "bottle", "both", "tube"] as const;
/** Who somebody is to a baby. */
export const KIN = [
  "mother",
  "father",
  "parent",
  "step_parent",
  "grandparent",
  "foster_carer",
  "guardian",
  "nanny",
  "other",
] as const;
export type Kin = (typeof KIN)[number];
/** From whom a fact is known. */
export const TOLD_BY = ["family", "doctor", "practice"] as const;
export type ToldBy = (typeof TOLD_BY)[number];
/** Birth weights from 200 g to 8 kg; anything else is a slip of the finger. */
export const BIRTH_GRAMS = { min: 200, max: 8000 } as const;

const OUNCE = 28.349523125;
const written = (most: number) =>
  z
    .string("birth:weight")
    .max(most, "birth:weight")
    .transform((text) => text.trim().replace(",", "."))
    .refine((text) => text === "" || /^\d{1,5}(\.\d{1,3})?$/.test(text), "birth:weight")
    .transform((text) => (text === "" ? null : Number(text)))
    .default(null);
/**
 * A weight at birth as people know it: "3.4" in kilograms, "3400" in grams, or pounds and ounces; whole grams, or
 * nothing. Written both ways it has to be one weight, and one that a baby can have.
 */
export const birthWeight = z
  .strictObject({ kg: written(8), lb: written(4), oz: written(6) }, "birth:weight")
  .default({ kg: null, lb: null, oz: null })
  .transform(({ kg, lb, oz }, context) => {
    // Doctors write 3400: no baby weighs 200 kg, so a number from there on is grams.
    const metric = kg === null ? undefined : Math.round(kg >= BIRTH_GRAMS.min ? kg : kg * 1000);
    const pounds =
      lb === null && oz === null ? undefined : Math.round(((lb ?? 0) * 16 + (oz ?? 0)) * OUNCE);
    const wrong = (path: string, message: string) => {
      context.issues.push({ code: "custom", message, path: [path], input: kg });
      return z.NEVER;
    };
    if (oz !== null && oz >= 16) return wrong("oz", "birth:ounces");
    if (metric !== undefined && pounds !== undefined && Math.abs(metric - pounds) > 30)
      return wrong("kg", "birth:weightTwice");
    const grams = metric ?? pounds;
    if (grams !== undefined && (grams < BIRTH_GRAMS.min || grams > BIRTH_GRAMS.max))
      return wrong(metric === undefined ? "lb" : "kg", "birth:weightRange");
    return grams;
  });

/** The way back for the form: kilograms, or pounds and ounces, whichever the practice writes. */
export function weightParts(
  grams: number | undefined,
  pounds: boolean,
): { kg?: string; lb?: string; oz?: string } {
  if (grams === undefined) return {};
  if (!pounds) return { kg: String(grams / 1000) };
  const ounces = Math.round((grams / OUNCE) * 10) / 10;
  return { lb: String(Math.floor(ounces / 16)), oz: String(Math.round((ounces % 16) * 10) / 10) };
}

const code = z.string().regex(/^[a-z0-9_]{2,40}$/);
const day = z.string().refine(isDay);
/**
 * One report of a finding, with where and when. Several of one finding stand side by side and add up: a later, vaguer
 * one only widens (lib/safety/rules.ts, merge).
 */
export const healthReport = z.strictObject({
  id: code,
  parts: z.array(code).max(20).optional(),
  since: day.optional(),
  /** The last day on which it was so. */
  until: day.optional(),
  by: z.enum(TOLD_BY).optional(),
});
export type HealthReport = z.output<typeof healthReport>;

/** What a doctor allows: all that the rules leave, some areas or positions, or still hands until the baby is seen again. */
export const ALLOWED = ["all", "some", "still"] as const;
/**
 * A doctor's word on what may be taught, and from whom and when it is. Several stand side by side and each of them holds;
 * one ends only when a practitioner writes down who lifted it and on which day, never by itself.
 */
export const doctorAllows = z.strictObject({
  kind: z.enum(ALLOWED),
  /** With "some": the only areas and the only positions; an empty list leaves that open. */
  parts: z.array(code).max(20).default([]),
  positions: z.array(code).max(4).default([]),
  by: line(80),
  on: day,
  ended: z.strictObject({ on: day, by: line(120) }).optional(),
});
export type DoctorAllows = z.output<typeof doctorAllows>;

export const HAPPENINGS = ["diagnosis", "hospital", "surgery"] as const;
/**
 * Something that makes the baby another one than a doctor spoke of: an okay from before that day is over, whatever it
 * was given for (lib/safety/standing.ts, newerThan).
 */
export const happening = z.strictObject({
  what: z.enum(HAPPENINGS),
  on: day,
  by: z.enum(TOLD_BY).optional(),
});
export type Happening = z.output<typeof happening>;

/** What is sealed in babies.health: what stands beside a baby's name wherever somebody acts on it. */
export const babyHealth = z.strictObject({
  allergies: z.array(line(80)).max(60).default([]),
  /** Allergies, eczema and asthma of parents, brothers and sisters; nuts above all. */
  familyAllergies: z.array(line(80)).max(60).default([]),
  conditions: z.array(line(120)).max(60).default([]),
  takeCare: optionalProse(4000),
  /** What a doctor, the intake or the practitioner named, by the safety catalogue's own ids. */
  findings: z.array(code).max(60).default([]),
  /** Where and when, for findings of the list above; one without a report is so everywhere and always. */
  reports: z.array(healthReport).max(120).default([]),
  feeding: z.enum(FEEDING).optional(),
  feedingTimes: optionalLine(120),
  birthGrams: z.int().min(BIRTH_GRAMS.min).max(BIRTH_GRAMS.max).optional(),
  allowed: z.array(doctorAllows).max(20).optional(),
  happened: z.array(happening).max(120).optional(),
});
export type BabyHealth = z.output<typeof babyHealth>;
/** As it is given to be kept: what is left out is empty. */
export type HealthGiven = z.input<typeof babyHealth>;
