import { Card } from "@/components/ui/card";
import { Note } from "@/components/ui/note";
import { getTranslations } from "@/i18n/words";
import styles from "./referral-form.module.css";

/** What happens to a referral, beside the form. `to` is the practitioner when one is chosen. */
export async function NextSteps({ to, signedIn }: { to?: string | undefined; signedIn: boolean }) {
  const t = await getTranslations("referrals.next");
  const steps = [
    signedIn ? t("confirmSignedIn") : t("confirm"),
    t("answer", { name: to ?? t("somebody") }),
    t("family"),
    t("follow"),
  ];
  return (
    <Card as="div" title={t("title")} className={styles.aside}>
      <ol>
        {steps.map((step, index) => (
          <li key={step}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <span>{step}</span>
          </li>
        ))}
      </ol>
      <Note tone="bad" icon="siren">
        {t("emergency")}
      </Note>
    </Card>
  );
}
