import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("referrals.sent");
  return { title: t("title") };
}

export default async function ReferralSent() {
  const t = await getTranslations("referrals.sent");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="lg">{t("body")}</p>
      <Note icon="mail">{t("why")}</Note>
      <p className="muted">{t("missing")}</p>
      <p>
        <ButtonLink href="/refer">{t("another")}</ButtonLink>
      </p>
    </div>
  );
}
