import type { Chart, ChartPoint } from "@/lib/growth/chart.rules";
import type { Callout } from "./callout";
import { Drawing, type DrawingProps } from "./drawing";
import { type Box, draw } from "./geometry";
import type { GrowthWords } from "./words";

type PlotProps = {
  id: string;
  chart: Chart;
  box: Box;
  words: GrowthWords;
  title: string;
  /** What somebody learns who does not see the picture. */
  summary: string;
  /** Where the row of a measurement is: `${rows}${id}`. */
  rows: string;
  className?: string | undefined;
};

/** One drawing of the chart: what there is to draw and to say, for `Drawing` to lay out. */
export function Plot({ id, chart, box, words, title, summary, rows, className }: PlotProps) {
  const { axis, points, routineDay } = chart;
  const { x, y, ...drawn } = draw(chart, words.system, box);
  const { t } = words;
  const metric = words.system === "metric";
  const props: DrawingProps = {
    ...{ id, box, title, summary, rows, className, ...drawn },
    unit: chart.kind === "weight" ? (metric ? "kg" : "lb") : metric ? "cm" : "in",
    xTicks: axis.ticks.map(({ day, label }) => ({ at: x(day), label })),
    axis: t(`axis.${axis.age}`, { unit: axis.unit }),
    lines: drawn.lines.map((one) => ({ ...one, said: t("centile.at", { n: one.centile }) })),
    routine: routineDay === null ? null : { at: x(routineDay), said: t("routineStarts") },
    marks: points.map((point) => ({
      ...{ id: point.id, waiting: point.waiting, ...saidOf(point, chart, words) },
      ...{ x: x(point.day), y: y(point.amount) },
    })),
  };
  return <Drawing {...props} />;
}

/** What is said of a point, in a sentence and in the callout: its amount, its day, and the age or length it was compared at. */
function saidOf(
  { standing, day, amount, on, waiting }: ChartPoint,
  chart: Chart,
  words: GrowthWords,
) {
  const counted =
    chart.axis.age === "mixed"
      ? standing.z !== null && standing.basis.reference === "who"
        ? standing.basis.age
        : "birth"
      : chart.axis.age;
  const said = words.amount(chart.kind, amount);
  const age = words.short(day, counted);
  const spoken = words.t(standing.z === null ? "pointAlone" : "point", {
    ...{ amount: said, centile: words.standing(standing), age, day: words.day(on, "short") },
    waiting: waiting ? "yes" : "no",
  });
  const tip: Callout = {
    first: standing.z === null ? said : `${said} · ${words.centile(standing.z)}`,
    second: `${words.day(on, "brief")} · ${age}`,
    third: waiting ? words.t("waitingShort") : undefined,
  };
  return { spoken, tip };
}
