import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseLocale, isLocale } from "./locale";

const choose = (acceptLanguage: string | null, cookie?: string) =>
  chooseLocale({ cookie, acceptLanguage, fallback: "en-GB" });

test.each([
  ["en-US,en;q=0.9", undefined, "en-US"],
  ["en-GB,en-US;q=0.9", undefined, "en-GB"],
  ["en-US;q=0.5,en-GB;q=0.9", undefined, "en-GB"],
  ["de-DE,de;q=0.9,en-US;q=0.4", undefined, "en-US"],
  ["en-AU", undefined, "en-GB"],
  ["en-PH,en-US;q=0.8", undefined, "en-US"],
  ["en", undefined, "en-GB"],
  ["fr", undefined, "en-GB"],
  ["en-US;q=0", undefined, "en-GB"],
  [null, undefined, "en-GB"],
  ["en-GB", "en-US", "en-US"],
  ["en-US", "../../etc", "en-US"],
] as const)("%s with cookie %s reads %s", (header, cookie, locale) => {
  expect(choose(header, cookie)).toBe(locale);
});

test("any header gives a locale, quickly", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20_000, unit: "binary" }), (header) => {
      expect(isLocale(choose(header))).toBe(true);
    }),
  );
  expect(isLocale(choose("a-".repeat(8000)))).toBe(true);
});
