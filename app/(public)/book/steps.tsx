import { getTranslations } from "@/i18n/words";
import styles from "./steps.module.css";

const steps = ["time", "details"] as const;

/** Where in the booking somebody is. On a phone only the present step shows, as "1 of 2". */
export async function BookingSteps({ current }: { current: (typeof steps)[number] }) {
  const t = await getTranslations("booking.steps");
  return (
    <ol className={styles.steps} aria-label={t("label")}>
      {steps.map((step, i) => (
        <li key={step} aria-current={step === current ? "step" : undefined}>
          <b>{i + 1}</b>
          <span className={styles.word}>{t(step)}</span>
          <span className={styles.of} aria-hidden="true">
            {t("of")}
          </span>
        </li>
      ))}
    </ol>
  );
}
