// For the browser: nothing is imported here, so that the calendar brings no time library along.

export type Placed = {
  /** Which of the columns, from 0. */
  column: number;
  /** Into how many columns its group is divided. */
  columns: number;
};
export type More = { start: number; end: number; ids: string[] };
export type DayLayout = { placed: Map<string, Placed>; more: More[] };
type Item = { id: string; start: number; end: number };

/** Narrower than a third of a day nothing can be read: what does not fit is behind "+2". */
const MOST_COLUMNS = 3;

/**
 * Where the events of one day stand side by side. Events that touch in time, directly or through others, form a group;
 * each goes into the first column that is free when it starts, the longer first. A group that needs more columns
 * than fit keeps its last one for a "+n" that opens the list.
 */
export function layoutDay(items: readonly Item[], most = MOST_COLUMNS): DayLayout {
  const placed = new Map<string, Placed>();
  const more: More[] = [];
  for (const group of groups(items)) {
    const ends: number[] = [];
    const columnOf = group.map((item) => {
      const free = ends.findIndex((end) => end <= item.start);
      const column = free < 0 ? ends.length : free;
      ends[column] = item.end;
      return column;
    });
    const crowded = ends.length > most;
    const columns = crowded ? most : ends.length;
    const hidden: Item[] = [];
    group.forEach((item, i) => {
      const column = columnOf[i] ?? 0;
      if (crowded && column >= most - 1) hidden.push(item);
      else placed.set(item.id, { column, columns });
    });
    for (const cluster of groups(hidden))
      more.push({
        start: Math.min(...cluster.map((item) => item.start)),
        end: Math.max(...cluster.map((item) => item.end)),
        ids: cluster.map((item) => item.id),
      });
  }
  return { placed, more };
}

/** Events in time order, split wherever nobody is busy. */
function groups(items: readonly Item[]): Item[][] {
  // Of two at the same time the id decides, so that the order they came in changes nothing.
  const sorted = [...items].sort(
    (a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1),
  );
  const found: Item[][] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const item of sorted) {
    if (item.start >= until) found.push([]);
    found.at(-1)?.push(item);
    until = Math.max(until, item.end);
  }
  return found;
}

export type Hours = { first: number; last: number };

/** The hours that the grid shows: all that is open or taken, and at least a working day. */
export function shownHours(spans: readonly { start: number; end: number }[]): Hours {
  const first = Math.min(9 * 60, ...spans.map((span) => span.start));
  const last = Math.max(17 * 60, ...spans.map((span) => span.end));
  // An hour more above and below, so that a first or last lesson can be dragged out a little.
  return {
    first: Math.max(0, Math.floor(first / 60) * 60 - 60),
    last: Math.min(1440, Math.ceil(last / 60) * 60 + 60),
  };
}

export const SNAP = 15;

/** The nearest quarter of an hour at which the whole event stays inside the shown hours. */
export function snapTo(minutes: number, length: number, { first, last }: Hours): number {
  const snapped = Math.round(minutes / SNAP) * SNAP;
  return Math.min(Math.max(snapped, first), Math.max(first, last - length));
}

/** The nearest quarter of an hour at which an event may end: a quarter long at least, inside the shown hours. */
export function snapEnd(minutes: number, start: number, { last }: Hours): number {
  const snapped = Math.round(minutes / SNAP) * SNAP;
  return Math.min(Math.max(snapped, start + SNAP), Math.max(last, start + SNAP));
}
