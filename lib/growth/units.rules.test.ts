import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Child, standingOf } from "./rules";
import { checkAmount } from "./slips.rules";
import {
  fieldText,
  formatAmount,
  inPounds,
  LIMITS,
  poundsOf,
  readAmount,
  readCorrected,
  unitsOf,
} from "./units.rules";

const weight = (unit: "kg" | "g" | "lb", amount: string, ounces = "") =>
  readAmount({ kind: "weight", unit, amount, ounces });

describe("as it is typed", () => {
  test.each([
    ["kg", "4.34", "", 4340],
    ["kg", "4,34", "", 4340],
    ["kg", " 4.340 ", "", 4340],
    ["g", "4340", "", 4340],
    ["g", "4,340", "", 4340],
    ["g", "4.340", "", 4340],
    ["lb", "9", "9.1", 4340],
    ["lb", "", "12", 340],
    ["lb", "9.57", "", 4341],
    ["kg", "", "", null],
    ["kg", "four", "", null],
    ["kg", "-4", "", null],
    ["kg", "4.3.4", "", null],
    ["kg", "1e3", "", null],
    ["lb", "9", "16", null],
    ["kg", "\u0000", "", null],
    ["kg", "\ud800", "", null],
  ] as const)("%s %j %j", (unit, amount, ounces, expected) => {
    expect(weight(unit, amount, ounces)).toBe(expected);
  });
  test("a unit of another kind is no answer", () => {
    expect(readAmount({ kind: "head", unit: "kg", amount: "35", ounces: "" })).toBeNull();
    expect(readAmount({ kind: "head", unit: "in", amount: "14", ounces: "" })).toBe(356);
    expect(readAmount({ kind: "length", unit: "cm", amount: "54,2", ounces: "" })).toBe(542);
  });
  test("what a field is filled in with reads back as the same amount, as fine as scales are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 40_000 }), (grams) => {
        for (const unit of unitsOf("weight")) {
          const back = readAmount({ kind: "weight", unit, ...fieldText("weight", grams, unit) });
          expect(Math.abs((back ?? 0) - grams)).toBeLessThanOrEqual(unit === "lb" ? 2 : 0);
        }
      }),
    );
  });
  test("ounces never reach sixteen", () => {
    expect(poundsOf(4082)).toEqual({ pounds: 9, ounces: 0 });
    for (let grams = 150; grams < 20_000; grams += 1)
      expect(poundsOf(grams).ounces).toBeLessThan(16);
  });
  test("shown in the reader's units and numbers", () => {
    expect(formatAmount("weight", 4340, "metric", "en-GB")).toBe("4.34 kg");
    expect(formatAmount("weight", 2855, "metric", "en-GB")).toBe("2.855 kg");
    expect(formatAmount("weight", 4340, "metric", "de")).toBe("4,34 kg");
    expect(formatAmount("weight", 4340, "imperial", "en-US")).toBe("9 lb 9.1 oz");
    expect(formatAmount("length", 542, "metric", "en-GB")).toBe("54.2 cm");
    expect(formatAmount("head", 356, "imperial", "en-US")).toBe("14.0 in");
  });
});

describe("a correction", () => {
  test("of something else leaves every amount as it is stored, whatever the unit it is shown in", () => {
    for (const kind of ["weight", "length", "head"] as const)
      fc.assert(
        fc.property(
          fc.integer({ min: LIMITS[kind].least, max: LIMITS[kind].most }),
          fc.constantFrom(...unitsOf(kind)),
          (stored, unit) => {
            const shown = { kind, unit, ...fieldText(kind, stored, unit) };
            expect(readCorrected(shown, stored)).toBe(stored);
          },
        ),
      );
  });

  test("of the number is what was typed", () => {
    const typed = { kind: "length", unit: "in", amount: "21.4", ounces: "" } as const;
    expect(readCorrected(typed, 542)).toBe(readAmount(typed));
    expect(readCorrected({ ...typed, amount: "54.1", unit: "cm" }, 542)).toBe(541);
    expect(readCorrected({ ...typed, amount: "long" }, 542)).toBeNull();
  });
});

describe("slips", () => {
  const mila: Child = {
    bornOn: "2026-08-24",
    gestationDays: 33 * 7 + 4,
    sex: "girl",
    correctUntilMonths: 24,
  };
  const on = "2026-11-20";
  const before = { amount: 3860, on: "2026-11-05" };
  const check = (
    kind: "weight" | "length" | "head",
    unit: Parameters<typeof fieldText>[2],
    amount: number,
    more = {},
  ) =>
    checkAmount(
      mila,
      { kind, on, unit, before: kind === "weight" ? before : null, ...more },
      amount,
    );

  test("what is usual is not asked about", () => {
    expect(check("weight", "kg", 4340)).toEqual({ impossible: false, warnings: [], meant: [] });
    expect(check("length", "cm", 550)).toEqual({ impossible: false, warnings: [], meant: [] });
  });
  test("43.4 kg was 4.34", () => {
    expect(check("weight", "kg", 43_400)).toEqual({
      impossible: true,
      warnings: [],
      meant: [4340],
    });
  });
  test("pounds typed as kilograms, and the other way", () => {
    expect(check("weight", "kg", 9570)).toMatchObject({ impossible: false, meant: [4341] });
    expect(check("weight", "lb", 1969)).toMatchObject({ impossible: false, meant: [4341] });
  });
  test("with ounces beside kilograms or grams, pounds were meant once", () => {
    const typed = (unit: "kg" | "g" | "lb", amount: string, ounces: string) =>
      inPounds({ kind: "weight", unit, amount, ounces });
    expect(typed("kg", "9", "8")).toBe(4309);
    expect(typed("g", "9", " 8.0 ")).toBe(4309);
    for (const ounces of ["", " ", "0", "few", "16", "\u0000"])
      expect([ounces, typed("kg", "9", ounces)]).toEqual([ounces, null]);
    expect(typed("lb", "9", "8")).toBeNull();
    expect(inPounds({ kind: "head", unit: "cm", amount: "9", ounces: "8" })).toBeNull();
  });
  test("every weight in pounds and ounces, typed as kilograms, is offered with its ounces or not at all", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 15 }),
        (pounds, ounces) => {
          const typed = { kind: "weight", amount: String(pounds), ounces: String(ounces) } as const;
          const real = readAmount({ ...typed, unit: "lb" }) ?? 0;
          const found = check("weight", "kg", pounds * 1000, {
            pounds: inPounds({ ...typed, unit: "kg" }),
          });
          // Nothing but the whole weight is offered, and that where it may be this baby's.
          expect(found.meant.filter((one) => one !== real)).toEqual([]);
          if (pounds === 9) expect(found.meant).toEqual([real]);
        },
      ),
    );
    expect(check("weight", "kg", 9000, { pounds: 4309 })).toEqual({
      ...{ impossible: false, warnings: ["far", "jump"], meant: [4309] },
    });
    expect(check("weight", "kg", 4340, { pounds: 2226 })).toMatchObject({
      warnings: [],
      meant: [],
    });
    const tiny = { ...mila, gestationDays: 24 * 7 };
    const early = { kind: "weight" as const, on: "2026-09-05", unit: "kg" as const, before: null };
    expect(checkAmount(tiny, { ...early, pounds: 1134 }, 2000)).toEqual({
      ...{ impossible: false, warnings: [], meant: [1134] },
    });
  });
  test("grams typed as kilograms, and kilograms as grams", () => {
    expect(check("weight", "kg", 4_340_000)).toMatchObject({ impossible: true, meant: [4340] });
    expect(check("weight", "g", 4)).toMatchObject({ impossible: true });
  });
  test("inches typed as centimetres, and the other way", () => {
    expect(check("length", "cm", 217)).toMatchObject({ meant: [551] });
    expect(check("length", "in", 1397)).toMatchObject({ impossible: true, meant: [550] });
    expect(check("head", "cm", 146)).toMatchObject({ meant: [371] });
  });
  test("head of 5 m and a weight of 100 g are refused", () => {
    expect(check("head", "cm", 5000).impossible).toBe(true);
    expect(check("weight", "g", 100).impossible).toBe(true);
    expect([LIMITS.weight, LIMITS.length, LIMITS.head]).toEqual([
      { least: 150, most: 40_000 },
      { least: 200, most: 1300 },
      { least: 50, most: 700 },
    ]);
  });
  test("what is far from usual, or far from the last, is asked about and may be kept", () => {
    expect(check("weight", "kg", 1900).warnings).toEqual(["far", "jump"]);
    const jumped = check("weight", "kg", 6000);
    expect(jumped.warnings).toEqual(["jump"]);
    expect(jumped.impossible).toBe(false);
  });
  test("with no sex said it is held against the nearer one, and nothing is told of it", () => {
    const unsaid = { ...mila, sex: "unsaid" as const };
    expect(checkAmount(unsaid, { kind: "weight", on, unit: "kg", before }, 9570).meant).toEqual([
      4341,
    ]);
    expect(checkAmount(unsaid, { kind: "weight", on, unit: "kg", before }, 4340).warnings).toEqual(
      [],
    );
    expect(standingOf(unsaid, "weight", 4340, on)).toEqual({ z: null, why: "sex_unsaid" });
  });
  test("without a reference only a doubled or halved number is asked about", () => {
    const tiny = { ...mila, gestationDays: 24 * 7 };
    const day = "2026-09-05";
    const last = { amount: 700, on: "2026-08-30" };
    const at = { kind: "weight" as const, on: day, unit: "g" as const };
    expect(checkAmount(tiny, { ...at, before: last }, 760).warnings).toEqual([]);
    expect(checkAmount(tiny, { ...at, before: last }, 7600).warnings).toEqual(["jump"]);
    expect(checkAmount(tiny, { ...at, before: null }, 7600).warnings).toEqual([]);
  });
  test("a plausible number is never called impossible, whatever it was", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom("kg" as const, "lb" as const),
        (amount, unit) => {
          const found = check("weight", unit, amount);
          for (const one of found.meant) {
            expect(one).not.toBe(amount);
            expect(check("weight", unit, one).warnings).toEqual([]);
          }
          expect(found.impossible).toBe(amount < 150 || amount > 40_000);
        },
      ),
    );
  });
});
