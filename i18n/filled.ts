import { keeper, type Messages, partOf } from "./messages";

type Values = Record<string, unknown>;
type Say = (key: string, values?: Values) => string;

/** Text and names of places by turns: `["Dear ", "name", ","]`. */
type Parts = readonly string[];

// What ICU reads as more than a place with a name: an inner format, a tag, a quote that hides one.
const place = /\{(\w+)\}/;
const quoted = /''|'[{}<>#]/;
const more = /[<>{}]/;

/** A message's parts where its places only take the text that is given; else null, and a library reads it. */
function partsOf(message: unknown): Parts | null {
  if (typeof message !== "string" || quoted.test(message)) return null;
  const parts = message.split(place);
  return parts.some((part, i) => i % 2 === 0 && more.test(part)) ? null : parts;
}

/**
 * Says what `say` says, and fills in by itself what is only text with names between, which most messages are: use-intl
 * makes JSON of all values and walks a tree for it.
 */
export function filledSoon<T extends (key: string, values?: never) => string>(
  say: T,
  messages: Messages | string | undefined,
): T & Say {
  const kept = keeper<Parts | null>();
  const quick: Say = (key, values) => {
    const parts = kept(key, () => partsOf(partOf(messages, key)));
    let text = parts?.[0];
    for (let i = 1; parts && text !== undefined && i < parts.length; i += 2) {
      const value = values?.[parts[i] ?? ""];
      // What is missing, or no text, is the library's to judge.
      if (typeof value !== "string" && typeof value !== "number") text = undefined;
      else text += `${value}${parts[i + 1]}`;
    }
    return text ?? say(key, values as never);
  };
  return Object.assign(quick, say);
}
