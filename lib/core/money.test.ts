import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addMoney,
  compareMoney,
  isCurrency,
  minorDigits,
  money,
  moneySchema,
  multiplyByInt,
  percentOf,
  subtractMoney,
  sumMoney,
} from "./money";

const minor = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const settings = { seed: 21 };

describe("money", () => {
  test("zero-decimal and three-decimal currencies are known", () => {
    expect(minorDigits("GBP")).toBe(2);
    expect(minorDigits("USD")).toBe(2);
    expect(minorDigits("JPY")).toBe(0);
    expect(minorDigits("BHD")).toBe(3);
    expect(() => minorDigits("XXQ")).toThrow(RangeError);
  });

  test("floats, overflow and unknown currencies are refused", () => {
    expect(() => money(12.5, "GBP")).toThrow(RangeError);
    expect(() => money(Number.NaN, "GBP")).toThrow(RangeError);
    expect(() => money(1, "gbp")).toThrow(RangeError);
    expect(() => addMoney(money(Number.MAX_SAFE_INTEGER, "GBP"), money(1, "GBP"))).toThrow();
    expect(() => multiplyByInt(money(100, "GBP"), 0.5)).toThrow(RangeError);
    expect(isCurrency("EUR")).toBe(true);
  });

  test("two currencies never meet", () => {
    const [pound, dollar] = [money(100, "GBP"), money(100, "USD")];
    expect(() => addMoney(pound, dollar)).toThrow("Mixed currencies");
    expect(() => subtractMoney(pound, dollar)).toThrow("Mixed currencies");
    expect(() => compareMoney(pound, dollar)).toThrow("Mixed currencies");
    expect(() => sumMoney([pound, dollar], "GBP")).toThrow("Mixed currencies");
    expect(() => sumMoney([pound], "USD")).toThrow("Mixed currencies");
  });

  test("an empty sum is zero in the named currency", () => {
    expect(sumMoney([], "GBP")).toEqual({ minor: 0, currency: "GBP" });
  });

  test("there is one zero", () => {
    expect(Object.is(multiplyByInt(money(0, "GBP"), -1).minor, 0)).toBe(true);
    expect(Object.is(percentOf(money(-1, "GBP"), 10).minor, 0)).toBe(true);
  });

  test("the schema takes whole minor units and nothing beside them", () => {
    expect(moneySchema.parse({ minor: 4500, currency: "GBP" })).toEqual(money(4500, "GBP"));
    for (const junk of [
      { minor: 45.5, currency: "GBP" },
      { minor: "4500", currency: "GBP" },
      { minor: 4500, currency: "gbp" },
      { minor: 4500, currency: "GBP", extra: 1 },
    ]) {
      expect(moneySchema.safeParse(junk).success).toBe(false);
    }
  });
});

describe("percentages", () => {
  test.each([
    [50, 25, 12],
    [150, 25, 38],
    [-50, 25, -12],
    [25, 50, 12],
    [35, 50, 18],
    [1999, 17.5, 350],
    [4500, 33.33, 1500],
    [4500, 100, 4500],
    [4500, 0, 0],
  ])("%i minor units at %f %% are %i, half to even", (amount, percent, expected) => {
    expect(percentOf(money(amount, "GBP"), percent).minor).toBe(expected);
  });

  test("more than two decimals would be a float in disguise", () => {
    expect(() => percentOf(money(100, "GBP"), 33.333)).toThrow(RangeError);
    expect(() => percentOf(money(100, "GBP"), Number.NaN)).toThrow(RangeError);
  });

  test("a share is off by half a minor unit at most, and mirrors for refunds", () => {
    fc.assert(
      fc.property(minor, fc.integer({ min: 0, max: 10_000 }), (amount, hundredths) => {
        const share = percentOf(money(amount, "GBP"), hundredths / 100).minor;
        const twice = 2n * BigInt(amount) * BigInt(hundredths) - 20_000n * BigInt(share);
        expect(twice <= 10_000n && twice >= -10_000n).toBe(true);
        expect(percentOf(money(-amount, "GBP"), hundredths / 100).minor + share).toBe(0);
      }),
      settings,
    );
  });
});

describe("sums", () => {
  test("order does not matter and taking away undoes adding", () => {
    fc.assert(
      fc.property(fc.array(minor, { maxLength: 30 }), minor, (amounts, extra) => {
        const list = amounts.map((amount) => money(amount, "EUR"));
        const total = sumMoney(list, "EUR");
        expect(sumMoney([...list].reverse(), "EUR")).toEqual(total);
        const more = addMoney(total, money(extra, "EUR"));
        expect(subtractMoney(more, money(extra, "EUR"))).toEqual(total);
      }),
      settings,
    );
  });

  test("multiplying is adding again and again", () => {
    fc.assert(
      fc.property(minor, fc.integer({ min: 0, max: 40 }), (amount, times) => {
        const one = money(amount, "JPY");
        const list = Array.from({ length: times }, () => one);
        expect(multiplyByInt(one, times)).toEqual(sumMoney(list, "JPY"));
      }),
      settings,
    );
  });
});
