import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { Segmented } from "@/components/ui/tabs";
import { type Chart, chartOf } from "@/lib/growth/chart.rules";
import { lengthChartOf, pairsOf } from "@/lib/growth/proportion.rules";
import type { Growth } from "@/lib/growth/record";
import { SHOWN, type Shown } from "@/lib/growth/schema";
import type { System } from "@/lib/growth/units.rules";
import { ChartKeys } from "./chart-keys";
import { boxes } from "./geometry";
import styles from "./growth-chart.module.css";
import { Plot } from "./plot";
import { type GrowthWords, growthWords } from "./words";

export type GrowthCardProps = {
  growth: Growth;
  kind?: Shown | undefined;
  system: System;
  /** The page of all of it: `/practice/babies/[id]/growth` or the family's. */
  root: string;
  /** That page is this one: the table is below. */
  whole?: boolean | undefined;
};

/** One measure on its chart, with the others a press away, and what the chart leaves out in words. */
export async function GrowthCard({
  growth,
  kind = "weight",
  system,
  root,
  whole,
}: GrowthCardProps) {
  const words = await growthWords(system);
  const { t } = words;
  const { child, measurements, thisDay, routineSince } = growth;
  const pairs = kind === "for_length" ? pairsOf(child, measurements) : [];
  const chart = (span: "wide" | "narrow") =>
    kind === "for_length"
      ? lengthChartOf(child, pairs, { span, system })
      : chartOf(child, kind, measurements, { thisDay, routineSince, span });
  const [wide, narrow] = [chart("wide"), chart("narrow")];
  const rows = whole ? "#m-" : `${root}?measure=${kind}#m-`;
  const corrected = wide.axis.age === "corrected" || wide.axis.age === "mixed";
  const heading = t(`title.${kind}`, { age: corrected ? "corrected" : "birth" });
  const own = kind === "for_length" ? pairs : measurements.filter((one) => one.kind === kind);
  const title = t("chartTitle", { heading, sex: child.sex });
  return (
    <section className="card" id="chart">
      <header className={styles.head}>
        <h2>{heading}</h2>
        <Segmented
          label={t("measure")}
          items={SHOWN.map((key) => ({
            key,
            label: t(`kind.${key}`),
            current: key === kind,
            href: `${root}?measure=${key}`,
          }))}
        />
        {kind === "for_length" ? null : (
          <LinkButton
            href={`${root}?measure=${kind}&add=yes#add`}
            size="sm"
            icon={<Icon name="plus" />}
            aria-label={t(`addThe.${kind}`)}
          >
            {t("add")}
          </LinkButton>
        )}
      </header>
      {own.length === 0 ? (
        <p className="muted">{t(`empty.${kind}`, { name: growth.baby.firstName })}</p>
      ) : null}
      <ChartKeys
        words={{
          ...{ points: t("steps.points"), row: t("steps.row") },
          ...{ previous: t("steps.previous"), next: t("steps.next") },
        }}
        icons={{ previous: <Icon name="chevron-left" />, next: <Icon name="chevron-right" /> }}
      >
        <Plot
          id={`growth-${kind}-wide`}
          className={styles.wide}
          box={boxes.wide}
          chart={wide}
          {...{ words, title, rows, summary: summaryOf(wide, words) }}
        />
        <Plot
          id={`growth-${kind}-narrow`}
          className={styles.narrow}
          box={boxes.narrow}
          chart={narrow}
          {...{ words, title, rows, summary: summaryOf(narrow, words) }}
        />
      </ChartKeys>
      <p className={`sm muted ${styles.below}`}>
        {wide.noBands
          ? t(`none.${wide.noBands}`)
          : t(`source.${wide.reference ?? "who"}`, { sex: child.sex })}{" "}
        {t.rich("leftOut", {
          beforeDue: wide.elsewhere.beforeDue,
          kind,
          table: (text) => (
            <Link href={whole ? "#all" : `${root}?measure=${kind}#all`}>{text}</Link>
          ),
        })}
      </p>
    </section>
  );
}

/** The picture in one sentence: how many, from what to what, and where they lie. */
function summaryOf(chart: Chart, { t, amount, centile }: GrowthWords): string {
  const [first, last] = [chart.points[0], chart.points.at(-1)];
  if (!first || !last) return t("summary.none");
  const known = chart.points.flatMap(({ standing }) => (standing.z === null ? [] : [standing.z]));
  const [from, to] = [known[0], known.at(-1)];
  const count = chart.points.length;
  const facts = {
    ...{ count, kind: chart.kind },
    from: amount(chart.kind, first.amount),
    to: amount(chart.kind, last.amount),
  };
  const said = t(count === 1 ? "summary.one" : "summary.many", facts);
  if (from === undefined || to === undefined) return said;
  return `${said} ${t(known.length === 1 ? "summary.at" : "summary.between", { from: centile(from), to: centile(to) })}`;
}
