import { getLocale } from "next-intl/server";
import { locales } from "@/i18n/locale";
import { getTranslations } from "@/i18n/words";
import { buttonClass } from "./button-class";

/** Sets the reader's language and comes back to the same page: a plain form, also on pages made in advance. */
export async function LocaleSwitch() {
  const [t, current] = [await getTranslations("ui.locale"), await getLocale()];
  return (
    <form method="post" action="/language">
      <fieldset className="wrap-row">
        <legend className="sr">{t("label")}</legend>
        {locales.map((locale) => (
          <button
            key={locale}
            type="submit"
            name="locale"
            value={locale}
            lang={locale}
            className={buttonClass({ variant: locale === current ? "soft" : "quiet", size: "sm" })}
            aria-current={locale === current ? "true" : undefined}
          >
            {t(locale)}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
