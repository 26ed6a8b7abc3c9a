import { type Budget, type Budgets, type Row, range, short, type Verdict } from "./harness";

const marks = {
  met: "met",
  missed: "**missed**",
  open: "**not taken**",
  later: "not yet measured",
};

/** The README's table: a line for each goal, then one for each figure that has no goal. */
export function markdown(
  verdicts: readonly Verdict[],
  rows: readonly Row[],
  budgets: Budgets,
): string {
  const judged = verdicts.map(({ goal, what, found, state }) => {
    const budget = budgets[goal];
    return [goal, what, budget ? limitsOf(budget) : "", found, marks[state]];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const head = ["", "what", "goal", "measured", ""];
  return [head, head.map(() => "--"), ...judged, ...others(rows, budgets)].map(line).join("\n");
}

/** Figures of one kind in one unit share a line. */
function others(rows: readonly Row[], budgets: Budgets): string[][] {
  const kinds = new Map<string, Row[]>();
  for (const row of rows.filter(({ goal }) => !(goal in budgets))) {
    const kind = `${row.goal} ${row.unit}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), row]);
  }
  return [...kinds.values()].map((same) => {
    const what = same.map(({ name }) => name).join("; ");
    const measured = `${range(same.map(({ value }) => value))} ${same[0]?.unit ?? ""}`;
    return [same[0]?.goal ?? "", what, "", measured, ""];
  });
}

function limitsOf({ each, geomean: mean }: Budget): string {
  const limit = (sign: string, value: number | undefined, of: string): string[] =>
    value === undefined ? [] : [`${sign} ${short(value)}${of}`];
  return [
    ...limit("≥", each?.min, ""),
    ...limit("≤", each?.max, ""),
    ...limit("≥", mean?.min, " in the mean"),
    ...limit("≤", mean?.max, " in the mean"),
  ].join(", ");
}
