import type { getTranslations as anew } from "next-intl/server";
import { getLocale } from "next-intl/server";
import { createTranslator } from "use-intl/core";
import { filledSoon } from "./filled";
import type { Locale } from "./locale";
import { keeper, messagesFor, partOf } from "./messages";

type Words = Awaited<ReturnType<typeof anew>>;
const kept = keeper<Words>();

/**
 * The words of a part of messages/ in the reader's language. Made once a process, where next-intl's own function of
 * this name makes them for each request: to read the places in a sentence takes longer than to fill them.
 */
export async function getTranslations(namespace: string): Promise<Words> {
  const locale = (await getLocale()) as Locale;
  return kept(`${locale} ${namespace}`, () => {
    const messages = messagesFor(locale);
    const say: Words = createTranslator({
      ...{ locale, namespace, messages },
      // Times are told by the formatters with a zone of their own; this keeps the machine's zone out of the rest.
      timeZone: "UTC",
      onError: (error) => {
        if (process.env.NODE_ENV !== "production") throw error;
      },
    });
    return filledSoon(say, partOf(messages, namespace));
  });
}
