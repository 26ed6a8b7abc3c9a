import { type Money, minorDigits } from "@/lib/core/money";
import type { Words } from "./words";

// Intl writes narrow and no-break spaces, which plain-text mail and old clients show as boxes.
const plain = (text: string): string => text.replace(/[\u00a0\u202f\u2009]/g, " ");

export type When = { startsAt: Date; endsAt: Date; timeZone: string };

/** "Tuesday 24 November 2026": the day there, not where the mail is read. */
export function dayText({ locale }: Words, { startsAt, timeZone }: When): string {
  const style = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
  const text = new Intl.DateTimeFormat(locale, { ...style, timeZone }).format(startsAt);
  return plain(locale === "en-GB" ? text.replace(",", "") : text);
}

const zoneText = ({ locale }: Words, { startsAt, timeZone }: When): string =>
  plain(
    new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "long" })
      .formatToParts(startsAt)
      .find((part) => part.type === "timeZoneName")?.value ?? timeZone,
  );

const clockText = ({ locale }: Words, at: Date, timeZone: string): string =>
  plain(
    new Intl.DateTimeFormat(locale, {
      hour: "numeric",
      minute: "2-digit",
      hourCycle: "h12",
      timeZone,
    }).format(at),
  );

/** "2:15 pm (Greenwich Mean Time)". */
export const timeText = (words: Words, when: When): string =>
  words.t("time", {
    time: clockText(words, when.startsAt, when.timeZone),
    zone: zoneText(words, when),
  });

/** "Tue 24 Nov, 2:15 pm (London)": for text messages, where every sign counts. */
export function briefText(words: Words, when: When): string {
  const style = { weekday: "short", day: "numeric", month: "short" } as const;
  const { startsAt, timeZone } = when;
  return words.t("brief", {
    day: plain(
      new Intl.DateTimeFormat(words.locale, { ...style, timeZone }).format(startsAt),
    ).replace(",", ""),
    time: clockText(words, startsAt, timeZone),
    zone: (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " "),
  });
}

/** "Tuesday 24 November 2026, 2:15 pm to 3:30 pm (Greenwich Mean Time)". Always with its zone: mail travels. */
export function whenText(words: Words, when: When): string {
  const { startsAt, endsAt, timeZone } = when;
  return words.t("when", {
    day: dayText(words, when),
    start: clockText(words, startsAt, timeZone),
    end: clockText(words, endsAt, timeZone),
    zone: zoneText(words, when),
  });
}

export function moneyText({ locale, t }: Words, { minor, currency }: Money): string {
  if (minor === 0) return t("free");
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
  });
  return plain(format.format(minor / 10 ** minorDigits(currency)));
}
