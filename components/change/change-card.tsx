import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { getTranslations } from "@/i18n/words";
import type { ChangeProblem, ChangeTerms } from "@/lib/booking/change.rules";
import styles from "./change.module.css";
import { termsWords } from "./words";

export type ChangeableLesson = {
  status: string;
  startsAt: Date;
  zone: string;
  price: { minor: number; currency: string };
  terms: ChangeTerms;
  problem: ChangeProblem | null;
  version: number;
  confirmedAt: Date | null;
  practitioner: string;
  phone: string | null;
};

type Props = {
  lesson: ChangeableLesson;
  /** How the practitioner is called. */
  name: string;
  /** The lesson's own page: what is done with it has its pages below. */
  base: string;
  /** Whose form it is: the link's secret or the booking's id. */
  hidden: Readonly<Record<string, string>>;
  confirm: FormAction;
};

/** What a family can do with its lesson, and what it costs. Nothing happens by opening a page. */
export async function ChangeCard({ lesson, name, base, hidden, confirm }: Props) {
  const t = await getTranslations("change.actions");
  const { status, problem, phone } = lesson;
  const requested = status === "requested";
  return (
    <section className={`card ${styles.card}`} aria-labelledby="change-title">
      <h2 id="change-title">{t("title")}</h2>
      {problem ? (
        <p>{t("begun")}</p>
      ) : (
        <>
          {status === "booked" ? (
            <Confirm lesson={lesson} name={name} hidden={hidden} confirm={confirm} />
          ) : null}
          <div className={styles.acts}>
            <LinkButton href={`${base}/move`} size="lg" icon={<Icon name="calendar-clock" />}>
              {t(requested ? "moveRequest" : "move")}
            </LinkButton>
            <LinkButton href={`${base}/cancel`} size="lg" icon={<Icon name="calendar-x" />}>
              {t(requested ? "cancelRequest" : "cancel")}
            </LinkButton>
          </div>
          <div className={styles.terms}>
            {(await termsWords(lesson)).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </>
      )}
      {phone ? (
        <p>
          <a className={styles.phone} href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
            <Icon name="phone" /> {t("call", { name, phone })}
          </a>
        </p>
      ) : null}
    </section>
  );
}

async function Confirm({ lesson, name, hidden, confirm }: Omit<Props, "base">) {
  const t = await getTranslations("change.actions");
  if (lesson.confirmedAt)
    return (
      <p className="note note-good">
        <Icon name="circle-check" />
        <span>{t("confirmed", { name })}</span>
      </p>
    );
  return (
    <ActionForm action={confirm} id="confirm" className="stack">
      {Object.entries(hidden).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <input type="hidden" name="version" value={lesson.version} />
      <SubmitButton
        variant="soft"
        size="lg"
        block
        icon={<Icon name="check" />}
        label={t("confirm")}
        busyLabel={t("confirming", { name })}
      />
    </ActionForm>
  );
}
