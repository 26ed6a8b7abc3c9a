import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { currentPerson } from "@/app/_server/actor";
import { ownCookie } from "@/app/_server/entry";
import { PublicShell } from "@/components/shell/public-shell";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { SelectField, TextField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { locales } from "@/i18n/locale";
import { getTranslations } from "@/i18n/words";
import { asSelf, homeOf } from "@/lib/accounts/person";
import { myAccount } from "@/lib/accounts/read";
import styles from "./account.module.css";
import { profileAction } from "./actions";
import { Password } from "./password";
import { Sessions } from "./sessions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.account");
  return { title: t("title") };
}

const kinds = ["profile", "session", "password"] as const;
type Props = { searchParams: Promise<{ saved?: string }> };

export default async function Account({ searchParams }: Props) {
  const person = await currentPerson();
  if (!person) redirect("/sign-in?next=/account");
  const account = await myAccount(asSelf(person), { cookie: await ownCookie() });
  const [t, locale] = [await getTranslations("accounts.account"), await getLocale()];
  const languages = await getTranslations("ui.locale");
  const { saved: asked } = await searchParams;
  const saved = kinds.find((kind) => kind === asked);
  return (
    <PublicShell
      items={["signIn"]}
      width="narrow"
      account={{ href: homeOf(person), label: t("back") }}
    >
      <div className={styles.page}>
        <h1>{t("title")}</h1>
        {saved ? (
          <Note tone="good" role="status">
            {t(`saved.${saved}`)}
          </Note>
        ) : null}
        <Card title={t("you")}>
          <ActionForm action={profileAction} id="profile">
            <p>
              <span className="label">{t("email")}</span>
              <br />
              {account.email}
            </p>
            <TextField
              name="name"
              label={t("name")}
              autoComplete="name"
              defaultValue={account.name ?? ""}
              maxLength={80}
            />
            <SelectField
              name="locale"
              label={t("language")}
              hint={t("languageHint")}
              defaultValue={account.locale ?? locale}
              options={locales.map((value) => ({ value, label: languages(value) }))}
            />
            <SubmitButton label={t("save")} busyLabel={t("saving")} />
          </ActionForm>
        </Card>
        {account.mayHavePassword ? (
          <Password changedAt={account.passwordChangedAt} fresh={account.fresh} />
        ) : null}
        <Sessions sessions={account.sessions} />
      </div>
    </PublicShell>
  );
}
