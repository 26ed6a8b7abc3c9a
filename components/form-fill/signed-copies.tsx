import { getLocale } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { formatDay, formatTime } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import styles from "./form-fill.module.css";

export type SignedRow = {
  id: string;
  shown: string;
  answer: "given" | "declined" | "withdrawn";
  textSha256: string;
  typedName: string;
  relation: string;
  method: "account" | "link" | "paper";
  paperOn: string | null;
  signedAt: Date;
};

/** Signed words with who signed them, when and how. */
export async function SignedCopies({
  copies,
  zone,
}: {
  copies: readonly SignedRow[];
  zone: string;
}) {
  const [t, locale] = [await getTranslations("intake.consent"), await getLocale()];
  const where = { locale, zone };
  return copies.map((copy) => {
    const day = formatDay(copy.signedAt, where, "date");
    const [title = "", ...text] = copy.shown.split("\n");
    return (
      <Card key={copy.id} title={title}>
        <p className={styles.text}>{text.join("\n")}</p>
        <p className={styles.signedBy}>
          <b>{t("stands", { answer: copy.answer, day })}</b>
        </p>
        <p className="sm">
          {t("one", {
            name: copy.typedName,
            relation: copy.relation,
            when: `${day}, ${formatTime(copy.signedAt, where)}`,
          })}{" "}
          {t("method", {
            method: copy.method,
            day: copy.paperOn ? formatDay(copy.paperOn, { locale, zone: "UTC" }, "date") : "",
          })}
        </p>
        <p className={`muted ${styles.hash}`}>{t("words", { hash: copy.textSha256 })}</p>
      </Card>
    );
  });
}
