import { createHash } from "node:crypto";
import type { SlotQuestion } from "@/lib/availability/rules";
import type { Busy, WeeklyHours } from "@/lib/availability/schema";

export const SEED = 20_270_301;

/** Small, quick and the same everywhere: numbers in [0, 1) from a 32-bit state (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Same seed, same sum: printed with every result. */
export const checksum = (data: unknown): string =>
  createHash("sha256").update(JSON.stringify(data)).digest("hex");

export const VIEWER = "Europe/Berlin";
export const HORIZONS = [30, 90, 365] as const;
export const BOOKINGS = [20, 200, 2000] as const;

const START = Date.parse("2027-03-01T00:00Z");
const DAY_MS = 86_400_000;
const weekdays = (start: string, end: string): WeeklyHours[] =>
  [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start, end }));

/** Monday to Friday 9–17 in New York, over both changes of the clocks; lessons at random. */
export function slotQuestion(days: number, bookings: number, seed = SEED): SlotQuestion {
  const next = random(seed + days * 10_000 + bookings);
  const busy = Array.from({ length: bookings }, (): Busy => {
    const day = Math.floor(next() * days);
    const quarter = Math.floor(next() * 32);
    const start = START / 60_000 + day * 1440 + (13 * 4 + quarter) * 15;
    return { start, end: start + (next() < 0.5 ? 45 : 60) };
  }).sort((a, b) => a.start - b.start);
  return {
    hours: weekdays("09:00", "17:00"),
    overrides: [
      { day: "2027-03-10", closed: true },
      { day: "2027-03-18", hours: [{ start: "12:00", end: "19:30" }] },
    ],
    busy,
    service: {
      durationMinutes: 60,
      stepMinutes: 15,
      bufferBefore: 0,
      bufferAfter: 15,
      minNoticeMinutes: 120,
      horizonDays: 400,
    },
    zone: "America/New_York",
    from: new Date(START),
    to: new Date(START + days * DAY_MS),
    now: new Date(START - 6 * 3_600_000),
  };
}

/** The month whose bytes are compared. */
export const wireQuestion = (): SlotQuestion => slotQuestion(30, 20);
