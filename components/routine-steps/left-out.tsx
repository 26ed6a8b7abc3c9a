import { Medal } from "@/components/figure/medal";
import { getTranslations } from "@/i18n/words";
import type { RemovalReason, Step } from "@/lib/routines/schema";
import styles from "./routine-steps.module.css";
import { reasonWords } from "./step-words";

export type LeftOutProps = {
  items: readonly { step: Step; because: readonly RemovalReason[] }[];
  name: string;
  level?: 2 | 3 | undefined;
};

/** Steps that this baby does not get, and why: for the practitioner before assigning, and for the family. */
export async function LeftOut({ items, name, level = 3 }: LeftOutProps) {
  const [t, s] = [await getTranslations("routines.removed"), await getTranslations("strokes")];
  const reasons = await reasonWords();
  if (items.length === 0) return null;
  const Heading = `h${level}` as const;
  return (
    <div className={styles.phase}>
      <Heading className={styles.phaseHead}>{t("title", { name })}</Heading>
      <ul className="list">
        {items.map(({ step, because }) => (
          <li key={step.key} className={styles.step} data-out="">
            <Medal stroke={step.strokeKey} />
            <div className={styles.what}>
              <b>{s(`${step.strokeKey}.title`)}</b>
              {reasons(because).map((why) => (
                <p key={why} className="sm muted">
                  {why}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
