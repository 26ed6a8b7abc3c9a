import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Age, DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import type { ClientDetail } from "@/lib/clients/read";
import { formatGestation } from "@/lib/core/age";
import { BabyAlerts, Feeding, TakeCare } from "../../baby-alerts";
import { BabyFormAlert } from "../../form-alerts";
import styles from "../clients.module.css";

/** Each baby with both ages and its alerts first; then what can be done. */
export async function Babies({ client, clinician }: { client: ClientDetail; clinician: boolean }) {
  const t = await getTranslations("clients.one");
  const at = `/practice/clients/${client.id}`;
  return (
    <Card
      title={t("babies", { count: client.babies.length })}
      action={
        <LinkButton href={`${at}/baby`} size="sm">
          {t("addBaby")}
        </LinkButton>
      }
    >
      <ul className="list">
        {client.babies.map((baby) => (
          <li key={baby.id} className={styles.baby}>
            <h3>
              <Link href={`/practice/babies/${baby.id}`}>{baby.firstName}</Link>
            </h3>
            <div className="wrap-row">
              <BabyAlerts alerts={baby.alerts} />
              <BabyFormAlert babyId={baby.id} clientId={baby.clientId} />
            </div>
            <p className="sm muted">
              <Age {...baby.ages} strong />
              {". "}
              {t("bornOn", { sex: baby.sex })} <DateText on={baby.bornOn} look="date" />
              {baby.gestationDays === null
                ? null
                : ` ${t("bornAt", { at: formatGestation(baby.gestationDays) })}`}
            </p>
            {baby.bornOf && baby.bornOf > 1 ? (
              <p className="sm muted num">
                {t("multiple", {
                  of: baby.bornOf,
                  order: baby.birthOrder ?? 0,
                  at: baby.bornAt?.slice(0, 5) ?? "none",
                })}
              </p>
            ) : null}
            <TakeCare alerts={baby.alerts} />
            <Feeding alerts={baby.alerts} />
            <p className={styles.links}>
              {clinician ? (
                <>
                  <Link href={`/practice/routines/assign?baby=${baby.id}`}>
                    {t("assign")}
                    <span className="sr"> {baby.firstName}</span>
                  </Link>
                  <Link href={`${at}/care?baby=${baby.id}`}>
                    {t("care")}
                    <span className="sr"> {baby.firstName}</span>
                  </Link>
                </>
              ) : null}
              <Link href={`${at}/baby?baby=${baby.id}`}>
                {t("change")}
                <span className="sr"> {baby.firstName}</span>
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
