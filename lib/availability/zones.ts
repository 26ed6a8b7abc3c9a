import { instantOf, type Minute, type Zone } from "@/lib/core/time";

/** Minutes since 1970-01-01T00:00 as a clock on the wall counts them: day × 1440 + minute of day. */
export type WallMinute = number;

/** A stretch of wall time in which wall − offset = instant, end exclusive. */
export type WallSpan = { from: WallMinute; to: WallMinute; offset: number };

export type ZoneTable = {
  /** Instants for which the table holds, end exclusive. */
  readonly from: Minute;
  readonly to: Minute;
  /** The zone has offset `offsets[i]` from instant `starts[i]` on. */
  readonly starts: readonly Minute[];
  readonly offsets: readonly number[];
  /**
   * Wall time → instant, ascending. Wall times the clocks skip lie in no span. Wall times they
   * show twice lie in the first one only: a repeated hour is open once, the first time round,
   * so that a wall time never names two lessons and a day's hours keep their promised length.
   */
  readonly spans: readonly WallSpan[];
};

const MINUTES_PER_DAY = 1440;
const WEEK = 7 * MINUTES_PER_DAY;
const CHUNK = 16 * WEEK;
// Offsets lie within a day of UTC and one zone once skipped a day, so that instants and wall
// times of neighbouring days are always inside the table.
const MARGIN = 2 * MINUTES_PER_DAY;
// More names than the zone database has: only odd spellings can fill it.
const MOST_TABLES = 1000;

const tables = new Map<Zone, ZoneTable>();

/** The zone's offsets over at least the two instants, kept from call to call. */
export function zoneTable(zone: Zone, from: Minute, to: Minute): ZoneTable {
  const known = tables.get(zone);
  if (known && known.from <= from - MARGIN && known.to >= to + MARGIN) return known;
  const first = Math.floor((from - MARGIN) / CHUNK) * CHUNK;
  const last = Math.ceil((to + MARGIN) / CHUNK) * CHUNK;
  const table = build(
    zone,
    Math.min(known?.from ?? first, first),
    Math.max(known?.to ?? last, last),
  );
  if (tables.size >= MOST_TABLES) tables.clear();
  tables.set(zone, table);
  return table;
}

/** For measuring a cold start. */
export const forgetZones = (): void => tables.clear();

export function offsetAt(table: ZoneTable, minute: Minute): number {
  let i = table.starts.length - 1;
  while (i > 0 && (table.starts[i] ?? 0) > minute) i -= 1;
  return table.offsets[i] ?? 0;
}

export const wallMinute = (table: ZoneTable, minute: Minute): WallMinute =>
  minute + offsetAt(table, minute);

export const dayOfWall = (wall: WallMinute): number => Math.floor(wall / MINUTES_PER_DAY);

function build(zone: Zone, from: Minute, to: Minute): ZoneTable {
  const { starts, offsets } = changes(offsetReader(zone), from, to);
  const spans: WallSpan[] = [];
  let shown = Number.NEGATIVE_INFINITY;
  starts.forEach((start, i) => {
    const offset = offsets[i] ?? 0;
    const end = (starts[i + 1] ?? to) + offset;
    const begin = Math.max(start + offset, shown);
    if (begin < end) spans.push({ from: begin, to: end, offset });
    shown = Math.max(shown, end);
  });
  return { from, to, starts, offsets, spans };
}

/**
 * Looks once a week and halves the weeks in which the offset changed. No zone goes there and
 * back within a week; the quickest, Morocco around Ramadan, takes five.
 */
function changes(
  offsetOf: (minute: Minute) => number,
  from: Minute,
  to: Minute,
): { starts: Minute[]; offsets: number[] } {
  const starts = [from];
  const offsets = [offsetOf(from)];
  for (let week = from; week < to; week += WEEK) {
    const before = offsets.at(-1);
    const after = offsetOf(week + WEEK);
    if (after === before) continue;
    let [low, high] = [week, week + WEEK];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (offsetOf(middle) === before) low = middle;
      else high = middle;
    }
    starts.push(high);
    offsets.push(after);
  }
  return { starts, offsets };
}

/** Temporal costs three times as much on first sight of a zone; a test holds the two together. */
function offsetReader(zone: Zone): (minute: Minute) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (minute) => {
    const parts = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(instantOf(minute)));
    if (!parts?.[1]) return 0;
    const size = Number(parts[2]) * 60 + Number(parts[3]);
    return parts[1] === "-" ? -size : size;
  };
}
