import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { TextField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { resendReferralsAction } from "./actions";

/** For every secret that opens nothing: too old, mistyped or made up, the page does not say which. */
export async function ExpiredLink() {
  const [t, locale] = [await getTranslations("referrals.expired"), await getLocale()];
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="muted">{t("lead")}</p>
      <ActionForm action={resendReferralsAction}>
        <input type="hidden" name="locale" value={locale} />
        <TextField name="email" type="email" label={t("email")} autoComplete="email" />
        <SubmitButton label={t("button")} />
      </ActionForm>
    </div>
  );
}
