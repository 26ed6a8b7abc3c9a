// Writes lib/growth/who-tables.ts from the tables that jsgrowup ships (BSD-3-Clause, UNICEF): `node scripts/growth-tables.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root } from "./settings.mjs";

const from = path.dirname(createRequire(import.meta.url).resolve("jsgrowup/package.json"));
const target = path.join(root, "lib/growth/who-tables.ts");
const MONTH = 30.4375;
const read = (name) =>
  JSON.parse(readFileSync(path.join(from, "tables", `${name}_zscores.json`), "utf8"));
const row = (at, { L, M, S }) => [at, Number(L), Number(M), Number(S)];

/** Weeks 0 to 13, then months 4 to 24: month 3 is day 91 once more. */
function byAge(key, sex) {
  const months = read(`${key}_${sex}_${key === "lhfa" ? "0_2" : "0_5"}`);
  return [
    ...read(`${key}_${sex}_0_13`).map((one) => row(Number(one.Week) * 7, one)),
    ...months
      .filter((one) => Number(one.Month) >= 4 && Number(one.Month) <= 24)
      .map((one) => row(Number(one.Month) * MONTH, one)),
  ];
}
/** 45 to 110 cm in steps of half a centimetre. */
const byLength = (sex) => read(`wfl_${sex}_0_2`).map((one) => row(Number(one.Length), one));

function curve(rows) {
  for (const [index, one] of rows.entries())
    if (one.some((value) => !Number.isFinite(value)) || (index > 0 && one[0] <= rows[index - 1][0]))
      throw new Error(`a row of the tables is not as expected: ${one}`);
  const column = (index) => `[${rows.map((one) => one[index]).join(", ")}]`;
  return `{ at: ${column(0)}, l: ${column(1)}, m: ${column(2)}, s: ${column(3)} }`;
}
const pair = (rowsOf) => `{ girl: ${curve(rowsOf("girls"))}, boy: ${curve(rowsOf("boys"))} }`;

/** The file's text before it is formatted. */
export function tables() {
  const licence = readFileSync(path.join(from, "LICENSE"), "utf8").trim();
  const comment = licence
    .split("\n")
    .map((line) => ` * ${line}`.trimEnd())
    .join("\n");
  return `// Written by scripts/growth-tables.mjs; not by hand.

/*
 * L, M and S of the WHO Child Growth Standards (World Health Organization, 2006): weight (kg), length (cm) and head
 * circumference (cm) by age in days, weight (kg) by length (cm). WHO endorses nothing here. Taken from jsgrowup 0.8.0:
 *
${comment}
 */

export type Curve = {
  /** Days of age, or centimetres of length. */
  at: readonly number[];
  l: readonly number[];
  m: readonly number[];
  s: readonly number[];
};
type BySex = Readonly<Record<"girl" | "boy", Curve>>;

export const weightForAge: BySex = ${pair((sex) => byAge("wfa", sex))};
export const lengthForAge: BySex = ${pair((sex) => byAge("lhfa", sex))};
export const headForAge: BySex = ${pair((sex) => byAge("hcfa", sex))};
export const weightForLength: BySex = ${pair(byLength)};
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(target, tables());
  console.log(`Wrote ${path.relative(fileURLToPath(new URL("..", import.meta.url)), target)}.`);
}
