import { getLocale, getTranslations } from "next-intl/server";
import { buttonClass } from "./button-class";

export type LocaleSwitchProps = {
  /** Gets `locale` and `back`; sets the cookie and redirects. Works without JavaScript. */
  action: (data: FormData) => void | Promise<void>;
  locales: readonly ("en-US" | "en-GB")[];
  /** The address to come back to. */
  back?: string | undefined;
};

export async function LocaleSwitch({ action, locales, back }: LocaleSwitchProps) {
  const [t, current] = [await getTranslations("ui.locale"), await getLocale()];
  return (
    <form action={action}>
      {back ? <input type="hidden" name="back" value={back} /> : null}
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
