import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { systemNow } from "@/lib/core/time";
import budgets from "./budgets.json" with { type: "json" };
import { endEverything, endWithTheProcess } from "./cleanup";
import { type Budgets, environment, judge, type Row, type Sample, short, table } from "./harness";
import { markdown } from "./markdown";

/** A suite is a module with `suite(): Promise<Row[]>`. */
const suites: Record<string, () => Promise<{ suite: () => Promise<Row[]> }>> = {
  slots: () => import("./slots/suite"),
  db: () => import("./db/suite"),
  web: () => import("./web/suite"),
};

const HEAD = ["goal", "row", "value", "anchor ms (p99, cpu)", "ours ms (p99, cpu)", "note"];

const { values } = parseArgs({
  options: { only: { type: "string" }, markdown: { type: "boolean" } },
});
const chosen = values.only ? values.only.split(",") : Object.keys(suites);
const unknown = chosen.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(", ")}. There are: ${Object.keys(suites).join(", ")}.`);
  process.exit(2);
}

endWithTheProcess();

const startedAt = systemNow();
const before = environment();
const rows: Row[] = [];
const broken: string[] = [];
for (const name of chosen) {
  console.log(`\n${name} …`);
  try {
    const found = (await (await suites[name]?.())?.suite()) ?? [];
    rows.push(...found);
    console.log(table(HEAD, found.map(cells)));
  } catch (error) {
    broken.push(name);
    console.error(`${name} broke off:`, error);
  }
}

await endEverything();

const verdicts = judge(
  rows,
  budgets satisfies Budgets,
  values.only ? chosen : [...chosen, "later"],
);
const marks = { met: "met", missed: "MISSED", open: "NOT MEASURED", later: "not measured yet" };
console.log(`\nGoals (bench/budgets.json), load ${loadavg().map(short).join(" ")}`);
console.log(
  table(
    ["goal", "what", "found", ""],
    verdicts.map(({ goal, what, found, state }) => [goal, what, found, marks[state]]),
  ),
);

mkdirSync("bench/out", { recursive: true });
const file = `bench/out/${startedAt.toISOString().slice(0, 10)}-${before.sha}.json`;
const result = { startedAt, chosen, ...before, loadAfter: loadavg(), rows, verdicts, broken };
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
console.log(`\n${file}`);
if (values.markdown) console.log(`\n${markdown(verdicts, rows, budgets)}`);
const failed = verdicts.some(({ state }) => state === "missed" || state === "open");
process.exitCode = failed || broken.length > 0 ? 1 : 0;

function cells(row: Row): string[] {
  const sample = (side?: Sample): string =>
    side ? `${short(side.median)} (${short(side.p99)}, ${short(side.cpu)})` : "";
  const value = `${short(row.value)} ${row.unit}`;
  return [row.goal, row.name, value, sample(row.anchor), sample(row.ours), row.note ?? ""];
}
