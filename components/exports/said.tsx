import { getTranslations } from "@/i18n/words";
import { Note } from "../ui/note";
import styles from "./exports.module.css";

const kinds = ["asked", "dropped"] as const;

/** What became of the last form. */
export async function ExportSaid({ saved }: { saved: string | undefined }) {
  const t = await getTranslations("documents.take");
  const kind = kinds.find((one) => one === saved);
  return kind ? (
    <Note tone="good" role="status" className={styles.said}>
      {t(`saved.${kind}`)}
    </Note>
  ) : null;
}
