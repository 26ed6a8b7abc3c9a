import fc from "fast-check";
import { expect, test } from "vitest";
import { clockText, secondsIn } from "./clock";

test("a time is written and read the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 59_999 }), (seconds) => {
      expect(secondsIn(clockText(seconds))).toBe(seconds);
    }),
  );
});

test.each([
  ["1:30", 90],
  [" 0:5 ", 5],
  ["2", 120],
  ["", null],
  ["soon", null],
  ["1:75", null],
  ["1.5", null],
  ["-1:00", null],
  ["1:30:00", null],
])("%s", (text, seconds) => expect(secondsIn(text)).toBe(seconds));
