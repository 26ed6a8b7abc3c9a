import { createTranslator } from "use-intl/core";
import { isLocale, type Locale } from "@/i18n/locale";
import { keeper, messagesFor } from "@/i18n/messages";
import { env } from "@/lib/core/env";
import type base from "@/messages/en-US/mail.json";

type Mail = typeof base;
type Keys<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Keys<T[K]>}`;
}[keyof T & string];

/** The words of mails in one language. A missing one is a fault of ours, never a key in somebody's inbox. */
export type Words = {
  locale: Locale;
  t: (key: Keys<Mail>, values?: Record<string, string | number>) => string;
};

const kept = keeper<Words>();

/** In the reader's language when they told it, else in the house's. */
export function mailWords(wished: string | null | undefined): Words {
  const locale = isLocale(wished) ? wished : env().DEFAULT_LOCALE;
  return kept(locale, () => {
    const t = createTranslator({
      locale,
      messages: messagesFor(locale).mail as Mail,
      timeZone: "UTC",
      onError: (error) => {
        throw error;
      },
    });
    return { locale, t: (key, values) => t(key, values) };
  });
}
