import {
  type Day,
  dayFromNumber,
  dayNumber,
  type Minute,
  minuteAfter,
  minuteOf,
  minutesOfDay,
  weekdayOfNumber,
  type Zone,
} from "@/lib/core/time";
import type { Busy, DateOverride, OpenWindow, ServiceTiming, WeeklyHours } from "./schema";
import { dayOfWall, type WallMinute, wallMinute, type ZoneTable, zoneTable } from "./zones";

export type Plan = { hours: readonly WeeklyHours[]; overrides: readonly DateOverride[] };
export type Schedule = Plan & {
  busy: readonly Busy[];
  /** Days on which no lesson more is given: a limit of the day or of its week is reached. */
  fullDays?: readonly Day[] | undefined;
  service: ServiceTiming;
  /** The zone of the place, in which hours and overrides are written. */
  zone: Zone;
  now: Date;
};
/** Asks for the lessons that start at or after `from` and before `to`. */
export type SlotQuestion = Schedule & { from: Date; to: Date };

type WallWindow = { start: number; end: number };
type Search = {
  earliest: Minute;
  before: Minute;
  duration: number;
  step: number;
  /** Starts that would run into something, as merged ascending intervals, end exclusive. */
  blockedFrom: Minute[];
  blockedTo: Minute[];
  found: Minute[];
};

const MINUTES_PER_DAY = 1440;

/**
 * The starts that can be booked, ascending, in epoch minutes. Every wall time is on the grid
 * window start + k × step, so a day on which the clocks change offers the times of an ordinary
 * day, less those that do not exist or whose lesson would not lie inside the window minute by
 * minute. Buffers may reach outside the window, the lesson may not.
 */
export function openSlots(question: SlotQuestion): Minute[] {
  const { service, zone } = question;
  const step = service.stepMinutes ?? visitMinutes(service);
  if (!(service.durationMinutes > 0 && step > 0)) throw new RangeError("A lesson takes time");

  const now = minuteAfter(question.now);
  const earliest = Math.max(minuteAfter(question.from), now + service.minNoticeMinutes);
  // Two days more than the horizon, whatever the zone; the loop stops at the day itself.
  const horizon = now + (service.horizonDays + 2) * MINUTES_PER_DAY;
  const before = Math.min(minuteAfter(question.to), horizon);
  if (earliest >= before) return [];

  const table = zoneTable(zone, Math.min(now, earliest), before);
  const search: Search = {
    earliest,
    before,
    duration: service.durationMinutes,
    step,
    ...blockedStarts(question.busy, service, earliest, before),
    found: [],
  };
  const windowsOn = calendar(question.hours, question.overrides);
  const full = new Set(question.fullDays?.map(dayNumber));
  const today = dayOfWall(wallMinute(table, now));
  // A day more at both ends: clocks that go back over midnight show the later day first.
  const firstDay = Math.max(
    dayOfWall(wallMinute(table, earliest)) - 1,
    service.sameDay === false ? today + 1 : Number.NEGATIVE_INFINITY,
    service.opensOn ? dayNumber(service.opensOn) : Number.NEGATIVE_INFINITY,
  );
  const lastDay = Math.min(
    today + service.horizonDays,
    dayOfWall(wallMinute(table, before)) + 1,
    service.closesOn ? dayNumber(service.closesOn) : Number.POSITIVE_INFINITY,
  );
  for (let day = firstDay; day <= lastDay; day += 1) {
    if (full.has(day)) continue;
    const midnight = day * MINUTES_PER_DAY;
    for (const window of windowsOn(day)) {
      expand(search, table, midnight + window.start, midnight + window.end);
    }
  }
  return ascending(search.found);
}

/** The check made again when a booking arrives: the same question, asked about one start. */
export function isOpenSlot(schedule: Schedule, start: Date): boolean {
  if (start.getTime() % 60_000 !== 0) return false;
  const to = new Date(start.getTime() + 60_000);
  return openSlots({ ...schedule, from: start, to }).length === 1;
}

/** The same with nothing taken: what would be offered if nobody had booked. */
export const emptied = <S extends Schedule>(schedule: S): S => ({
  ...schedule,
  busy: [],
  fullDays: [],
});

/** Minutes from the start of one visit to the earliest start of the next, buffers included. */
export const visitMinutes = (service: ServiceTiming): number =>
  service.bufferBefore + service.durationMinutes + service.bufferAfter;

/** The time a lesson takes from the practitioner: what its row holds, what others collide with. */
export const takenBy = (service: ServiceTiming, start: Minute): Busy => ({
  start: start - service.bufferBefore,
  end: start + service.durationMinutes + service.bufferAfter,
});

/** Instants → minutes, outwards: a minute that is partly taken is taken. */
export const busyBetween = (start: Date, end: Date): Busy => ({
  start: minuteOf(start),
  end: minuteAfter(end),
});

/**
 * The plan at one place. An override replaces the day everywhere, so a day with hours only at
 * another place is closed here.
 */
export function planAt(
  plan: Plan,
  placeId: string,
): { hours: WeeklyHours[]; overrides: DateOverride[] } {
  const here = (window: OpenWindow): boolean => !window.placeId || window.placeId === placeId;
  return {
    hours: plan.hours.filter(here),
    overrides: plan.overrides.map((override) => {
      if ("closed" in override) return override;
      const hours = override.hours.filter(here);
      return hours.length > 0 ? { ...override, hours } : { day: override.day, closed: true };
    }),
  };
}

/** The `n` free starts nearest to one that was lost, earliest first; the earlier wins a tie. */
export function nextFree(slots: readonly Minute[], around: Minute, n: number): Minute[] {
  let after = slots.findIndex((slot) => slot > around);
  if (after < 0) after = slots.length;
  let first = after;
  while (first > 0 && slots[first - 1] === around) first -= 1;
  const nearest: Minute[] = [];
  while (nearest.length < n) {
    const earlier = slots[first - 1];
    const later = slots[after];
    if (earlier === undefined && later === undefined) break;
    if (later === undefined || (earlier !== undefined && around - earlier <= later - around)) {
      nearest.push(earlier ?? around);
      first -= 1;
    } else {
      nearest.push(later);
      after += 1;
    }
  }
  return nearest.sort((a, b) => a - b);
}

/** The reader's days, which need not be the practitioner's. */
export function groupByDay(slots: readonly Minute[], zone: Zone): Map<Day, Minute[]> {
  const days = new Map<Day, Minute[]>();
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return days;
  const table = zoneTable(zone, first, last);
  let current = Number.NaN;
  let group: Minute[] = [];
  for (const slot of slots) {
    const number = dayOfWall(wallMinute(table, slot));
    if (number !== current) {
      current = number;
      const day = dayFromNumber(number);
      group = days.get(day) ?? [];
      days.set(day, group);
    }
    group.push(slot);
  }
  return days;
}

/** The hours of one day as the instants they are. */
export function openIntervals(schedule: Pick<Schedule, "zone"> & Plan, day: Day): Busy[] {
  const midnight = dayNumber(day) * MINUTES_PER_DAY;
  const table = zoneTable(schedule.zone, midnight, midnight + MINUTES_PER_DAY);
  return calendar(
    schedule.hours,
    schedule.overrides,
  )(dayNumber(day)).flatMap((window) =>
    table.spans.flatMap((span) => {
      const start = Math.max(midnight + window.start, span.from) - span.offset;
      const end = Math.min(midnight + window.end, span.to) - span.offset;
      return start < end ? [{ start, end }] : [];
    }),
  );
}

function expand(search: Search, table: ZoneTable, opens: WallMinute, closes: WallMinute): void {
  const { spans } = table;
  for (let i = spanAt(table, opens); i < spans.length; i += 1) {
    const span = spans[i];
    if (!span || span.from >= closes) return;
    const begin = Math.max(opens, span.from);
    const end = Math.min(closes, span.to);
    const onGrid = opens + Math.ceil((begin - opens) / search.step) * search.step;
    if (onGrid >= end) continue;
    // A lesson may go on over a gap, where the next span begins at the instant this one ends,
    // but not into a repeated hour, which belongs to no span.
    let runsUntil = end - span.offset;
    for (let j = i + 1; j < spans.length; j += 1) {
      const next = spans[j];
      if (!next || next.from >= closes || next.from - next.offset !== runsUntil) break;
      runsUntil = Math.min(closes, next.to) - next.offset;
    }
    offer(search, onGrid - span.offset, end - span.offset, runsUntil);
  }
}

function offer(search: Search, first: Minute, startBefore: Minute, runsUntil: Minute): void {
  const { earliest, step, blockedFrom, blockedTo, found } = search;
  const last = Math.min(startBefore - 1, runsUntil - search.duration, search.before - 1);
  let start = first >= earliest ? first : first + Math.ceil((earliest - first) / step) * step;
  let i = firstEndingAfter(blockedTo, start);
  while (start <= last) {
    while ((blockedTo[i] ?? Number.POSITIVE_INFINITY) <= start) i += 1;
    if ((blockedFrom[i] ?? Number.POSITIVE_INFINITY) <= start) {
      start += Math.ceil(((blockedTo[i] ?? 0) - start) / step) * step;
    } else {
      found.push(start);
      start += step;
    }
  }
}

function blockedStarts(
  busy: readonly Busy[],
  service: ServiceTiming,
  earliest: Minute,
  before: Minute,
): { blockedFrom: Minute[]; blockedTo: Minute[] } {
  const ahead = service.durationMinutes + service.bufferAfter - 1;
  const blockedFrom: Minute[] = [];
  const blockedTo: Minute[] = [];
  for (const taken of byStart(busy)) {
    const from = taken.start - ahead;
    const to = taken.end + service.bufferBefore;
    if (from >= before) break;
    if (to <= earliest || taken.end <= taken.start) continue;
    const top = blockedTo.length - 1;
    const reached = blockedTo[top];
    if (reached !== undefined && from <= reached) blockedTo[top] = Math.max(reached, to);
    else {
      blockedFrom.push(from);
      blockedTo.push(to);
    }
  }
  return { blockedFrom, blockedTo };
}

/** The database sends them in order; the check is cheaper than sorting again. */
function byStart(busy: readonly Busy[]): readonly Busy[] {
  for (let i = 1; i < busy.length; i += 1) {
    if ((busy[i]?.start ?? 0) < (busy[i - 1]?.start ?? 0)) {
      return [...busy].sort((a, b) => a.start - b.start);
    }
  }
  return busy;
}

function calendar(
  hours: readonly WeeklyHours[],
  overrides: readonly DateOverride[],
): (day: number) => readonly WallWindow[] {
  const minutes = (windows: readonly OpenWindow[]): WallWindow[] =>
    windows
      .map(({ start, end }) => ({ start: minutesOfDay(start), end: minutesOfDay(end) }))
      .sort((a, b) => a.start - b.start);
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
    minutes(hours.filter((window) => window.weekday === weekday)),
  );
  const special = new Map(
    overrides.map((override) => [
      dayNumber(override.day),
      minutes("closed" in override ? [] : override.hours),
    ]),
  );
  return (day) => special.get(day) ?? weekly[weekdayOfNumber(day) - 1] ?? [];
}

/** Index of the first span that ends after a wall time. */
function spanAt(table: ZoneTable, wall: WallMinute): number {
  let i = 0;
  while (i < table.spans.length && (table.spans[i]?.to ?? 0) <= wall) i += 1;
  return i;
}

/** Index of the first interval that ends after a minute; the ends ascend. */
function firstEndingAfter(ends: readonly Minute[], minute: Minute): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= minute) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Windows that touch or overlap, as in plans kept from another system, may offer a start twice. */
function ascending(found: Minute[]): Minute[] {
  if (found.every((start, i) => i === 0 || start > (found[i - 1] ?? 0))) return found;
  return [...new Set(found)].sort((a, b) => a - b);
}
