import { Temporal } from "temporal-polyfill";
import { z } from "zod";

declare const kind: unique symbol;
// A plain string is accepted, a string already known to be something else is not.
type Flavoured<Name extends string> = string & { readonly [kind]?: Name };

/** A calendar day without a zone, "2026-11-22". Birth dates are days. */
export type Day = Flavoured<"day">;
/** A clock reading without a day or zone, "09:30". */
export type WallTime = Flavoured<"wall-time">;
/** An IANA zone name in its official spelling, "Europe/London". */
export type Zone = Flavoured<"zone">;
/** Whole minutes since 1970-01-01T00:00Z: the integers of slot search and of the wire. */
export type Minute = number;

export type WallReading = { day: Day; time: WallTime; offsetMinutes: number };
export type Conversion =
  | { kind: "ok"; instant: Date }
  /** The clocks jump over this wall time: it does not exist on that day. */
  | { kind: "gap" }
  /** The clocks show this wall time twice. `instant` is the first occurrence. */
  | { kind: "overlap"; instant: Date; second: Date };

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
// PostgreSQL's `time` reads back with seconds.
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/;

/** The only argument-less clock outside the database: everything else is given `now`. */
export const systemNow = (): Date => new Date();

/** Days since 1970-01-01, the same everywhere. Throws on a day that is not in the calendar. */
export function dayNumber(day: Day): number {
  const parts = DAY.exec(day);
  if (!parts) throw new RangeError(`Not a day: ${day}`);
  const [year, month, date] = [Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])];
  const found = new Date(Date.UTC(year, month, date));
  // 31 June would become 1 July, and the year 99 the year 1999.
  if (
    found.getUTCDate() !== date ||
    found.getUTCMonth() !== month ||
    found.getUTCFullYear() !== year
  )
    throw new RangeError(`Not in the calendar: ${day}`);
  return found.getTime() / MS_PER_DAY;
}

export const dayFromNumber = (number: number): Day =>
  new Date(number * MS_PER_DAY).toISOString().slice(0, 10);

export const addDays = (day: Day, n: number): Day => dayFromNumber(dayNumber(day) + n);

/** 29 February plus a year is 28 February: the last day the shorter month has. */
export const addMonths = (day: Day, n: number): Day =>
  Temporal.PlainDate.from(day).add({ months: n }).toString();

export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);

/** 1 = Monday … 7 = Sunday. Day 0, 1970-01-01, was a Thursday. */
export const weekdayOfNumber = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;
export const dayOfWeek = (day: Day): number => weekdayOfNumber(dayNumber(day));

/** Minutes after 00:00; "24:00" is 1440 and means the end of the day. */
export function minutesOfDay(time: WallTime): number {
  if (time === "24:00" || time === "24:00:00") return 1440;
  const parts = TIME.exec(time);
  if (!parts) throw new RangeError(`Not a wall time: ${time}`);
  return Number(parts[1]) * 60 + Number(parts[2]);
}

export const wallTimeOf = (minutes: number): WallTime =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** The minute that an instant lies in. */
export const minuteOf = (instant: Date): Minute => Math.floor(instant.getTime() / MS_PER_MINUTE);
/** The first whole minute not before an instant. */
export const minuteAfter = (instant: Date): Minute => Math.ceil(instant.getTime() / MS_PER_MINUTE);
export const instantOf = (minute: Minute): Date => new Date(minute * MS_PER_MINUTE);

/**
 * Wall time → instant. A gap and an overlap are told apart, because PostgreSQL and JavaScript
 * both hide them: 02:30 on a spring night silently becomes 03:30, and a repeated 01:30 may be
 * either of two instants.
 */
export function toInstant(day: Day, time: WallTime, zone: Zone): Conversion {
  const minutes = minutesOfDay(time);
  if (minutes === 1440) throw new RangeError("24:00 ends a day; as an instant it is the next day");
  const wall = Temporal.PlainDate.from(day).toPlainDateTime({
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
  });
  const earlier = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = wall.toZonedDateTime(zone, { disambiguation: "later" });
  const instant = new Date(earlier.epochMilliseconds);
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: "ok", instant };
  if (!earlier.toPlainDateTime().equals(wall)) return { kind: "gap" };
  return { kind: "overlap", instant, second: new Date(later.epochMilliseconds) };
}

export function wallOf(instant: Date, zone: Zone): WallReading {
  const offset = offsetAt(instant, zone);
  const wall = new Date(instant.getTime() + offset);
  return {
    day: wall.toISOString().slice(0, 10),
    time: wallTimeOf(wall.getUTCHours() * 60 + wall.getUTCMinutes()),
    offsetMinutes: Math.floor(offset / MS_PER_MINUTE),
  };
}

export const today = (now: Date, zone: Zone): Day => wallOf(now, zone).day;

/** From one change of a zone's clocks to the next: asking Temporal for every lesson of a week is dear. */
type Stretch = { from: number; until: number; offset: number };
const stretches = new Map<Zone, Stretch[]>();
const STRETCHES_KEPT = 6;

/** What the wall is ahead of UTC at an instant, in ms. */
function offsetAt(instant: Date, zone: Zone): number {
  const ms = instant.getTime();
  const known = stretches.get(zone) ?? [];
  const kept = known.find(({ from, until }) => from <= ms && ms < until);
  if (kept) return kept.offset;
  const at = inZone(instant, zone);
  // "previous" means before this moment; a change that happens at it begins its stretch.
  const from = at.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  const until = at.getTimeZoneTransition("next");
  const found = {
    from: from?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: until?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: at.offsetNanoseconds / 1e6,
  };
  stretches.set(zone, [found, ...known].slice(0, STRETCHES_KEPT));
  return found.offset;
}

/** The first moment of a day that exists: Cairo, Beirut and Santiago skip some midnights. */
export const startOfDay = (day: Day, zone: Zone): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);

const inZone = (instant: Date, zone: Zone): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

const knownZones = new Set<string>();

/** Official spelling only, so that a zone has one name in caches, feeds and comparisons. */
export function isZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  if (!/^[A-Z]/.test(name) || name.length > 64) return false;
  try {
    if (inZone(new Date(0), name).timeZoneId !== name) return false;
  } catch {
    return false;
  }
  knownZones.add(name);
  return true;
}

export function isDay(text: string): boolean {
  try {
    return dayNumber(text) >= EARLIEST_DAY && dayNumber(text) < LATEST_DAY;
  } catch {
    return false;
  }
}

// Outside these a date is a slip of the keyboard; a year 0026 must not reach the database.
const EARLIEST_DAY = dayNumber("1900-01-01");
const LATEST_DAY = dayNumber("2200-01-01");

// `abort`: rules about whole objects must not be asked about a value that is no day or time.
export const day = z
  .string()
  .refine(isDay, { error: "errors:day", abort: true })
  .transform((text): Day => text);
export const wallTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "errors:time", abort: true })
  .transform((text): WallTime => text);
/** The end of a window: as `wallTime`, and "24:00". */
export const wallTimeEnd = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "errors:time", abort: true })
  .transform((text): WallTime => text);
export const zone = z
  .string()
  .refine(isZone, { error: "errors:zone", abort: true })
  .transform((text): Zone => text);
