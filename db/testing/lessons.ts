import { eq, sql } from "drizzle-orm";
import { newId, newReference } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { instantOf, minuteOf, wallOf } from "@/lib/core/time";
import type { Database } from "../client";
import * as t from "../schema";
import type { TestFamily, TestPractice } from "./world";

/** A lesson of a family that is there already, however far in the past; it lasts an hour. */
export async function makeLesson(
  owner: Database,
  at: TestPractice,
  family: TestFamily,
  startsAt: Date,
) {
  const { practiceId, practitionerId, serviceId, placeId, zone } = at;
  const [lessonId, bookingId] = [newId<"lesson">(), newId<"booking">()];
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const wall = wallOf(startsAt, zone);
  await owner.insert(t.lessons).values({
    practiceId,
    id: lessonId,
    practitionerId,
    serviceId,
    placeId,
    status: "confirmed",
    startsAt,
    endsAt,
    blockedFrom: startsAt,
    blockedUntil: endsAt,
    timeZone: zone,
    localStart: `${wall.day} ${wall.time}`,
  });
  const { cancelHours, graceMinutes, lateFeePercent, illnessFree } = t.services;
  // As they are when it is booked (lib/booking/place.ts).
  const [terms] = await owner
    .select({ cancelHours, graceMinutes, lateFeePercent, illnessFree })
    .from(t.services)
    .where(eq(t.services.id, serviceId));
  await owner.insert(t.bookings).values({
    practiceId,
    id: bookingId,
    lessonId,
    clientId: family.clientId,
    reference: newReference(),
    source: "staff",
    priceMinor: 4800,
    currency: "GBP",
    ...terms,
  });
  await owner
    .insert(t.bookingBabies)
    .values({ practiceId, bookingId, babyId: family.babyId, clientId: family.clientId });
  return { lessonId, bookingId, startsAt };
}

/** On a whole minute, as lessons are. */
export const hoursAgo = (n: number): Date => instantOf(minuteOf(new Date()) - n * 60);

/** A booking and its lesson as they are in the tables. */
export async function seatRows(owner: Database, bookingId: string) {
  const [row] = await owner
    .select({ booking: t.bookings, lesson: t.lessons })
    .from(t.bookings)
    .innerJoin(t.lessons, eq(t.lessons.id, t.bookings.lessonId))
    .where(eq(t.bookings.id, bookingId));
  if (!row) throw new Error("there is no such booking");
  return row;
}

/** The mails that wait for one booking. */
export const mailJobs = (owner: Database, bookingId: string) =>
  owner.execute<{ event: string; sequence: string; key: string | null }>(sql`
    select j.payload->>'event' as event, j.payload->>'sequence' as sequence, j.key
    from graphile_worker._private_jobs j where j.payload->>'bookingId' = ${bookingId} order by j.id`);

export async function refusalOf(doing: Promise<unknown>): Promise<Refusal> {
  const refused = await doing.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refused instanceof Refusal)) throw refused ?? new Error("it was not refused");
  return refused;
}
