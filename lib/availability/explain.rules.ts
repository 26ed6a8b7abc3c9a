import {
  type Day,
  dayFromNumber,
  dayNumber,
  dayOfWeek,
  type Minute,
  minuteAfter,
  startOfDay,
} from "@/lib/core/time";
import { emptied, groupByDay, openIntervals, openSlots, type Plan, type Schedule } from "./rules";
import type { Busy, OpenWindow, ServiceTiming } from "./schema";

/** What takes time: lessons and holds, time off, calendars elsewhere, and the way to and from a lesson. */
export type Kind = "lessons" | "blocks" | "outside" | "way";
export type Taken = Busy & { kind: Kind };

export type Reason =
  | { why: "past" }
  /** No hours that day: a day that differs is closed, or the week has none. */
  | { why: "closed_day" | "no_hours" }
  /** Open that day, but somewhere else. */
  | { why: "elsewhere" }
  /** Hours that a lesson does not fit in. */
  | { why: "too_short"; minutes: number }
  /** Starts that the clocks jump over. */
  | { why: "clocks"; lost: number }
  | { why: "same_day" | "horizon" | "before_range" | "after_range" | "full"; lost: number }
  | { why: "gone" | "notice"; lost: number }
  | { why: "taken"; lost: number; minutes: Readonly<Record<Kind, number>> };

export type ExplainedDay = {
  day: Day;
  /** Starts that families are offered. */
  free: number;
  /** Starts that there would be if nothing stood in the way. */
  possible: number;
  reasons: Reason[];
};

type Question = Schedule & { placeId: string; plan: Plan };

const DAY_MS = 86_400_000;
/** A service under no condition but its length and its steps. */
const freely = (service: ServiceTiming): ServiceTiming => ({
  ...service,
  minNoticeMinutes: 0,
  horizonDays: 730,
  sameDay: true,
  opensOn: null,
  closesOn: null,
});

/**
 * Why each day offers what it offers. It asks the engine itself, once with everything and once for each condition alone,
 * so that what it says cannot differ from what families see: a start is offered when no condition takes it away.
 */
export function explainDays(
  question: Question,
  first: Day,
  count: number,
  taken: readonly Taken[],
): ExplainedDay[] {
  const { service, zone, now } = question;
  const from = startOfDay(first, zone);
  const to = startOfDay(dayFromNumber(dayNumber(first) + count), zone);
  const longAgo = new Date(from.getTime() - 2 * DAY_MS);
  const bare = { ...emptied(question), service: freely(service), now: longAgo, from, to };
  const ask = (change: Partial<Schedule>) => groupByDay(openSlots({ ...bare, ...change }), zone);
  const under = (change: Partial<ServiceTiming>, at = longAgo) =>
    ask({ now: at, service: { ...bare.service, ...change } });

  const possible = ask({});
  const offered = groupByDay(openSlots({ ...question, from, to }), zone);
  const alone = {
    gone: under({}, now),
    same_day: under({ sameDay: service.sameDay }, now),
    notice: under({ minNoticeMinutes: service.minNoticeMinutes }, now),
    horizon: under({ horizonDays: service.horizonDays }, now),
    before_range: under({ opensOn: service.opensOn }),
    after_range: under({ closesOn: service.closesOn }),
    full: ask({ fullDays: question.fullDays }),
    taken: ask({ busy: question.busy }),
  };
  const ordinary = ordinaryDays(bare, first, count);
  const today = dayNumber(dayOf(now, zone));

  return Array.from({ length: count }, (_, i): ExplainedDay => {
    const day = dayFromNumber(dayNumber(first) + i);
    const could = possible.get(day)?.length ?? 0;
    const free = offered.get(day)?.length ?? 0;
    const said = { day, free, possible: could };
    if (dayNumber(day) < today) return { ...said, reasons: [{ why: "past" }] };
    const windows = windowsOn(question, day);
    if (windows.length === 0) return { ...said, reasons: [closedBecause(question.plan, day)] };
    const reasons: Reason[] = [];
    const jumped = (ordinary.get(day)?.length ?? 0) - could;
    if (jumped > 0) reasons.push({ why: "clocks", lost: jumped });
    else if (could === 0) reasons.push({ why: "too_short", minutes: service.durationMinutes });
    const gone = new Set(alone.gone.get(day));
    const lostTo = (by: Map<Day, Minute[]>, but?: ReadonlySet<Minute>) => {
      const left = new Set(by.get(day));
      return (possible.get(day) ?? []).filter((slot) => !left.has(slot) && (!but || but.has(slot)))
        .length;
    };
    for (const why of ["gone", "before_range", "after_range", "full"] as const) {
      const lost = lostTo(alone[why]);
      if (lost > 0) reasons.push({ why, lost });
    }
    // A time that is over is over, whatever the notice.
    for (const why of ["same_day", "notice", "horizon"] as const) {
      const lost = lostTo(alone[why], gone);
      if (lost > 0) reasons.push({ why, lost });
    }
    const lost = lostTo(alone.taken);
    if (lost > 0) reasons.push({ why: "taken", lost, minutes: minutesTaken(question, day, taken) });
    return { ...said, reasons };
  });
}

const dayOf = (now: Date, zone: string): Day => {
  const [day] = groupByDay([minuteAfter(now)], zone).keys();
  return day ?? dayFromNumber(0);
};

/** The same days by a clock that never changes: what is missing against it, the clocks took. */
function ordinaryDays(bare: Schedule, first: Day, count: number): Map<Day, Minute[]> {
  const from = startOfDay(first, "UTC");
  const range = { from, to: new Date(from.getTime() + count * DAY_MS) };
  const now = new Date(from.getTime() - 2 * DAY_MS);
  return groupByDay(openSlots({ ...bare, ...range, now, zone: "UTC" }), "UTC");
}

/** The windows of one day: an override replaces the week's. */
export function windowsOn(plan: Plan, day: Day): readonly OpenWindow[] {
  const special = plan.overrides.find((override) => override.day === day);
  if (special) return "closed" in special ? [] : special.hours;
  return plan.hours.filter((window) => window.weekday === dayOfWeek(day));
}

function closedBecause(plan: Plan, day: Day): Reason {
  if (windowsOn(plan, day).length > 0) return { why: "elsewhere" };
  const special = plan.overrides.some((override) => override.day === day);
  return { why: special ? "closed_day" : "no_hours" };
}

/** Minutes of the day's hours that each kind takes; what two of them take counts for both. */
function minutesTaken(
  question: Question,
  day: Day,
  taken: readonly Taken[],
): Readonly<Record<Kind, number>> {
  const open = openIntervals(question, day);
  const sum = (kind: Kind): number => {
    const own = merged(taken.filter((one) => one.kind === kind));
    return open
      .flatMap(({ start, end }) =>
        own.map((one) => Math.max(0, Math.min(end, one.end) - Math.max(start, one.start))),
      )
      .reduce((all, minutes) => all + minutes, 0);
  };
  return {
    lessons: sum("lessons"),
    blocks: sum("blocks"),
    outside: sum("outside"),
    way: sum("way"),
  };
}

function merged(taken: readonly Busy[]): Busy[] {
  const all: Busy[] = [];
  for (const { start, end } of [...taken].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

/** What of the taken time is neither lesson nor time off nor elsewhere: the way there and back. */
export function waysIn(busy: readonly Busy[], known: readonly Busy[]): Taken[] {
  const rest: Taken[] = [];
  const covered = merged(known);
  for (const { start, end } of merged(busy)) {
    let from = start;
    for (const one of covered) {
      if (one.end <= from || one.start >= end) continue;
      if (one.start > from) rest.push({ kind: "way", start: from, end: one.start });
      from = Math.max(from, one.end);
    }
    if (from < end) rest.push({ kind: "way", start: from, end });
  }
  return rest;
}
