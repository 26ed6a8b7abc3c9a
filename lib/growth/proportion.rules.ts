import type { Day } from "@/lib/core/time";
import type { ByLength, Chart, Compared, Measure, Span } from "./chart.rules";
import { basisOn, type Child, type Standing } from "./rules";
import type { Amount } from "./schema";
import { MM_PER_INCH, type System } from "./units.rules";
import { CENTILES, lmsForLength, valueAt, zOf } from "./who.rules";

/** A weight with the length of the same day. */
export type Pair = {
  /** The weight's. */
  id: string;
  on: Day;
  weight: Amount;
  length: Amount;
  confirmed: boolean;
  standing: Standing<ByLength>;
};

const FLAGGED = 5;

/**
 * WHO weight-for-length, lying, for 45 to 110 cm from birth to two years; for a baby born early from the due date on, as
 * WHO's other curves here. Beyond three deviations restricted, as everything with a weight in it; more than five is
 * WHO anthro's bound of what a child can be.
 */
export function standingForLength(
  child: Child,
  { on, weight, length }: { on: Day; weight: Amount; length: Amount },
): Standing<ByLength> {
  const basis = basisOn(child, on);
  if (basis.reference === "none") return { z: null, why: basis.why };
  if (basis.reference === "intergrowth") return { z: null, why: "before_due" };
  if (child.sex === "unsaid") return { z: null, why: "sex_unsaid" };
  const lms = lmsForLength(child.sex, length / 10);
  if (!lms) return { z: null, why: "off_lengths" };
  const z = zOf(weight / 1000, lms, true);
  return { z, basis: { reference: "who_length", mm: length }, flagged: Math.abs(z) > FLAGGED };
}

/** Each day's last weight with that day's last length, the oldest first. */
export function pairsOf(
  child: Child,
  rows: readonly Pick<Measure, "id" | "kind" | "on" | "amount" | "confirmed">[],
): Pair[] {
  const lastOf = (kind: "weight" | "length") =>
    new Map(rows.filter((one) => one.kind === kind).map((one) => [one.on, one]));
  const lengths = lastOf("length");
  return [...lastOf("weight").values()]
    .flatMap(({ id, on, amount: weight, confirmed }) => {
      const length = lengths.get(on);
      if (!length) return [];
      const pair = { id, on, weight, length: length.amount };
      const standing = standingForLength(child, pair);
      return [{ ...pair, confirmed: confirmed && length.confirmed, standing }];
    })
    .toSorted((a, b) => a.on.localeCompare(b.on));
}

const LEAST = 450;
const MOST = 1100;

/** Weights by length: the stretch of lengths around the last one, whatever the age. */
export function lengthChartOf(
  child: Child,
  pairs: readonly Pair[],
  { span, system }: { span: Span; system: System },
): Chart {
  const last = pairs.at(-1)?.length ?? 550;
  const [around, width] = span === "narrow" ? [75, 150] : [150, 300];
  const start = Math.floor((last - around) / 50) * 50;
  const from = Math.min(Math.max(start, LEAST), MOST - width);
  const axis = { age: "length" as const, from, to: from + width };
  const step = system === "metric" ? 50 : 2 * MM_PER_INCH;
  const ticks: { day: number; label: number }[] = [];
  for (let at = Math.ceil(from / step); at * step <= axis.to; at++)
    ticks.push({ day: at * step, label: system === "metric" ? at * 5 : at * 2 });
  const shown = pairs.filter((one) => one.length >= axis.from && one.length <= axis.to);
  const compared = shown.filter((one) => one.standing.z !== null);
  return {
    ...{ kind: "weight", routineDay: null },
    reference: child.sex === "unsaid" ? null : "who",
    noBands: child.sex === "unsaid" ? "sex_unsaid" : null,
    axis: { ...axis, unit: system === "metric" ? "cm" : "in", ticks },
    lines: bandsOf(child, axis),
    points: (child.sex === "unsaid" ? shown : compared).map((one) => ({
      ...{ id: one.id, on: one.on, day: one.length, amount: one.weight, waiting: !one.confirmed },
      standing: one.standing satisfies Standing<Compared>,
    })),
    elsewhere: {
      beforeDue: pairs.filter(({ standing }) => standing.z === null && isBeforeDue(standing))
        .length,
      outside: pairs.length - shown.length,
    },
  };
}
const isBeforeDue = ({ why }: { why: string }): boolean =>
  why === "before_due" || why === "before_27_weeks" || why === "born_before_26_weeks";

function bandsOf({ sex }: Child, { from, to }: { from: number; to: number }): Chart["lines"] {
  if (sex === "unsaid") return [];
  const at: number[] = [];
  for (let mm = from; mm <= to; mm += 10) at.push(mm);
  return CENTILES.map(({ centile, z }) => ({
    centile,
    points: at.flatMap((mm) => {
      const lms = lmsForLength(sex, mm / 10);
      return lms ? [{ day: mm, amount: valueAt(z, lms) * 1000 }] : [];
    }),
  }));
}
