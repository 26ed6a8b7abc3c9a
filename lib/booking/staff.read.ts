import { and, eq, gt, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { bookings, clients, lessons } from "@/db/schema";
import { overridesOf, weekOf } from "@/lib/availability/hours.read";
import { zoneTable } from "@/lib/availability/zones";
import { practiceDay } from "@/lib/clients/read";
import { babyTitle } from "@/lib/clients/rules";
import { isStaff, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { wholeNumber } from "@/lib/core/text";
import {
  addDays,
  type Day,
  day,
  dayNumber,
  instantOf,
  minuteOf,
  startOfDay,
} from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { settled } from "@/lib/work/settled";
import { busyElsewhere, closedOn, lanesOf, plansOf, waysBetween } from "./calendar.lanes";
import {
  colleaguesBy,
  eventsIn,
  type LessonRow,
  lessonRows,
  peopleOf,
  placesOf,
  servicesOf,
  type Teacher,
} from "./calendar.lessons";
import { daysFrom, freeSpans, hoursSeen, minutesIn, type Plan } from "./calendar.rules";
import { wallAt } from "./calendar.wall";
import { lessonsBetween, type StaffLesson } from "./staff-lessons";

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
    const practitionerId = scopeOf(actor, asked);
    const days = daysFrom(from, length);
    // What does not hang on the practice's zone is asked together with it.
    const [{ zone }, people, services, places, plan, plans] = await settled([
      practiceDay(tx, actor, now),
      peopleOf(tx, actor),
      servicesOf(tx, actor),
      placesOf(tx, actor),
      practitionerId ? planOf(tx, actor, practitionerId, addDays(from, -1)) : Promise.resolve(null),
      practitionerId ? Promise.resolve(null) : plansOf(tx, actor, days),
    ]);
    const range = { from: startOfDay(from, zone), until: startOfDay(addDays(from, length), zone) };
    const taken = lessonsBetween(actor, range.from, range.until, practitionerId);
    const [rows, elsewhere] = await settled([
      lessonRows(tx, taken),
      busyElsewhere(tx, actor, { ...range, zone, days }, practitionerId),
    ]);
    // Time off goes on for days, so that the table holds what was read, not what was asked.
    const begins = rows.reduce((least, row) => Math.min(least, row.begins), minuteOf(range.from));
    const ends = rows.reduce((most, row) => Math.max(most, row.ends), minuteOf(range.until));
    const table = zoneTable(zone, Math.min(begins, minuteOf(now)), Math.max(ends, minuteOf(now)));
    const firstDay = dayNumber(from);
    const elsewhereThan = new Map(
      [...places.values()].filter((one) => one.zone !== zone).map((one) => [one.id, one.zone]),
    );
    const seen = (hours: Plan, on: Day) => hoursSeen(hours, on, zone, elsewhereThan);
    const colleagues = colleaguesBy(services, people);
    const known = { actor, zone, table, days, firstDay, people, services, places, colleagues };
    // How many lessons each family had is told in one person's calendar: for everybody's it is half of the work.
    const events = await eventsIn(tx, rows, known, practitionerId !== undefined);
    return {
      zone,
      now: wallAt(table, minuteOf(now)),
      practitionerId: practitionerId ?? null,
      days: days.map((on) => {
        const open = plan ? seen(plan, on) : [];
        const gaps = plan
          ? freeSpans(
              open,
              [...events, ...elsewhere].filter((event) => event.day === on),
            )
          : [];
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
      travel: waysBetween(stopsIn(rows, people), speedsIn(people), zone),
      /** Whose hours stand beside each other, where everybody is asked for. */
      lanes: plans ? lanesOf(people.values(), plans, days, seen) : [],
    };
  },
  log: ({ events }, { practiceId }) => [
    { practiceId, list: "calendar", babyIds: [...new Set(events.flatMap(({ careOf }) => careOf))] },
  ],
});
export type StaffCalendar = Awaited<ReturnType<typeof staffCalendar>>;

const planOf = async (tx: Tx, { practiceId }: Staff, practitionerId: string, from: Day) => {
  const owner = { practiceId, practitionerId };
  const [hours, overrides] = await settled([weekOf(tx, owner), overridesOf(tx, owner, from)]);
  return { hours, overrides } satisfies Plan;
};

/** Where people are who said how fast they get about: for the others no way is known. */
const stopsIn = (rows: readonly LessonRow[], people: ReadonlyMap<string, Teacher>) =>
  rows
    .filter((row) => row.kind === "lesson" && people.get(row.practitioner)?.kmh)
    .map(({ practitioner, begins, ends, latitude, longitude }) => ({
      practitionerId: practitioner,
      startsAt: instantOf(begins),
      endsAt: instantOf(ends),
      point: latitude === null || longitude === null ? null : { latitude, longitude },
    }));

const speedsIn = (people: ReadonlyMap<string, Teacher>) =>
  new Map(
    [...people.values()].flatMap(({ id, kmh }) => (kmh === null ? [] : [[id, kmh] as const])),
  );

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
        // Lessons of a record that was merged are the family's.
        clientId: sql<string>`coalesce(${clients.mergedInto}, ${clients.id})`,
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
          or(among(clients.id, clientIds), among(clients.mergedInto, clientIds)),
          inArray(bookings.status, ["booked", "arrived"]),
          gt(lessons.endsAt, now),
        ),
      )
      .groupBy(sql`coalesce(${clients.mergedInto}, ${clients.id})`);
  },
});
