import type { Chart, ChartPoint } from "@/lib/growth/chart.rules";
import { type Box, callout, draw } from "./geometry";
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
      {points.map((point, index) => (
        <Mark
          key={point.id}
          point={point}
          chart={chart}
          at={{ x: drawn.x(point.day), y: drawn.y(point.amount) }}
          {...{ box, words }}
          href={`${rows}${point.id}`}
          last={index === points.length - 1}
        />
      ))}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of an SVG takes no focus */}
      <g aria-hidden="true">
        {points.map((point, index) => (
          <Tip
            key={point.id}
            {...{ point, chart, words, box }}
            at={{ x: drawn.x(point.day), y: drawn.y(point.amount) }}
            last={index === points.length - 1}
          />
        ))}
      </g>
    </svg>
  );
}

type TipProps = {
  point: ChartPoint;
  chart: Chart;
  at: { x: number; y: number };
  box: Box;
  words: GrowthWords;
  last: boolean;
};

/** What is said of a point: its amount, and the age or length it was compared at. */
function factsOf({ point, chart, words }: Pick<TipProps, "point" | "chart" | "words">) {
  const { standing } = point;
  const counted =
    chart.axis.age === "mixed"
      ? standing.z !== null && standing.basis.reference === "who"
        ? standing.basis.age
        : "birth"
      : chart.axis.age;
  return { said: words.amount(chart.kind, point.amount), age: words.short(point.day, counted) };
}

/** The callout of a point. It comes after all the points, so that none of them lies on top of it. */
function Tip({ point, chart, at, box, words, last }: TipProps) {
  const { standing, on, waiting } = point;
  const { said, age } = factsOf({ point, chart, words });
  const first = standing.z === null ? said : `${said} · ${words.centile(standing.z)}`;
  const second = `${words.day(on, "brief")} · ${age}`;
  const size = {
    width: Math.ceil(Math.max(first.length * 7.6, second.length * 5.4) + 24),
    height: waiting ? 58 : 44,
  };
  const where = callout(at, size, box);
  return (
    <g
      className={last ? `${styles.tip} ${styles.lastTip}` : styles.tip}
      transform={`translate(${where.x} ${where.y})`}
      data-tip={point.id}
    >
      <rect width={size.width} height={size.height} rx={8} />
      <text x={12} y={19} className={styles.tipFirst}>
        {first}
      </text>
      <text x={12} y={35} className={styles.tipSecond}>
        {second}
      </text>
      {waiting ? (
        <text x={12} y={50} className={styles.tipSecond}>
          {words.t("waitingShort")}
        </text>
      ) : null}
    </g>
  );
}

function Mark({ point, chart, at, box, words, href, last }: TipProps & { href: string }) {
  const { standing, on, waiting } = point;
  const { said, age } = factsOf({ point, chart, words });
  const spoken = words.t(standing.z === null ? "pointAlone" : "point", {
    ...{ amount: said, centile: words.standing(standing), age, day: words.day(on, "short") },
    waiting: waiting ? "yes" : "no",
  });
  return (
    <a
      href={href}
      aria-label={spoken}
      className={styles.point}
      data-point={point.id}
      // One stop of the Tab key; the arrows go from point to point (chart-keys.tsx).
      tabIndex={last ? 0 : -1}
    >
      <circle cx={at.x} cy={at.y} r={box.width < 400 ? 22 : 14} className={styles.target} />
      <circle cx={at.x} cy={at.y} r={5} className={waiting ? styles.waiting : styles.dot} />
    </a>
  );
}
