import type { Day } from "@/lib/core/time";
import type { Standing } from "./rules";
import type { Kind } from "./schema";
import { CENTILES } from "./who.rules";

export type Point = { kind: Kind; on: Day; standing: Standing };
/** Something a doctor may like to see. It says where a number lies, never what that means. */
export type Pattern =
  | { kind: Kind; what: "below_third"; on: Day }
  | { kind: Kind; what: "two_bands"; since: Day; on: Day; to: "lower" | "higher" };

const THIRD = CENTILES[CENTILES.length - 1]!.z;
/** How many of the chart's lines lie below. */
const bandOf = (z: number): number => CENTILES.filter((line) => z >= line.z).length;

/** Numbers are held beside each other only where both were counted from the same day, by the same table. */
const against = (basis: Extract<Standing, { z: number }>["basis"]): string =>
  "age" in basis ? `${basis.reference} ${basis.age}` : basis.reference;

/**
 * The last of the confirmed measurements of a kind below the third centile, or two of the chart's bands away from an
 * earlier one on the same reference. Numbers that are taken for mistakes do not count.
 */
export function patternOf(kind: Kind, points: readonly Point[]): Pattern | null {
  const known = points
    .filter((one) => one.kind === kind)
    .flatMap(({ on, standing }) =>
      standing.z === null || standing.flagged
        ? []
        : [{ on, z: standing.z, against: against(standing.basis) }],
    )
    .toSorted((a, b) => a.on.localeCompare(b.on));
  const last = known.at(-1);
  if (!last) return null;
  if (last.z < THIRD) return { kind, what: "below_third", on: last.on };
  const far = known.find(
    (one) => one.against === last.against && Math.abs(bandOf(one.z) - bandOf(last.z)) >= 2,
  );
  if (!far) return null;
  const to = last.z < far.z ? "lower" : "higher";
  return { kind, what: "two_bands", since: far.on, on: last.on, to };
}
