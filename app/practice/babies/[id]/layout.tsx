import type { ReactNode } from "react";
import { practicePage } from "@/app/_server/missing";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Age, DateText } from "@/components/ui/time";
import { getTranslations } from "@/i18n/words";
import { weeksAndDays } from "@/lib/core/age";
import { BabyAlerts, Feeding, TakeCare } from "../../baby-alerts";
import { BabyFormAlert } from "../../form-alerts";
import { babyOfPage } from "./baby";
import styles from "./baby.module.css";
import { ConsentTag } from "./consent-tag";
import { BabyTabs } from "./tabs";

type Props = { children: ReactNode; params: Promise<{ id: string }> };

/** Who the baby is and what to take care of, above everything that is kept about it. */
async function BabyLayout({ children, params }: Props) {
  const { id } = await params;
  const { actor, baby } = await babyOfPage(id);
  const t = await getTranslations("record.head");
  const clinician = actor.role !== "front_desk";
  return (
    <div className={`page ${styles.page}`}>
      <header className={styles.head}>
        <Avatar name={baby.title} size="lg" />
        <div>
          <h1>{baby.title}</h1>
          <p className="muted num">
            <Age {...baby.ages} strong />
            {". "}
            {t("born", { sex: baby.sex })} <DateText on={baby.bornOn} look="date" />
            {baby.gestationDays === null
              ? null
              : ` ${t("weeksAtBirth", weeksAndDays(baby.gestationDays))}`}
          </p>
        </div>
        {clinician && baby.archivedAt === null ? (
          <div className={styles.acts}>
            <LinkButton
              href={`/practice/routines/assign?baby=${baby.id}`}
              icon={<Icon name="hand-heart" />}
            >
              {t("assign")}
            </LinkButton>
            <LinkButton
              href={`/practice/notes/new?baby=${baby.id}`}
              variant="primary"
              icon={<Icon name="pen-line" />}
            >
              {t("writeNote")}
            </LinkButton>
          </div>
        ) : null}
      </header>
      <div className={styles.alerts}>
        <BabyAlerts alerts={baby.alerts} />
        <BabyFormAlert babyId={baby.id} clientId={baby.clientId} />
        <ConsentTag actor={actor} clientId={baby.clientId} zone={baby.zone} />
        <TakeCare alerts={baby.alerts} />
        <Feeding alerts={baby.alerts} />
      </div>
      <BabyTabs
        root={`/practice/babies/${baby.id}`}
        label={t("tabs", { name: baby.firstName })}
        role={actor.role}
      />
      <div className={styles.below}>{children}</div>
    </div>
  );
}

export default practicePage(BabyLayout);
