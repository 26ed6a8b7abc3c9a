import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentPerson, visitor } from "@/app/_server/actor";
import { afterSignIn } from "@/app/_server/entry";
import { ActionForm } from "@/components/ui/action-form";
import { TextField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { isSetUp } from "@/lib/accounts/read";
import { safeNext } from "@/lib/accounts/rules";
import { publicUrl } from "@/lib/core/env";
import { askAction, passwordAction } from "./actions";
import { Entry } from "./entry";
import styles from "./entry.module.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.signIn");
  return { title: t("title") };
}

type Props = { searchParams: Promise<{ next?: string | string[]; out?: string }> };

export default async function SignIn({ searchParams }: Props) {
  const { next: asked, out } = await searchParams;
  const next = safeNext(Array.isArray(asked) ? asked[0] : asked, publicUrl());
  const person = await currentPerson();
  if (person) redirect(await afterSignIn(person.userId, next));
  if (!(await isSetUp(visitor, {}))) redirect("/setup");
  const t = await getTranslations("accounts.signIn");
  const hidden = next ? <input type="hidden" name="next" value={next} /> : null;
  return (
    <Entry title={t("title")} lead={t("lead")}>
      {out ? (
        <Note tone="good" role="status">
          {t("signedOut")}
        </Note>
      ) : null}
      <ActionForm action={askAction} id="ask">
        {hidden}
        <TextField
          name="email"
          type="email"
          label={t("email")}
          autoComplete="email"
          inputMode="email"
          maxLength={254}
        />
        <SubmitButton label={t("send")} busyLabel={t("sending")} block />
      </ActionForm>
      <details className={styles.fold}>
        <summary>{t("withPassword")}</summary>
        <ActionForm action={passwordAction} id="password">
          {hidden}
          <TextField
            name="email"
            type="email"
            label={t("email")}
            autoComplete="username"
            inputMode="email"
            maxLength={254}
          />
          <TextField
            name="password"
            type="password"
            label={t("password")}
            hint={t("forgotten")}
            autoComplete="current-password"
            maxLength={1024}
          />
          <SubmitButton label={t("enter")} busyLabel={t("entering")} variant="default" block />
        </ActionForm>
      </details>
    </Entry>
  );
}
