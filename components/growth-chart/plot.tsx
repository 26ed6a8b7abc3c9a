import type { Chart, ChartPoint } from "@/lib/growth/chart.rules";
import { type Callout, callout } from "./callout";
import { type Box, draw } from "./geometry";
import styles from "./growth-chart.module.css";
import type { GrowthWords } from "./words";

export type PlotProps = {
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

/** One drawing of the chart. Its points are links to their rows in the table, each with its whole sentence. */
export function Plot({ id, chart, box, words, title, summary, rows, className }: PlotProps) {
  const { axis, points, routineDay } = chart;
  const drawn = draw(chart, words.system, box);
  const { t } = words;
  const floor = box.height - box.bottom;
  const edge = box.width - box.right;
  const unit =
    chart.kind === "weight"
      ? words.system === "metric"
        ? "kg"
        : "lb"
      : words.system === "metric"
        ? "cm"
        : "in";
  const routineX = routineDay === null ? 0 : drawn.x(routineDay);
  const marks = points.map((point) => ({
    ...{ id: point.id, waiting: point.waiting, ...saidOf(point, chart, words) },
    at: { x: drawn.x(point.day), y: drawn.y(point.amount) },
  }));
  const latest = marks.at(-1);
  // Beside the rule on the side that has room for the words.
  const onLeft = routineX > edge - 150;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no drawing
    <svg
      className={className ? `${styles.plot} ${className}` : styles.plot}
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{summary}</desc>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of an SVG takes no focus */}
      <g aria-hidden="true">
        <path d={drawn.outer} className={styles.outer} />
        <path d={drawn.inner} className={styles.inner} />
        {drawn.yTicks.map(({ at, label }) => (
          <g key={label}>
            <path d={`M${box.left} ${at}H${edge}`} className={styles.grid} />
            <text x={box.left - 8} y={at + 4} textAnchor="end">
              {label}
            </text>
          </g>
        ))}
        {axis.ticks.map(({ day, label }) => (
          <text key={label} x={drawn.x(day)} y={floor + 20} textAnchor="middle">
            {label}
          </text>
        ))}
        <text x={(box.left + edge) / 2} y={box.height - 4} textAnchor="middle">
          {t(`axis.${axis.age}`, { unit: axis.unit })}
        </text>
        <text x={2} y={12}>
          {unit}
        </text>
        {drawn.lines.map(({ centile, path, end }) => (
          <g key={centile}>
            <path d={path} className={centile === 50 ? styles.median : styles.line} />
            <text x={end.x + 8} y={end.y + 4}>
              {t("centile.at", { n: centile })}
            </text>
          </g>
        ))}
        {routineDay === null ? null : (
          <>
            <path d={`M${routineX} ${box.top}V${floor}`} className={styles.event} />
            <text
              x={onLeft ? routineX - 8 : routineX + 8}
              y={box.top + 12}
              textAnchor={onLeft ? "end" : "start"}
              className={styles.eventText}
            >
              {t("routineStarts")}
            </text>
          </>
        )}
        <path d={drawn.trace} className={styles.trace} />
      </g>
      {marks.map((mark, index) => (
        <Mark
          key={mark.id}
          {...mark}
          href={`${rows}${mark.id}`}
          reach={box.width < 400 ? 22 : 14}
          last={index === marks.length - 1}
        />
      ))}
      {latest ? <Tip {...{ latest, floor }} width={box.width} /> : null}
    </svg>
  );
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
type At = { x: number; y: number };

/**
 * The callout of the last point, and of any other that is chosen (chart-keys.tsx moves it). It comes after all the
 * points, so that none of them lies on top of it.
 */
function Tip({
  latest,
  width,
  floor,
}: {
  latest: { at: At; tip: Callout };
  width: number;
  floor: number;
}) {
  const { first, second, third } = latest.tip;
  const place = callout(latest.tip, latest.at, { width, floor });
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of an SVG takes no focus
    <g
      aria-hidden="true"
      className={styles.tip}
      transform={`translate(${place.x} ${place.y})`}
      data-floor={floor}
    >
      <rect width={place.width} height={place.height} rx={8} />
      <text x={12} y={19} className={styles.tipFirst}>
        {first}
      </text>
      <text x={12} y={35} className={styles.tipSecond}>
        {second}
      </text>
      <text x={12} y={50} className={styles.tipSecond}>
        {third}
      </text>
    </g>
  );
}

type MarkProps = {
  id: string;
  at: At;
  spoken: string;
  tip: Callout;
  waiting: boolean;
  href: string;
  /** How far from the point a press still means it. */
  reach: number;
  last: boolean;
};

function Mark({ id, at, spoken, tip, waiting, href, reach, last }: MarkProps) {
  return (
    <a
      href={href}
      aria-label={spoken}
      className={styles.point}
      data-point={id}
      data-tip={[tip.first, tip.second, tip.third ?? ""].join("\n")}
      // One stop of the Tab key; the arrows go from point to point (chart-keys.tsx).
      tabIndex={last ? 0 : -1}
    >
      <circle cx={at.x} cy={at.y} r={reach} className={styles.target} />
      <circle cx={at.x} cy={at.y} r={5} className={waiting ? styles.waiting : styles.dot} />
    </a>
  );
}
