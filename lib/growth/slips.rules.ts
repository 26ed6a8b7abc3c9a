import { addDays, type Day, daysBetween } from "@/lib/core/time";
import { type Child, standingOf } from "./rules";
import type { Amount, Kind, Unit, Warning } from "./schema";
import { GRAMS_PER_POUND, LIMITS, MM_PER_INCH } from "./units.rules";

// Warned of, never refused (entry rules of the RCPCH growth charts): more than four deviations out, or more than two
// away from the measurement before. A slip of units is offered corrected only when it makes the number plausible.
const FAR = 4;
const JUMP = 2;
/** A corrected number must lie well inside. */
const PLAUSIBLE = 3;

export type Before = { amount: Amount; on: Day } | null;
export type Checked = {
  /** Outside of what any baby is. */
  impossible: boolean;
  warnings: Warning[];
  /** What it would be, had it been typed in the unit it was meant in; the likeliest first. */
  meant: Amount[];
};

/** What a form shows after a number that looks like a slip: what it may have been, and whether it may be kept. */
export type Slip = {
  kind: Kind;
  unit: Unit;
  typed: Amount;
  meant: readonly Amount[];
  mayKeep: boolean;
};

type One = { kind: Kind; amount: Amount; on: Day };
/** What a form shows of an entry that looks like this one, written down by somebody before. */
export type Again = One & { unit: Unit; typed: Amount };

/** Half an ounce, or a millimetre: one measurement, told in two units. */
const NEAR: Record<Kind, number> = { weight: 14, length: 1, head: 1 };
/** Within these days a weight that is the same to the gram is asked about. */
const SAME_WEIGHT_DAYS = 3;

/** Whether two entries may be one measurement, entered by two people or twice. Asked about, never refused. */
export function mayBeOne(one: One, other: One): boolean {
  const days = Math.abs(daysBetween(one.on, other.on));
  const apart = Math.abs(one.amount - other.amount);
  if (one.kind !== other.kind) return false;
  if (days === 0) return apart <= NEAR[one.kind];
  return one.kind === "weight" && days <= SAME_WEIGHT_DAYS && apart === 0;
}

/** What a number of one unit is when another was meant, as a factor. */
const SLIPS: Record<Unit, readonly number[]> = {
  kg: [GRAMS_PER_POUND / 1000, 1000 / GRAMS_PER_POUND, 1 / 10, 10, 1 / 1000, 1 / 100, 100],
  g: [1000, 10, 1 / 10, GRAMS_PER_POUND],
  lb: [1000 / GRAMS_PER_POUND, 1 / 10, 10, 1 / 16],
  cm: [MM_PER_INCH / 10, 1 / 10, 10],
  in: [10 / MM_PER_INCH, 1 / 10, 10],
};

type At = {
  kind: Kind;
  on: Day;
  unit: Unit;
  before: Before;
  /** What it is in pounds, where ounces were typed beside another unit. */
  pounds?: Amount | null;
};

export function checkAmount(child: Child, at: At, amount: Amount): Checked {
  const impossible = !possible(at.kind, amount);
  const warnings = impossible ? [] : warningsOf(child, at, amount);
  const likely = (one: Amount) =>
    possible(at.kind, one) && warningsOf(child, at, one, PLAUSIBLE).length === 0;
  // Asked about though the number itself is usual, and nothing else is offered, for it would leave the ounces out.
  if (at.pounds) return { impossible, warnings, meant: [at.pounds].filter(likely) };
  if (!impossible && warnings.length === 0) return { impossible, warnings, meant: [] };
  const candidates = SLIPS[at.unit].map((factor) => Math.round(amount * factor));
  const meant = [...new Set(candidates)]
    .filter(likely)
    .toSorted((a, b) => strangeness(child, at, a) - strangeness(child, at, b));
  return { impossible, warnings, meant: meant.slice(0, 2) };
}

const possible = (kind: Kind, amount: Amount): boolean =>
  amount >= LIMITS[kind].least && amount <= LIMITS[kind].most;

function warningsOf(child: Child, at: At, amount: Amount, far = FAR): Warning[] {
  const z = plainZ(child, at.kind, amount, at.on);
  const found: Warning[] = [];
  if (z !== null && Math.abs(z) > far) found.push("far");
  if (jumped(child, at, amount, z)) found.push("jump");
  return found;
}

function jumped(child: Child, { kind, before }: At, amount: Amount, z: number | null): boolean {
  if (!before) return false;
  const earlier = plainZ(child, kind, before.amount, before.on);
  if (z !== null && earlier !== null) return Math.abs(z - earlier) > JUMP;
  // Nothing to compare with: twice or half of what it was is asked about.
  return amount > before.amount * 2 || amount < before.amount / 2;
}

function strangeness(child: Child, { kind, on, before }: At, amount: Amount): number {
  const usual = before ? (plainZ(child, kind, before.amount, before.on) ?? 0) : 0;
  const z = plainZ(child, kind, amount, on);
  if (z !== null) return Math.abs(z - usual);
  return before ? Math.abs(Math.log(amount / before.amount)) : 0;
}

/**
 * For asking only, never shown: a child of unsaid sex is held against whichever is nearer, and a weight of the days
 * after birth against the eighth day.
 */
function plainZ(child: Child, kind: Kind, amount: Amount, on: Day): number | null {
  const sexes = child.sex === "unsaid" ? (["girl", "boy"] as const) : ([child.sex] as const);
  const near = sexes.flatMap((sex) => {
    const known = { ...child, sex };
    const here = standingOf(known, kind, amount, on);
    const found =
      here.z === null && (here.why === "first_week" || here.why === "due_week")
        ? standingOf(known, kind, amount, addDays(on, 7))
        : here;
    return found.z === null ? [] : [found.z];
  });
  return near.length === 0 ? null : near.reduce((a, b) => (Math.abs(a) <= Math.abs(b) ? a : b));
}
