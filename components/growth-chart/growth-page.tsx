import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { Pager } from "@/components/ui/pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { Segmented } from "@/components/ui/tabs";
import { pairsOf } from "@/lib/growth/proportion.rules";
import type { Growth, Measurement } from "@/lib/growth/record";
import { VOID_REASONS } from "@/lib/growth/schema";
import { GrowthCard } from "./growth-card";
import styles from "./growth-chart.module.css";
import { GrowthTable, VoidedEntries } from "./growth-table";
import { LengthTable } from "./length-table";
import { MeasureForm } from "./measure-form";
import type { GrowthView } from "./view";
import type { GrowthWords } from "./words";

const ROWS = 25;

export type GrowthPageProps = {
  growth: Growth;
  view: GrowthView;
  words: GrowthWords;
  root: string;
  as: "staff" | "parent";
  /** Whether this reader may correct an entry. */
  mayCorrect: (row: Measurement) => boolean;
  actions: { add: FormAction; correct: FormAction; remove: FormAction };
  /** Above the chart: what waits for this reader. */
  children?: ReactNode;
  /** Beside the chart where there is room, else below the table. */
  aside?: ReactNode;
};

/** A baby's growth: the form that was asked for, the chart, and everything that was measured as a table. */
export async function GrowthPage(props: GrowthPageProps) {
  const { growth, view, words, root, as, mayCorrect, actions, children, aside } = props;
  const { t, system } = words;
  const { kind } = view;
  const here = `${root}?measure=${kind}`;
  const { child, measurements } = growth;
  const own = measurements.filter((one) => one.kind === kind).toReversed();
  const pairs = kind === "for_length" ? pairsOf(child, measurements).toReversed() : [];
  const count = own.length + pairs.length;
  const pages = Math.max(1, Math.ceil(count / ROWS));
  const page = Math.min(view.page, pages);
  const onPage = [(page - 1) * ROWS, page * ROWS] as const;
  const wrong = growth.measurements.find((one) => one.id === view.correct && mayCorrect(one));
  const form = { words, as, babyId: growth.baby.id, thisDay: growth.thisDay, back: here };
  return (
    <div className={aside ? `${styles.layout} ${styles.sided}` : styles.layout}>
      <div className={styles.layout}>
        {wrong ? (
          <section className={`card ${styles.entry}`} id="correct">
            <h2>{t("correctTitle")}</h2>
            <p className="muted">
              {t("correctLead", {
                day: words.day(wrong.on),
                amount: words.amount(wrong.kind, wrong.amount),
              })}
            </p>
            <MeasureForm {...form} kind={wrong.kind} action={actions.correct} wrong={wrong} />
            <h3>{t("removeTitle")}</h3>
            <ActionForm action={actions.remove} id="remove">
              <input type="hidden" name="measurementId" value={wrong.id} />
              <SelectField
                name="reason"
                label={t("whyWrong")}
                defaultValue="twice"
                options={VOID_REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
              />
              <SubmitButton variant="default" label={t("remove")} />
            </ActionForm>
          </section>
        ) : null}
        {view.add && !wrong && kind !== "for_length" ? (
          <section className={`card ${styles.entry}`} id="add">
            <h2>{t(`addThe.${kind}`)}</h2>
            <MeasureForm {...form} kind={kind} action={actions.add} />
          </section>
        ) : null}
        {growth.baby.weeksUnknown ? <p className="sm muted measure">{t("weeksUnknown")}</p> : null}
        {children}
        <GrowthCard growth={growth} kind={kind} system={system} root={root} whole />
        <section className="card">
          <header>
            <h2 id="all">{t(`all.${kind}`)}</h2>
            <Segmented
              label={t("units")}
              items={(["metric", "imperial"] as const).map((key) => ({
                key,
                label: t(`system.${key}`, { kind }),
                current: key === system,
                href: `${here}&units=${key}`,
              }))}
            />
          </header>
          {count === 0 ? (
            <p className="muted">{t(`empty.${kind}`, { name: growth.baby.firstName })}</p>
          ) : kind === "for_length" ? (
            <LengthTable
              rows={pairs.slice(...onPage)}
              clinical={as === "staff"}
              {...{ child, words }}
            />
          ) : (
            <GrowthTable
              child={child}
              kind={kind}
              rows={own.slice(...onPage)}
              words={words}
              confirmer={growth.confirmer}
              clinical={as === "staff"}
              correct={(row) => (mayCorrect(row) ? `${here}&correct=${row.id}#correct` : null)}
            />
          )}
          <Pager
            previous={page > 1 ? `${here}&page=${page - 1}#all` : null}
            next={page < pages ? `${here}&page=${page + 1}#all` : null}
          />
          <VoidedEntries rows={growth.voided.filter((one) => one.kind === kind)} words={words} />
        </section>
      </div>
      {aside ? <div className={styles.layout}>{aside}</div> : null}
    </div>
  );
}
