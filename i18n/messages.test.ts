import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Locale, locales } from "./locale";
import { type Messages, messagesFor, overlay } from "./messages";
import { flat, strictly } from "./testing";

const file = (locale: Locale, name: string): Messages =>
  JSON.parse(readFileSync(join("messages", locale, name), "utf8"));
const files = (locale: Locale) => readdirSync(join("messages", locale)).sort();
const base = new Map(flat(messagesFor("en-US")));

test("every file of every language is loaded", () => {
  for (const name of files("en-US"))
    expect(messagesFor("en-GB")).toHaveProperty([name.slice(0, -5)]);
  expect(files("en-GB").filter((name) => !files("en-US").includes(name))).toEqual([]);
});

test("the British files hold what differs and nothing else", () => {
  const said = files("en-GB").flatMap((name) => flat(file("en-GB", name), `${name.slice(0, -5)}.`));
  expect(said.filter(([key]) => !base.has(key))).toEqual([]);
  expect(said.filter(([key, words]) => base.get(key) === words)).toEqual([]);
});

const names = (words: string) =>
  [...words.matchAll(/\{\s*(\w+)/g), ...words.matchAll(/<(\w+)>/g)].map(([, name]) => name ?? "");

describe.each(locales)("%s", (locale) => {
  const all = flat(messagesFor(locale));

  test("every message can be read and filled in", () => {
    const t = strictly(locale, messagesFor(locale));
    const wrong = all.flatMap(([key, words]) => {
      const tags = [...words.matchAll(/<(\w+)>/g)].map(([, tag]) => [tag, () => "x"]);
      const values = { ...Object.fromEntries(names(words).map((name) => [name, 2])) };
      try {
        t.rich(key as never, { ...values, ...Object.fromEntries(tags) });
        return [];
      } catch (error) {
        return [`${key}: ${error instanceof Error ? error.message : error}`];
      }
    });
    expect(wrong).toEqual([]);
  });

  test("asks for the same values as the base", () => {
    const top = (words: string) =>
      [...new Set([...words.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort();
    expect(all.filter(([key, words]) => `${top(words)}` !== `${top(base.get(key) ?? "")}`)).toEqual(
      [],
    );
  });
});

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = join(folder, entry.name);
    if (entry.isDirectory()) return walk(at);
    return /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name) ? [at] : [];
  });

const space = /getTranslations\(\s*(?:"([\w.]+)"|\{[^}]*namespace:\s*"([\w.]+)")/;
const single = /\b(?:const|let)\s+(\w+)\s*=([^;]*?await getTranslations\([^;]*);/g;
const several = /\bconst\s+\[([\w,\s]+)\]\s*=([^;]*?getTranslations\([^;]*);/g;

/** Which namespaces each name of a file speaks from: `const t = await …("a")`, `const [t, u] = [await …, await …]`. */
function speakers(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const note = (name: string, said: string) => {
    const [, literal, named] = space.exec(said) ?? [];
    const namespace = literal ?? named;
    if (namespace) found.set(name.trim(), [...(found.get(name.trim()) ?? []), namespace]);
  };
  for (const [, name = "", said = ""] of text.matchAll(single)) note(name, said);
  for (const [, names = "", said = ""] of text.matchAll(several)) {
    const parts = said.split(/,\s*(?=await |get)/);
    for (const [index, name] of names.split(",").entries()) note(name, parts[index] ?? "");
  }
  return found;
}

/** Literal keys only; those put together from parts are seen in the journeys. */
test("every literal key in a page or component exists", () => {
  const missing = ["app", "components"].flatMap(walk).flatMap((at) => {
    const text = readFileSync(at, "utf8");
    const spaces = speakers(text);
    return [...spaces].flatMap(([name, namespaces]) =>
      [...text.matchAll(new RegExp(`\\b${name}(?:\\.rich|\\.markup)?\\(\\s*"([\\w.-]+)"`, "g"))]
        .map(([, key]) => key ?? "")
        .filter((key) => !namespaces.some((space) => base.has(`${space}.${key}`)))
        .map((key) => `${at}: ${namespaces.join("|")}.${key}`),
    );
  });
  expect(missing).toEqual([]);
});

test("the words of the error page, which is made in the browser, are the same in all English", () => {
  expect(file("en-GB", "edge.json")).not.toHaveProperty("error");
  expect(file("en-GB", "edge.json")).not.toHaveProperty("away");
});

test("an overlay changes single words", () => {
  expect(overlay({ a: { b: "1", c: "2" }, d: "3" }, { a: { c: "4" } })).toEqual({
    a: { b: "1", c: "4" },
    d: "3",
  });
});
