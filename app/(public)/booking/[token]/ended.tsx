import { getLocale } from "next-intl/server";
import { PublicShell } from "@/components/shell/public-shell";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { sendAgainAction } from "./actions";

/** For every secret that opens nothing: too old, withdrawn, mistyped or made up, the page does not say which. */
export async function EndedLink() {
  const [t, locale] = [await getTranslations("booking.ended"), await getLocale()];
  return (
    <PublicShell items={["find", "refer", "signIn"]} width="narrow">
      <div className="stack">
        <h1>{t("title")}</h1>
        <p className="measure muted">{t("lead")}</p>
        <ActionForm action={sendAgainAction} id="again">
          <input type="hidden" name="locale" value={locale} />
          <TextField
            name="email"
            type="email"
            label={t("email")}
            autoComplete="email"
            inputMode="email"
            maxLength={254}
          />
          <SubmitButton label={t("button")} busyLabel={t("sending")} />
        </ActionForm>
        <p>
          <ButtonLink href="/find">{t("find")}</ButtonLink>
        </p>
      </div>
    </PublicShell>
  );
}
