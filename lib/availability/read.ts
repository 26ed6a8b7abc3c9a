import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { places, practitioners, services } from "@/db/schema";
import { anyone } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { wholeNumber } from "@/lib/core/text";
import { addDays, day, type Minute, startOfDay, today, type Zone } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { openSlots, type Schedule } from "./rules";
import type { Busy, DateOverride, ServiceTiming, WeeklyHours } from "./schema";
import { encodeSlots } from "./wire";

export type Range = { from: Date; to: Date };
export type Calendar = { hours: WeeklyHours[]; overrides: DateOverride[]; busy: Busy[] };
type Owner = { practiceId: string; practitionerId: string };

export const timingColumns = {
  durationMinutes: services.durationMinutes,
  stepMinutes: services.stepMinutes,
  bufferBefore: services.bufferBeforeMinutes,
  bufferAfter: services.bufferAfterMinutes,
  minNoticeMinutes: services.minNoticeMinutes,
  horizonDays: services.horizonDays,
};

type Row = {
  practitioner_id: string;
  hours: [weekday: number, start: string, end: string][];
  overrides: [day: string, start: string | null, end: string | null][];
  busy: [start: Minute, end: Minute][];
};

const DAY_MS = 86_400_000;

/**
 * Hours, exceptions and taken time of some practitioners, in one statement. Taken time comes from busy_times(), which
 * says when and never what: the same for a visitor, a parent and staff.
 */
export async function calendars(
  tx: Tx,
  owners: readonly Owner[],
  { from, to }: Range,
): Promise<Map<string, Calendar>> {
  if (owners.length === 0) return new Map();
  // Buffers and lessons reach a few hours over both ends; a day holds them all.
  const first = new Date(from.getTime() - DAY_MS).toISOString();
  const last = new Date(to.getTime() + DAY_MS).toISOString();
  const rows = await tx.execute<Row>(sql`
    select o.practitioner_id,
      coalesce((select json_agg(json_build_array(h.weekday, to_char(h.starts_time, 'HH24:MI'), to_char(h.ends_time, 'HH24:MI'))
        order by h.weekday, h.starts_time)
        from weekly_hours h where h.practice_id = o.practice_id and h.practitioner_id = o.practitioner_id), '[]') as hours,
      coalesce((select json_agg(json_build_array(d.day, to_char(d.starts_time, 'HH24:MI'), to_char(d.ends_time, 'HH24:MI'))
        order by d.day, d.starts_time)
        from date_overrides d where d.practice_id = o.practice_id and d.practitioner_id = o.practitioner_id
          and d.day between ${first.slice(0, 10)}::date - 1 and ${last.slice(0, 10)}::date + 1), '[]') as overrides,
      coalesce((select json_agg(json_build_array(floor(extract(epoch from b.blocked_from) / 60),
          ceil(extract(epoch from b.blocked_until) / 60)) order by b.blocked_from)
        from busy_times(array[o.practitioner_id], ${first}::timestamptz, ${last}::timestamptz) b), '[]') as busy
    from unnest(${uuids(owners.map((owner) => owner.practiceId))}, ${uuids(owners.map((owner) => owner.practitionerId))})
      as o(practice_id, practitioner_id)`);
  return new Map(rows.map((row) => [row.practitioner_id, calendarOf(row)]));
}

const uuids = (list: readonly string[]) => sql`${`{${list.join(",")}}`}::uuid[]`;

function calendarOf(row: Row): Calendar {
  const days = new Map<string, { start: string; end: string }[]>();
  for (const [on, start, end] of row.overrides) {
    const windows = days.get(on) ?? [];
    if (start !== null && end !== null) windows.push({ start, end });
    days.set(on, windows);
  }
  return {
    hours: row.hours.map(([weekday, start, end]) => ({ weekday, start, end })),
    overrides: [...days].map(([on, hours]) =>
      hours.length > 0 ? { day: on, hours } : { day: on, closed: true },
    ),
    busy: row.busy.map(([start, end]) => ({ start, end })),
  };
}

export type OpeningsQuestion = Owner &
  Range & {
    serviceId: string;
    now: Date;
    /** Time that does not count as taken: the asker's own hold, or the lesson that is being moved. */
    except?: Busy | null | undefined;
  };

/** What the openings of one service follow from; null when the service is not there for this actor. */
export async function scheduleOf(tx: Tx, question: OpeningsQuestion): Promise<Schedule | null> {
  const [found, known] = await Promise.all([
    tx
      .select({ ...timingColumns, zone: places.timeZone })
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
  const calendar = known.get(question.practitionerId);
  if (!row || !calendar) return null;
  const { zone, ...service } = row;
  return schedule(service, zone, calendar, question.now, question.except);
}

export function schedule(
  service: ServiceTiming,
  zone: Zone,
  calendar: Calendar,
  now: Date,
  except?: Busy | null,
): Schedule {
  // Taken times of one practitioner never overlap, so equal ends mean the same row.
  const busy = except
    ? calendar.busy.filter((taken) => taken.start !== except.start || taken.end !== except.end)
    : calendar.busy;
  return { ...calendar, busy, service, zone, now };
}

/**
 * The starts that can be booked from `from` on and before `to`. Lists, holds, bookings and moves all ask here, so a
 * time that is shown is a time that can be had.
 */
export async function openings(tx: Tx, question: OpeningsQuestion): Promise<Minute[]> {
  const found = await scheduleOf(tx, question);
  return found ? openSlots({ ...found, from: question.from, to: question.to }) : [];
}

/** A service that families book by themselves. */
export const bookableNow = and(
  eq(services.bookable, true),
  isNull(services.archivedAt),
  eq(practitioners.accepting, "new_families"),
  sql`${practitioners.publishedAt} is not null`,
);

export type Bookable = Owner & {
  serviceId: string;
  name: string;
  description: string | null;
  priceMinor: number;
  currency: string;
  cancelHours: number;
  placeKind: "studio" | "home" | "hospital" | "online";
  placeName: string;
  radiusMiles: number | null;
  zone: Zone;
  timing: ServiceTiming;
};

/** The services of some practitioners that families book by themselves, in the practitioner's order. */
export async function bookables(tx: Tx, owners: readonly Owner[]): Promise<Bookable[]> {
  if (owners.length === 0) return [];
  const rows = await tx
    .select({
      practiceId: services.practiceId,
      practitionerId: services.practitionerId,
      serviceId: services.id,
      name: services.name,
      description: services.description,
      priceMinor: services.priceMinor,
      currency: services.currency,
      cancelHours: services.cancelHours,
      placeKind: places.kind,
      placeName: places.name,
      radiusMiles: places.radiusMiles,
      zone: places.timeZone,
      timing: timingColumns,
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
        inArray(services.practiceId, [...new Set(owners.map((owner) => owner.practiceId))]),
        inArray(
          services.practitionerId,
          owners.map((owner) => owner.practitionerId),
        ),
        bookableNow,
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
  const owners = new Map(list.map((service) => [service.practitionerId, service]));
  const known = await calendars(tx, [...owners.values()], range);
  return new Map(
    list.map(({ serviceId, practitionerId, timing, zone }) => {
      const calendar = known.get(practitionerId);
      const slots = calendar
        ? openSlots({ ...schedule(timing, zone, calendar, range.now), ...range })
        : [];
      return [serviceId, slots];
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

/** Free times of one service for the slot picker: integer minutes as differences (lib/availability/wire.ts). */
export const slots = query({
  name: "availability.slots",
  allow: anyone,
  input: SlotQuestion,
  run: async ({ tx, now }, input) => {
    const [found] = await tx
      .select({
        practiceId: services.practiceId,
        practitionerId: services.practitionerId,
        zone: places.timeZone,
        timing: timingColumns,
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
      .where(and(eq(services.id, input.service), bookableNow));
    if (!found) throw notFound();
    const first = input.from ?? today(now, found.zone);
    const range = {
      from: startOfDay(first, found.zone),
      to: startOfDay(addDays(first, input.days), found.zone),
    };
    const known = await calendars(tx, [found], range);
    const calendar = known.get(found.practitionerId);
    const free = calendar
      ? openSlots({ ...schedule(found.timing, found.zone, calendar, now), ...range })
      : [];
    return { zone: found.zone, from: first, days: input.days, slots: encodeSlots(free) };
  },
});
