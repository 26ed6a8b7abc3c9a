import { createTranslator } from "use-intl/core";
import { isLocale, type Locale } from "@/i18n/locale";
import { type Messages, messagesFor } from "@/i18n/messages";
import type { Ages } from "@/lib/clients/rules";
import { env } from "@/lib/core/env";

/** The words of records and exports in one language; a missing one is a fault of ours. */
export function recordWords(wished: string | null | undefined) {
  const locale: Locale = isLocale(wished) ? wished : env().DEFAULT_LOCALE;
  const all = messagesFor(locale);
  const translate = createTranslator({
    locale,
    messages: all,
    timeZone: "UTC",
    onError: (error) => {
      throw error;
    },
  });
  const t = (key: string, values?: Record<string, string | number>): string =>
    translate(`documents.${key}` as never, values as never);
  /** Another domain's word for a code of its own; the code itself where it has none. */
  const named = (path: string): string => {
    let at: Messages | string | undefined = all;
    for (const part of path.split(".")) at = typeof at === "object" ? at[part] : undefined;
    return typeof at === "string" ? at : (path.split(".").at(-1) ?? "").replaceAll("_", " ");
  };
  const day = (value: Date | string, zone: string): string =>
    new Intl.DateTimeFormat(locale, {
      ...{ day: "numeric", month: "long", year: "numeric" },
      timeZone: typeof value === "string" ? "UTC" : zone,
    }).format(typeof value === "string" ? new Date(`${value}T12:00:00Z`) : value);
  const moment = (value: Date, zone: string): string =>
    new Intl.DateTimeFormat(locale, {
      ...{ day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit" },
      ...{ hourCycle: "h12", timeZone: zone },
    }).format(value);
  const span = (days: number): string =>
    days === 0
      ? t("record.noDays")
      : t("record.age", { weeks: Math.trunc(Math.abs(days) / 7), days: Math.abs(days) % 7 });
  const ages = ({ days, correctedDays }: Ages): string => {
    const age = span(Math.max(0, days));
    if (correctedDays === null) return age;
    const corrected = span(correctedDays);
    return correctedDays < 0
      ? t("record.ageBeforeDue", { age, corrected })
      : t("record.ageCorrected", { age, corrected });
  };
  const list = (items: readonly string[]): string =>
    new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
  return { locale, t, named, day, moment, ages, list };
}
export type RecordWords = ReturnType<typeof recordWords>;
