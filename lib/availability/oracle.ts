import type { Plan, SlotQuestion } from "./rules";

/** A question about one place of a plan for several: `hours` and `overrides` are what the engine is given of it. */
export type PlacedQuestion = SlotQuestion & {
  plan?: Plan | undefined;
  placeId?: string | undefined;
};

/**
 * The same question answered the slow way: walk over every single minute with what `Intl` says that the
 * clock on the wall shows, and look. Shares no code with the engine and knows no offsets.
 */
export type Walk = {
  from: number;
  /** Day number × 1440 + minute of day, for each minute from `from` on. */
  wall: Int32Array;
  /** 0 where the clock shows a time that it has shown before. */
  first: Uint8Array;
};

const formats = new Map<string, Intl.DateTimeFormat>();

export function wallShown(minute: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(zone, format);
  }
  // "31/10/2027, 02:30"
  const text = format.format(minute * 60_000);
  const day = Date.UTC(+text.slice(6, 10), +text.slice(3, 5) - 1, +text.slice(0, 2)) / 86_400_000;
  return day * 1440 + +text.slice(12, 14) * 60 + +text.slice(15, 17);
}

/** The clock is looked at this often, and at every minute of a stretch in which it does not go on evenly. */
const STRETCH = 15;

export function walk(zone: string, from: number, to: number, stretch = STRETCH): Walk {
  const wall = new Int32Array(to - from);
  const first = new Uint8Array(to - from);
  const seen = new Set<number>();
  for (let at = 0; at < wall.length; at += stretch) {
    const until = Math.min(at + stretch, wall.length);
    const shown = wallShown(from + at, zone);
    const even = wallShown(from + until, zone) - shown === until - at;
    for (let i = at; i < until; i += 1) wall[i] = even ? shown + i - at : wallShown(from + i, zone);
  }
  for (const [i, shown] of wall.entries()) {
    first[i] = seen.has(shown) ? 0 : 1;
    seen.add(shown);
  }
  return { from, wall, first };
}

/** Minutes walked before the question begins, so that a repeated hour is recognised. */
export const RUN_UP = 1440;

export const walkFor = (question: SlotQuestion): Walk =>
  walk(
    question.zone,
    Math.floor(question.from.getTime() / 60_000) - RUN_UP,
    Math.ceil(question.to.getTime() / 60_000) + question.service.durationMinutes,
  );

export function oracleSlots(question: PlacedQuestion, path: Walk = walkFor(question)): number[] {
  const { service, zone, now } = question;
  const step =
    service.stepMinutes ?? service.bufferBefore + service.durationMinutes + service.bufferAfter;
  const today = Math.floor(wallShown(Math.ceil(now.getTime() / 60_000), zone) / 1440);
  const taken = new Set<number>();
  for (const { start, end } of question.busy) {
    for (let minute = start; minute < end; minute += 1) taken.add(minute);
  }
  const days = new Map<number, Window[]>();
  const slots: number[] = [];
  for (let i = 0; i < path.wall.length - service.durationMinutes + 1; i += 1) {
    const start = path.from + i;
    const ms = start * 60_000;
    if (ms < question.from.getTime() || ms >= question.to.getTime()) continue;
    if (ms < now.getTime() + service.minNoticeMinutes * 60_000) continue;
    const day = Math.floor((path.wall[i] ?? 0) / 1440);
    if (day - today > service.horizonDays) continue;
    if (day === today && service.sameDay === false) continue;
    const windows = days.get(day) ?? windowsOn(question, day);
    days.set(day, windows);
    const fits = windows.some(
      ({ opens, closes }) =>
        ((path.wall[i] ?? 0) - day * 1440 - opens) % step === 0 &&
        everyMinuteInside(path, i, service.durationMinutes, day, opens, closes),
    );
    if (fits && !collides(taken, start, question)) slots.push(start);
  }
  return slots;
}

/** The rule by itself, for counting wrong slots in any list. */
export function everyMinuteInside(
  path: Walk,
  index: number,
  minutes: number,
  day: number,
  opens: number,
  closes: number,
): boolean {
  for (let i = index; i < index + minutes; i += 1) {
    const clock = (path.wall[i] ?? -1) - day * 1440;
    if (path.first[i] !== 1 || clock < opens || clock >= closes) return false;
  }
  return true;
}

function collides(taken: Set<number>, start: number, { service }: SlotQuestion): boolean {
  const end = start + service.durationMinutes + service.bufferAfter;
  for (let minute = start - service.bufferBefore; minute < end; minute += 1) {
    if (taken.has(minute)) return true;
  }
  return false;
}

type Window = { opens: number; closes: number };

function windowsOn(question: PlacedQuestion, day: number): Window[] {
  const { service, placeId } = question;
  const { hours, overrides } = question.plan ?? question;
  const midnight = new Date(day * 86_400_000);
  const name = midnight.toISOString().slice(0, 10);
  if (question.fullDays?.includes(name)) return [];
  if (service.opensOn && name < service.opensOn) return [];
  if (service.closesOn && name > service.closesOn) return [];
  const weekday = midnight.getUTCDay() || 7;
  const override = overrides.find((candidate) => candidate.day === name);
  const windows = override
    ? "hours" in override
      ? override.hours
      : []
    : hours.filter((window) => window.weekday === weekday);
  return windows
    .filter((window) => !window.placeId || !placeId || window.placeId === placeId)
    .map(({ start, end }) => ({ opens: clock(start), closes: clock(end) }));
}

const clock = (time: string): number => +time.slice(0, 2) * 60 + +time.slice(3, 5);
