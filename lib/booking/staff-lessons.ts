import { and, asc, eq, gt, inArray, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  bookingBabies,
  bookings,
  clients,
  type EventColor,
  lessons,
  places,
  practitioners,
  referrals,
  services,
} from "@/db/schema";
import type { Point } from "@/lib/availability/travel";
import { type BabySeen, babiesOf, guardiansOf } from "@/lib/clients/read";
import type { Staff } from "@/lib/core/actor";
import type { Day, Zone } from "@/lib/core/time";
import { settled } from "@/lib/work/settled";
import { openDataKeys, unseal } from "@/lib/work/vault";

export type SeatStatus = "held" | "requested" | (typeof bookings.$inferSelect)["status"];

/** How many lessons this family has had with the practice when this one starts, this one included. */
const ordinal = sql<number>`(select count(*) filter (where l2.starts_at <= ${lessons.startsAt})::int from bookings b2
  join lessons l2 on l2.practice_id = b2.practice_id and l2.id = b2.lesson_id
  where b2.practice_id = ${bookings.practiceId} and b2.client_id = ${bookings.clientId} and b2.status <> 'cancelled')`;

const columns = {
  lessonId: lessons.id,
  practitionerId: lessons.practitionerId,
  practitionerName: practitioners.displayName,
  kind: lessons.kind,
  title: lessons.title,
  lessonStatus: lessons.status,
  startsAt: lessons.startsAt,
  endsAt: lessons.endsAt,
  zone: lessons.timeZone,
  version: lessons.version,
  sequence: lessons.sequence,
  answerBy: lessons.answerBy,
  onTop: lessons.onTop,
  latitude: lessons.latitude,
  longitude: lessons.longitude,
  serviceId: lessons.serviceId,
  placeId: lessons.placeId,
  booking: {
    id: bookings.id,
    clientId: bookings.clientId,
    referralId: bookings.referralId,
    reference: bookings.reference,
    status: bookings.status,
    source: bookings.source,
    priceMinor: bookings.priceMinor,
    currency: bookings.currency,
    arrivedAt: bookings.arrivedAt,
    completedAt: bookings.completedAt,
    noShowAt: bookings.noShowAt,
    cancelledAt: bookings.cancelledAt,
    cancelledBy: bookings.cancelledBy,
    cancelReason: bookings.cancelReason,
    cancelRule: bookings.cancelRule,
    feeMinor: bookings.feeMinor,
    confirmedAt: bookings.confirmedAt,
    heardFrom: bookings.heardFrom,
    toldStartsAt: bookings.toldStartsAt,
    toldEndsAt: bookings.toldEndsAt,
    toldPractitionerId: bookings.toldPractitionerId,
    lateFeePercent: bookings.lateFeePercent,
    version: bookings.version,
    createdAt: bookings.createdAt,
  },
  familyNote: bookings.familyNote,
  visitAddress: bookings.visitAddress,
  clientName: clients.name,
  dataKeyId: clients.dataKeyId,
  doctorName: referrals.doctorName,
  silentSince: clients.silentSince,
};

type Seat = NonNullable<Awaited<ReturnType<typeof rows>>[number]["booking"]>;

const rows = (tx: Tx, where: SQL | undefined, counted: boolean) =>
  tx
    .select({ ...columns, ordinal: counted ? ordinal : sql<number>`0` })
    .from(lessons)
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, lessons.practiceId),
        eq(practitioners.id, lessons.practitionerId),
      ),
    )
    .leftJoin(
      bookings,
      and(eq(bookings.practiceId, lessons.practiceId), eq(bookings.lessonId, lessons.id)),
    )
    .leftJoin(
      clients,
      and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
    )
    .leftJoin(
      referrals,
      and(eq(referrals.practiceId, bookings.practiceId), eq(referrals.id, bookings.referralId)),
    )
    .where(where)
    .orderBy(asc(lessons.startsAt), asc(lessons.id));

// A lesson lasts eight hours at most; only time off goes on for days.
const LONGEST_LESSON_MS = 24 * 3_600_000;

/**
 * Nothing that ends after `from` began before this. It changes no answer: with both ends known, an index leads to the
 * days that are asked for, instead of through all the years before them.
 */
function earliestStart(actor: Staff, from: Date): SQL {
  const day = new Date(from.getTime() - LONGEST_LESSON_MS).toISOString();
  return sql`(select least(min(off.starts_at) - interval '1 second', ${day}::timestamptz) from lessons off
    where off.practice_id = ${actor.practiceId} and off.kind = 'block' and off.ends_at > ${from.toISOString()}::timestamptz)`;
}

/** Lessons that take or took time between two instants, of one practitioner or all of them, whoever has a seat in them. */
export const lessonsBetween = (actor: Staff, from: Date, until: Date, practitionerId?: string) =>
  and(
    eq(lessons.practiceId, actor.practiceId),
    practitionerId ? eq(lessons.practitionerId, practitionerId) : undefined,
    lt(lessons.startsAt, until),
    gt(lessons.endsAt, from),
    gt(lessons.startsAt, earliestStart(actor, from)),
    or(
      inArray(lessons.status, ["requested", "confirmed", "completed", "no_show"]),
      and(eq(lessons.status, "held"), gt(lessons.holdExpiresAt, sql`clock_timestamp()`)),
    ),
  );
/** The same with their seats, for staffLessons. */
export const takenBetween = (...asked: Parameters<typeof lessonsBetween>) =>
  and(lessonsBetween(...asked), or(sql`${bookings.id} is null`, ne(bookings.status, "cancelled")));
export const ofBooking = (actor: Staff, bookingId: string) =>
  and(eq(bookings.practiceId, actor.practiceId), eq(bookings.id, bookingId));
export const ofClient = (actor: Staff, clientId: string) =>
  and(eq(bookings.practiceId, actor.practiceId), eq(bookings.clientId, clientId));

export type StaffLesson = {
  lessonId: string;
  practitioner: { id: string; name: string };
  block: boolean;
  /** What a block is for; empty for a lesson. */
  title: string;
  status: SeatStatus;
  startsAt: Date;
  endsAt: Date;
  /** The zone of the place, in which the time was promised. */
  zone: Zone;
  version: number;
  sequence: number;
  /** Until when a request is answered. */
  answerBy: Date | null;
  /** It lies over another lesson, for a reason that the trail keeps. */
  onTop: boolean;
  service: { id: string; name: string } | null;
  /** The colour of its service, by meaning; null for a block. */
  color: EventColor | null;
  /** Where it is, when that is known: for the way from one lesson to the next. */
  point: Point | null;
  placeId: string | null;
  place: { kind: (typeof places.$inferSelect)["kind"]; name: string } | null;
  /** Where a visit goes, or the studio's address. */
  address: string | null;
  meetingUrl: string | null;
  seat: StaffSeat | null;
};
export type StaffSeat = Seat & {
  familyName: string;
  guardians: string[];
  babies: BabySeen[];
  /** 0 where it was not counted. */
  ordinal: number;
  doctorName: string | null;
  /** Nothing is sent to this family any more. */
  silent: boolean;
  /** What the family wrote for the practitioner: not for the front desk. */
  familyNote: string | null;
};

/** Lessons and blocks as this member of staff may see them: families, babies with their ages on a day, alerts, places. */
export async function staffLessons(
  tx: Tx,
  actor: Staff,
  where: SQL | undefined,
  onDay: Day,
  { counted = true } = {},
): Promise<StaffLesson[]> {
  const found = await rows(tx, where, counted);
  const clientIds = found.flatMap((row) => row.booking?.clientId ?? []);
  const bookingIds = found.flatMap((row) => row.booking?.id ?? []);
  const sealed = found.flatMap((row) =>
    row.dataKeyId && (row.visitAddress || row.familyNote) ? [row.dataKeyId] : [],
  );
  const [service, place, children, people, inLesson, keys] = await settled([
    servicesOf(
      tx,
      actor,
      found.flatMap((row) => row.serviceId ?? []),
    ),
    placesOf(
      tx,
      actor,
      found.flatMap((row) => row.placeId ?? []),
    ),
    babiesOf(tx, actor, clientIds, onDay),
    guardiansOf(tx, actor, clientIds),
    babyIdsOf(tx, actor, bookingIds),
    openDataKeys(tx, actor.practiceId, sealed),
  ]);
  return found.map((row): StaffLesson => {
    const { booking } = row;
    const [what, where] = [service.get(row.serviceId ?? ""), place.get(row.placeId ?? "")];
    const key = keys.get(row.dataKeyId ?? "");
    const open = (column: string, stored: Buffer | null) =>
      key && booking && stored
        ? unseal(key, { table: "bookings", column, id: booking.id }, stored)
        : null;
    return {
      lessonId: row.lessonId,
      practitioner: { id: row.practitionerId, name: row.practitionerName },
      block: row.kind === "block",
      title: row.title ?? "",
      status: booking?.status ?? statusOf(row.lessonStatus),
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      zone: row.zone,
      version: row.version,
      sequence: row.sequence,
      answerBy: row.answerBy,
      onTop: row.onTop,
      service: what ? { id: what.id, name: what.name } : null,
      color: what?.color ?? null,
      point:
        row.latitude === null || row.longitude === null
          ? null
          : { latitude: row.latitude, longitude: row.longitude },
      placeId: row.placeId,
      place: where ? { kind: where.kind, name: where.name } : null,
      address: open("visit_address", row.visitAddress) ?? where?.address ?? null,
      meetingUrl: where?.meetingUrl ?? null,
      seat: booking && {
        ...booking,
        familyName: row.clientName ?? "",
        guardians: (people.get(booking.clientId) ?? []).map((person) => person.name),
        babies: (children.get(booking.clientId) ?? []).filter((baby) =>
          inLesson.get(booking.id)?.has(baby.id),
        ),
        ordinal: row.ordinal,
        doctorName: row.doctorName,
        silent: row.silentSince !== null,
        familyNote: actor.role === "front_desk" ? null : open("family_note", row.familyNote),
      },
    };
  });
}

export const statusOf = (lesson: (typeof lessons.$inferSelect)["status"]): SeatStatus =>
  lesson === "confirmed" ? "booked" : lesson === "expired" ? "cancelled" : lesson;

// Read by themselves: a handful of rows however many lessons there are, which a join would look up for each lesson.
const byId = <Row extends { id: string }>(list: readonly Row[]) =>
  new Map(list.map((row) => [row.id, row]));

async function servicesOf(tx: Tx, actor: Staff, ids: readonly string[]) {
  if (ids.length === 0) return byId<{ id: string; name: string; color: EventColor }>([]);
  return byId(
    await tx
      .select({ id: services.id, name: services.name, color: services.color })
      .from(services)
      .where(and(eq(services.practiceId, actor.practiceId), among(services.id, ids))),
  );
}

async function placesOf(tx: Tx, actor: Staff, ids: readonly string[]) {
  const { id, kind, name, address, meetingUrl } = places;
  if (ids.length === 0) return byId<Pick<typeof places.$inferSelect, PlaceColumn>>([]);
  return byId(
    await tx
      .select({ id, kind, name, address, meetingUrl })
      .from(places)
      .where(and(eq(places.practiceId, actor.practiceId), among(places.id, ids))),
  );
}
type PlaceColumn = "id" | "kind" | "name" | "address" | "meetingUrl";

async function babyIdsOf(tx: Tx, actor: Staff, bookingIds: readonly string[]) {
  const found = new Map<string, Set<string>>();
  if (bookingIds.length === 0) return found;
  const pairs = await tx
    .select({ bookingId: bookingBabies.bookingId, babyId: bookingBabies.babyId })
    .from(bookingBabies)
    .where(
      and(
        eq(bookingBabies.practiceId, actor.practiceId),
        among(bookingBabies.bookingId, bookingIds),
      ),
    );
  for (const { bookingId, babyId } of pairs)
    found.set(bookingId, (found.get(bookingId) ?? new Set()).add(babyId));
  return found;
}
