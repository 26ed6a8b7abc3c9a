import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import manifest from "../package.json" with { type: "json" };
import { SEED } from "./data";

/** Milliseconds per call: the median of the repeats' medians, p99 and CPU over all calls. */
export type Sample = { median: number; p99: number; cpu: number; calls: number };

export type Row = {
  /** A key of budgets.json; any other text is printed and not judged. */
  goal: string;
  name: string;
  /** What the goal judges. */
  value: number;
  /** "×" for ratios (anchor ÷ ours unless the name says otherwise), else what is counted. */
  unit: string;
  anchor?: Sample;
  ours?: Sample;
  note?: string;
};

type Limit = { min?: number; max?: number };
/** What no suite measures yet has the suite "later". */
export type Budget = { suite: string; what: string; each?: Limit; geomean?: Limit };
export type Budgets = Record<string, Budget>;
export type Verdict = {
  goal: string;
  what: string;
  found: string;
  /** Open: its suite ran and had no figure for it. */
  state: "met" | "missed" | "open" | "later";
};

type Side = () => unknown;

/**
 * Runs the sides in turn, again and again, so that a busy neighbour hurts all of them alike.
 * Ratios between them survive a noisy machine; single figures do not.
 */
export async function interleaved<Name extends string>(
  sides: Record<Name, Side>,
  { repeats = 5, minMs = 40, maxCalls = 2000, cpu = ownCpu } = {},
): Promise<Record<Name, Sample>> {
  const names = Object.keys(sides) as Name[];
  const times = new Map(names.map((name) => [name, { medians: [], all: [], cpu: 0 } as Times]));
  for (const name of names) await sides[name]();
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const name of names) {
      const kept = times.get(name);
      if (kept) await round(sides[name], kept, { minMs, maxCalls, cpu });
    }
  }
  const samples = names.map((name) => {
    const { medians, all, cpu: used } = times.get(name) ?? { medians: [], all: [], cpu: 0 };
    const sample = { ...sampleOf(all), median: median(medians), cpu: used / all.length };
    return [name, sample] as const;
  });
  return Object.fromEntries(samples) as Record<Name, Sample>;
}

type Times = { medians: number[]; all: number[]; cpu: number };

/** CPU in ms that this process has used. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

type Measure = { minMs: number; maxCalls: number; cpu: () => number };

async function round(side: Side, kept: Times, { minMs, maxCalls, cpu }: Measure): Promise<void> {
  const calls: number[] = [];
  const cpuBefore = cpu();
  const begun = performance.now();
  while (calls.length === 0 || (performance.now() - begun < minMs && calls.length < maxCalls)) {
    const started = performance.now();
    const pending = side();
    // A turn of the queue is not the side's cost: wait only where there is something to wait for.
    if (pending instanceof Promise) await pending;
    calls.push(performance.now() - started);
  }
  kept.cpu += cpu() - cpuBefore;
  kept.medians.push(median(calls));
  kept.all.push(...calls);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** From times measured elsewhere: other processes, servers, load generators. */
export const sampleOf = (ms: readonly number[], cpu = Number.NaN): Sample => ({
  median: median(ms),
  p99: quantile(ms, 0.99),
  cpu,
  calls: ms.length,
});

/** How many times faster ours is: the ratio of medians. */
export const ratio = (anchor: Sample, ours: Sample): number => anchor.median / ours.median;

export const geomean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

export function judge(
  rows: readonly Row[],
  budgets: Budgets,
  suites: readonly string[],
): Verdict[] {
  return Object.entries(budgets)
    .filter(([, budget]) => suites.includes(budget.suite))
    .map(([goal, { suite, what, each, geomean: mean }]) => {
      const values = rows.filter((row) => row.goal === goal).map((row) => row.value);
      if (values.length === 0)
        return { goal, what, found: "–", state: suite === "later" ? "later" : "open" };
      const together = geomean(values);
      const met = values.every((value) => within(value, each)) && (!mean || within(together, mean));
      const suffix = mean ? `, geometric mean ${short(together)}` : "";
      return { goal, what, found: range(values) + suffix, state: met ? "met" : "missed" };
    });
}

export function range(values: readonly number[]): string {
  const [low, high] = [short(Math.min(...values)), short(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

/** NaN is within nothing: a figure that could not be taken does not meet a goal. */
const within = (value: number, limit: Limit = {}): boolean =>
  value >= (limit.min ?? Number.NEGATIVE_INFINITY) &&
  value <= (limit.max ?? Number.POSITIVE_INFINITY);

export function environment(): Record<string, unknown> {
  const { dependencies, devDependencies } = manifest;
  const { node, v8, icu, tz } = process.versions;
  return {
    sha: git("rev-parse", "--short=10", "HEAD"),
    dirty: git("status", "--porcelain", "--untracked-files=no") !== "",
    seed: SEED,
    versions: { node, v8, icu, tz, ...dependencies, ...devDependencies },
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    platform: `${process.platform} ${process.arch}`,
    load: loadavg(),
  };
}

function git(...args: string[]): string {
  try {
    return execFileSync("git", args, { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

export function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...body.map(line)].join(
    "\n",
  );
}

export const short = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "–";
