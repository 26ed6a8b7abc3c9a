import type { Metadata } from "next";
import { currentPerson, visitor } from "@/app/_server/actor";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { readInvitation } from "@/lib/accounts/read";
import { maskAddress } from "@/lib/accounts/rules";
import { token as linkToken } from "@/lib/core/id";
import { Entry } from "../../sign-in/entry";
import { joinAction, proveAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.join");
  return { title: t("pageTitle"), referrer: "same-origin" };
}

export default async function Join({ params }: { params: Promise<{ token: string }> }) {
  const parsed = linkToken.safeParse((await params).token);
  const invitation = parsed.success ? await readInvitation(visitor, { token: parsed.data }) : null;
  const t = await getTranslations("accounts.join");
  if (!invitation || !parsed.success) {
    return (
      <Entry title={t("gone")} lead={t("goneLead")}>
        <ButtonLink href="/sign-in" variant="primary" size="lg">
          {t("signIn")}
        </ButtonLink>
      </Entry>
    );
  }
  const { practiceName, role, invitedBy, email } = invitation;
  const person = await currentPerson();
  const hidden = <input type="hidden" name="link" value={parsed.data} />;
  const lead = t("lead", { practiceName, role, invitedBy: invitedBy ?? practiceName });
  const title = t("title", { practiceName });
  if (person && person.email !== email) {
    return (
      <Entry title={title} lead={lead}>
        <p>{t("other", { email: person.email, invited: maskAddress(email) })}</p>
        <form method="post" action="/sign-out">
          <SubmitButton label={t("signOut")} busyLabel={t("signingOut")} block />
        </form>
      </Entry>
    );
  }
  if (!person) {
    return (
      <Entry title={title} lead={lead}>
        <p>{t("prove", { address: maskAddress(email) })}</p>
        <ActionForm action={proveAction} id="prove">
          {hidden}
          <SubmitButton label={t("sendCode")} busyLabel={t("sending")} block />
        </ActionForm>
      </Entry>
    );
  }
  return (
    <Entry title={title} lead={lead}>
      <ActionForm action={joinAction} id="join">
        {hidden}
        <TextField
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          autoComplete="name"
          defaultValue={person.name ?? ""}
          maxLength={80}
        />
        <SubmitButton label={t("join")} busyLabel={t("joining")} block />
      </ActionForm>
    </Entry>
  );
}
