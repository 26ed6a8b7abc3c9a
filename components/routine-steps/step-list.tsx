import { Medal } from "@/components/figure/medal";
import { Icon } from "@/components/ui/icon";
import { Tag } from "@/components/ui/tag";
import { getTranslations } from "@/i18n/words";
import { clockText } from "@/lib/routines/clock";
import { stepSeconds } from "@/lib/routines/player";
import type { AdaptedStep, Phase, Step } from "@/lib/routines/schema";
import styles from "./routine-steps.module.css";
import { stepWords } from "./step-words";

type Shown = Step & { adapted?: AdaptedStep["adapted"] };
const PHASES: readonly Phase[] = ["start", "main", "warm_down"];

export type StepListProps = {
  steps: readonly Shown[];
  name: string;
  level?: 2 | 3 | undefined;
  /** For practitioners: whether the article says it or the editor does. */
  origins?: boolean | undefined;
  /** For reading and printing: the whole instruction. */
  full?: boolean | undefined;
};

/** The steps in order, phase by phase, each with its picture, position and time. */
export async function StepList({ steps, name, level = 3, origins, full }: StepListProps) {
  const [t, words] = [await getTranslations("routines"), await stepWords(name)];
  const Heading = `h${level}` as const;
  // What holds for all of them is said once, above; a position is said where it changes.
  const shorter = steps.length > 0 && steps.every((step) => step.adapted?.includes("shortened"));
  const turns = new Set(
    steps.filter((step, i) => step.position !== steps[i - 1]?.position).map((step) => step.key),
  );
  const list = PHASES.map((phase) => {
    const own = steps.filter((step) => step.phase === phase);
    if (own.length === 0) return null;
    const seconds = own.reduce((sum, step) => sum + stepSeconds(step), 0);
    return (
      <div key={phase} className={styles.phase}>
        <Heading className={styles.phaseHead}>
          {t(`phases.${phase}`)}
          <span className="num">{clockText(seconds)}</span>
        </Heading>
        <ol className="list">
          {own.map((step) => {
            const said = words(step);
            const adapted = said.adapted.filter(
              (_, i) => !shorter || step.adapted?.[i] !== "shortened",
            );
            return (
              <li key={step.key} className={styles.step}>
                <Medal stroke={step.strokeKey} />
                <div className={styles.what}>
                  <b>{said.title}</b>
                  <p className="sm muted">{full ? said.how : said.short}</p>
                  {full ? <p className="sm muted">{said.cue}</p> : null}
                  {step.note ? (
                    <p className={`sm ${styles.note}`}>
                      <Icon name="message-circle" />
                      <span>{step.note}</span>
                    </p>
                  ) : null}
                  <p className={styles.marks}>
                    {turns.has(step.key) ? <Tag>{said.position}</Tag> : null}
                    {step.side === "left_then_right" ? <Tag>{said.side}</Tag> : null}
                    {said.rounds ? <Tag>{said.rounds}</Tag> : null}
                    {said.onlyIf ? <Tag tone="glow">{said.onlyIf}</Tag> : null}
                    {adapted.map((how) => (
                      <Tag key={how} tone="info">
                        {how}
                      </Tag>
                    ))}
                    {origins ? <Origin origin={step.origin} /> : null}
                  </p>
                </div>
                <span className={`num ${styles.time}`}>{clockText(stepSeconds(step))}</span>
              </li>
            );
          })}
        </ol>
      </div>
    );
  });
  return (
    <>
      {shorter ? (
        <p>
          <Tag tone="info" icon="clock">
            {t("adapted.shortened", { name })}
          </Tag>
        </p>
      ) : null}
      {list}
    </>
  );
}

async function Origin({ origin }: { origin: Step["origin"] }) {
  const t = await getTranslations("assign.origin");
  return <Tag icon={origin === "article" ? "file-text" : "pen-line"}>{t(origin)}</Tag>;
}
