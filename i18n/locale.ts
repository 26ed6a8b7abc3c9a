export const locales = ["en-GB", "en-US"] as const;
export type Locale = (typeof locales)[number];

/** Set by the language switch, read on every page that is made for one reader. */
export const localeCookie = "locale";

export const isLocale = (value: unknown): value is Locale =>
  locales.some((locale) => locale === value);

/** Reading direction of the document, for the languages to come. */
export const direction = (locale: Locale): "ltr" | "rtl" =>
  /^(ar|fa|he|ur)\b/.test(locale) ? "rtl" : "ltr";

/** The reader's own choice, else what the browser asks for, else the house's language. */
export function chooseLocale(wish: {
  cookie: string | undefined;
  acceptLanguage: string | null;
  fallback: Locale;
}): Locale {
  if (isLocale(wish.cookie)) return wish.cookie;
  for (const tag of asked(wish.acceptLanguage ?? "")) {
    const exact = locales.find((locale) => locale.toLowerCase() === tag);
    if (exact) return exact;
    // Americans say diaper and write dates month first; the rest of the English-speaking world is nearer to en-GB.
    if (/^en-(ph|pr|gu)\b/.test(tag)) return "en-US";
    if (tag.startsWith("en-")) return "en-GB";
    if (tag === "en") return wish.fallback;
  }
  return wish.fallback;
}

/** Language tags of an Accept-Language header, best first. A header can be 16 kB of anything: ten tags are read. */
function asked(header: string): string[] {
  return header
    .slice(0, 200)
    .toLowerCase()
    .split(",", 10)
    .flatMap((part, index) => {
      const [, tag, weight] =
        /^\s*([a-z]{2,3}(?:-[a-z0-9]{2,8})*)(?:;q=([01](?:\.\d{1,3})?))?\s*$/.exec(part) ?? [];
      return tag ? [{ tag, index, q: weight === undefined ? 1 : Number(weight) }] : [];
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q || a.index - b.index)
    .map(({ tag }) => tag);
}
