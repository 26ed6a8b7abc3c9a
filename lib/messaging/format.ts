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

/** "Tuesday 24 November 2026, 2:15 pm to 3:30 pm (Greenwich Mean Time)". Always with its zone: mail travels. */
export function whenText(words: Words, when: When): string {
  const { locale, t } = words;
  const { startsAt, endsAt, timeZone } = when;
  const clock = new Intl.DateTimeFormat(locale, {
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h12",
    timeZone,
  });
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "long" })
    .formatToParts(startsAt)
    .find((part) => part.type === "timeZoneName")?.value;
  return t("when", {
    day: dayText(words, when),
    start: plain(clock.format(startsAt)),
    end: plain(clock.format(endsAt)),
    zone: plain(zone ?? timeZone),
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
