import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import styles from "./change.module.css";

/** The quiet way to the page that asks nothing, from a lesson that is over: also when no other is to come. */
export async function LossLink({ base }: { base: string }) {
  const t = await getTranslations("change.loss");
  return (
    <p>
      <Link className={styles.quiet} href={`${base}/loss`}>
        {t("after")}
      </Link>
    </p>
  );
}
