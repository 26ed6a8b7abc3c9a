import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Tag } from "@/components/ui/tag";
import { agesOf } from "@/lib/clients/rules";
import type { Measurement, Voided } from "@/lib/growth/record";
import type { Child } from "@/lib/growth/rules";
import type { Kind } from "@/lib/growth/schema";
import styles from "./growth-chart.module.css";
import type { GrowthWords } from "./words";

export type GrowthTableProps = {
  child: Child;
  kind: Kind;
  /** The newest first. */
  rows: readonly Measurement[];
  words: GrowthWords;
  confirmer: string;
  /** Deviations beside the centiles: for whoever is used to them. */
  clinical: boolean;
  /** Where an entry is corrected; null: not by this reader. */
  correct: (row: Measurement) => string | null;
};

/** Every measurement of one kind as a table: what the chart shows, and what it does not. */
export function GrowthTable({
  child,
  kind,
  rows,
  words,
  confirmer,
  clinical,
  correct,
}: GrowthTableProps) {
  const { t } = words;
  return (
    <div className={styles.region}>
      <table className={`num ${styles.table}`} aria-labelledby="all">
        <thead>
          <tr>
            <th scope="col">{t("column.day")}</th>
            <th scope="col">{t("column.age")}</th>
            <th scope="col">{t(`kind.${kind}`)}</th>
            <th scope="col">{t("column.centile")}</th>
            <th scope="col">{t("column.by")}</th>
            <th scope="col">
              <span className="sr">{t("column.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} id={`m-${row.id}`}>
              <th scope="row">
                <time dateTime={row.on}>{words.day(row.on)}</time>
                {row.time ? <span className="muted"> {row.time}</span> : null}
              </th>
              <td>
                <Ages on={row.on} {...{ child, words }} />
              </td>
              <td className={styles.amount}>
                <b>{words.amount(kind, row.amount)}</b>
                {row.warned.length > 0 ? <p className="muted">{t("keptAnyway")}</p> : null}
              </td>
              <td>
                <Compared row={row} words={words} clinical={clinical} />
              </td>
              <td>
                <Whose row={row} words={words} confirmer={confirmer} />
              </td>
              <td>
                <CorrectLink href={correct(row)}>
                  {t("correct")}
                  <span className="sr"> {t("ofDay", { day: words.day(row.on) })}</span>
                </CorrectLink>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Ages({ on, child, words }: { on: string; child: Child; words: GrowthWords }) {
  const { bornOn, gestationDays, correctUntilMonths } = child;
  const { plain, corrected } = words.ages(agesOf(bornOn, gestationDays, on, correctUntilMonths));
  return (
    <>
      {plain}
      {corrected ? <> · {corrected}</> : null}
    </>
  );
}

/** Where it lies, and against what: a number without its reference says nothing. */
function Compared({
  row,
  words,
  clinical,
}: {
  row: Measurement;
  words: GrowthWords;
  clinical: boolean;
}) {
  const { standing } = row;
  if (standing.z === null) return <span className="muted">{words.standing(standing)}</span>;
  return (
    <>
      <b>{words.centile(standing.z)}</b>
      {clinical ? (
        <span className="muted"> {words.t("zIs", { z: words.z(standing.z) })}</span>
      ) : null}
      <p className="muted">{words.basis(standing.basis)}</p>
      {standing.flagged ? <p>{words.t("flagged")}</p> : null}
    </>
  );
}

function Whose({
  row,
  words,
  confirmer,
}: {
  row: Measurement;
  words: GrowthWords;
  confirmer: string;
}) {
  const { t } = words;
  return (
    <>
      {t(`source_of.${row.source}`)}
      {row.enteredBy ? <p className="muted">{t("enteredBy", { name: row.enteredBy })}</p> : null}
      {row.confirmed ? null : (
        <Tag tone="glow" icon="clock">
          {t("waiting", { name: confirmer })}
        </Tag>
      )}
    </>
  );
}

const CorrectLink = ({ href, children }: { href: string | null; children: ReactNode }) =>
  href === null ? null : <Link href={href}>{children}</Link>;

/** What was entered wrongly, and why it counts no more: nothing that was once written disappears. */
export function VoidedEntries({ rows, words }: { rows: readonly Voided[]; words: GrowthWords }) {
  const { t } = words;
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>
        <Icon name="chevron-down" size="sm" /> {t("voided", { count: rows.length })}
      </summary>
      <ul className="list sm">
        {rows.map((row) => (
          <li key={row.id} className={styles.below}>
            {row.amount === null ? (
              t(`kind.${row.kind}`)
            ) : (
              <s>{words.amount(row.kind, row.amount)}</s>
            )}{" "}
            {words.day(row.on)}
            {row.enteredBy ? <>, {t("enteredBy", { name: row.enteredBy })}</> : null}
            {". "}
            {t(`reason.${row.voided?.reason ?? "other"}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}
