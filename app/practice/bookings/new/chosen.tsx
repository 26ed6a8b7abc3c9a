import { Link } from "@/components/ui/link";
import { getTranslations } from "@/i18n/words";
import type { ClientDetail } from "@/lib/clients/read";
import { babyTitle } from "@/lib/clients/rules";
import { type Asked, addressOf } from "./asked";
import styles from "./new.module.css";

/** Whom the booking is for, and the way back to choosing. */
export async function Chosen({ asked, client }: { asked: Asked; client: ClientDetail | null }) {
  const t = await getTranslations("practice.new");
  const { client: _, ...rest } = asked;
  const name = client
    ? babyTitle(client.babies.map((baby) => baby.firstName).join(" & "), client.name)
    : null;
  return (
    <p className={styles.chosen}>
      <b>{name ? t("chosen", { name }) : t("chosenNew")}</b>
      <Link href={addressOf(rest)}>{t("other")}</Link>
    </p>
  );
}
