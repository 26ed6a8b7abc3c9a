import type { Metadata } from "next";
import { pageActor } from "@/app/_server/actor";
import { familyPage } from "@/app/_server/missing";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/page-head";
import { WishesForm } from "@/components/wishes/wishes-form";
import { getTranslations } from "@/i18n/words";
import { env } from "@/lib/core/env";
import { ownPreferences } from "@/lib/messaging/preferences.read";
import styles from "../family.module.css";
import { saveOwnWishesAction } from "./actions";

type Props = { searchParams: Promise<{ saved?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mail_settings.wishes");
  return { title: t("ownTitle") };
}

/** What a parent wants to be told, and how. */
async function Settings({ searchParams }: Props) {
  const actor = await pageActor("family", "/family/settings");
  const people = await ownPreferences(actor, {});
  const { saved } = await searchParams;
  const [t, page] = [
    await getTranslations("mail_settings.wishes"),
    await getTranslations("mail_settings.page"),
  ];
  return (
    <div className={styles.page}>
      <PageHead title={t("ownTitle")} detail={t("ownLead")} />
      {saved ? (
        <Note tone="good" role="status">
          {page("saved")}
        </Note>
      ) : null}
      {people.length === 0 ? <Empty title={t("none")} /> : null}
      {people.map((person) => (
        <Card key={person.guardianId} title={t("ownAt", { practice: person.practice })}>
          <WishesForm
            action={saveOwnWishesAction}
            gateway={env().SMS_URL !== undefined}
            person={person}
          />
        </Card>
      ))}
    </div>
  );
}

export default familyPage(Settings);
