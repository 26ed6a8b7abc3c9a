import type { Minute } from "@/lib/core/time";

// Nothing but types is imported here: the browser reads slots with this file alone.

/**
 * Ascending epoch minutes as the first one and then the differences, which JSON writes in two
 * or three characters each where an ISO object takes about forty.
 */
export const encodeSlots = (slots: readonly Minute[]): number[] =>
  slots.map((slot, i) => (i === 0 ? slot : slot - (slots[i - 1] ?? 0)));

export function decodeSlots(wire: readonly number[]): Minute[] {
  let slot = 0;
  return wire.map((difference, i) => {
    if (!Number.isSafeInteger(difference) || (i > 0 && difference <= 0)) {
      throw new RangeError("Not a list of slots");
    }
    slot += difference;
    return slot;
  });
}

/** ISO 8601 for outside readers, e.g. "2027-03-15T13:00:00.000Z", as `toISOString` writes it. */
export function isoSlots(slots: readonly Minute[]): string[] {
  let day = Number.NaN;
  let date = "";
  return slots.map((slot) => {
    const number = Math.floor(slot / 1440);
    if (number !== day) {
      day = number;
      date = new Date(number * 86_400_000).toISOString().slice(0, 11);
    }
    return date + (CLOCK[slot - number * 1440] ?? "");
  });
}

const two = (n: number): string => String(n).padStart(2, "0");
const CLOCK = Array.from(
  { length: 1440 },
  (_, minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00.000Z`,
);
