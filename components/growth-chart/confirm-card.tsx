import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Growth } from "@/lib/growth/record";
import type { Shown } from "@/lib/growth/schema";
import styles from "./growth-chart.module.css";
import type { GrowthWords } from "./words";

type Props = { growth: Growth; kind: Shown; words: GrowthWords; action: FormAction };

/** What a parent entered and nobody has looked at yet: one press each, or one for all. */
export function ConfirmCard({ growth, kind, words, action }: Props) {
  const { t } = words;
  const waiting = growth.measurements.filter((one) => !one.confirmed);
  if (waiting.length === 0) return null;
  const hidden = (
    <>
      <input type="hidden" name="babyId" value={growth.baby.id} />
      <input type="hidden" name="kind" value={kind} />
    </>
  );
  return (
    <section className="card">
      <header>
        <h2>{t("toConfirm.title", { count: waiting.length })}</h2>
        {waiting.length > 1 ? (
          <ActionForm action={action} id="confirm-all" className="">
            {hidden}
            {waiting.map(({ id }) => (
              <input key={id} type="hidden" name="measurementId" value={id} />
            ))}
            <SubmitButton size="md" label={t("toConfirm.all", { count: waiting.length })} />
          </ActionForm>
        ) : null}
      </header>
      <ul className={styles.waitingList}>
        {waiting.map((one) => (
          <li key={one.id}>
            <span className="num">
              <b>{words.amount(one.kind, one.amount)}</b>{" "}
              {t("toConfirm.which", { kind: one.kind, day: words.day(one.on) })}
              <span className="muted sm">
                {one.enteredBy ? <> · {t("enteredBy", { name: one.enteredBy })}</> : null}
                {one.warned.length > 0 ? <> · {t("keptAnyway")}</> : null}
              </span>
            </span>
            <ActionForm action={action} id={`confirm-${one.id}`} className="">
              {hidden}
              <input type="hidden" name="measurementId" value={one.id} />
              <SubmitButton
                size="md"
                variant={waiting.length > 1 ? "default" : "primary"}
                icon={<Icon name="check" />}
                label={t("toConfirm.confirm")}
                aria-label={t("toConfirm.confirmWhich", {
                  amount: words.amount(one.kind, one.amount),
                  day: words.day(one.on),
                })}
              />
            </ActionForm>
          </li>
        ))}
      </ul>
    </section>
  );
}
