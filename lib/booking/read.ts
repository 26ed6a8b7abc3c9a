import { and, asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  bookingBabies,
  bookings,
  clients,
  guardians,
  lessons,
  places,
  practices,
  practitioners,
  services,
} from "@/db/schema";
import { anyone, isLink, isParent } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { pageNumber } from "@/lib/core/text";
import { query } from "@/lib/work/query";
import { openDataKey } from "@/lib/work/vault";
import { openCancelNote } from "./cancel-note";
import { bookable, findOffer, findOfferOf } from "./offer";
import { changeColumns, changeOf } from "./own-seat";
import { shown, weeksOf } from "./picker";
import { HeldQuestion, LESSONS_A_PAGE, TimesQuestion } from "./schema";
import { findHold } from "./time";
import { isKnown as isTold, lastTold } from "./told";
import { isKnown, isLinked, needsLink } from "./welcome";

/** The time picker: five weeks of one service, each day with its free times and why it has none. */
export const lessonTimes = query({
  name: "booking.times",
  allow: anyone,
  input: TimesQuestion,
  run: async ({ tx, now }, input) => {
    const offer = bookable(await findOfferOf(tx, input.slug, input.serviceId));
    const welcome =
      !(await needsLink(tx, { kind: "visitor" }, offer, input.referral)) ||
      (await isLinked(tx, offer, input.serviceLink));
    // Offered to some people only: the address alone shows nothing.
    if (!welcome && offer.listing === "by_link") throw notFound();
    const own = input.hold ? await findHold(tx, input.hold) : null;
    const mine = own?.status === "held" && own.practitionerId === offer.practitionerId;
    const exceptId = mine ? input.hold?.id : null;
    const weeks = await weeksOf(tx, offer, { now, from: input.from, exceptId });
    /** Whoever asks may have them: not everybody, while the practitioner takes no new families. */
    return { ...weeks, welcome };
  },
});
export type LessonTimes = Awaited<ReturnType<typeof lessonTimes>>;

/** Whether a signed-in parent is none of the new families that a practitioner of this practice may not be taking. */
export const knownFamilyHere = query({
  name: "booking.known_here",
  allow: isParent,
  input: z.strictObject({ practiceId: id("practice") }),
  run: ({ actor, tx }, { practiceId }) => isKnown(tx, actor, practiceId),
});

/** A held time with its service, for whoever brings the hold's secret. */
export const heldLesson = query({
  name: "booking.held",
  allow: anyone,
  input: HeldQuestion,
  run: async ({ tx }, held) => {
    const hold = await findHold(tx, held);
    const offer = hold && (await findOffer(tx, held.practiceId, hold.serviceId));
    if (!hold || !offer) throw notFound();
    const { startsAt, status, secondsLeft } = hold;
    const booked = status === "confirmed" || status === "requested";
    return { offer: shown(offer), startsAt, booked, secondsLeft };
  },
});

/**
 * The babies of a signed-in parent whom a practice knows, when it knows her. One who was written down twice, as with each
 * booking before she had an account, is one: of the record that came last, or that the practice went on in.
 */
export const knownBabies = query({
  name: "booking.known_babies",
  allow: isParent,
  input: z.strictObject({ practiceId: id("practice") }),
  run: async ({ actor, tx }, { practiceId }) => {
    const rows = await tx
      .select({
        babyId: babies.id,
        sameAs: babies.sameAs,
        firstName: babies.firstName,
        bornOn: babies.bornOn,
      })
      .from(guardians)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, guardians.practiceId), eq(clients.id, guardians.clientId)),
      )
      .leftJoin(
        babies,
        and(
          eq(babies.practiceId, guardians.practiceId),
          eq(babies.clientId, guardians.clientId),
          isNull(babies.archivedAt),
        ),
      )
      .where(
        and(
          eq(guardians.practiceId, practiceId),
          eq(guardians.userId, actor.userId),
          isNull(clients.archivedAt),
        ),
      )
      .orderBy(
        desc(isNull(babies.sameAs)),
        desc(clients.createdAt),
        asc(babies.bornOn),
        asc(babies.id),
      );
    const children = new Map<string, { id: string; firstName: string }>();
    const seen = new Set<string>();
    for (const { babyId, sameAs, firstName, bornOn } of rows) {
      const child = `${bornOn} ${firstName?.trim().toLowerCase()}`;
      if (!babyId || !firstName || children.has(child) || (sameAs && seen.has(sameAs))) continue;
      seen.add(babyId);
      children.set(child, { id: babyId, firstName });
    }
    return { known: rows.length > 0, babies: [...children.values()] };
  },
});

const lessonOf = and(
  eq(lessons.practiceId, bookings.practiceId),
  eq(lessons.id, bookings.lessonId),
);
const serviceOf = and(
  eq(services.practiceId, lessons.practiceId),
  eq(services.id, lessons.serviceId),
);
const placeOf = and(eq(places.practiceId, lessons.practiceId), eq(places.id, lessons.placeId));
const practitionerOf = and(
  eq(practitioners.practiceId, lessons.practiceId),
  eq(practitioners.id, lessons.practitionerId),
);

/**
 * A booking for whoever holds its link: when, where, what, with whom. Links are forwarded and read over shoulders, so
 * nothing here tells who the family is, where it lives, or how the baby is called.
 */
export const bookingByLink = query({
  name: "booking.by_link",
  allow: isLink("booking"),
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const [row] = await tx
      .select({
        reference: bookings.reference,
        status: bookings.status,
        cancelledBy: bookings.cancelledBy,
        cancelNote: bookings.cancelNote,
        dataKeyId: clients.dataKeyId,
        priceMinor: bookings.priceMinor,
        currency: bookings.currency,
        lessonId: lessons.id,
        startsAt: lessons.startsAt,
        endsAt: lessons.endsAt,
        practitionerId: lessons.practitionerId,
        zone: lessons.timeZone,
        sequence: lessons.sequence,
        service: services.name,
        ...changeColumns,
        serviceId: services.id,
        placeKind: places.kind,
        placeName: places.name,
        placeAddress: places.address,
        meetingUrl: places.meetingUrl,
        practitioner: practitioners.displayName,
        slug: practitioners.slug,
        phone: practices.phone,
        locale: practices.locale,
      })
      .from(bookings)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
      )
      .innerJoin(lessons, lessonOf)
      .innerJoin(services, serviceOf)
      .innerJoin(places, placeOf)
      .innerJoin(practitioners, practitionerOf)
      .innerJoin(practices, eq(practices.practiceId, bookings.practiceId))
      .where(and(eq(bookings.practiceId, actor.practiceId), eq(bookings.id, actor.subjectId)));
    if (!row) throw notFound();
    const { priceMinor, currency, policy, cancelNote, dataKeyId, practitionerId, ...facts } = row;
    const { practiceId, subjectId: bookingId } = actor;
    const said = row.cancelRule === "declined" ? cancelNote : null;
    const key = said && (await openDataKey(tx, practiceId, dataKeyId));
    return {
      ...facts,
      ...changeOf(row, now),
      price: { minor: priceMinor, currency },
      /** What the practice wrote to the family when it said no. */
      declineNote: key && said ? openCancelNote(key, bookingId, said) : null,
      told: key && said ? await babiesIn(tx, practiceId, bookingId) : null,
      /** What the family was last told of it is what is. */
      known: isTold(await lastTold(tx, { practiceId, bookingId }), row),
      past: row.endsAt.getTime() < now.getTime(),
    };
  },
  log: ({ told }, { practiceId }) =>
    (told ?? []).map((babyId) => ({ practiceId, babyId, detail: { part: "booking" } })),
});

/** Ids for the trail, never for the page. */
async function babiesIn(tx: Tx, practiceId: string, bookingId: string): Promise<string[]> {
  const rows = await tx
    .select({ babyId: bookingBabies.babyId })
    .from(bookingBabies)
    .where(and(eq(bookingBabies.practiceId, practiceId), eq(bookingBabies.bookingId, bookingId)));
  return rows.map(({ babyId }) => babyId);
}
export type LinkedBooking = Awaited<ReturnType<typeof bookingByLink>>;

/** Where the sign-in link of "save your details" goes: never shown, only sent to. */
export const addressOfBooking = query({
  name: "booking.address",
  allow: isLink("booking"),
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const [row] = await tx
      .select({ email: guardians.email })
      .from(bookings)
      .innerJoin(
        guardians,
        and(
          eq(guardians.practiceId, bookings.practiceId),
          eq(guardians.clientId, bookings.clientId),
        ),
      )
      .where(
        and(
          eq(bookings.practiceId, actor.practiceId),
          eq(bookings.id, actor.subjectId),
          isNotNull(guardians.email),
        ),
      )
      .orderBy(asc(guardians.createdAt), asc(guardians.id))
      .limit(1);
    return { email: row?.email ?? null };
  },
});

/** A signed-in parent's lessons at every practice that knows her, a page of so many: those to come first, then the past. */
export const ownLessons = query({
  name: "booking.mine",
  allow: isParent,
  input: z.strictObject({ page: pageNumber }),
  run: async ({ tx, now }, { page }) => {
    const found = await tx
      .select({
        practiceId: bookings.practiceId,
        bookingId: bookings.id,
        reference: bookings.reference,
        status: bookings.status,
        cancelledBy: bookings.cancelledBy,
        priceMinor: bookings.priceMinor,
        currency: bookings.currency,
        startsAt: lessons.startsAt,
        endsAt: lessons.endsAt,
        zone: lessons.timeZone,
        service: services.name,
        placeKind: places.kind,
        placeName: places.name,
        placeAddress: places.address,
        meetingUrl: places.meetingUrl,
        practitioner: practitioners.displayName,
        slug: practitioners.slug,
      })
      .from(bookings)
      .innerJoin(lessons, lessonOf)
      .innerJoin(services, serviceOf)
      .innerJoin(places, placeOf)
      .innerJoin(practitioners, practitionerOf)
      .orderBy(desc(lessons.startsAt), desc(lessons.id))
      .limit(LESSONS_A_PAGE + 1)
      .offset((page - 1) * LESSONS_A_PAGE);
    const rows = found.slice(0, LESSONS_A_PAGE);
    const named = await tx
      .select({ bookingId: bookingBabies.bookingId, firstName: babies.firstName })
      .from(bookingBabies)
      .innerJoin(
        babies,
        and(eq(babies.practiceId, bookingBabies.practiceId), eq(babies.id, bookingBabies.babyId)),
      )
      .where(
        among(
          bookingBabies.bookingId,
          rows.map((row) => row.bookingId),
        ),
      );
    const all = rows.map((row) => ({
      ...row,
      babies: named
        .filter((baby) => baby.bookingId === row.bookingId)
        .map((baby) => baby.firstName),
    }));
    const comes = (row: (typeof all)[number]) =>
      row.endsAt > now && ["requested", "booked", "arrived"].includes(row.status);
    return {
      upcoming: all.filter(comes).reverse(),
      past: all.filter((row) => !comes(row)),
      page,
      more: found.length > rows.length,
    };
  },
});
