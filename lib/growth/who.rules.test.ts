import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tables } from "@/scripts/growth-tables.mjs";
import { KINDS } from "./schema";
import { CENTILES, centileOf, lmsForAge, lmsForLength, valueAt, zOf } from "./who.rules";
import { dailyRows } from "./who-daily.test-rows";

const anthro = path.dirname(createRequire(import.meta.url).resolve("jsgrowup/package.json"));
const numbers = (text: string) => (text.match(/-?\d+(\.\d+)?(?=[,\s\]])/g) ?? []).map(Number);

const z = (kind: (typeof KINDS)[number], sex: "girl" | "boy", days: number, value: number) => {
  const lms = lmsForAge(kind, sex, days);
  return lms && zOf(value, lms, kind === "weight");
};

describe("against WHO's own numbers", () => {
  test.each(KINDS)("%s is within 0.005 of the daily tables from -3 to +3", (kind) => {
    let worst = 0;
    for (const sex of ["girl", "boy"] as const)
      for (const [day, l, m, s] of dailyRows[kind][sex])
        for (const at of [-3, -2, -1, 0, 1, 2, 3])
          worst = Math.max(worst, Math.abs(z(kind, sex, day, valueAt(at, { l, m, s }))! - at));
    expect(worst).toBeLessThan(0.005);
    expect(worst).toBeGreaterThan(0);
  });

  // AnthStat (Apache-2.0), tests of WHO 2006: computed from the daily tables to many places.
  test.each([
    ["weight", "boy", 0, 5.7, 4.095],
    ["weight", "boy", 0, 3.4, 0.10912474665759],
    ["weight", "girl", 0, 3.3, 0.14707318200803],
    ["length", "girl", 0, 49, -0.0792935910598],
    ["length", "boy", 0, 49, -0.46706327321798],
    ["length", "boy", 0, 56, 3.23056499247514],
    ["length", "boy", 44, 50, -3.29],
    ["head", "girl", 0, 34, 0.10241478078755],
    ["head", "boy", 0, 25, -7.44869986454164],
    ["head", "boy", 0, 34, -0.36354706265672],
    ["head", "boy", 0, 38.5, 3.17902933828574],
    ["head", "boy", 0, 48.5, 11.0514213403801],
  ] as const)("%s of a %s on day %i: %f is %f", (kind, sex, day, value, expected) => {
    expect(Math.abs(z(kind, sex, day, value)! - expected)).toBeLessThan(0.005);
  });

  test.each([
    ["girl", 45, 3, 2.11349355364926],
    ["girl", 110, 16, -1.48593530521993],
    ["boy", 45, 2.4, -0.18503233427487],
    ["boy", 49.9, 3.5, 0.62961642936973],
    ["boy", 48.1625, 3, 0.08607534938499],
    ["boy", 110, 16.5, -1.18432524505923],
  ] as const)("weight of a %s for a length of %f: %f is %f", (sex, cm, kg, expected) => {
    expect(Math.abs(zOf(kg, lmsForLength(sex, cm)!, true) - expected)).toBeLessThan(0.005);
  });

  test("every child under two of the survey that WHO's own program was tested with", () => {
    const [head = "", ...lines] = readFileSync(
      path.join(anthro, "testdata/survey_z_rc.csv"),
      "utf8",
    )
      .trim()
      .split(/\r?\n/);
    const names = head.split(",");
    const survey = lines.map((line) => {
      const cells = line.split(",");
      return (name: string) => cells[names.indexOf(name)] ?? "";
    });
    let checked = 0;
    const wrong: string[] = [];
    const hold = (what: string, expected: string, found: number | null) => {
      if (expected === "" || found === null) return;
      checked += 1;
      // WHO's program says two decimals: half of the last one, and ours.
      if (Math.abs(found - Number(expected)) > 0.005 + 0.005)
        wrong.push(`${what}: ${found} for ${expected}`);
    };
    for (const child of survey) {
      const days = Number(child("_agedays"));
      if (child("_agedays") === "" || days > 730) continue;
      const sex = child("GENDER") === "1" ? "boy" : "girl";
      const [kg, cm] = [Number(child("WEIGHT")), Number(child("_CLENHEI"))];
      hold(`${child("id")} weight`, child("_ZWEI"), z("weight", sex, days, kg));
      hold(`${child("id")} length`, child("_ZLEN"), z("length", sex, days, cm));
      const lms = lmsForLength(sex, cm);
      hold(`${child("id")} for length`, child("_ZWFL"), lms && zOf(kg, lms, true));
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(800);
  });
});

test("beyond three deviations a weight is counted in the last step's width, a length as it is", () => {
  const lms = lmsForAge("weight", "boy", 100)!;
  for (const side of [1, -1]) {
    const [two, three] = [valueAt(2 * side, lms), valueAt(3 * side, lms)];
    const step = Math.abs(three - two);
    expect(zOf(three, lms, true)).toBeCloseTo(3 * side, 9);
    expect(zOf(three + side * step, lms, true)).toBeCloseTo(4 * side, 9);
    expect(zOf(three + side * 2 * step, lms, true)).toBeCloseTo(5 * side, 9);
    expect(zOf(three + side * step, lms, false)).not.toBeCloseTo(4 * side, 2);
  }
  const long = lmsForAge("length", "boy", 0)!;
  expect(zOf(valueAt(-3.29, long), long, false)).toBeCloseTo(-3.29, 9);
});

test("no weight is compared in the days after birth, no age after two years", () => {
  expect([0, 1, 6, 7].map((day) => lmsForAge("weight", "girl", day) === null)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(lmsForAge("length", "girl", 3)).not.toBeNull();
  expect(lmsForAge("head", "boy", 730)).not.toBeNull();
  expect([-1, 731].map((day) => lmsForAge("head", "boy", day))).toEqual([null, null]);
  expect([44.9, 110.1].map((cm) => lmsForLength("boy", cm))).toEqual([null, null]);
});

test("more is never less: z grows with the value, and comes back as the value", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KINDS),
      fc.constantFrom("girl" as const, "boy" as const),
      fc.integer({ min: 7, max: 730 }),
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (kind, sex, day, at, more) => {
        const lms = lmsForAge(kind, sex, day)!;
        const [low, high] = [valueAt(at, lms), valueAt(at + more, lms)];
        expect(zOf(high, lms, true)).toBeGreaterThan(zOf(low, lms, true));
        if (Math.abs(at) <= 3) expect(zOf(low, lms, true)).toBeCloseTo(at, 6);
      },
    ),
  );
});

test("centiles are the normal curve's", () => {
  expect(centileOf(0)).toBeCloseTo(50, 5);
  for (const { centile, z: at } of CENTILES) expect(centileOf(at)).toBeCloseTo(centile, 4);
  expect(centileOf(-8)).toBeGreaterThanOrEqual(0);
});

test("the table in the repository is what the script writes from the package", () => {
  const written = readFileSync(new URL("./who-tables.ts", import.meta.url), "utf8");
  const made = tables();
  expect(numbers(written.slice(written.indexOf("export const")))).toEqual(
    numbers(made.slice(made.indexOf("export const"))),
  );
  expect(written).toContain("Redistributions of source code must retain the above copyright");
});
