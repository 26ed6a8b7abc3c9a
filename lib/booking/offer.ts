import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type lessons, places, practices, practitioners, services } from "@/db/schema";
import { statement } from "@/db/statement";
import { timingColumns } from "@/lib/availability/read";
import { visitMinutes } from "@/lib/availability/rules";
import type { Point } from "@/lib/availability/travel";
import { notFound } from "@/lib/core/refusal";

const columns = {
  practiceId: services.practiceId,
  serviceId: services.id,
  practitionerId: services.practitionerId,
  placeId: services.placeId,
  name: services.name,
  description: services.description,
  cancelHours: services.cancelHours,
  graceMinutes: services.graceMinutes,
  lateFeePercent: services.lateFeePercent,
  illnessFree: services.illnessFree,
  listing: services.listing,
  approval: services.approval,
  priceMinor: services.priceMinor,
  currency: services.currency,
  bookable: services.bookable,
  archivedAt: services.archivedAt,
  timing: timingColumns,
  zone: places.timeZone,
  placeKind: places.kind,
  placeName: places.name,
  radiusMiles: places.radiusMiles,
  visitCodes: places.visitCodes,
  latitude: places.latitude,
  longitude: places.longitude,
  slug: practitioners.slug,
  practitionerName: practitioners.displayName,
  area: practitioners.area,
  postcode: practitioners.postcode,
  accepting: practitioners.accepting,
  publishedAt: practitioners.publishedAt,
  locale: practices.locale,
  phone: practices.phone,
  requestHours: practices.requestHours,
  proveFirst: practices.proveFirst,
};

const offers = (db: Pick<Tx, "select">) =>
  db
    .select(columns)
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
    .innerJoin(practices, eq(practices.practiceId, services.practiceId));

/** A service with everything a family is told before it books. */
export type Offer = Awaited<ReturnType<typeof offers>>[number] & {
  /** Where the family of a home visit lives, when that is known. */
  visit?: Point | null;
};

type Booked = Pick<
  typeof lessons.$inferSelect,
  | "startsAt"
  | "endsAt"
  | "blockedFrom"
  | "blockedUntil"
  | "placeId"
  | "timeZone"
  | "latitude"
  | "longitude"
>;
const minutes = (from: Date, until: Date): number => (until.getTime() - from.getTime()) / 60_000;

/**
 * A service as one lesson of it is: that one keeps its length, its buffers and its place when it moves, whatever became of
 * the service since. On the grid of the service, so that it is offered the times that others are offered.
 */
export function asBooked(offer: Offer, lesson: Booked): Offer {
  const { startsAt, endsAt, latitude, longitude } = lesson;
  return {
    ...offer,
    placeId: lesson.placeId ?? offer.placeId,
    zone: lesson.timeZone,
    timing: {
      ...offer.timing,
      durationMinutes: minutes(startsAt, endsAt),
      bufferBefore: minutes(lesson.blockedFrom, startsAt),
      bufferAfter: minutes(endsAt, lesson.blockedUntil),
      stepMinutes: offer.timing.stepMinutes ?? visitMinutes(offer.timing),
    },
    visit: latitude === null || longitude === null ? null : { latitude, longitude },
  };
}

const offerById = statement(["practiceId", "serviceId"], (db, { practiceId, serviceId }) =>
  offers(db).where(and(eq(services.practiceId, practiceId), eq(services.id, serviceId))),
);

/** The offer under its ids, whether or not families may book it; null when this actor cannot see it. */
export async function findOffer(
  tx: Tx,
  practiceId: string,
  serviceId: string,
): Promise<Offer | null> {
  const [offer] = await offerById(tx, { practiceId, serviceId });
  return offer ?? null;
}

export async function findOfferOf(tx: Tx, slug: string, serviceId: string): Promise<Offer | null> {
  const [offer] = await offers(tx).where(
    and(eq(practitioners.slug, slug), eq(services.id, serviceId)),
  );
  return offer ?? null;
}

/** Whether families book it at all; where it is for some of them only, needsLink (welcome.ts) says for whom. */
export const isBookable = (
  offer: Pick<Offer, "publishedAt" | "bookable" | "archivedAt">,
): boolean => offer.publishedAt !== null && offer.bookable && !offer.archivedAt;

export const forSome = ({ listing, accepting }: Offer): boolean =>
  listing === "by_link" || accepting === "paused";

/** The offer that families book, of a published practitioner; not found where there is none. */
export function bookable(offer: Offer | null): Offer {
  if (!offer || !isBookable(offer)) throw notFound();
  return offer;
}
