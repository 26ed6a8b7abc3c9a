import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changedFields,
  isNone,
  missingBlocks,
  parsePrice,
  pointAfter,
  pointTyped,
  stampOf,
  writePrice,
} from "./rules";

describe("a price as people write it", () => {
  test.each([
    ["62", "GBP", 6200],
    ["£62.50", "GBP", 6250],
    ["62,5", "GBP", 6250],
    [" 1 200 ", "GBP", 120_000],
    ["0", "GBP", 0],
    ["6200", "JPY", 6200],
    ["1.250", "BHD", 1250],
  ])("%s in %s", (text, currency, minor) => {
    expect(parsePrice(text, currency)).toBe(minor);
  });

  test.each([
    ["1,200", "GBP"],
    ["62.505", "GBP"],
    ["62.5", "JPY"],
    ["", "GBP"],
    ["-5", "GBP"],
    ["1e3", "GBP"],
    ["99999999", "GBP"],
    ["٦٢", "GBP"],
    ["62.50.1", "GBP"],
  ])("%s in %s is asked again", (text, currency) => {
    expect(parsePrice(text, currency)).toBeNull();
  });

  test("is read back as it was written into the form", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999 }),
        fc.constantFrom("GBP", "USD", "JPY", "BHD"),
        (minor, currency) => {
          expect(parsePrice(writePrice(minor, currency), currency)).toBe(minor);
        },
      ),
    );
  });
});

test("a profile without one of the four answers is not ready; 'none' is an answer", () => {
  const full = {
    coursesOfStudy: "A course",
    certification: "None",
    experience: "Nine years",
    doctorReferrals: "none.",
  };
  expect(missingBlocks(full)).toEqual([]);
  expect(missingBlocks({ ...full, experience: "  ", certification: null })).toEqual([
    "certification",
    "experience",
  ]);
  expect(["None", "none.", " n/a "].every(isNone)).toBe(true);
  expect(isNone("None of my families ever left")).toBe(false);
});

test("the audit trail learns which fields changed, whatever their values", () => {
  const before = { name: "A", list: ["x"], gone: null as string | null };
  expect(changedFields(before, { name: "A", list: ["x"], gone: null })).toEqual([]);
  expect(changedFields(before, { name: "B", list: ["x", "y"] })).toEqual(["list", "name"]);
});

test("a stamp tells one look from another", () => {
  expect(stampOf(["a", null])).toMatch(/^[\w-]{16}$/);
  expect(stampOf(["a", null])).toBe(stampOf(["a", null]));
  expect(stampOf(["a", null])).not.toBe(stampOf(["a", ""]));
});

test("a place that moves loses its point on the map, one that is only written otherwise keeps it", () => {
  const before = { postcode: "BS6 6PG", address: "9 Chandos Road" };
  expect(pointAfter(before, { postcode: "bs66pg", address: "9, Chandos Road" })).toBeUndefined();
  const gone = { latitude: null, longitude: null };
  expect(pointAfter(before, { ...before, postcode: "BS7 8AA" })).toEqual(gone);
  expect(pointAfter(before, { ...before, address: null })).toEqual(gone);
  expect(pointAfter({ postcode: null }, { postcode: null })).toBeUndefined();
  expect(pointAfter({ postcode: null }, { postcode: "BS6" })).toEqual(gone);
});

test("a point that is typed counts, one that stayed in the form of a moved place does not", () => {
  const before = { postcode: "BS6", address: null, latitude: 51.47, longitude: -2.6 };
  const none = { latitude: null, longitude: null };
  const [here, there] = [
    { latitude: 51.47, longitude: -2.6 },
    { latitude: 51.5, longitude: -2.5 },
  ];
  expect(pointTyped(before, before, here)).toEqual(here);
  expect(pointTyped(before, before, there)).toEqual(there);
  expect(pointTyped(before, before, null)).toEqual(none);
  expect(pointTyped(before, before, undefined)).toBeUndefined();
  expect(pointTyped(before, { ...before, postcode: "BS7" }, here)).toEqual(none);
  expect(pointTyped(before, { ...before, postcode: "BS7" }, there)).toEqual(there);
  expect(pointTyped(null, before, there)).toEqual(there);
  expect(pointTyped(null, before, undefined)).toBeUndefined();
});
