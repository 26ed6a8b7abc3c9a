import type { ReactNode } from "react";

export type Span = { start: number; end: number };
export type EventKind = "home" | "studio" | "online" | "hospital" | "block";
export type EventStatus =
  | "held"
  | "requested"
  | "booked"
  | "arrived"
  | "completed"
  | "no_show"
  | "cancelled";
export type Care = {
  allergies: string[];
  conditions: string[];
  takeCare: string | null;
  findings: string[];
  /** What a doctor allows only: the calendar says that there is a limit, the record says which. */
  limits?: { kind: string }[];
};

/** One lesson, or one day's part of a block, in minutes of the practice's wall. */
export type CalendarEvent = Span & {
  id: string;
  day: string;
  bookingId: string | null;
  clientId: string | null;
  practitioner: { id: string; name: string };
  /** Who else could give it. */
  colleagues: readonly { id: string; name: string }[];
  kind: EventKind;
  status: EventStatus;
  title: string;
  service: string | null;
  place: string | null;
  address: string | null;
  ordinal: number | null;
  guardians: string[];
  doctorName: string | null;
  price: { minor: number; currency: string } | null;
  /** Completed days of pregnancy at birth, when that was early. */
  bornEarly: number | null;
  /** Nobody knows how early it was. */
  weeksUnknown: boolean;
  careCount: number;
  /** Empty for the front desk, which knows only how much there is. */
  care: Care[];
  version: number;
  bookingVersion: number | null;
  /** Drawn in one piece; what reaches over midnight is moved through fields. */
  whole: boolean;
  /** Where it really begins, and how long it really is. */
  begins: { day: string; minute: number };
  minutes: number;
  /** It lies over another lesson, for a reason that was stated. */
  onTop: boolean;
  /** A colleague's time off, which the reader may not move or give back. */
  fixed: boolean;
  /** Of a lesson that took place, for whoever may know: whether its note is signed. */
  note: "signed" | "to_sign" | "to_write" | null;
  /** The family said that it will come. */
  willCome: boolean;
  color: "brand" | "info" | "glow" | "good" | "plum" | "stone" | null;
  /** Until when a request is to be answered. */
  answerBy: { day: string; minute: number } | null;
  zone: string | null;
  /** Shown among the lessons of others, so that it has to say who gives it. */
  among?: boolean;
};
export type CalendarDay = {
  day: string;
  open: Span[];
  gaps: Span[];
  free: number | null;
  /** Closed by hand, on a day of the week that may be worked. */
  away: boolean;
};
/** Time of a practitioner that has no name here: busy by another calendar, or on the way. */
export type Stretch = Span & { practitionerId: string; day: string };
export type Lane = {
  id: string;
  name: string;
  days: { day: string; open: Span[]; away: boolean }[];
};
export type CalendarData = {
  zone: string;
  now: { day: string; minute: number };
  practitionerId: string | null;
  days: CalendarDay[];
  events: CalendarEvent[];
  elsewhere: Stretch[];
  travel: Stretch[];
  /** Everybody's hours, where everybody is asked for. */
  lanes: Lane[];
};
export type View = "day" | "week" | "month" | "agenda";

/** Sentences of the calendar, from messages; {names} in braces are filled in here. */
export type CalendarWords = Readonly<Record<string, string>>;

/** Pictures as finished elements: the table of all of them stays on the server. */
export type Icons = Readonly<
  Record<
    | "check"
    | "circle-x"
    | "baby"
    | "triangle-alert"
    | "clock"
    | "house"
    | "map-pin"
    | "stethoscope"
    | "wallet"
    | "x"
    | "chevron-left"
    | "chevron-right"
    | "plus"
    | "user"
    | "car"
    | "circle-check"
    | "pen-line"
    | "printer",
    ReactNode
  >
>;

/** Where several people's calendars are one, each event says whose it is. */
export const amongOthers = (data: CalendarData): CalendarData =>
  data.lanes.length < 2
    ? data
    : { ...data, events: data.events.map((event) => ({ ...event, among: true })) };

export const keyOf = (event: CalendarEvent): string => `${event.id}-${event.day}`;

/** What may be moved by hand: what nobody has said anything about yet, and is drawn in one piece. */
export const movable = (event: CalendarEvent): boolean => event.whole && changeable(event);
/** What may be moved through fields, over midnight too. */
export const changeable = (event: CalendarEvent): boolean =>
  !event.fixed && (event.status === "booked" || event.status === "requested");

type Now = { day: string; minute: number };

/** Minutes of a day that can still be booked; null when its hours are over, for what was free is of no use to anybody. */
export function freeAhead({ day, open, gaps }: CalendarDay, now: Now): number | null {
  const from = day < now.day ? 1440 : day === now.day ? now.minute : 0;
  if (!open.some(({ end }) => end > from)) return null;
  return gaps.reduce((sum, { start, end }) => sum + Math.max(0, end - Math.max(start, from)), 0);
}

export type Outcome =
  | "approve"
  | "arrived"
  | "completed"
  | "noShow"
  | "undo"
  | "takeBack"
  | "unblock";
/** Whether somebody has to say how a lesson went. */
export const unsaid = (event: CalendarEvent, now: Now): boolean =>
  event.status === "booked" &&
  event.kind !== "block" &&
  (event.day < now.day || (event.day === now.day && event.end <= now.minute));

// A family may come early; half a day before its lesson it has not arrived.
const ARRIVAL_MINUTES = 720;

/** What may be said about an event now, the likeliest first: what the commands behind it accept. */
export function outcomesOf(event: CalendarEvent, now: Now): Outcome[] {
  if (event.kind === "block") return event.fixed ? [] : ["unblock"];
  const today = event.day === now.day;
  const started = event.day < now.day || (today && event.start <= now.minute);
  const soon = today && event.start - now.minute <= ARRIVAL_MINUTES;
  if (event.status === "requested") return started ? [] : ["approve"];
  if (event.status === "booked") {
    if (unsaid(event, now)) return ["completed", "noShow"];
    return [...(soon ? (["arrived"] as const) : []), ...(started ? (["noShow"] as const) : [])];
  }
  if (event.status === "arrived") return started ? ["completed", "undo"] : ["undo"];
  return event.status === "completed" || event.status === "no_show" ? ["undo"] : [];
}
