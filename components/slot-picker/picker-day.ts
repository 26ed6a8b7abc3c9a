/** A day of the picker: its free starts in epoch minutes, and why it has none. */
export type PickerDay = {
  day: string;
  state: "free" | "full" | "closed" | "past";
  times: readonly number[];
};

export type DayPart = "morning" | "afternoon" | "evening";

/** The part of the day that a wall time "14:15" belongs to. */
export function dayPart(time: string): DayPart {
  if (time < "12:00") return "morning";
  return time < "17:00" ? "afternoon" : "evening";
}

export type OwnClock = { zone: string; locale: string; text: string };

/**
 * Whose clock a picker shows (feature c19): the place's, first and always. Whoever is elsewhere sees their own beside it
 * only for a lesson that needs no way: to all others they come by the clock of the place.
 */
export const ownClock = (kind: string, clock: OwnClock): OwnClock | undefined =>
  kind === "online" ? clock : undefined;
