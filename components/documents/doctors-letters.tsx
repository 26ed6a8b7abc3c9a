import { getLocale } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { formatDay } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import type { DoctorsLetter } from "@/lib/documents/letter.read";
import styles from "./letter.module.css";
import { LetterView } from "./letter-view";

type Props = {
  letters: readonly DoctorsLetter[];
  /** Where a letter is fetched as a PDF. */
  pdf: (id: string) => string;
};

/** On the page of the doctor who referred the baby: the letters that came back, the latest open. */
export async function DoctorsLetters({ letters, pdf }: Props) {
  const [t, locale] = [await getTranslations("documents.letter"), await getLocale()];
  return letters.map(({ id, on, blocks }) => {
    const day = formatDay(on, { locale, zone: "UTC" }, "date");
    return (
      <section key={id} className={`card ${styles.sheet}`} aria-labelledby={`letter-${id}`}>
        <header>
          <h2 id={`letter-${id}`}>{t("doctorTitle", { day })}</h2>
          <ButtonLink href={pdf(id)} download aria-label={t("pdfOf", { day })}>
            {t("pdf")}
          </ButtonLink>
        </header>
        <LetterView blocks={blocks} />
      </section>
    );
  });
}
