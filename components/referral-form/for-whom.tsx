import { getTranslations } from "@/i18n/words";
import styles from "./referral-form.module.css";

/** In place of the menu: a doctor's pages keep to their task. */
export async function ForWhom() {
  const t = await getTranslations("referrals.refer");
  return <p className={`muted sm desktop-only ${styles.whom}`}>{t("forWhom")}</p>;
}
