/** A date and time in UTC, or its ISO text as it crosses the wire. */
export type Moment = Date | string;
export type DayStyle = keyof typeof dayStyles;
export type InZone = { locale: string; zone: string };

// Building an Intl formatter costs about 1000 times a call of it.
const kept = new Map<string, unknown>();
function keep<T>(key: string, make: () => T): T {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T;
}

const dayStyles = {
  /** Tue 24 Nov */
  short: { weekday: "short", day: "numeric", month: "short" },
  /** Tuesday 24 November */
  long: { weekday: "long", day: "numeric", month: "long" },
  /** 24 Nov */
  brief: { day: "numeric", month: "short" },
  /** 24 Nov 2026 */
  date: { day: "numeric", month: "short", year: "numeric" },
  /** Tuesday 24 November 2026 */
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  /** November 2026 */
  month: { month: "long", year: "numeric" },
  /** Tue */
  weekday: { weekday: "short" },
  /** Tuesday */
  weekdayName: { weekday: "long" },
  /** Nov */
  monthName: { month: "short" },
  /** 24 */
  number: { day: "numeric" },
  /** 24 November */
  dayMonth: { day: "numeric", month: "long" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const isDayText = (value: Moment): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);

const instantOf = (value: Moment): Date => {
  const date = typeof value === "string" ? new Date(value) : value;
  if (Number.isNaN(date.getTime())) throw new RangeError(`Not a date and time: ${value}`);
  return date;
};

const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  keep(`d ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));

// Intl writes narrow and no-break spaces; one kind of space keeps mails, tests and copied text simple.
const plainSpaces = (text: string): string => text.replace(/[\u00a0\u202f\u2009]/g, " ");

/** A day: an instant seen in a zone, or a calendar day such as "2026-08-24", which has no zone. */
export function formatDay(value: Moment, where: InZone, style: DayStyle = "short"): string {
  const timeZone = isDayText(value) ? "UTC" : where.zone;
  const format = dateFormat(where.locale, { ...dayStyles[style], timeZone });
  const text = plainSpaces(format.format(instantOf(value)));
  return where.locale === "en-GB" ? text.replace(",", "").replace("Sept ", "Sep ") : text;
}

/** "16–22 November", "30 November – 6 December". Servers and browsers disagree about the spaces: ours are written. */
export const formatDayRange = (from: string, until: string, locale: string): string =>
  dateFormat(locale, { ...dayStyles.dayMonth, timeZone: "UTC" })
    .formatRange(instantOf(from), instantOf(until))
    .replace(/\s*–\s*/u, from.slice(0, 7) === until.slice(0, 7) ? "–" : " – ");

const timeFormat = ({ locale, zone }: InZone): Intl.DateTimeFormat => {
  // British sites and letters write 2:15 pm; Intl's own habit for en-GB is 14:15.
  const clock = locale.startsWith("en") ? { hourCycle: "h12" as const } : {};
  return dateFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: zone, ...clock });
};

/** "2:15 pm" (en-GB), "2:15 PM" (en-US). */
export const formatTime = (value: Moment, where: InZone): string =>
  plainSpaces(timeFormat(where).format(instantOf(value)));

/** Both ends; the first loses its am or pm when the second says the same: "2:15", "3:30 pm". */
export function formatTimeEnds(
  start: Moment,
  end: Moment,
  where: InZone,
): { start: string; end: string } {
  const half = (value: Moment): string | undefined =>
    timeFormat(where)
      .formatToParts(instantOf(value))
      .find((part) => part.type === "dayPeriod")?.value;
  const from = formatTime(start, where);
  const period = half(start);
  const shared = period !== undefined && period === half(end);
  return {
    start: shared ? from.replace(period, "").trim() : from,
    end: formatTime(end, where),
  };
}

/** The place a zone is named for: "Europe/London" → "London", "America/New_York" → "New York". */
export const zonePlace = (zone: string): string =>
  (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Old and new names of one zone are the same zone: Asia/Calcutta and Asia/Kolkata. */
export function sameZone(a: string, b: string): boolean {
  const name = (zone: string): string => {
    try {
      return dateFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
    } catch {
      return zone;
    }
  };
  return a === b || name(a) === name(b);
}

/** Whether two clocks show another day or time at one moment; zones of other names can agree, and do for half a year. */
export function clocksDiffer(a: string, b: string, at: Moment): boolean {
  const shown = (timeZone: string): string => {
    try {
      return dateFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" }).format(
        instantOf(at),
      );
    } catch {
      // A device may name a zone that this browser does not know.
      return "";
    }
  };
  return a !== b && shown(a) !== shown(b);
}

export type Unit = "minute" | "hour" | "day" | "week" | "month" | "year";

/** "75 minutes", "75 min" or "75m", in words of the locale. */
export function formatUnit(
  count: number,
  unit: Unit,
  locale: string,
  display: "long" | "short" | "narrow" = "long",
): string {
  const format = keep(
    `u ${locale} ${unit} ${display}`,
    () => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: display }),
  );
  return plainSpaces(format.format(count));
}

/** How long somebody has waited: "12 mins", "6h", "1 day". */
export function formatElapsed(from: Moment, now: Moment, locale: string): string {
  const minutes = Math.max(
    0,
    Math.floor((instantOf(now).getTime() - instantOf(from).getTime()) / 60_000),
  );
  if (minutes < 60) return formatUnit(minutes, "minute", locale, "short");
  if (minutes < 24 * 60) return formatUnit(Math.floor(minutes / 60), "hour", locale, "narrow");
  return formatUnit(Math.floor(minutes / (24 * 60)), "day", locale);
}

const weeksAndDays = (days: number, locale: string): string => {
  const weeks = Math.floor(days / 7);
  const rest = days % 7;
  const parts = [
    ...(weeks > 0 ? [formatUnit(weeks, "week", locale)] : []),
    ...(rest > 0 || weeks === 0 ? [formatUnit(rest, "day", locale)] : []),
  ];
  return parts.join(" ");
};

const plainAge = (days: number, locale: string): string => {
  if (days < 14) return formatUnit(days, "day", locale);
  if (days < 26 * 7) return formatUnit(Math.floor(days / 7), "week", locale);
  const months = Math.floor(days / 30.4375);
  if (months < 24) return formatUnit(months, "month", locale);
  return formatUnit(Math.floor(days / 365.25), "year", locale);
};

export type AgeDays = { days: number; correctedDays?: number | null | undefined };
/** Sentences around an age, from messages: "6 weeks 5 days corrected". */
export type AgeWords = {
  corrected: (age: string) => string;
  beforeDue: (age: string) => string;
};

/** The two ages of a baby born early; `corrected` is null for everybody else. */
export function ageParts(
  { days, correctedDays }: AgeDays,
  locale: string,
  words: AgeWords,
): { age: string; corrected: string | null } {
  const age = plainAge(Math.max(0, days), locale);
  if (correctedDays === undefined || correctedDays === null) return { age, corrected: null };
  // Corrected age keeps its days where the other has whole weeks: strokes and charts depend on it.
  const long = correctedDays >= 26 * 7;
  const text = long
    ? plainAge(correctedDays, locale)
    : weeksAndDays(Math.abs(correctedDays), locale);
  return { age, corrected: correctedDays < 0 ? words.beforeDue(text) : words.corrected(text) };
}

/** "13 weeks · 6 weeks 5 days corrected". */
export function formatAge(age: AgeDays, locale: string, words: AgeWords): string {
  const parts = ageParts(age, locale, words);
  return parts.corrected === null ? parts.age : `${parts.age} · ${parts.corrected}`;
}

export type Amount = { minor: number; currency: string };

/** "£62", "£61.50", "¥6,200"; zero is `free`, the locale's word for it, when that is given. */
export function formatMoney({ minor, currency }: Amount, locale: string, free?: string): string {
  if (minor === 0 && free !== undefined) return free;
  const digits = keep(
    `c ${currency}`,
    () =>
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
        .maximumFractionDigits ?? 2,
  );
  const format = keep(
    `m ${locale} ${currency}`,
    () =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        trailingZeroDisplay: "stripIfInteger",
      }),
  );
  return plainSpaces(format.format(minor / 10 ** digits));
}

/** "£", "$": how a currency is written before an amount. */
export const currencySign = (currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: "currency", currency })
    .formatToParts(0)
    .find((part) => part.type === "currency")?.value ?? currency;

/** "Ana and Chidi", "Reflux, Sleep and Bonding". */
export const formatList = (items: readonly string[], locale: string): string =>
  keep(`l ${locale}`, () => new Intl.ListFormat(locale, { type: "conjunction" })).format(items);

/** "RC" for Rosa Calder; titles such as Dr are not part of a name. */
export function initials(name: string): string {
  const words = name
    .replace(/^(dr|mr|mrs|ms|miss|mx|prof)\.?\s+/i, "")
    .split(/[\s-]+/)
    .filter((word) => /\p{L}/u.test(word));
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked
    .map((word) => [...(word ?? "")].find((letter) => /\p{L}/u.test(letter)) ?? "")
    .join("")
    .toLocaleUpperCase();
}

/** Names of languages in the reader's own: "Amharic" for "am". */
export const languageName = (code: string, locale: string): string =>
  keep(`n ${locale}`, () => new Intl.DisplayNames(locale, { type: "language" })).of(code) ?? code;

/** Whether a language, named by a person, is the one that the page is written in: that goes without saying. */
export const isReadersOwn = (language: string, locale: string): boolean =>
  language.localeCompare(languageName(locale.split("-")[0] ?? locale, locale), locale, {
    sensitivity: "base",
  }) === 0;
