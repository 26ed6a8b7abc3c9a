import { cache } from "react";
import { visitor } from "@/app/_server/actor";
import { isLocale, type Locale } from "@/i18n/locale";
import { env } from "@/lib/core/env";
import { Refusal } from "@/lib/core/refusal";
import { type PublicProfile, profile } from "@/lib/directory/read";

/** The page's facts, read once for the document, its title and its body; null for everybody not published. */
export const profileOf = cache(async (slug: string): Promise<PublicProfile | null> => {
  try {
    return await profile(visitor, { slug });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
});

/** Made in advance for everybody, so in the language of the practice, not of a reader. */
export const localeOf = (found: PublicProfile | null): Locale =>
  isLocale(found?.locale) ? found.locale : env().DEFAULT_LOCALE;
