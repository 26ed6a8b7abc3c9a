import { Temporal } from "temporal-polyfill";
import { minutesOfDay, type WallTime, type Zone } from "@/lib/core/time";

/** Wall times of the practice between which families sleep; the same twice means never. */
export type Quiet = { from: WallTime; until: WallTime; zone: Zone };
export type Stretch = { begins: Date; ends: Date };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The quiet hours an instant lies in, or null. On a night when the clocks change they are never shorter than promised:
 * an end that comes twice is the second, a beginning that does not exist is the moment before.
 */
export function quietAround(at: Date, { from, until, zone }: Quiet): Stretch | null {
  if (minutesOfDay(from) === minutesOfDay(until)) return null;
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  const overMidnight = minutesOfDay(until) < minutesOfDay(from);
  for (const begun of [day.subtract({ days: 1 }), day]) {
    const begins = instantOn(begun, from, zone, "earlier");
    const ends = instantOn(overMidnight ? begun.add({ days: 1 }) : begun, until, zone, "later");
    if (begins <= at && at < ends) return { begins, ends };
  }
  return null;
}

function instantOn(
  day: Temporal.PlainDate,
  time: WallTime,
  zone: Zone,
  disambiguation: "earlier" | "later",
): Date {
  const minutes = minutesOfDay(time);
  const wall = day.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return new Date(wall.toZonedDateTime(zone, { disambiguation }).epochMilliseconds);
}

export type Times = { startsAt: Date; endsAt: Date };
export type Wishes = { reminderMinutes: readonly number[]; followUpHours: number | null };
export type Planned = { kind: "reminder" | "follow_up"; minutes: number; dueAt: Date };

/** Before quiet hours for what is due in them: a minute, in which the clock's job takes it up. */
const reminderDue = ({ startsAt }: Times, minutes: number, quiet: Quiet): Date => {
  const meant = new Date(startsAt.getTime() - minutes * MINUTE);
  const asleep = quietAround(meant, quiet);
  return asleep ? new Date(asleep.begins.getTime() - MINUTE) : meant;
};

/** The first moment from then on at which nobody is asleep. */
export const afterQuiet = (meant: Date, quiet: Quiet): Date =>
  quietAround(meant, quiet)?.ends ?? meant;

/**
 * What will be sent about a lesson, soonest first. A reminder that falls into quiet hours goes before they begin, a
 * follow-up after they end. What is due already is left out, and two reminders that fall on one moment are one.
 */
export function planOf(lesson: Times, wishes: Wishes, quiet: Quiet, now: Date): Planned[] {
  const minutes = [...new Set(wishes.reminderMinutes)].sort((a, b) => b - a);
  const reminders = minutes.map(
    (n): Planned => ({ kind: "reminder", minutes: n, dueAt: reminderDue(lesson, n, quiet) }),
  );
  const alone = reminders.filter(
    ({ dueAt }, at) => dueAt.getTime() !== reminders[at + 1]?.dueAt.getTime(),
  );
  const { followUpHours } = wishes;
  const meant = new Date(lesson.endsAt.getTime() + (followUpHours ?? 0) * HOUR);
  const followUp: Planned[] =
    followUpHours === null
      ? []
      : [{ kind: "follow_up", minutes: followUpHours * 60, dueAt: afterQuiet(meant, quiet) }];
  return [...alone, ...followUp].filter(({ dueAt }) => dueAt > now);
}

export type LessonNow = {
  kind: "reminder" | "follow_up";
  /** The start it was planned for, and the lesson's start now. */
  plannedFor: Date;
  startsAt: Date;
  endsAt: Date;
  status: "requested" | "booked" | "arrived" | "completed" | "no_show" | "cancelled";
  silent: boolean;
};
export type Verdict = { send: true } | { send: false; again: Date | null };

const NO: Verdict = { send: false, again: null };
const DAYS_TO_SAY = 7;

/**
 * The last look before something planned is sent. Nothing about a lesson that was cancelled, moved or missed, and
 * nothing to a family that is to be left in peace. What woke too late, after a standstill, waits for the morning when
 * that is early enough. A follow-up waits until somebody has said that the lesson took place.
 */
export function verdictOn(lesson: LessonNow, quiet: Quiet, now: Date): Verdict {
  if (lesson.silent || lesson.plannedFor.getTime() !== lesson.startsAt.getTime()) return NO;
  const asleep = quietAround(now, quiet);
  if (lesson.kind === "reminder") {
    if (lesson.startsAt <= now) return NO;
    // The family is here already, or somebody pressed the wrong button and takes that back before the lesson begins.
    if (lesson.status === "arrived") return { send: false, again: now };
    if (lesson.status !== "booked") return NO;
    if (!asleep) return { send: true };
    return asleep.ends < lesson.startsAt ? { send: false, again: asleep.ends } : NO;
  }
  const held = lesson.status === "arrived" || lesson.status === "completed";
  if (!held && lesson.status !== "booked") return NO;
  if (held && !asleep) return { send: true };
  const again = held ? now : new Date(now.getTime() + HOUR);
  const patience = lesson.endsAt.getTime() + DAYS_TO_SAY * 24 * HOUR;
  return again.getTime() > patience && !held
    ? NO
    : { send: false, again: afterQuiet(again, quiet) };
}
