import type { ComponentProps } from "react";
import { agesOf } from "@/lib/clients/rules";
import { chartOf } from "@/lib/growth/chart.rules";
import { lengthChartOf, pairsOf } from "@/lib/growth/proportion.rules";
import type { Child, Standing } from "@/lib/growth/rules";
import { KINDS, type Kind, type Source } from "@/lib/growth/schema";
import { boxes } from "./geometry";
import styles from "./growth-chart.module.css";
import { LengthTable } from "./length-table";
import { Plot } from "./plot";
import type { GrowthWords } from "./words";

export type SheetRow = {
  id: string;
  kind: Kind;
  on: string;
  source: Source;
  amount: number;
  standing: Standing;
};
export type GrowthSheetProps = {
  child: Child;
  rows: readonly SheetRow[];
  /** The day it is made for. */
  thisDay: string;
  words: GrowthWords;
  /** Of its headings. */
  level?: 2 | 3 | undefined;
};

/** For a doctor, on paper or behind a link: each chart, each number with its reference, and the method. No name. */
export function GrowthSheet({ child, rows, thisDay, words, level = 2 }: GrowthSheetProps) {
  const { t } = words;
  const Heading = `h${level}` as const;
  const kinds = KINDS.filter((kind) => rows.some((row) => row.kind === kind));
  if (kinds.length === 0) return <p>{t("sheet.none")}</p>;
  return (
    <>
      {kinds.map((kind) => (
        <SheetPart key={kind} {...{ kind, child, rows, thisDay, words, level }} />
      ))}
      <ForLength {...{ child, rows, words, level }} />
      <section className={styles.part}>
        <Heading>{t("sheet.method")}</Heading>
        <p className="sm">
          {t("sheet.methodText", { months: child.correctUntilMonths })} {t("sheet.sources")}
        </p>
      </section>
    </>
  );
}

function SheetPart({
  kind,
  child,
  rows,
  thisDay,
  words,
  level,
}: GrowthSheetProps & { kind: Kind; level: 2 | 3 }) {
  const { t } = words;
  const Heading = `h${level}` as const;
  const own = rows.filter((row) => row.kind === kind);
  const measures = own.map((row) => ({ ...row, confirmed: true }));
  const chart = chartOf(child, kind, measures, { thisDay, routineSince: null, span: "wide" });
  const corrected = chart.axis.age === "corrected" || chart.axis.age === "mixed";
  const title = t(`title.${kind}`, { age: corrected ? "corrected" : "birth" });
  return (
    <section className={styles.part}>
      <Heading>{title}</Heading>
      <BothPlots
        id={`sheet-${kind}`}
        title={t("chartTitle", { heading: title, sex: child.sex })}
        rows="#m-"
        {...{ chart, words }}
      />
      <div className={styles.region}>
        <table className={`num ${styles.table}`}>
          <caption className="sr">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t("column.day")}</th>
              <th scope="col">{t("column.age")}</th>
              <th scope="col">{t(`kind.${kind}`)}</th>
              <th scope="col">{t("column.centile")}</th>
              <th scope="col">{t("column.source")}</th>
            </tr>
          </thead>
          <tbody>
            {own.toReversed().map((row) => (
              <SheetRowLine key={row.id} {...{ row, child, words }} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type Drawn = Pick<ComponentProps<typeof Plot>, "id" | "title" | "rows" | "chart" | "words">;

/** The same curve in the shape of paper and in that of a phone, where the wide one could not be read. */
function BothPlots({ id, ...drawn }: Drawn) {
  const summary = drawn.words.t("sheet.below");
  return (
    <>
      <Plot id={id} className={styles.wide} box={boxes.wide} {...{ summary, ...drawn }} />
      <Plot
        id={`${id}-narrow`}
        className={styles.narrow}
        box={boxes.narrow}
        {...{ summary, ...drawn }}
      />
    </>
  );
}

/** What a doctor looks at first in a baby that is small or long: weight by length, of the days that have both. */
function ForLength({
  child,
  rows,
  words,
  level,
}: Omit<GrowthSheetProps, "thisDay"> & { level: 2 | 3 }) {
  const { t, system } = words;
  const Heading = `h${level}` as const;
  const pairs = pairsOf(
    child,
    rows.map((row) => ({ ...row, confirmed: true })),
  );
  if (pairs.length === 0) return null;
  const title = t("title.for_length");
  return (
    <section className={styles.part}>
      <Heading>{title}</Heading>
      <BothPlots
        id="sheet-for-length"
        title={t("chartTitle", { heading: title, sex: child.sex })}
        rows="#l-"
        chart={lengthChartOf(child, pairs, { span: "wide", system })}
        words={words}
      />
      <LengthTable rows={pairs.toReversed()} caption={title} clinical {...{ child, words }} />
    </section>
  );
}

function SheetRowLine({ row, child, words }: { row: SheetRow; child: Child; words: GrowthWords }) {
  const { standing, on, kind, amount, source } = row;
  const { bornOn, gestationDays, correctUntilMonths } = child;
  const age = words.ages(agesOf(bornOn, gestationDays, on, correctUntilMonths));
  return (
    <tr id={`m-${row.id}`}>
      <th scope="row">
        <time dateTime={on}>{words.day(on)}</time>
      </th>
      <td>
        {age.plain}
        {age.corrected ? <> · {age.corrected}</> : null}
      </td>
      <td className={styles.amount}>
        <b>{words.amount(kind, amount)}</b>
      </td>
      <td>
        {standing.z === null ? (
          words.standing(standing)
        ) : (
          <>
            <b>{words.centile(standing.z)}</b> {words.t("zIs", { z: words.z(standing.z) })}
            <p className="muted">{words.basis(standing.basis)}</p>
            {standing.flagged ? <p>{words.t("sheet.flagged")}</p> : null}
          </>
        )}
      </td>
      <td>{words.t(`source_of.${source}`)}</td>
    </tr>
  );
}
