import { and, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { places, practitioners, services } from "@/db/schema";
import { anyone } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { wholeNumber } from "@/lib/core/text";
import { addDays, type Day, day, type Minute, startOfDay, today, type Zone } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { openSlots, type Plan, planAt, type Schedule } from "./rules";
import type { Busy, DateOverride, OpenWindow, ServiceTiming, WeeklyHours } from "./schema";
import type { Point } from "./travel";
import { encodeSlots } from "./wire";

export type Range = { from: Date; to: Date };
export type Calendar = {
  hours: WeeklyHours[];
  overrides: DateOverride[];
  busy: Busy[];
  fullDays: Day[];
};
type Owner = { practiceId: string; practitionerId: string };
/** Whose calendar is asked for, and for what: the service gives the place the way leads to, and its own limits. */
export type CalendarQuestion = Owner & {
  serviceId?: string | null | undefined;
  /** Where the family of a home visit lives, when that is known. */
  visit?: Point | null | undefined;
  /** A lesson that does not count: the asker's own hold, or the one that is being moved. */
  exceptId?: string | null | undefined;
};

export const timingColumns = {
  durationMinutes: services.durationMinutes,
  stepMinutes: services.stepMinutes,
  bufferBefore: services.bufferBeforeMinutes,
  bufferAfter: services.bufferAfterMinutes,
  minNoticeMinutes: services.minNoticeMinutes,
  horizonDays: services.horizonDays,
  sameDay: services.sameDay,
  opensOn: services.opensOn,
  closesOn: services.closesOn,
};

type Row = {
  hours: [weekday: number, start: string, end: string, place: string | null][];
  overrides: [day: string, start: string | null, end: string | null, place: string | null][];
  busy: [start: Minute, end: Minute][];
  full: string[];
};

const DAY_MS = 86_400_000;

/**
 * The columns of a Row for one owner `o`, whose service, its place and practitioner are joined under the names of their
 * tables. Taken time comes from busy_times(), which says when and never what: the same for a visitor, a parent and staff.
 */
function calendarColumns({ from, to }: Range): SQL {
  // The point of a lesson that moves may be no more than the middle of its place's area: so broken_limits() takes it too.
  // Buffers and lessons reach a few hours over both ends; a day holds them all.
  const first = new Date(from.getTime() - DAY_MS).toISOString();
  const last = new Date(to.getTime() + DAY_MS).toISOString();
  const [firstDay, lastDay] = [addDays(first.slice(0, 10), -1), addDays(last.slice(0, 10), 1)];
  return sql`
      coalesce((select json_agg(json_build_array(h.weekday, to_char(h.starts_time, 'HH24:MI'), to_char(h.ends_time, 'HH24:MI'), h.place_id)
        order by h.weekday, h.starts_time)
        from weekly_hours h where h.practice_id = o.practice_id and h.practitioner_id = o.practitioner_id), '[]') as hours,
      coalesce((select json_agg(json_build_array(d.day, to_char(d.starts_time, 'HH24:MI'), to_char(d.ends_time, 'HH24:MI'), d.place_id)
        order by d.day, d.starts_time)
        from date_overrides d where d.practice_id = o.practice_id and d.practitioner_id = o.practitioner_id
          and d.day between ${firstDay}::date and ${lastDay}::date), '[]') as overrides,
      coalesce((select json_agg(json_build_array(floor(extract(epoch from b.blocked_from) / 60),
          ceil(extract(epoch from b.blocked_until) / 60)) order by b.blocked_from)
        from busy_times(array[o.practitioner_id], ${first}::timestamptz, ${last}::timestamptz,
          coalesce(o.lat, case when places.kind <> 'online' then places.latitude end),
          coalesce(o.lng, case when places.kind <> 'online' then places.longitude end),
          coalesce(case when o.lat is not null then lesson_slack(o.practice_id, o.except_id, o.lat, o.lng)
            when places.kind = 'home' and num_nulls(places.latitude, places.longitude) = 0 then places.radius_miles * 1.609344 end, 0),
          o.except_id) b), '[]') as busy,
      coalesce(case when num_nonnulls(practitioners.max_per_day, practitioners.max_per_week, services.max_per_day, services.max_per_week) > 0
        then (select json_agg(f) from full_days(o.practitioner_id, o.service_id, coalesce(places.time_zone, 'UTC'),
          ${firstDay}::date, ${lastDay}::date, o.except_id) f) end, '[]') as full`;
}

/** Hours, exceptions, taken time and full days of some practitioners, in one statement and in the order asked. */
export async function calendars(
  tx: Tx,
  asked: readonly CalendarQuestion[],
  range: Range,
): Promise<Calendar[]> {
  if (asked.length === 0) return [];
  const column = (
    type: string,
    of: (one: CalendarQuestion) => string | number | null | undefined,
  ) => sql`${`{${asked.map((one) => of(one) ?? "null").join(",")}}`}::${sql.raw(type)}[]`;
  const rows = await tx.execute<Row>(sql`
    select ${calendarColumns(range)}
    from unnest(${column("uuid", (one) => one.practiceId)}, ${column("uuid", (one) => one.practitionerId)},
      ${column("uuid", (one) => one.serviceId)}, ${column("uuid", (one) => one.exceptId)},
      ${column("float8", (one) => one.visit?.latitude)}, ${column("float8", (one) => one.visit?.longitude)})
      with ordinality as o(practice_id, practitioner_id, service_id, except_id, lat, lng, n)
    left join services on services.practice_id = o.practice_id and services.id = o.service_id
    left join places on places.practice_id = services.practice_id and places.id = services.place_id
    left join practitioners on practitioners.practice_id = o.practice_id and practitioners.id = o.practitioner_id
    order by o.n`);
  return rows.map(calendarOf);
}

const windowOf = (start: string, end: string, place: string | null): OpenWindow =>
  place === null ? { start, end } : { start, end, placeId: place };

function calendarOf(row: Row): Calendar {
  const days = new Map<string, OpenWindow[]>();
  for (const [on, start, end, place] of row.overrides) {
    const windows = days.get(on) ?? [];
    if (start !== null && end !== null) windows.push(windowOf(start, end, place));
    days.set(on, windows);
  }
  return {
    hours: row.hours.map(([weekday, start, end, place]) => ({
      weekday,
      ...windowOf(start, end, place),
    })),
    overrides: [...days].map(([on, hours]) =>
      hours.length > 0 ? { day: on, hours } : { day: on, closed: true },
    ),
    busy: row.busy.map(([start, end]) => ({ start, end })),
    fullDays: row.full,
  };
}

export type OpeningsQuestion = CalendarQuestion &
  Range & {
    serviceId: string;
    now: Date;
    /** Time that does not count as taken, for who knows no id of it. */
    except?: Busy | null | undefined;
  };
/** What a schedule knows besides: the hours at every place, of which it has those at its own. */
export type PlacedSchedule = Schedule & { placeId: string; plan: Plan };

/** What the openings of one service follow from; null when the service is not there for this actor. */
export async function scheduleOf(
  tx: Tx,
  question: OpeningsQuestion,
): Promise<PlacedSchedule | null> {
  const [found, [calendar]] = await Promise.all([
    tx
      .select({ timing: timingColumns, zone: places.timeZone, placeId: places.id })
      .from(services)
      .innerJoin(
        places,
        and(eq(places.practiceId, services.practiceId), eq(places.id, services.placeId)),
      )
      .where(
        and(
          eq(services.practiceId, question.practiceId),
          eq(services.id, question.serviceId),
          eq(services.practitionerId, question.practitionerId),
        ),
      ),
    calendars(tx, [question], question),
  ]);
  const [row] = found;
  return row && calendar ? schedule(row, calendar, question.now, question.except) : null;
}

function schedule(
  { timing, zone, placeId }: { timing: ServiceTiming; zone: Zone; placeId: string },
  calendar: Calendar,
  now: Date,
  except?: Busy | null,
): PlacedSchedule {
  // Taken times of one practitioner never overlap, so equal ends mean the same row.
  const busy = except
    ? calendar.busy.filter((taken) => taken.start !== except.start || taken.end !== except.end)
    : calendar.busy;
  const plan = { hours: calendar.hours, overrides: calendar.overrides };
  const { fullDays } = calendar;
  return { ...planAt(plan, placeId), busy, fullDays, service: timing, zone, now, placeId, plan };
}

/**
 * The starts that can be booked from `from` on and before `to`. Lists, holds, bookings and moves all ask here, so a
 * time that is shown is a time that can be had.
 */
export async function openings(tx: Tx, question: OpeningsQuestion): Promise<Minute[]> {
  const found = await scheduleOf(tx, question);
  return found ? openSlots({ ...found, from: question.from, to: question.to }) : [];
}

/** A service that families book by themselves, once they have its address; one that is by_link opens by its links alone. */
const bookedByFamilies = and(
  ne(services.listing, "by_link"),
  eq(services.bookable, true),
  isNull(services.archivedAt),
  sql`${practitioners.publishedAt} is not null`,
);

export type Bookable = Owner & {
  serviceId: string;
  placeId: string;
  name: string;
  description: string | null;
  priceMinor: number;
  currency: string;
  cancelHours: number;
  lateFeePercent: number;
  placeKind: "studio" | "home" | "hospital" | "online";
  placeName: string;
  radiusMiles: number | null;
  zone: Zone;
  timing: ServiceTiming;
  /** Limits or ways to its place: its calendar is not that of the practitioner's other services. */
  limited: boolean;
};

/**
 * The services of some practitioners that everybody finds, in the practitioner's order. Whoever takes no new families
 * offers them to those she takes all the same; to everybody else their times are no times.
 */
export async function bookables(tx: Tx, owners: readonly Owner[]): Promise<Bookable[]> {
  if (owners.length === 0) return [];
  const rows = await tx
    .select({
      practiceId: services.practiceId,
      practitionerId: services.practitionerId,
      serviceId: services.id,
      placeId: services.placeId,
      name: services.name,
      description: services.description,
      priceMinor: services.priceMinor,
      currency: services.currency,
      cancelHours: services.cancelHours,
      lateFeePercent: services.lateFeePercent,
      placeKind: places.kind,
      placeName: places.name,
      radiusMiles: places.radiusMiles,
      zone: places.timeZone,
      timing: timingColumns,
      limited: sql<boolean>`num_nonnulls(${practitioners.maxPerDay}, ${practitioners.maxPerWeek}, ${practitioners.travelKmh},
        ${services.maxPerDay}, ${services.maxPerWeek}) > 0`,
    })
    .from(services)
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, services.practiceId),
        eq(practitioners.id, services.practitionerId),
      ),
    )
    .innerJoin(
      places,
      and(eq(places.practiceId, services.practiceId), eq(places.id, services.placeId)),
    )
    .where(
      and(
        eq(services.listing, "listed"),
        inArray(services.practiceId, [...new Set(owners.map((owner) => owner.practiceId))]),
        inArray(
          services.practitionerId,
          owners.map((owner) => owner.practitionerId),
        ),
        bookedByFamilies,
      ),
    )
    .orderBy(services.position, services.id);
  return rows;
}

/** Openings of several services at once, by service: three statements however many there are. */
export async function openingsOfMany(
  tx: Tx,
  list: readonly Bookable[],
  range: Range & { now: Date },
): Promise<Map<string, Minute[]>> {
  const keyOf = (one: Bookable) => (one.limited ? one.serviceId : one.practitionerId);
  const asked = new Map(
    list.map((one) => [keyOf(one), one.limited ? one : { ...one, serviceId: null }]),
  );
  const found = await calendars(tx, [...asked.values()], range);
  const known = new Map([...asked.keys()].map((key, i) => [key, found[i]]));
  return new Map(
    list.map((one) => {
      const calendar = known.get(keyOf(one));
      const slots = calendar ? openSlots({ ...schedule(one, calendar, range.now), ...range }) : [];
      return [one.serviceId, slots];
    }),
  );
}

const SLOT_DAYS = 35;
const SlotQuestion = z.strictObject({
  service: id("service"),
  /** A day at the place of the lesson; today when left out. */
  from: day.optional(),
  days: wholeNumber(1, 93).default(SLOT_DAYS),
});

type Offered = Row & {
  placeId: string;
  zone: Zone;
  durationMinutes: number;
  stepMinutes: number | null;
  bufferBefore: number;
  bufferAfter: number;
  minNoticeMinutes: number;
  horizonDays: number;
  sameDay: boolean;
  opensOn: Day | null;
  closesOn: Day | null;
};

/** Free times of one service for anybody, known or not: integer minutes as differences (lib/availability/wire.ts). */
export const slots = query({
  name: "availability.slots",
  allow: anyone,
  input: SlotQuestion,
  run: async ({ tx, now }, { service, from, days }) => {
    // A day more at both ends: which zone the days are in, the same statement says.
    const begin = startOfDay(from ?? today(now, "UTC"), "UTC").getTime();
    const range = {
      from: new Date(begin - DAY_MS),
      to: new Date(begin + (days + 1) * DAY_MS),
    };
    const [found] = await tx.execute<Offered>(sql`
      select places.id as "placeId", places.time_zone as zone, services.duration_minutes as "durationMinutes",
        services.step_minutes as "stepMinutes", services.buffer_before_minutes as "bufferBefore",
        services.buffer_after_minutes as "bufferAfter", services.min_notice_minutes as "minNoticeMinutes",
        services.horizon_days as "horizonDays", services.same_day as "sameDay", services.opens_on as "opensOn",
        services.closes_on as "closesOn", ${calendarColumns(range)}
      from services
        join practitioners on practitioners.practice_id = services.practice_id and practitioners.id = services.practitioner_id
        join places on places.practice_id = services.practice_id and places.id = services.place_id
        cross join lateral (select services.practice_id, services.practitioner_id, services.id as service_id,
          null::uuid as except_id, null::float8 as lat, null::float8 as lng) o
      where services.id = ${service}::uuid and practitioners.accepting = 'new_families' and ${bookedByFamilies}`);
    if (!found) throw notFound();
    const { zone } = found;
    const first = from ?? today(now, zone);
    const free = openSlots({
      ...schedule({ ...found, timing: found }, calendarOf(found), now),
      from: startOfDay(first, zone),
      to: startOfDay(addDays(first, days), zone),
    });
    return { zone, from: first, days, slots: encodeSlots(free) };
  },
});
