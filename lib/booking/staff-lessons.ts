import { and, asc, eq, gt, inArray, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  bookingBabies,
  bookings,
  clients,
  lessons,
  places,
  practitioners,
  referrals,
  services,
} from "@/db/schema";
import { type BabySeen, babiesOf, guardiansOf } from "@/lib/clients/read";
import type { Staff } from "@/lib/core/actor";
import type { Day, Zone } from "@/lib/core/time";
import { openDataKeys, unseal } from "@/lib/work/vault";

export type SeatStatus = "held" | "requested" | (typeof bookings.$inferSelect)["status"];

/** How many lessons this family has had with the practice when this one starts, this one included. */
const ordinal = sql<number>`(select count(*)::int from bookings b2
  join lessons l2 on l2.practice_id = b2.practice_id and l2.id = b2.lesson_id
  where b2.practice_id = ${bookings.practiceId} and b2.client_id = ${bookings.clientId}
    and b2.status <> 'cancelled' and l2.starts_at <= ${lessons.startsAt})`;

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
  serviceId: lessons.serviceId,
  serviceName: services.name,
  placeKind: places.kind,
  placeName: places.name,
  placeAddress: places.address,
  meetingUrl: places.meetingUrl,
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
    version: bookings.version,
    createdAt: bookings.createdAt,
  },
  familyNote: bookings.familyNote,
  visitAddress: bookings.visitAddress,
  clientName: clients.name,
  dataKeyId: clients.dataKeyId,
  doctorName: referrals.doctorName,
  silentSince: clients.silentSince,
  ordinal,
};

type Seat = NonNullable<Awaited<ReturnType<typeof rows>>[number]["booking"]>;

const rows = (tx: Tx, where: SQL | undefined) =>
  tx
    .select(columns)
    .from(lessons)
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, lessons.practiceId),
        eq(practitioners.id, lessons.practitionerId),
      ),
    )
    .leftJoin(
      services,
      and(eq(services.practiceId, lessons.practiceId), eq(services.id, lessons.serviceId)),
    )
    .leftJoin(
      places,
      and(eq(places.practiceId, lessons.practiceId), eq(places.id, lessons.placeId)),
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

/** Time that is taken or was used between two instants, for one practitioner or all of them. */
export const takenBetween = (actor: Staff, from: Date, until: Date, practitionerId?: string) =>
  and(
    eq(lessons.practiceId, actor.practiceId),
    practitionerId ? eq(lessons.practitionerId, practitionerId) : undefined,
    lt(lessons.startsAt, until),
    gt(lessons.endsAt, from),
    or(
      inArray(lessons.status, ["requested", "confirmed", "completed", "no_show"]),
      and(eq(lessons.status, "held"), gt(lessons.holdExpiresAt, sql`clock_timestamp()`)),
    ),
    or(sql`${bookings.id} is null`, ne(bookings.status, "cancelled")),
  );
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
): Promise<StaffLesson[]> {
  const found = await rows(tx, where);
  const clientIds = found.flatMap((row) => row.booking?.clientId ?? []);
  const bookingIds = found.flatMap((row) => row.booking?.id ?? []);
  const children = await babiesOf(tx, actor, clientIds, onDay);
  const people = await guardiansOf(tx, actor, clientIds);
  const inLesson = await babyIdsOf(tx, actor, bookingIds);
  const keys = await openDataKeys(
    tx,
    actor.practiceId,
    found.flatMap((row) =>
      row.dataKeyId && (row.visitAddress || row.familyNote) ? [row.dataKeyId] : [],
    ),
  );
  return found.map((row): StaffLesson => {
    const { booking } = row;
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
      service:
        row.serviceId && row.serviceName ? { id: row.serviceId, name: row.serviceName } : null,
      place: row.placeKind && row.placeName ? { kind: row.placeKind, name: row.placeName } : null,
      address: open("visit_address", row.visitAddress) ?? row.placeAddress,
      meetingUrl: row.meetingUrl,
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

const statusOf = (lesson: (typeof lessons.$inferSelect)["status"]): SeatStatus =>
  lesson === "confirmed" ? "booked" : lesson === "expired" ? "cancelled" : lesson;

async function babyIdsOf(tx: Tx, actor: Staff, bookingIds: readonly string[]) {
  const found = new Map<string, Set<string>>();
  if (bookingIds.length === 0) return found;
  const pairs = await tx
    .select({ bookingId: bookingBabies.bookingId, babyId: bookingBabies.babyId })
    .from(bookingBabies)
    .where(
      and(
        eq(bookingBabies.practiceId, actor.practiceId),
        inArray(bookingBabies.bookingId, [...bookingIds]),
      ),
    );
  for (const { bookingId, babyId } of pairs)
    found.set(bookingId, (found.get(bookingId) ?? new Set()).add(babyId));
  return found;
}
