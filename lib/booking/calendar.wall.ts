import { dayOfWall, type WallMinute, wallMinute, type ZoneTable } from "@/lib/availability/zones";
import { type Day, dayFromNumber, type Minute } from "@/lib/core/time";
import { wallEnd } from "./calendar.rules";

/** What of a lesson lies on one day of the calendar, in minutes of its wall; `whole` when that is all of it. */
export type Part = { day: Day; start: number; end: number; whole: boolean };
type Shown = {
  table: ZoneTable;
  days: readonly Day[];
  /** The number of the first of them. */
  firstDay: number;
};
const DAY_MINUTES = 1440;

/** As dayParts, for the days that are shown, without making a word of each time. */
export function partsOf(
  { begins, ends }: { begins: Minute; ends: Minute },
  { table, days, firstDay }: Shown,
): Part[] {
  const from: number = wallMinute(table, begins);
  const until = wallEnd(from, wallMinute(table, ends), ends - begins);
  // What ends at midnight has no part in the day that begins.
  const [first, last] = [dayOfWall(from), Math.max(dayOfWall(from), dayOfWall(until - 1))];
  const parts: Part[] = [];
  for (let number = first; number <= last; number += 1) {
    const day = days[number - firstDay];
    const midnight = number * DAY_MINUTES;
    const [start, end] = [Math.max(0, from - midnight), Math.min(DAY_MINUTES, until - midnight)];
    if (day && end > start) parts.push({ day, start, end, whole: first === last });
  }
  return parts;
}

/** A moment as minutes of a day on the wall. */
export const wallAt = (table: ZoneTable, at: Minute): { day: Day; minute: number } => {
  const wall: WallMinute = wallMinute(table, at);
  const day = dayOfWall(wall);
  return { day: dayFromNumber(day), minute: wall - day * DAY_MINUTES };
};
