import { found } from "@/app/_server/page";
import { Medal } from "@/components/figure/medal";
import { PracticeMarks } from "@/components/routine-steps/practice-marks";
import { stepWords } from "@/components/routine-steps/step-words";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import type { BabyHead } from "@/lib/clients/baby.read";
import type { Staff } from "@/lib/core/actor";
import { assignmentDetail } from "@/lib/routines/read";
import styles from "./baby.module.css";

const SHOWN = 4;
type Props = { actor: Staff; baby: BabyHead; assignmentId: string | null };

/** What the family does at home: the last two weeks by shape, and the strokes as they may be done now. */
export async function RoutineCard({ actor, baby, assignmentId }: Props) {
  const t = await getTranslations("record.overview");
  if (!assignmentId)
    return (
      <Card title={t("routine")}>
        <p className="muted">{t("noRoutine")}</p>
        {baby.archivedAt === null ? (
          <LinkButton href={`/practice/routines/assign?baby=${baby.id}`}>{t("assign")}</LinkButton>
        ) : null}
      </Card>
    );
  const item = await found(assignmentDetail(actor, { assignmentId }));
  const words = await stepWords(baby.firstName);
  const { summary, left } = item;
  const steps = left.steps.slice(0, SHOWN);
  return (
    <Card title={t("routine")} action={<Tag tone="brand">{item.title}</Tag>}>
      <p className="row spread sm">
        <span className="muted">{t("days", { days: summary.marks.length })}</span>
        <b className="num">{t("done", { count: summary.daysDone })}</b>
      </p>
      <div className={styles.marks}>
        <PracticeMarks summary={summary} />
      </div>
      <p className="xs muted">{t("marks")}</p>
      <ul className={`list ${styles.strokes}`}>
        {steps.map((step) => {
          const said = words(step);
          return (
            <li key={step.key}>
              <Medal stroke={step.strokeKey} />
              <span>
                <b>{said.title}</b>
                <span className="muted">{said.short}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <p className={`sm ${styles.more}`}>
        <Link href={`/practice/routines/assigned/${assignmentId}`}>{t("wholeRoutine")}</Link>
        {left.steps.length > SHOWN ? (
          <span className="muted">{t("moreSteps", { count: left.steps.length - SHOWN })}</span>
        ) : null}
      </p>
    </Card>
  );
}
