import { getLocale } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { freshAction, passwordAction, removePasswordAction } from "./actions";

/** For people who work here and want one; only somebody who has just signed in can change it. */
export async function Password({ changedAt, fresh }: { changedAt: Date | null; fresh: boolean }) {
  const [t, locale] = [await getTranslations("accounts.password"), await getLocale()];
  const day = changedAt ? formatDay(changedAt, { locale, zone: "UTC" }, "date") : "";
  const title = changedAt ? t("changeTitle") : t("setTitle");
  return (
    <Card title={title} id="password">
      <div className="stack">
        <p className="muted sm">{changedAt ? t("since", { day }) : t("none")}</p>
        {fresh ? (
          <ActionForm action={passwordAction} id="password-form">
            <TextField
              name="password"
              type="password"
              label={t("new")}
              hint={t("hint")}
              autoComplete="new-password"
              maxLength={128}
            />
            <SubmitButton label={title} busyLabel={t("busy")} variant="default" />
          </ActionForm>
        ) : (
          <ActionForm action={freshAction} id="fresh">
            <p>{t("signInFirst")}</p>
            <SubmitButton label={t("sendCode")} busyLabel={t("sending")} variant="default" />
          </ActionForm>
        )}
        {changedAt && fresh ? (
          <div>
            <ConfirmButton
              label={t("remove")}
              variant="quiet"
              title={t("removeTitle")}
              body={<p>{t("removeBody")}</p>}
              keepLabel={t("keep")}
            >
              <ActionForm action={removePasswordAction} id="remove" className="">
                <SubmitButton label={t("remove")} busyLabel={t("busy")} variant="danger" />
              </ActionForm>
            </ConfirmButton>
          </div>
        ) : null}
      </div>
    </Card>
  );
}
