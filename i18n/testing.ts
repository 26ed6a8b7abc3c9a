import { createTranslator } from "use-intl/core";
import type { Messages } from "./messages";
import type { getTranslations } from "./words";

/** Every message below, by its whole key. */
export const flat = (messages: Messages, under = ""): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === "string" ? [[under + key, value]] : flat(value, `${under}${key}.`),
  );

/** The library's own words, with an error for whatever it cannot say. */
export function strictly(
  locale: string,
  messages: Messages,
): Awaited<ReturnType<typeof getTranslations>> {
  const whole: { namespace?: string } = {};
  return createTranslator({
    ...{ ...whole, locale, messages, timeZone: "UTC" },
    onError: (error) => {
      throw error;
    },
  });
}
