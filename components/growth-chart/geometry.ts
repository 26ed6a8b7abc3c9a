import { scaleLinear } from "d3-scale";
import { area, curveMonotoneX, line } from "d3-shape";
import type { Chart } from "@/lib/growth/chart.rules";
import type { Kind } from "@/lib/growth/schema";
import { GRAMS_PER_POUND, MM_PER_INCH, type System } from "@/lib/growth/units.rules";

/** In the picture's own units. */
export type Box = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
};
export const boxes = {
  wide: { width: 720, height: 340, left: 44, right: 46, top: 18, bottom: 40 },
  narrow: { width: 343, height: 300, left: 32, right: 40, top: 20, bottom: 42 },
} as const satisfies Record<string, Box>;

/** What one mark of the upright axis counts. */
export const perUnit = (kind: Kind, system: System): number =>
  kind === "weight"
    ? system === "metric"
      ? 1000
      : GRAMS_PER_POUND
    : system === "metric"
      ? 10
      : MM_PER_INCH;

export type Drawn = {
  x: (day: number) => number;
  y: (amount: number) => number;
  yTicks: { at: number; label: number }[];
  outer: string;
  inner: string;
  lines: { centile: number; path: string; end: { x: number; y: number } }[];
  trace: string;
};

/** A tenth of the picture's unit is finer than any screen. */
const DIGITS = 1;
const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Paths and scales of a chart; the bands come from d3's own curves. */
export function draw(chart: Chart, system: System, box: Box): Drawn {
  const { axis, lines, points } = chart;
  const unit = perUnit(chart.kind, system);
  const values = [...lines.flatMap((one) => one.points), ...points].map((one) => one.amount / unit);
  const least = Math.min(...values, ...(values.length ? [] : [0]));
  const most = Math.max(...values, ...(values.length ? [] : [10]));
  const room = Math.max((most - least) * 0.06, 0.2);
  const x = scaleLinear([axis.from, axis.to], [box.left, box.width - box.right]);
  const y = scaleLinear(
    [Math.max(0, Math.floor(least - room)), most + room],
    [box.height - box.bottom, box.top],
  );
  const up = (amount: number) => y(amount / unit);
  type At = { day: number; amount: number };
  const path = line<At>(
    (one) => x(one.day),
    (one) => up(one.amount),
  ).digits(DIGITS);
  const trace = path([...points]) ?? "";
  const smooth = path.curve(curveMonotoneX);
  const between = (upper: number, lower: number): string => {
    const [top, low] = [lines[upper]?.points ?? [], lines[lower]?.points ?? []];
    const band = area<At>()
      .x((one) => x(one.day))
      .y0((_one, index) => up(low[index]?.amount ?? 0))
      .y1((one) => up(one.amount))
      .curve(curveMonotoneX)
      .digits(DIGITS);
    return (top.length > 0 && band([...top])) || "";
  };
  return {
    x: (day) => rounded(x(day)),
    y: (amount) => rounded(up(amount)),
    yTicks: y.ticks(7).map((label) => ({ at: rounded(y(label)), label })),
    outer: between(0, 4),
    inner: between(1, 3),
    lines: lines.map(({ centile, points: along }) => {
      const last = along.at(-1) ?? { day: axis.to, amount: 0 };
      return {
        centile,
        path: smooth([...along]) ?? "",
        end: { x: rounded(x(last.day)), y: rounded(up(last.amount)) },
      };
    }),
    trace,
  };
}
