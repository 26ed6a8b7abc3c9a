import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filledSoon } from "./filled";
import { locales } from "./locale";
import { messagesFor } from "./messages";
import { flat, strictly } from "./testing";

const odd = fc.oneof(fc.string(), fc.constantFrom("{n}", "it''s", "<b>", "'{", ""), fc.nat());

describe.each(locales)("words that are filled in soon, %s", (locale) => {
  const messages = messagesFor(locale);
  const library = strictly(locale, messages);
  const quick = filledSoon(library, messages);

  test("are the library's own, for every message and whatever is filled in", () => {
    const all = flat(messages).filter(([, words]) => !words.includes("<"));
    for (const [key, words] of all) {
      const names = [...words.matchAll(/\{\s*(\w+)/g)].map(([, name]) => name ?? "");
      const plain = /\{\s*\w+\s*,/.test(words);
      for (const value of plain ? [2] : fc.sample(odd, { seed: 1, numRuns: 3 })) {
        const values =
          names.length > 0 ? Object.fromEntries(names.map((name) => [name, value])) : undefined;
        expect(quick(key, values), key).toBe(library(key, values));
      }
    }
  });
});

test("any text is said as the library says it, also what it refuses", () => {
  const text = fc
    .array(
      fc.constantFrom(
        "a",
        "'",
        "''",
        "{",
        "}",
        "{n}",
        "{ n }",
        "<",
        ">",
        "#",
        "|",
        " ",
        "{m}",
        "é",
      ),
    )
    .map((parts) => parts.join(""));
  const told = (say: () => string) => {
    try {
      return say();
    } catch (error) {
      return error instanceof Error ? error.name : "";
    }
  };
  fc.assert(
    fc.property(text, fc.option(odd, { nil: undefined }), (words, n) => {
      const library = strictly("en-GB", { words });
      const quick = filledSoon(library, { words });
      for (const values of [undefined, {}, { n }, { n, m: 3 }])
        expect(told(() => quick("words", values))).toBe(
          told(() => library("words", values as never)),
        );
    }),
    { numRuns: 2000 },
  );
});
