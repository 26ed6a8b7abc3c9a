import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locale } from "./locale";

export type Messages = { [key: string]: string | Messages };

const base: Locale = "en-US";

/** Makes what comes of words once a process for each key. Whoever writes words in development sees them at the next page. */
export function keeper<T>(): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (process.env.NODE_ENV !== "development") kept.set(key, made);
    return made;
  };
}
const kept = keeper<Messages>();

/**
 * All words of a language: every file of messages/en-US by its name, with what messages/<locale> says differently
 * on top. Read from the folder at run time, so there is no list of files to keep.
 */
export function messagesFor(locale: Locale): Messages {
  return kept(locale, () => (locale === base ? read(base) : overlay(read(base), read(locale))));
}

/** What stands at a place in a tree of words, "booking.time". */
export const partOf = (
  messages: Messages | string | undefined,
  name: string,
): Messages | string | undefined =>
  name
    .split(".")
    .reduce<Messages | string | undefined>(
      (found, step) => (typeof found === "object" ? found[step] : undefined),
      messages,
    );

export function overlay(below: Messages, above: Messages): Messages {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    merged[key] =
      typeof value === "object" && typeof under === "object" ? overlay(under, value) : value;
  }
  return merged;
}

function read(locale: Locale): Messages {
  const folder = join(/* turbopackIgnore: true */ process.cwd(), "messages", locale);
  const found: Messages = {};
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort())
    found[file.slice(0, -".json".length)] = JSON.parse(readFileSync(join(folder, file), "utf8"));
  return found;
}
