import { bornEarly, TERM_DAYS } from "@/lib/core/age";
import { addDays, type Day, daysBetween } from "@/lib/core/time";
import { IG_FROM_DAYS, igValue } from "./intergrowth.rules";
import { basisOn, type Child, type NoReference, type Standing } from "./rules";
import type { Amount, Basis, Kind } from "./schema";
import { CENTILES, lmsForAge, valueAt, WHO_LAST_DAY } from "./who.rules";

const MONTH = 30.4375;

/**
 * What the chart's days count from; `mixed`: corrected up to the practice's end of correction, then from birth. A chart
 * of weights by length has millimetres where the others have days.
 */
export type AxisAge = "birth" | "corrected" | "mixed" | "last_period" | "length";
/** The length that a weight was compared at. */
export type ByLength = { reference: "who_length"; mm: Amount };
export type Compared = Basis | ByLength;
export type Axis = {
  age: AxisAge;
  unit: "weeks" | "months" | "cm" | "in";
  /** In days, or in millimetres of length. */
  from: number;
  to: number;
  ticks: { day: number; label: number }[];
};
export type ChartPoint = {
  id: string;
  on: Day;
  day: number;
  amount: Amount;
  standing: Standing<Compared>;
  waiting: boolean;
};
export type Chart = {
  kind: Kind;
  reference: "who" | "intergrowth" | null;
  /** Why there are no bands. */
  noBands: NoReference | null;
  axis: Axis;
  /** From the highest to the lowest; empty without bands. */
  lines: { centile: number; points: { day: number; amount: Amount }[] }[];
  points: ChartPoint[];
  /** Measured on days that this chart does not show, such as before the due date. */
  elsewhere: { beforeDue: number; outside: number };
  routineDay: number | null;
};
export type Measure = {
  id: string;
  kind: Kind;
  on: Day;
  amount: Amount;
  confirmed: boolean;
  standing: Standing;
};
export type Span = "wide" | "narrow";

/**
 * What one chart shows: the curve that belongs to today's age, and the measurements that belong to that curve. A weight
 * from before the due date is on INTERGROWTH's chart while the baby is that young, and afterwards in the table only.
 */
export function chartOf(
  child: Child,
  kind: Kind,
  rows: readonly Measure[],
  at: { thisDay: Day; routineSince: Day | null; span: Span },
): Chart {
  const today = basisOn(child, at.thisDay);
  const due = dueDay(child);
  const before = isEarly(child) && at.thisDay < due;
  const place = before ? sinceLastPeriod(child) : sinceStart(child);
  const own = rows.filter((one) => one.kind === kind);
  const all = own.flatMap(({ id, on, amount, confirmed, standing }) => {
    const day = place(on);
    return day === null ? [] : [{ id, on, day, amount, standing, waiting: !confirmed }];
  });
  const axis = axisOf(child, before, place(at.thisDay) ?? WHO_LAST_DAY, at);
  const points = all.filter((one) => one.day >= axis.from && one.day <= axis.to);
  const why = today.reference === "none" ? today.why : null;
  const noBands = child.sex === "unsaid" ? "sex_unsaid" : before ? why : null;
  const routine = at.routineSince === null ? null : place(at.routineSince);
  return {
    kind,
    reference: noBands ? null : before ? "intergrowth" : "who",
    noBands,
    axis,
    lines: noBands ? [] : linesOf(child, kind, before, axis),
    points,
    elsewhere: {
      beforeDue: before || !isEarly(child) ? 0 : own.filter((one) => one.on < due).length,
      outside: all.length - points.length,
    },
    routineDay: routine !== null && routine >= axis.from && routine <= axis.to ? routine : null,
  };
}

const isEarly = ({ gestationDays }: Child): boolean =>
  gestationDays !== null && bornEarly(gestationDays);
const dueDay = ({ bornOn, gestationDays }: Child): Day =>
  addDays(bornOn, TERM_DAYS - (gestationDays ?? TERM_DAYS));

type Place = (on: Day) => number | null;
const sinceLastPeriod = (child: Child): Place => {
  const start = addDays(dueDay(child), -TERM_DAYS);
  return (on) => daysBetween(start, on);
};
/** The day that WHO's curve is read at; null where it is not. */
const sinceStart =
  (child: Child): Place =>
  (on) => {
    const basis = basisOn(child, on);
    return basis.reference === "who" ? basis.days : null;
  };

function axisOf(
  child: Child,
  before: boolean,
  now: number,
  { thisDay, span }: { thisDay: Day; span: Span },
): Axis {
  const week = Math.floor(now / 7);
  if (before) {
    const from = span === "narrow" ? Math.max(IG_FROM_DAYS / 7, Math.min(week - 8, 32)) : 24;
    return weeks("last_period", from, from + (span === "narrow" ? 12 : 20), 2);
  }
  const ended = basisOn(child, thisDay);
  const age: AxisAge = !isEarly(child)
    ? "birth"
    : ended.reference === "who" && ended.age === "corrected"
      ? "corrected"
      : "mixed";
  if (span === "narrow") {
    const start = Math.max(0, Math.min(Math.floor((week - 8) / 4) * 4, 92));
    return weeks(age, start, start + 12, 2);
  }
  if (week < 22) return weeks(age, 0, 26, 4);
  if (week < 48) return weeks(age, 0, 52, 4);
  const ticks = [0, 3, 6, 9, 12, 15, 18, 21, 24];
  return {
    ...{ age, unit: "months", from: 0, to: WHO_LAST_DAY },
    ticks: ticks.map((label) => ({ day: Math.min(label * MONTH, WHO_LAST_DAY), label })),
  };
}
function weeks(age: AxisAge, from: number, to: number, step: number): Axis {
  const ticks = [];
  for (let label = from; label <= to; label += step) ticks.push({ day: label * 7, label });
  return { age, unit: "weeks", from: from * 7, to: to * 7, ticks };
}

function linesOf(child: Child, kind: Kind, before: boolean, axis: Axis): Chart["lines"] {
  const { sex } = child;
  if (sex === "unsaid") return [];
  const per = kind === "weight" ? 1000 : 10;
  const step = axis.unit === "months" ? 14 : 7;
  const at: number[] = [];
  for (let day = axis.from; day < axis.to; day += step) at.push(day);
  at.push(axis.to);
  const shown = at.flatMap((day) => {
    const lms = before ? null : lmsForAge(kind, sex, day);
    return (before ? day >= IG_FROM_DAYS : lms) ? [{ day, lms }] : [];
  });
  return CENTILES.map(({ centile, z }) => ({
    centile,
    points: shown.map(({ day, lms }) => ({
      day,
      amount: per * (lms ? valueAt(z, lms) : igValue(kind, sex, day, z)),
    })),
  }));
}
