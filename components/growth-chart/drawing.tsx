"use client";

import { type Callout, callout } from "./callout";
import type { Box, Drawn } from "./geometry";
import styles from "./growth-chart.module.css";

type Tick = { at: number; label: number };
type MarkFacts = {
  id: string;
  x: number;
  y: number;
  spoken: string;
  tip: Callout;
  waiting: boolean;
};
export type DrawingProps = Pick<Drawn, "yTicks" | "outer" | "inner" | "trace"> & {
  id: string;
  box: Box;
  title: string;
  summary: string;
  unit: string;
  xTicks: Tick[];
  axis: string;
  lines: (Drawn["lines"][number] & { said: string })[];
  routine: { at: number; said: string } | null;
  marks: MarkFacts[];
  rows: string;
  className?: string | undefined;
};

/**
 * The picture of a chart. Its points are links to their rows in the table, each with its whole sentence. A part of the
 * client only so that hundreds of its elements are not sent twice: nothing in it changes by itself.
 */
export function Drawing(props: DrawingProps) {
  const { id, box, title, summary, unit, xTicks, yTicks, axis, outer, inner, trace } = props;
  const { lines, routine, marks, rows, className } = props;
  const floor = box.height - box.bottom;
  const edge = box.width - box.right;
  const latest = marks.at(-1);
  // Beside the rule on the side that has room for the words.
  const onLeft = routine !== null && routine.at > edge - 150;
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
        <path d={outer} className={styles.outer} />
        <path d={inner} className={styles.inner} />
        {yTicks.map(({ at, label }) => (
          <g key={label}>
            <path d={`M${box.left} ${at}H${edge}`} className={styles.grid} />
            <text x={box.left - 8} y={at + 4} textAnchor="end">
              {label}
            </text>
          </g>
        ))}
        {xTicks.map(({ at, label }) => (
          <text key={label} x={at} y={floor + 20} textAnchor="middle">
            {label}
          </text>
        ))}
        <text x={(box.left + edge) / 2} y={box.height - 4} textAnchor="middle">
          {axis}
        </text>
        <text x={2} y={12}>
          {unit}
        </text>
        {lines.map(({ centile, path, end, said }) => (
          <g key={centile}>
            <path d={path} className={centile === 50 ? styles.median : styles.line} />
            <text x={end.x + 8} y={end.y + 4}>
              {said}
            </text>
          </g>
        ))}
        {routine === null ? null : (
          <>
            <path d={`M${routine.at} ${box.top}V${floor}`} className={styles.event} />
            <text
              x={onLeft ? routine.at - 8 : routine.at + 8}
              y={box.top + 12}
              textAnchor={onLeft ? "end" : "start"}
              className={styles.eventText}
            >
              {routine.said}
            </text>
          </>
        )}
        <path d={trace} className={styles.trace} />
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

/**
 * The callout of the last point, and of any other that is chosen (chart-keys.tsx moves it). It comes after all the
 * points, so that none of them lies on top of it.
 */
function Tip({ latest, width, floor }: { latest: MarkFacts; width: number; floor: number }) {
  const { first, second, third } = latest.tip;
  const place = callout(latest.tip, latest, { width, floor });
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

type MarkProps = MarkFacts & {
  href: string;
  /** How far from the point a press still means it. */
  reach: number;
  last: boolean;
};

function Mark({ id, x, y, spoken, tip, waiting, href, reach, last }: MarkProps) {
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
      <circle cx={x} cy={y} r={reach} className={styles.target} />
      <circle cx={x} cy={y} r={5} className={waiting ? styles.waiting : styles.dot} />
    </a>
  );
}
