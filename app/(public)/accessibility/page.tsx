import type { Metadata } from "next";
import { getTranslations } from "@/i18n/words";
import { WordsPage } from "../words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accessibility");
  return {
    title: t("title"),
    description: t("description"),
    alternates: { canonical: "/accessibility" },
  };
}

export default async function Accessibility() {
  const t = await getTranslations("accessibility");
  const of = (part: string, keys: readonly string[]) => keys.map((key) => t(`${part}.${key}`));
  return (
    <WordsPage
      current="accessibility"
      title={t("title")}
      lead={t("lead")}
      sections={[
        {
          title: t("hold.title"),
          say: of("hold", ["one"]),
          list: of("hold", ["keyboard", "names", "touch", "color", "motion", "scripts"]),
        },
        { title: t("gaps.title"), list: of("gaps", ["audit", "language", "pdf", "theirs"]) },
        { title: t("tell.title"), say: of("tell", ["one", "two"]) },
      ]}
    />
  );
}
