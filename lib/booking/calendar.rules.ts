import { openIntervals, planAt } from "@/lib/availability/rules";
import type { DateOverride, OpenWindow, WeeklyHours } from "@/lib/availability/schema";
import { Refusal } from "@/lib/core/refusal";
import {
  addDays,
  type Day,
  dayFromNumber,
  dayNumber,
  dayOfWeek,
  instantOf,
  minuteOf,
  minutesOfDay,
  startOfDay,
  toInstant,
  wallOf,
  wallTimeOf,
  type Zone,
} from "@/lib/core/time";

const DAY_MINUTES = 1440;

/** Minutes after midnight on the wall, end exclusive. */
export type Span = { start: number; end: number };
export type Plan = { hours: readonly WeeklyHours[]; overrides: readonly DateOverride[] };

/** The hours of one day: an override replaces the week's. */
export function hoursOn(plan: Plan, day: Day): Span[] {
  const special = plan.overrides.find((override) => override.day === day);
  const windows = special
    ? "closed" in special
      ? []
      : special.hours
    : plan.hours.filter((window) => window.weekday === dayOfWeek(day));
  return windows
    .map(({ start, end }) => ({ start: minutesOfDay(start), end: minutesOfDay(end) }))
    .sort((a, b) => a.start - b.start);
}

/**
 * The hours of a day on the practice's wall. Those at a place are written in the place's own time, as they are offered;
 * `elsewhere` says which places have another zone than the practice.
 */
export function hoursSeen(
  plan: Plan,
  day: Day,
  zone: Zone,
  elsewhere: ReadonlyMap<string, Zone>,
): Span[] {
  if (elsewhere.size === 0) return hoursOn(plan, day);
  const here = planWhere(plan, ({ placeId }) => !placeId || !elsewhere.has(placeId));
  const abroad = [...elsewhere].flatMap(([place, placeZone]) => {
    const there = { ...planWhere(plan, ({ placeId }) => placeId === place), zone: placeZone };
    return [-1, 0, 1]
      .flatMap((n) => openIntervals(there, addDays(day, n)))
      .flatMap(({ start, end }) => dayParts(instantOf(start), instantOf(end), zone))
      .filter((part) => part.day === day)
      .map(({ start, end }) => ({ start, end }));
  });
  return [...hoursOn(here, day), ...abroad].sort((a, b) => a.start - b.start);
}

/** A plan with some of its windows; a day that has none of them is closed, as in planAt. */
function planWhere(plan: Plan, keep: (window: OpenWindow) => boolean): Plan {
  return {
    hours: plan.hours.filter(keep),
    overrides: plan.overrides.map((one) => {
      const hours = "closed" in one ? [] : one.hours.filter(keep);
      return hours.length > 0 ? { day: one.day, hours } : { day: one.day, closed: true };
    }),
  };
}

/** Overlapping and touching spans as one, in order. */
export function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else if (span.end > span.start) merged.push({ ...span });
  }
  return merged;
}

/** What is left of the hours once the taken time is gone. */
export function freeSpans(open: readonly Span[], taken: readonly Span[]): Span[] {
  const busy = union(taken);
  return union(open).flatMap((window) => {
    const left: Span[] = [];
    let from = window.start;
    for (const { start, end } of busy) {
      if (end <= from || start >= window.end) continue;
      if (start > from) left.push({ start: from, end: start });
      from = Math.max(from, end);
    }
    if (from < window.end) left.push({ start: from, end: window.end });
    return left;
  });
}

export const minutesIn = (spans: readonly Span[]): number =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0);

export type DaySpan = Span & { day: Day };

/**
 * A stretch of time as the wall shows it, day by day. A lesson has one part, a holiday as many as it has days. What ends
 * before it begins, because the clocks went back in it, is as long as it really is.
 */
export function dayParts(startsAt: Date, endsAt: Date, zone: Zone): DaySpan[] {
  const [from, until] = [wallMinutes(startsAt, zone), wallMinutes(endsAt, zone)];
  const end = wallEnd(from, until, minuteOf(endsAt) - minuteOf(startsAt));
  const first = Math.floor(from / DAY_MINUTES);
  const length = Math.max(0, Math.floor((end - 1) / DAY_MINUTES) - first + 1);
  return Array.from({ length }, (_, i) => {
    const midnight = (first + i) * DAY_MINUTES;
    return {
      day: dayFromNumber(first + i),
      start: Math.max(0, from - midnight),
      end: Math.min(DAY_MINUTES, end - midnight),
    };
  });
}

function wallMinutes(at: Date, zone: Zone): number {
  const { day, time } = wallOf(at, zone);
  return dayNumber(day) * DAY_MINUTES + minutesOfDay(time);
}

/** Where a stretch ends on a wall whose clocks may have gone back meanwhile. */
export const wallEnd = (from: number, until: number, length: number): number =>
  until > from ? until : from + length;

/** The days that a calendar shows from one on. */
export const daysFrom = (first: Day, count: number): Day[] =>
  Array.from({ length: count }, (_, i) => addDays(first, i));

/**
 * A wall time on a day as an instant. One that the clocks jump over is refused in words, because every silent answer
 * would be another time than the one that was meant; one that they show twice is the first.
 */
export function instantOn(day: Day, minutes: number, zone: Zone): Date {
  // 24:00 is where the next day begins, also where the clocks jump over its midnight: a block may end there.
  if (minutes === DAY_MINUTES) return startOfDay(addDays(day, 1), zone);
  const found = toInstant(day, wallTimeOf(minutes), zone);
  if (found.kind === "gap")
    throw new Refusal("invalid", "calendar:errors.gap", {
      fields: { time: [{ key: "calendar:errors.gap" }] },
    });
  return found.instant;
}

/** With a place, only the hours there count; hours are read on the wall of the place. */
export type Booked = {
  startsAt: Date;
  endsAt: Date;
  placeId?: string | null | undefined;
  zone: Zone;
};

/** Lessons that are not inside the hours: told to whoever changes the hours, never cancelled for it. */
export const outsideHours = <L extends Booked>(plan: Plan, lessons: readonly L[]): L[] =>
  lessons.filter((lesson) => {
    const there = lesson.placeId ? planAt(plan, lesson.placeId) : plan;
    return dayParts(lesson.startsAt, lesson.endsAt, lesson.zone).some(
      (part) =>
        !union(hoursOn(there, part.day)).some(
          (window) => window.start <= part.start && part.end <= window.end,
        ),
    );
  });

/** Whole days between two days, the first included: what "in 12 days" counts. */
export const daysUntil = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);

/** Every reason a practice may cancel for; what it writes in words goes beside it. */
export const CANCEL_REASONS = [
  "family_asked",
  "illness",
  "practitioner_away",
  "travel",
  "mistake",
  "other",
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Why a practice cancelled, by name; a name that is not ours any more counts as another reason. */
export const readReason = (stored: string | null): CancelReason | null =>
  stored === null ? null : (CANCEL_REASONS.find((each) => each === stored) ?? "other");
