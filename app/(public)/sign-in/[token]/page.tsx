import type { Metadata } from "next";
import { visitor } from "@/app/_server/actor";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import { readLink } from "@/lib/accounts/read";
import { token as linkToken } from "@/lib/core/id";
import { linkAction } from "../actions";
import { Entry } from "../entry";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.link");
  // The address opens an account: it goes to no other site.
  return { title: t("title"), referrer: "same-origin" };
}

/** Opening the page uses nothing up: scanners of mail open every link. A person presses the button. */
export default async function SignInLink({ params }: { params: Promise<{ token: string }> }) {
  const parsed = linkToken.safeParse((await params).token);
  const link = parsed.success ? await readLink(visitor, { token: parsed.data }) : null;
  const t = await getTranslations("accounts.link");
  if (!link || !parsed.success) {
    return (
      <Entry title={t("gone")} lead={t("goneLead")}>
        <ButtonLink href="/sign-in" variant="primary" size="lg">
          {t("newOne")}
        </ButtonLink>
      </Entry>
    );
  }
  return (
    <Entry title={t("title")} after={<p className="muted sm">{t("notYou")}</p>}>
      <p>{t.rich("whom", { address: link.address, b: (chunks) => <b>{chunks}</b> })}</p>
      <ActionForm action={linkAction} id="link">
        <input type="hidden" name="link" value={parsed.data} />
        <SubmitButton label={t("enter")} busyLabel={t("entering")} block />
      </ActionForm>
    </Entry>
  );
}
