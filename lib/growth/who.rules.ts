import type { Kind, Sex } from "./schema";
import { type Curve, headForAge, lengthForAge, weightForAge, weightForLength } from "./who-tables";

// WHO Child Growth Standards (2006). z = ((y/M)^L - 1) / (L S), and beyond three deviations, for what has to do with
// weight only, the distance in steps of the last deviation: WHO, Length/height-for-age ... Methods and development,
// 2006, chapter 7. The tables are weekly and then monthly; between their rows the cubic through the four nearest rows
// stays within 0.003 z of WHO's daily tables from day 7 on. Over its first fortnight WHO's own length and head are
// straight lines from week to week, and weight dips after birth in a way that a weekly table cannot say.

export type Lms = { l: number; m: number; s: number };

/** The last day of the tables' first two years, and the first day of weight that they can tell (see above). */
export const WHO_LAST_DAY = 730;
export const WEIGHT_FROM_DAY = 7;

const curves = { weight: weightForAge, length: lengthForAge, head: headForAge } as const;
/** Rows before this one are joined by straight lines, or, for weight, not joined at all. */
const SMOOTH_FROM: Record<Kind, number> = { weight: 7, length: 14, head: 14 };

type Known = Exclude<Sex, "unsaid">;

/** L, M and S at a day of age, 0 to 730; null outside, and for a weight in the days after birth. */
export function lmsForAge(kind: Kind, sex: Known, days: number): Lms | null {
  if (days < 0 || days > WHO_LAST_DAY) return null;
  if (kind === "weight" && days > 0 && days < WEIGHT_FROM_DAY) return null;
  return lmsAt(curves[kind][sex], days, SMOOTH_FROM[kind]);
}

/** L, M and S of weight at a length, 45 to 110 cm. */
export function lmsForLength(sex: Known, cm: number): Lms | null {
  const curve = weightForLength[sex];
  return cm < 45 || cm > 110 ? null : lmsAt(curve, cm, 45);
}

function lmsAt(curve: Curve, at: number, smoothFrom: number): Lms {
  const after = curve.at.findIndex((row) => row > at);
  const index = after < 0 ? curve.at.length - 2 : after - 1;
  if (at < smoothFrom) return through(curve, index, 2, at);
  const first = curve.at.findIndex((row) => row >= smoothFrom);
  const start = Math.min(Math.max(index - 1, first), curve.at.length - 4);
  return through(curve, start, 4, at);
}

/** Lagrange's polynomial through `count` rows. */
function through(curve: Curve, start: number, count: number, at: number): Lms {
  const found = { l: 0, m: 0, s: 0 };
  for (let i = start; i < start + count; i += 1) {
    let weight = 1;
    for (let j = start; j < start + count; j += 1)
      if (j !== i) weight *= (at - curve.at[j]!) / (curve.at[i]! - curve.at[j]!);
    found.l += weight * curve.l[i]!;
    found.m += weight * curve.m[i]!;
    found.s += weight * curve.s[i]!;
  }
  return found;
}

/** The value that lies `z` deviations from the median. */
export const valueAt = (z: number, { l, m, s }: Lms): number =>
  Math.abs(l) < 1e-9 ? m * Math.exp(s * z) : m * (1 + l * s * z) ** (1 / l);

/**
 * Deviations from the median. `restricted` for what has to do with weight: beyond three deviations the curve is not
 * trusted, so each further step is as wide as the one from two to three.
 */
export function zOf(value: number, lms: Lms, restricted: boolean): number {
  const { l, m, s } = lms;
  const z = Math.abs(l) < 1e-9 ? Math.log(value / m) / s : ((value / m) ** l - 1) / (l * s);
  if (!restricted || Math.abs(z) <= 3) return z;
  const side = z > 0 ? 1 : -1;
  const third = valueAt(3 * side, lms);
  return side * 3 + (value - third) / Math.abs(third - valueAt(2 * side, lms));
}

/** The share of babies below, in percent: the normal curve (Abramowitz and Stegun 7.1.26, within 2e-7). */
export function centileOf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) *
    t *
    Math.exp(-x * x);
  const below = z >= 0 ? 1 - tail / 2 : tail / 2;
  return below * 100;
}
/** The lines of the chart, with their deviations. */
export const CENTILES = [
  { centile: 97, z: 1.880793608 },
  { centile: 85, z: 1.036433389 },
  { centile: 50, z: 0 },
  { centile: 15, z: -1.036433389 },
  { centile: 3, z: -1.880793608 },
] as const;
