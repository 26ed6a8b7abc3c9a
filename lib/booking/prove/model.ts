import { addDays, dayOfWeek, type Minute, minutesOfDay, wallOf } from "@/lib/core/time";
import type { TakenBack } from "../trail.rules";
import { CLOSES, type EXCEPTIONS, FIRST_QUARTER, OPENS, type SmallWorld } from "./small-world";
import type { Known, Sent } from "./steps";

/** What the model believes of one row, in the words of the tables. */
export type Row = Known & {
  kind: "lesson" | "block";
  status: "held" | "requested" | "confirmed" | "gone";
  end: Minute;
  from: Minute;
  until: Minute;
  onTop: boolean;
  /** A hold that has not run out. */
  alive: boolean;
  sequence: number;
  bookingStatus: "requested" | "booked" | "cancelled" | null;
  /** Cancelled by staff a moment ago, so that they may take it back. */
  undoable: boolean;
  /** What staff did last, a moment ago, where they may take it back. */
  back: TakenBack["what"] | null;
  overdue: boolean;
  /** Staff booked it, and the family was told nothing yet: cancelled by them, it never was for the family. */
  byStaff: boolean;
  untold: boolean;
  /** Staff wrote down a death, and it fell with the rest. */
  mourned: boolean;
};
export type Model = {
  rows: Row[];
  exceptions: Map<number, (typeof EXCEPTIONS)[number]>;
  /** Families in mourning, a guest's by its only booking. */
  silent: Set<Row | "guest" | 0 | 1>;
  sent: Sent | null;
  steps: number;
  since: number;
};
export const emptyModel = (): Model => ({
  rows: [],
  exceptions: new Map(),
  silent: new Set(),
  sent: null,
  steps: 0,
  since: 0,
});

/** Whose it is, as the set of families in mourning has it. */
export const familyOf = (row: Row): Row | 0 | 1 => {
  const who = row.booking?.who ?? "guest";
  return who === "guest" ? row : who;
};

/** Whose bookings fall with this one: a guest's only itself, a family's all. */
export const ofFamily = (model: Model, row: Row): Row[] =>
  model.rows.filter(
    (other) =>
      (other === row ||
        (row.booking?.who !== "guest" && other.booking?.who === row.booking?.who)) &&
      (other.bookingStatus === "requested" || other.bookingStatus === "booked"),
  );

export const takes = (row: Row): boolean =>
  row.status === "requested" || row.status === "confirmed" || (row.status === "held" && row.alive);
export type Span = { from: Minute; until: Minute };
export const inTheWay = (model: Model, span: Span, except: Row | null = null): Row[] =>
  model.rows.filter(
    (row) => row !== except && takes(row) && row.from < span.until && span.from < row.until,
  );

/** The days that have as many lessons as they may. */
export function fullDays(world: SmallWorld, model: Model, except: Row | null): string[] {
  const { maxPerDay, maxPerWeek, days, zone } = world;
  const given = new Map<string, number>();
  for (const row of model.rows) {
    if (row === except || row.kind === "block" || !takes(row)) continue;
    const { day } = wallOf(new Date(row.start * 60_000), zone);
    given.set(day, (given.get(day) ?? 0) + 1);
  }
  const monday = (day: string) => addDays(day, 1 - dayOfWeek(day));
  const inWeek = (of: string) =>
    [...given].reduce((sum, [day, n]) => sum + (monday(day) === monday(of) ? n : 0), 0);
  return days.filter(
    (day) =>
      (maxPerDay !== null && (given.get(day) ?? 0) >= maxPerDay) ||
      (maxPerWeek !== null && inWeek(day) >= maxPerWeek),
  );
}

export function insideHours(model: Model, day: number, quarter: number, minutes: number): boolean {
  const opens = FIRST_QUARTER + quarter * 15;
  const exception = model.exceptions.get(day);
  if (exception === null) return false;
  const window = exception
    ? { start: minutesOfDay(exception.start), end: minutesOfDay(exception.end) }
    : { start: OPENS, end: CLOSES };
  return opens >= window.start && opens + minutes <= window.end;
}
