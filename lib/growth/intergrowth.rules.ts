import type { Kind, Sex } from "./schema";

// INTERGROWTH-21st Preterm Postnatal Growth Standards: Villar J et al., Lancet Glob Health 2015;3:e681-91
// (doi 10.1016/S2214-109X(15)00163-1). Babies born from 26 to before 37 weeks, 27 to 64 weeks after the last
// period; n = 201. Weight and length are log-normal, head circumference is normal. Weeks are exact, not completed.

export const IG_BORN_FROM_DAYS = 26 * 7;
export const IG_BORN_BEFORE_DAYS = 37 * 7;
export const IG_FROM_DAYS = 27 * 7;
export const IG_UNTIL_DAYS = 64 * 7;

type Known = Exclude<Sex, "unsaid">;
type Curve = { mu: number; sigma: number; log: boolean };

function curveAt(kind: Kind, sex: Known, weeks: number): Curve {
  const male = sex === "boy" ? 1 : 0;
  const squared = weeks ** 2;
  const log = Math.log(weeks);
  if (kind === "weight")
    return {
      mu: 2.591277 - 0.01155 * Math.sqrt(weeks) - 2201.705 / squared + 0.0911639 * male,
      sigma: 0.1470258 + 505.92394 / squared - (140.0576 / squared) * log,
      log: true,
    };
  if (kind === "length")
    return {
      mu: 4.136244 - 547.0018 / squared + 0.0026066 * weeks + 0.0314961 * male,
      sigma: 0.050489 + 310.44761 / squared - (90.0742 / squared) * log,
      log: true,
    };
  return {
    mu: 55.53617 - 852.0059 / weeks + 0.7957903 * male,
    sigma: 3.0582292 + 3910.05 / squared - 180.5625 / weeks,
    log: false,
  };
}

/** `value` in kg or cm; `days` since the first day of the last period. */
export function igZ(kind: Kind, sex: Known, days: number, value: number): number {
  const { mu, sigma, log } = curveAt(kind, sex, days / 7);
  return ((log ? Math.log(value) : value) - mu) / sigma;
}

export function igValue(kind: Kind, sex: Known, days: number, z: number): number {
  const { mu, sigma, log } = curveAt(kind, sex, days / 7);
  const at = mu + z * sigma;
  return log ? Math.exp(at) : at;
}
