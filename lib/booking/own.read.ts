import { and, eq, sql } from "drizzle-orm";
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
import { minuteOf } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { openDataKeys, unseal } from "@/lib/work/vault";
import { asBooked, findOffer } from "./offer";
import { changeColumns, changeOf, isFamily, ownSeat } from "./own-seat";
import { weeksOf } from "./picker";

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
        cancelNote: bookings.cancelNote,
        visitAddress: bookings.visitAddress,
        // Where the grown-ups live apart, whoever booked is the only one who is shown the words and the address.
        shown: sql<boolean>`${clients.apartSince} is null or ${bookings.guardianId} = any(array(select my_guardians()))`,
        dataKeyId: clients.dataKeyId,
        lessonId: lessons.id,
        sequence: lessons.sequence,
        startsAt: lessons.startsAt,
        endsAt: lessons.endsAt,
        zone: lessons.timeZone,
        service: services.name,
        ...changeColumns,
        serviceId: services.id,
        clientId: bookings.clientId,
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
      // A booking is whose it is, even where its family's record is not theirs to see.
      .leftJoin(
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
    const { familyNote, cancelNote, visitAddress, dataKeyId, shown, ...rest } = row;
    const { priceMinor, currency, policy, ...lesson } = rest;
    const keys = await openDataKeys(tx, row.practiceId, dataKeyId ? [dataKeyId] : []);
    const key = keys.get(dataKeyId ?? "");
    const open = (column: string, stored: Buffer | null) =>
      shown && key && stored
        ? unseal(key, { table: "bookings", column, id: bookingId }, stored)
        : null;
    const children = await tx
      .select({ id: babies.id, firstName: babies.firstName })
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
      /** What the practice wrote to the family when it said no; what it wrote beside a cancellation stays its own. */
      declineNote: row.cancelRule === "declined" ? open("cancel_note", cancelNote) : null,
      /** It wrote, but the record is not the asker's to see, nor its key: the link in the mail about this request opens it. */
      declineNoteMailed: row.cancelRule === "declined" && cancelNote !== null && !key,
      babies: children.map((baby) => baby.firstName),
      babyIds: children.map((baby) => baby.id),
      ...changeOf(row, now),
      comes: row.endsAt > now && ["requested", "booked", "arrived"].includes(row.status),
    };
  },
  // When and where it is tells nothing of a child; the words that go with it may.
  log: ({ practiceId, babyIds, familyNote, declineNote }) =>
    familyNote || declineNote
      ? babyIds.map((babyId) => ({ practiceId, babyId, detail: { part: "booking" } }))
      : [],
});
export type OwnLesson = Awaited<ReturnType<typeof ownLesson>>;

/** The times a family may move its lesson to: the lesson's own time does not stand in its way. */
export const ownTimes = query({
  name: "booking.own_times",
  allow: isFamily,
  input: z.strictObject({ bookingId: id("booking").optional(), from: z.iso.date().optional() }),
  run: async ({ actor, tx, now }, { bookingId, from }) => {
    const { booking, lesson, ...change } = await ownSeat(tx, actor, bookingId, now);
    const service = lesson.serviceId
      ? await findOffer(tx, booking.practiceId, lesson.serviceId)
      : null;
    if (!service) throw notFound();
    const offer = asBooked(service, lesson);
    const own = minuteOf(lesson.startsAt);
    const weeks = await weeksOf(tx, offer, { now, from, exceptId: lesson.id });
    return {
      ...weeks,
      days: weeks.days.map((day) => {
        const times = day.times.filter((minute) => minute !== own);
        return times.length === 0 && day.state === "free"
          ? { ...day, times, state: "full" as const }
          : { ...day, times };
      }),
      ...change,
      version: booking.version,
      status: booking.status,
      startsAt: lesson.startsAt,
      currency: booking.currency,
    };
  },
});
export type OwnTimes = Awaited<ReturnType<typeof ownTimes>>;
