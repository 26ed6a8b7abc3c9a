import { and, desc, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  bookings,
  lessons,
  links,
  type Purpose,
  places,
  practices,
  practitioners,
  services,
} from "@/db/schema";
import { linkSecret } from "@/lib/accounts/links";
import { type FamilyReaders, familyReaders } from "@/lib/clients/mail-facts";
import type { Money } from "@/lib/core/money";

/** What a mail about a booking may say: when, where, with whom. Nothing of the baby, and no home address. */
export type BookingMailFacts = {
  practiceId: string;
  bookingId: string;
  lessonId: string;
  clientId: string;
  reference: string;
  status: (typeof bookings.$inferSelect)["status"];
  cancelledBy: "family" | "practice" | null;
  /** iCalendar SEQUENCE of the lesson as it is now. */
  sequence: number;
  practitionerId: string;
  practitionerName: string;
  practitionerSlug: string;
  practiceName: string;
  practicePhone: string | null;
  serviceName: string;
  place: {
    kind: "studio" | "home" | "hospital" | "online";
    name: string;
    address: string | null;
    meetingUrl: string | null;
  };
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  price: Money;
  cancelHours: number;
  /** What a change inside that notice costs, in hundredths of the price; and whether illness is an excuse. */
  lateFeePercent: number;
  illnessFree: boolean;
  /** The family said that it will come. */
  confirmed: boolean;
  /** What the family owes for a late change. */
  fee: Money;
  /** Secret of the family's own link, for /booking/[token]. */
  manageSecret: string | null;
  locale: string;
} & FamilyReaders;

export async function bookingMailFacts(
  tx: Tx,
  { practiceId, bookingId }: { practiceId: string; bookingId: string },
  purpose: Purpose = "booking",
): Promise<BookingMailFacts | null> {
  const [row] = await tx
    .select({
      booking: bookings,
      lesson: lessons,
      practitionerName: practitioners.displayName,
      practitionerSlug: practitioners.slug,
      practiceName: practices.name,
      practicePhone: practices.phone,
      locale: practices.locale,
      serviceName: services.name,
      cancelHours: bookings.cancelHours,
      lateFeePercent: bookings.lateFeePercent,
      illnessFree: bookings.illnessFree,
      place: places,
    })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, lessons.practiceId),
        eq(practitioners.id, lessons.practitionerId),
      ),
    )
    .innerJoin(practices, eq(practices.practiceId, bookings.practiceId))
    .innerJoin(
      services,
      and(eq(services.practiceId, lessons.practiceId), eq(services.id, lessons.serviceId)),
    )
    .innerJoin(
      places,
      and(eq(places.practiceId, lessons.practiceId), eq(places.id, lessons.placeId)),
    )
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId)));
  if (!row) return null;
  const { booking, lesson, place, ...names } = row;
  return {
    ...names,
    practiceId,
    bookingId,
    lessonId: lesson.id,
    clientId: booking.clientId,
    reference: booking.reference,
    status: booking.status,
    cancelledBy: booking.cancelledBy,
    sequence: lesson.sequence,
    practitionerId: lesson.practitionerId,
    place: {
      kind: place.kind,
      name: place.name,
      address: [place.address, place.postcode].filter(Boolean).join(", ") || null,
      meetingUrl: place.meetingUrl,
    },
    startsAt: lesson.startsAt,
    endsAt: lesson.endsAt,
    timeZone: lesson.timeZone,
    price: { minor: booking.priceMinor, currency: booking.currency },
    confirmed: booking.confirmedAt !== null,
    fee: { minor: booking.feeMinor, currency: booking.currency },
    manageSecret: await manageSecret(tx, practiceId, bookingId),
    ...(await familyReaders(
      tx,
      { practiceId, clientId: booking.clientId },
      { purpose, lesson: true, bookedBy: booking.guardianId },
    )),
  };
}

async function manageSecret(tx: Tx, practiceId: string, bookingId: string): Promise<string | null> {
  const [link] = await tx
    .select()
    .from(links)
    .where(
      and(
        eq(links.practiceId, practiceId),
        eq(links.kind, "booking"),
        eq(links.subjectId, bookingId),
        isNull(links.revokedAt),
      ),
    )
    .orderBy(desc(links.createdAt))
    .limit(1);
  return link ? linkSecret(link) : null;
}
