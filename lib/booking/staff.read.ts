import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { bookings, clients, lessons } from "@/db/schema";
import { overridesOf, weekOf } from "@/lib/availability/hours.read";
import { practiceDay } from "@/lib/clients/read";
import { babyTitle } from "@/lib/clients/rules";
import { isStaff, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { wholeNumber } from "@/lib/core/text";
import { addDays, type Day, day, minutesOfDay, startOfDay, wallOf } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { busyElsewhere, closedOn, lanesOf, speedsOf, waysBetween } from "./calendar.lanes";
import { dayParts, daysFrom, freeSpans, hoursOn, minutesIn, type Plan } from "./calendar.rules";
import { type StaffLesson, staffLessons, takenBetween } from "./staff-lessons";

/** Whose calendar: one's own, a colleague's, or everybody's. */
const whose = z.union([z.literal("all"), id("practitioner")]).optional();
const scopeOf = (actor: Staff, asked: string | undefined): string | undefined =>
  asked === "all" ? undefined : (asked ?? actor.practitionerId ?? undefined);

const CalendarQuestion = z.strictObject({
  from: day,
  /** A month is six weeks at most. */
  days: wholeNumber(1, 42).default(7),
  practitionerId: whose,
});

/** The calendar's days with their hours, and everything that is in them, in the practice's own wall time. */
export const staffCalendar = query({
  name: "booking.calendar",
  allow: isStaff,
  input: CalendarQuestion,
  run: async ({ actor, tx, now }, { from, days: length, practitionerId: asked }) => {
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const practitionerId = scopeOf(actor, asked);
    const days = daysFrom(from, length);
    const taken = takenBetween(
      actor,
      startOfDay(from, zone),
      startOfDay(addDays(from, length), zone),
      practitionerId,
    );
    // How many lessons each family had is told in one person's calendar: for everybody's it is half of the work.
    const counted = practitionerId !== undefined;
    const found = await staffLessons(tx, actor, taken, thisDay, { counted });
    const events = found.flatMap((lesson) => eventsOf(lesson, zone, days));
    const range = { from: startOfDay(from, zone), until: startOfDay(addDays(from, length), zone) };
    const elsewhere = await busyElsewhere(tx, actor, { ...range, zone, days }, practitionerId);
    const stops = found.flatMap((lesson) => (lesson.block ? [] : [stopOf(lesson)]));
    const speeds = await speedsOf(
      tx,
      actor,
      stops.map((stop) => stop.practitionerId),
    );
    const plan = practitionerId ? await planOf(tx, actor, practitionerId, from) : null;
    return {
      zone,
      now: wallAt(now, zone),
      practitionerId: practitionerId ?? null,
      days: days.map((on) => {
        const open = plan ? hoursOn(plan, on) : [];
        const busy = [...events, ...elsewhere].filter((event) => event.day === on);
        const gaps = freeSpans(open, busy);
        return {
          day: on,
          open,
          gaps,
          free: plan ? minutesIn(gaps) : null,
          away: plan !== null && closedOn(plan, on),
        };
      }),
      events,
      elsewhere,
      travel: waysBetween(stops, speeds, zone),
      /** Whose hours stand beside each other, where everybody is asked for. */
      lanes: practitionerId ? [] : await lanesOf(tx, actor, days),
    };
  },
});
export type StaffCalendar = Awaited<ReturnType<typeof staffCalendar>>;
export type CalendarEvent = StaffCalendar["events"][number];

const planOf = async (tx: Tx, { practiceId }: Staff, practitionerId: string, from: Day) => {
  const owner = { practiceId, practitionerId };
  return {
    hours: await weekOf(tx, owner),
    overrides: await overridesOf(tx, owner, from),
  } satisfies Plan;
};

const stopOf = ({ practitioner, startsAt, endsAt, point }: StaffLesson) => ({
  practitionerId: practitioner.id,
  startsAt,
  endsAt,
  point,
});

/** A lesson as the calendar draws it: one event a day, without what only its own page tells. */
function eventsOf(lesson: StaffLesson, zone: string, days: readonly Day[]) {
  const { seat } = lesson;
  const parts = dayParts(lesson.startsAt, lesson.endsAt, zone);
  const alerts = seat?.babies.map((baby) => baby.alerts) ?? [];
  return parts
    .filter((part) => days.includes(part.day))
    .map((part) => ({
      // Written out: spread, each of a full week's events cost 24 µs.
      day: part.day,
      start: part.start,
      end: part.end,
      id: lesson.lessonId,
      bookingId: seat?.id ?? null,
      practitioner: lesson.practitioner,
      kind: lesson.block ? ("block" as const) : (lesson.place?.kind ?? "studio"),
      status: lesson.status,
      onTop: lesson.onTop,
      /** The family said that it will come. */
      willCome: seat?.confirmedAt != null,
      color: lesson.color,
      answerBy: lesson.answerBy && wallAt(lesson.answerBy, zone),
      title: lesson.block ? lesson.title : titleOf(lesson),
      service: lesson.service?.name ?? null,
      place: lesson.place?.name ?? null,
      address: lesson.address,
      ordinal: seat?.ordinal || null,
      guardians: seat?.guardians ?? [],
      clientId: seat?.clientId ?? null,
      doctorName: seat?.doctorName ?? null,
      price: seat && { minor: seat.priceMinor, currency: seat.currency },
      bornEarly: alerts.find((one) => one.bornEarly !== null)?.bornEarly ?? null,
      careCount: alerts.reduce((sum, one) => sum + one.count, 0),
      care: alerts.flatMap((one) => one.facts ?? []),
      version: lesson.version,
      bookingVersion: seat?.version ?? null,
      /** What reaches over midnight is not dragged by one of its parts. */
      whole: parts.length === 1,
      begins: wallAt(lesson.startsAt, zone),
      minutes: Math.round((lesson.endsAt.getTime() - lesson.startsAt.getTime()) / 60_000),
      /** The clock the family was told, when it is not the practice's. */
      zone: lesson.zone === zone ? null : lesson.zone,
    }));
}

/** A moment as minutes of a day on the wall. */
function wallAt(at: Date, zone: string): { day: Day; minute: number } {
  const { day: on, time } = wallOf(at, zone);
  return { day: on, minute: minutesOfDay(time) };
}

export const titleOf = ({ seat, title }: Pick<StaffLesson, "seat" | "title">): string =>
  seat ? babyTitle(seat.babies.map((baby) => baby.firstName).join(" & "), seat.familyName) : title;

/** When some families come next, for the list of families. */
export const nextLessons = query({
  name: "booking.next_of_clients",
  allow: isStaff,
  input: z.strictObject({ clientIds: z.array(id("client")).max(50) }),
  run: async ({ actor, tx, now }, { clientIds }) => {
    if (clientIds.length === 0) return [];
    return tx
      .select({
        clientId: clients.id,
        startsAt: sql<string>`min(${lessons.startsAt})`,
        zone: sql<string>`(array_agg(${lessons.timeZone} order by ${lessons.startsAt}))[1]`,
      })
      .from(clients)
      .innerJoin(
        bookings,
        and(eq(bookings.practiceId, clients.practiceId), eq(bookings.clientId, clients.id)),
      )
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .where(
        and(
          eq(clients.practiceId, actor.practiceId),
          among(clients.id, clientIds),
          inArray(bookings.status, ["booked", "arrived"]),
          gt(lessons.endsAt, now),
        ),
      )
      .groupBy(clients.id);
  },
});
