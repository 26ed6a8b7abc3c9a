import type { Metadata } from "next";
import { getTranslations } from "@/i18n/words";
import { KEEP_DEFAULT } from "@/lib/clients/retention.rules";
import { WordsPage } from "../words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("privacy");
  return {
    title: t("title"),
    description: t("description"),
    alternates: { canonical: "/privacy" },
  };
}

/** What is true of every practice; the practice answers for it, and its own pages name it (GDPR, article 13). */
export default async function Privacy() {
  const t = await getTranslations("privacy");
  const years = { contact: KEEP_DEFAULT.contactYears, birth: KEEP_DEFAULT.birthYears };
  const of = (part: string, keys: readonly string[]) => keys.map((key) => t(`${part}.${key}`));
  return (
    <WordsPage
      current="privacy"
      title={t("title")}
      lead={t("lead")}
      sections={[
        { title: t("who.title"), say: of("who", ["one", "two"]) },
        {
          title: t("what.title"),
          list: of("what", ["book", "care", "refer", "account", "practitioner", "sealed"]),
        },
        {
          title: t("sees.title"),
          list: of("sees", ["practice", "family", "doctor", "nobody", "log"]),
        },
        {
          title: t("long.title"),
          list: [t("long.record", years), ...of("long", ["mail", "hold", "session"])],
        },
        { title: t("cookies.title"), say: of("cookies", ["one", "two"]) },
        {
          title: t("yours.title"),
          list: of("yours", ["take", "right", "delete", "consent", "silence", "complain"]),
        },
      ]}
    />
  );
}
