import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locale } from "./locale";

export type Messages = { [key: string]: string | Messages };

const base: Locale = "en-US";
const kept = new Map<Locale, Messages>();

/**
 * All words of a language: every file of messages/en-US by its name, with what messages/<locale> says differently
 * on top. Read from the folder at run time, so there is no list of files to keep.
 */
export function messagesFor(locale: Locale): Messages {
  const known = kept.get(locale);
  if (known) return known;
  const merged = locale === base ? read(base) : overlay(read(base), read(locale));
  // Whoever writes words sees them at the next page.
  if (process.env.NODE_ENV !== "development") kept.set(locale, merged);
  return merged;
}

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
