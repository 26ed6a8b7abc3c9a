import {
  instantOf,
  isZone,
  type Minute,
  minuteOf,
  nextOffsetChange,
  wallOf,
  type Zone,
} from "@/lib/core/time";

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
// Offsets lie within a day of UTC and one zone once skipped a day, so that instants and wall
// times of neighbouring days are always inside the table.
const MARGIN = 2 * MINUTES_PER_DAY;

const tables = new Map<Zone, ZoneTable>();

/** The zone's offsets over at least the two instants, kept from call to call. */
export function zoneTable(zone: Zone, from: Minute, to: Minute): ZoneTable {
  const known = tables.get(zone);
  if (known && known.from <= from - MARGIN && known.to >= to + MARGIN) return known;
  if (!isZone(zone)) throw new RangeError(`Not a zone: ${zone}`);
  const first = Math.min(known?.from ?? Number.POSITIVE_INFINITY, yearStart(from - MARGIN, 0));
  const last = Math.max(known?.to ?? Number.NEGATIVE_INFINITY, yearStart(to + MARGIN, 1));
  const table = build(zone, first, last);
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
  const starts = [from];
  const offsets = [wallOf(instantOf(from), zone).offsetMinutes];
  for (let at = nextOffsetChange(instantOf(from), zone); at; at = nextOffsetChange(at, zone)) {
    if (minuteOf(at) >= to) break;
    starts.push(minuteOf(at));
    offsets.push(wallOf(at, zone).offsetMinutes);
  }
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

function yearStart(minute: Minute, later: number): Minute {
  const year = instantOf(minute).getUTCFullYear();
  return minuteOf(new Date(Date.UTC(year + later, 0, 1)));
}
