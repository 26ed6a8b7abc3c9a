import { and, eq } from "drizzle-orm";
import { z } from "zod";
import {
  babies,
  bookingBabies,
  bookings,
  clients,
  lessons,
  places,
  practices,
  practitioners,
  services,
} from "@/db/schema";
import { isParent } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { openDataKeys, unseal } from "@/lib/work/vault";

/** One lesson of the actor's own family, with what the family itself wrote when it booked. */
export const ownLesson = query({
  name: "booking.own_one",
  allow: isParent,
  input: z.strictObject({ bookingId: id("booking") }),
  run: async ({ tx, now }, { bookingId }) => {
    const [row] = await tx
      .select({
        practiceId: bookings.practiceId,
        bookingId: bookings.id,
        reference: bookings.reference,
        status: bookings.status,
        cancelledBy: bookings.cancelledBy,
        priceMinor: bookings.priceMinor,
        currency: bookings.currency,
        familyNote: bookings.familyNote,
        visitAddress: bookings.visitAddress,
        dataKeyId: clients.dataKeyId,
        lessonId: lessons.id,
        sequence: lessons.sequence,
        startsAt: lessons.startsAt,
        endsAt: lessons.endsAt,
        zone: lessons.timeZone,
        service: services.name,
        cancelHours: services.cancelHours,
        placeKind: places.kind,
        placeName: places.name,
        placeAddress: places.address,
        meetingUrl: places.meetingUrl,
        practitioner: practitioners.displayName,
        slug: practitioners.slug,
        phone: practices.phone,
      })
      .from(bookings)
      .innerJoin(practices, eq(practices.practiceId, bookings.practiceId))
      .innerJoin(
        clients,
        and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
      )
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .innerJoin(
        services,
        and(eq(services.practiceId, lessons.practiceId), eq(services.id, lessons.serviceId)),
      )
      .innerJoin(
        places,
        and(eq(places.practiceId, lessons.practiceId), eq(places.id, lessons.placeId)),
      )
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, lessons.practiceId),
          eq(practitioners.id, lessons.practitionerId),
        ),
      )
      .where(eq(bookings.id, bookingId));
    if (!row) throw notFound();
    const { familyNote, visitAddress, dataKeyId, priceMinor, currency, ...lesson } = row;
    const key = (await openDataKeys(tx, row.practiceId, [dataKeyId])).get(dataKeyId);
    const open = (column: string, stored: Buffer | null) =>
      key && stored ? unseal(key, { table: "bookings", column, id: bookingId }, stored) : null;
    const children = await tx
      .select({ firstName: babies.firstName })
      .from(bookingBabies)
      .innerJoin(
        babies,
        and(eq(babies.practiceId, bookingBabies.practiceId), eq(babies.id, bookingBabies.babyId)),
      )
      .where(
        and(eq(bookingBabies.practiceId, row.practiceId), eq(bookingBabies.bookingId, bookingId)),
      );
    return {
      ...lesson,
      price: { minor: priceMinor, currency },
      familyNote: open("family_note", familyNote),
      visitAddress: open("visit_address", visitAddress),
      babies: children.map((baby) => baby.firstName),
      comes: row.endsAt > now && (row.status === "booked" || row.status === "arrived"),
    };
  },
});
export type OwnLesson = Awaited<ReturnType<typeof ownLesson>>;
