import fc from "fast-check";
import { expect, test } from "vitest";
import { toE164 } from "./phone";

test.each([
  ["07700 900142", "GB", "+447700900142"],
  ["+44 (0)7700 900142", "GB", "+447700900142"],
  ["0044 7700 900142", "US", "+447700900142"],
  ["(212) 555-0142", "US", "+12125550142"],
  ["1 212 555 0142", "US", "+12125550142"],
  ["+49 151 23456789", "GB", "+4915123456789"],
  ["7700 900142", "GB", null],
  ["555 0142", "US", null],
  ["0151 23456789", "DE", null],
  ["+0 123 4567", "GB", null],
  ["+1234567890123456", "GB", null],
  ["", "GB", null],
])("%s in %s is %s", (written, country, number) => {
  expect(toE164(written, country)).toBe(number);
});

test("whatever comes out is a number in international form", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom("GB", "US", "DE"), (written, country) => {
      expect(toE164(written, country) ?? "+12345678").toMatch(/^\+[1-9]\d{7,14}$/);
    }),
  );
});
