import { Avatar } from "@/components/ui/avatar";
import { Link } from "@/components/ui/link";
import { Age, DateText, Time } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { babyTitle } from "@/lib/clients/rules";
import type { ClientItem } from "@/lib/clients/search.read";
import { BabyAlerts } from "../baby-alerts";
import styles from "./clients.module.css";

type Next = { startsAt: string; zone: string } | undefined;

export async function ClientRow({ item, next }: { item: ClientItem; next: Next }) {
  const t = await getTranslations("clients.list");
  const title = babyTitle(item.babies.map((baby) => baby.firstName).join(" & "), item.name);
  const [first] = item.babies;
  const at = next && new Date(next.startsAt);
  return (
    <li className={styles.row}>
      <Avatar name={title} />
      <div className={styles.who}>
        <Link href={`/practice/clients/${item.id}`}>{title}</Link>
        <p className="sm muted">
          {item.guardians.map((person) => person.name).join(", ")}
          {first ? (
            <>
              {" · "}
              <Age {...first.ages} />
            </>
          ) : null}
        </p>
        <p className="wrap-row">
          {item.babies.map((baby) => (
            <BabyAlerts key={baby.id} alerts={baby.alerts} />
          ))}
        </p>
      </div>
      <p className={`sm muted num ${styles.next}`}>
        {next && at ? (
          <>
            {t("next")} <DateText on={at} zone={next.zone} />, <Time at={at} zone={next.zone} />
          </>
        ) : (
          t("noNext")
        )}
      </p>
    </li>
  );
}
