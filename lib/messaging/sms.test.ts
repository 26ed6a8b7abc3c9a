import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asText, isOptOut, segmentsOf, shortName, toGsm, unitsOf } from "./sms";

test.each([
  ["x".repeat(160), 1],
  ["x".repeat(161), 2],
  ["x".repeat(306), 2],
  ["x".repeat(307), 3],
  ["€".repeat(80), 1],
  ["€".repeat(81), 2],
])("%#: %s takes %i", (text, segments) => {
  expect(segmentsOf(text)).toBe(segments);
});

test("what a phone cannot show in GSM's signs is written plainly", () => {
  expect(toGsm("Zoë’s “Łukasz” – é€")).toBe('Zoe\'s "Lukasz" - é€');
  expect(toGsm("નિશા")).toMatch(/^\?+$/);
  expect(shortName("નિશા")).toBeNull();
  expect(shortName("Maria-Antonia von Habsburg-Lothringen")).toBe("Maria-Antonia von Habsb.");
  expect(() => asText("x".repeat(307))).toThrow(RangeError);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(unitsOf(toGsm(text))).toBeLessThanOrEqual(2 * toGsm(text).length);
      expect(toGsm(toGsm(text))).toBe(toGsm(text));
    }),
  );
});

describe("an answer that asks for no more texts", () => {
  test.each(["STOP", " stop ", "Stop.", "STOP ALL", "unsubscribe", "Opt-out", "quit!"])(
    "%s",
    (answer) => expect(isOptOut(answer)).toBe(true),
  );
  test.each(["", "Please stop by at nine", "We cannot stop crying", "yes"])("not %s", (answer) =>
    expect(isOptOut(answer)).toBe(false),
  );
});
