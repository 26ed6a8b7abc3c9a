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
