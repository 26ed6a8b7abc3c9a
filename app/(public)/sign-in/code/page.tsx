import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { visitor } from "@/app/_server/actor";
import { askedBy } from "@/app/_server/entry";
import { ActionForm } from "@/components/ui/action-form";
import { TextField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { readAsked } from "@/lib/accounts/read";
import { env } from "@/lib/core/env";
import { token } from "@/lib/core/id";
import { askAgainAction, codeAction } from "../actions";
import { Entry } from "../entry";
import styles from "../entry.module.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.code");
  return { title: t("title") };
}

type Props = { searchParams: Promise<{ again?: string }> };

/** The same page for every address, whether somebody has it or not. */
export default async function EnterCode({ searchParams }: Props) {
  const cookie = token.safeParse(await askedBy());
  const asked = cookie.success ? await readAsked(visitor, { token: cookie.data }) : null;
  if (!asked) redirect("/sign-in");
  const t = await getTranslations("accounts.code");
  const again = (await searchParams).again !== undefined;
  return (
    <Entry
      title={t("title")}
      lead={t.rich("lead", {
        email: asked.email,
        b: (chunks) => <span className={styles.address}>{chunks}</span>,
      })}
      after={<p className="muted sm">{t("nothing")}</p>}
    >
      {again ? (
        <Note tone="good" role="status">
          {t("sentAgain")}
        </Note>
      ) : null}
      {env().SMTP_URL ? null : <Note tone="info">{t("kept")}</Note>}
      <ActionForm action={codeAction} id="code" className={`form ${styles.code}`}>
        <TextField
          name="code"
          label={t("code")}
          hint={t("hint")}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={12}
        />
        <SubmitButton label={t("enter")} busyLabel={t("entering")} block />
      </ActionForm>
      <div className={styles.more}>
        <ActionForm action={askAgainAction} id="again" className="">
          <SubmitButton label={t("again")} busyLabel={t("sending")} variant="quiet" size="md" />
        </ActionForm>
        <a className="btn btn-quiet" href="/sign-in">
          {t("other")}
        </a>
      </div>
    </Entry>
  );
}
