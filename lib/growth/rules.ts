import { bornEarly, TERM_DAYS } from "@/lib/core/age";
import { addDays, addMonths, type Day, dayNumber } from "@/lib/core/time";
import { IG_BORN_FROM_DAYS, IG_FROM_DAYS, igValue, igZ } from "./intergrowth.rules";
import type { Amount, Basis, Kind, Sex } from "./schema";
import { lmsForAge, valueAt, WEIGHT_FROM_DAY, WHO_LAST_DAY, zOf } from "./who.rules";

/** What a measurement is compared by. Null gestation: the family said "not born early". */
export type Child = {
  bornOn: Day;
  gestationDays: number | null;
  sex: Sex;
  correctUntilMonths: number;
};
/** Why there is nothing to compare with. Each has its sentence. */
export type NoReference =
  | "sex_unsaid"
  | "first_week"
  | "due_week"
  | "past_two_years"
  | "before_27_weeks"
  | "born_before_26_weeks"
  | "before_due"
  | "off_lengths";
export type Standing<Compared = Basis> =
  | {
      z: number;
      basis: Compared /** So far out that WHO takes it for a mistake. */;
      flagged: boolean;
    }
  | { z: null; why: NoReference };

type Comparison = Basis | { reference: "none"; why: NoReference };

/**
 * Which reference a day belongs to. A baby born before 37 weeks is never put on WHO's curve before the due date: until
 * then INTERGROWTH-21st for preterm babies, and where that does not reach, nothing; from the due date on WHO by
 * corrected age (a weight from a week after it, comparedBy) until the practice's end of correction, then WHO by birth age.
 */
export function basisOn(child: Child, onDay: Day): Comparison {
  const day = dayNumber(onDay);
  const { born, early } = calendarOf(child);
  if (early) {
    if (day < early.due) return beforeTerm(early.gestation, TERM_DAYS + day - early.due);
    if (day < early.corrected) return who("corrected", day - early.due);
  }
  return who("birth", day - born);
}

type Calendar = {
  born: number;
  /** For a baby born early: the due day, and the first day that is not corrected any more. */
  early: { gestation: number; due: number; corrected: number } | null;
};
// Asked for every measurement and every day of a chart, and the end of correction is calendar arithmetic.
const calendars = new WeakMap<Child, Calendar>();
function calendarOf(child: Child): Calendar {
  const known = calendars.get(child);
  if (known) return known;
  const { bornOn, gestationDays, correctUntilMonths } = child;
  const early = gestationDays !== null && bornEarly(gestationDays) ? gestationDays : null;
  const due = addDays(bornOn, TERM_DAYS - (early ?? TERM_DAYS));
  const made: Calendar = {
    born: dayNumber(bornOn),
    early:
      early === null
        ? null
        : {
            gestation: early,
            due: dayNumber(due),
            corrected: dayNumber(addMonths(due, correctUntilMonths)),
          },
  };
  calendars.set(child, made);
  return made;
}
const who = (age: "birth" | "corrected", days: number) =>
  days > WHO_LAST_DAY
    ? ({ reference: "none", why: "past_two_years" } as const)
    : ({ reference: "who", age, days } as const);
function beforeTerm(bornAt: number, days: number) {
  if (bornAt < IG_BORN_FROM_DAYS)
    return { reference: "none", why: "born_before_26_weeks" } as const;
  if (days < IG_FROM_DAYS) return { reference: "none", why: "before_27_weeks" } as const;
  return { reference: "intergrowth", days } as const;
}

/** Kilograms or centimetres: what the references speak. */
export const inReference = (kind: Kind, amount: Amount): number =>
  kind === "weight" ? amount / 1000 : amount / 10;

/** WHO anthro's bounds of what a child can be. */
const FLAGGED: Record<Kind, { below: number; above: number }> = {
  weight: { below: -6, above: 5 },
  length: { below: -6, above: 6 },
  head: { below: -5, above: 5 },
};

/** How a measurement stands to the reference of its day. Full precision; two decimals are for showing. */
export function standingOf(child: Child, kind: Kind, amount: Amount, onDay: Day): Standing {
  const day = basisOn(child, onDay);
  if (day.reference === "none") return { z: null, why: day.why };
  if (child.sex === "unsaid") return { z: null, why: "sex_unsaid" };
  const value = inReference(kind, amount);
  const compared = comparedBy(child, kind, day);
  if (compared.reference === "none") return { z: null, why: compared.why };
  if (compared.reference === "intergrowth") {
    const z = igZ(kind, child.sex, compared.days, value);
    return { z, basis: compared, flagged: isFlagged(kind, z) };
  }
  const lms = lmsForAge(kind, child.sex, compared.days);
  if (!lms) return { z: null, why: "past_two_years" };
  // Length and head are measured as they are, however far out (WHO: L is 1 for both).
  const z = zOf(value, lms, kind === "weight");
  return { z, basis: compared, flagged: isFlagged(kind, z) };
}
/**
 * WHO's first days are the loss after birth (worst |dz| 0.14 by the weekly table), which a baby born early has behind it
 * at the due date: there its weight stays with INTERGROWTH-21st, which goes on to 64 weeks, for that one week.
 */
function comparedBy(child: Child, kind: Kind, basis: Comparison): Comparison {
  if (kind !== "weight" || basis.reference !== "who" || basis.days >= WEIGHT_FROM_DAY) return basis;
  if (basis.age === "birth") return { reference: "none", why: "first_week" };
  const still = beforeTerm(calendarOf(child).early?.gestation ?? 0, TERM_DAYS + basis.days);
  return still.reference === "none" ? { reference: "none", why: "due_week" } : still;
}
/** So far out that WHO takes it for a mistake until it was looked at. */
export const isFlagged = (kind: Kind, z: number): boolean =>
  z < FLAGGED[kind].below || z > FLAGGED[kind].above;

/** The amount that lies `z` deviations from the median of a day; null where nothing is known. */
export function amountAt(child: Child, kind: Kind, onDay: Day, z: number): Amount | null {
  const basis = comparedBy(child, kind, basisOn(child, onDay));
  if (basis.reference === "none" || child.sex === "unsaid") return null;
  const per = kind === "weight" ? 1000 : 10;
  if (basis.reference === "intergrowth") return igValue(kind, child.sex, basis.days, z) * per;
  const lms = lmsForAge(kind, child.sex, basis.days);
  return lms && valueAt(z, lms) * per;
}
