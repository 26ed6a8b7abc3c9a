import { createHash } from "node:crypto";
import { groupByDay, openSlots, type SlotQuestion } from "@/lib/availability/rules";

/** Thirteen days on which clocks change: both directions, half hours, two hours, midnights. */
export const CHANGE_DAYS = [
  ["America/New_York", "2027-03-14"],
  ["America/New_York", "2027-11-07"],
  ["Europe/Berlin", "2027-03-28"],
  ["Europe/Berlin", "2027-10-31"],
  ["Europe/London", "2027-03-28"],
  ["Australia/Lord_Howe", "2027-04-04"],
  ["Australia/Lord_Howe", "2027-10-03"],
  ["Africa/Cairo", "2027-04-30"],
  ["Africa/Cairo", "2027-10-28"],
  ["Asia/Beirut", "2027-03-28"],
  ["America/Santiago", "2027-04-03"],
  ["America/Santiago", "2027-09-05"],
  ["Antarctica/Troll", "2027-10-31"],
] as const;

export const WINDOWS = [
  ["09:00", "17:00"],
  ["13:00", "23:59"],
  ["00:00", "24:00"],
  ["01:00", "05:00"],
  ["02:30", "04:30"],
  ["22:30", "24:00"],
] as const;

/** Readers ahead of, beside and behind every place above. */
export const VIEWERS = ["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"] as const;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const DAY_MS = 86_400_000;

/** Open at one window every day, asked about the change day and a day on each side. */
export function gridQuestion(zone: string, day: string, start: string, end: string): SlotQuestion {
  const noon = Date.parse(`${day}T12:00Z`);
  return {
    hours: EVERY_DAY.map((weekday) => ({ weekday, start, end })),
    overrides: [],
    busy: [],
    service: {
      durationMinutes: 60,
      stepMinutes: 15,
      bufferBefore: 0,
      bufferAfter: 0,
      minNoticeMinutes: 0,
      horizonDays: 60,
    },
    zone,
    from: new Date(noon - 2 * DAY_MS),
    to: new Date(noon + 2 * DAY_MS),
    now: new Date(noon - 10 * DAY_MS),
  };
}

export type GridCase = { name: string; question: SlotQuestion; viewer: string };

export const gridCases = (): GridCase[] =>
  CHANGE_DAYS.flatMap(([zone, day]) =>
    WINDOWS.flatMap(([start, end]) =>
      VIEWERS.map((viewer) => ({
        name: `${zone} ${day} ${start}–${end} read in ${viewer}`,
        question: gridQuestion(zone, day, start, end),
        viewer,
      })),
    ),
  );

/** One line that changes when any slot, or the day that a reader sees it on, does. */
export function gridFingerprint(): string {
  const lists = gridCases().map(({ question, viewer }) => [
    ...groupByDay(openSlots(question), viewer),
  ]);
  return createHash("sha256").update(JSON.stringify(lists)).digest("hex");
}
