import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import type { Flag } from "@/lib/intake/schema";
import styles from "./form-fill.module.css";

/** Whom to call where the practice is (DOMAIN: a number, no advice). */
export type Lines = { practice: string; urgent: string | null; emergency: string | null };

/** Shown to a parent whose answer is a red flag, at once and again on the next page. */
export async function CallLine({ flag, lines }: { flag: Flag; lines: Lines }) {
  const t = await getTranslations("intake.call");
  if (flag === "look") return null;
  if (flag === "doctor")
    return <Note tone="glow">{t("doctor", { practice: lines.practice })}</Note>;
  const { urgent, emergency } = lines;
  const number = flag === "emergency" ? emergency : urgent;
  const words = !emergency
    ? t("noNumber")
    : flag === "emergency"
      ? t("emergency", { number: emergency })
      : urgent
        ? t("urgent", { number: urgent, emergency })
        : t("urgentNoNumber", { emergency });
  return (
    <Note tone="bad">
      <p className={styles.call}>{words}</p>
      {number ? (
        <p className={styles.call}>
          <a href={`tel:${number}`}>{t("label", { number })}</a>
        </p>
      ) : null}
    </Note>
  );
}
