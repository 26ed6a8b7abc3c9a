import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { env } from "@/lib/core/env";
import { chooseLocale, isLocale, type Locale, localeCookie } from "./locale";

/** A page made in advance names its locale (setRequestLocale); every other page asks the reader's cookie and browser. */
export default getRequestConfig(async ({ locale, requestLocale }) => {
  const named = locale ?? (await requestLocale);
  const spoken = isLocale(named) ? named : await readersLocale();
  // Without a zone next-intl asks the machine for its own, again and again where no page is made.
  return { locale: spoken, timeZone: "UTC" };
});

async function readersLocale(): Promise<Locale> {
  const [jar, head] = [await cookies(), await headers()];
  return chooseLocale({
    cookie: jar.get(localeCookie)?.value,
    acceptLanguage: head.get("accept-language"),
    fallback: env().DEFAULT_LOCALE,
  });
}
