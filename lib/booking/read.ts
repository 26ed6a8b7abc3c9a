import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
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
import { scheduleOf } from "@/lib/availability/read";
import { emptied, groupByDay, openSlots } from "@/lib/availability/rules";
import { anyone, isLink, isParent } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { addDays, startOfDay, today } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { findOffer, findOfferOf, type Offer } from "./offer";
import { dayStates, weeksFrom } from "./rules";
import { HeldQuestion, TimesQuestion } from "./schema";
import { findHold } from "./time";

/** What a page tells of a service before it is booked. */
const shown = (offer: Offer) => ({
  practiceId: offer.practiceId,
  serviceId: offer.serviceId,
  name: offer.name,
  description: offer.description,
  minutes: offer.timing.durationMinutes,
  price: { minor: offer.priceMinor, currency: offer.currency },
  cancelHours: offer.cancelHours,
  zone: offer.zone,
  place: { kind: offer.placeKind, name: offer.placeName, radiusMiles: offer.radiusMiles },
  practitioner: {
    slug: offer.slug,
    name: offer.practitionerName,
    area: offer.area,
    postcode: offer.postcode,
  },
  accepting: offer.accepting === "new_families",
  locale: offer.locale,
  phone: offer.phone,
});
export type ShownOffer = ReturnType<typeof shown>;

/** The time picker: five weeks of one service, each day with its free times and why it has none. */
export const lessonTimes = query({
  name: "booking.times",
  allow: anyone,
  input: TimesQuestion,
  run: async ({ tx, now }, input) => {
    const offer = await findOfferOf(tx, input.slug, input.serviceId);
    if (!offer?.publishedAt || !offer.bookable || offer.archivedAt) throw notFound();
    const here = today(now, offer.zone);
    // To the end of the horizon, so that an empty page can name the next free day.
    const range = {
      from: startOfDay(here, offer.zone),
      to: startOfDay(addDays(here, offer.timing.horizonDays + 1), offer.zone),
    };
    const own = input.hold ? await findHold(tx, input.hold) : null;
    const mine = own?.status === "held" && own.practitionerId === offer.practitionerId;
    const exceptId = mine ? input.hold?.id : null;
    const found = await scheduleOf(tx, { ...offer, ...range, now, exceptId });
    if (!found) throw notFound();
    const free = groupByDay(openSlots({ ...found, ...range }), offer.zone);
    const open = groupByDay(openSlots({ ...emptied(found), ...range }), offer.zone);
    const freeDays = [...free.keys()];
    const { first, days } = weeksFrom(input.from ?? freeDays[0], here);
    const states = dayStates(days, here, free, open);
    const afterwards = freeDays.find((day) => day > (days.at(-1) ?? first));
    const before = freeDays.some((day) => day < first);
    return {
      offer: shown(offer),
      today: here,
      first,
      earlier: before ? addDays(first, -days.length) : null,
      later: afterwards === undefined ? null : addDays(first, days.length),
      /** The first free day after the weeks that are shown. */
      nextDay: afterwards ?? null,
      days: days.map((day) => ({
        day,
        state: states.get(day) ?? "closed",
        times: free.get(day) ?? [],
      })),
    };
  },
});
export type LessonTimes = Awaited<ReturnType<typeof lessonTimes>>;

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
    return { offer: shown(offer), startsAt, booked: status === "confirmed", secondsLeft };
  },
});

/** The babies of a signed-in parent whom a practice knows, when it knows her. */
export const knownBabies = query({
  name: "booking.known_babies",
  allow: isParent,
  input: z.strictObject({ practiceId: id("practice") }),
  run: async ({ actor, tx }, { practiceId }) => {
    const rows = await tx
      .select({ name: guardians.name, babyId: babies.id, firstName: babies.firstName })
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
      .orderBy(asc(clients.createdAt), asc(babies.bornOn), asc(babies.id));
    return {
      known: rows.length > 0,
      babies: rows.flatMap(({ babyId, firstName }) =>
        babyId && firstName ? [{ id: babyId, firstName }] : [],
      ),
    };
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
        priceMinor: bookings.priceMinor,
        currency: bookings.currency,
        lessonId: lessons.id,
        startsAt: lessons.startsAt,
        endsAt: lessons.endsAt,
        zone: lessons.timeZone,
        sequence: lessons.sequence,
        service: services.name,
        cancelHours: services.cancelHours,
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
      .innerJoin(lessons, lessonOf)
      .innerJoin(services, serviceOf)
      .innerJoin(places, placeOf)
      .innerJoin(practitioners, practitionerOf)
      .innerJoin(practices, eq(practices.practiceId, bookings.practiceId))
      .where(and(eq(bookings.practiceId, actor.practiceId), eq(bookings.id, actor.subjectId)));
    if (!row) throw notFound();
    const { priceMinor, currency, sequence, ...facts } = row;
    return {
      ...facts,
      sequence,
      price: { minor: priceMinor, currency },
      moved: sequence > 0 && row.status !== "cancelled",
      past: row.endsAt.getTime() < now.getTime(),
    };
  },
});
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

/** A signed-in parent's lessons at every practice that knows her: those to come first, then the past. */
export const ownLessons = query({
  name: "booking.mine",
  allow: isParent,
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    const rows = await tx
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
      .orderBy(desc(lessons.startsAt))
      .limit(200);
    const named = await tx
      .select({ bookingId: bookingBabies.bookingId, firstName: babies.firstName })
      .from(bookingBabies)
      .innerJoin(
        babies,
        and(eq(babies.practiceId, bookingBabies.practiceId), eq(babies.id, bookingBabies.babyId)),
      )
      .where(
        rows.length > 0
          ? inArray(
              bookingBabies.bookingId,
              rows.map((row) => row.bookingId),
            )
          : sql`false`,
      );
    const all = rows.map((row) => ({
      ...row,
      babies: named
        .filter((baby) => baby.bookingId === row.bookingId)
        .map((baby) => baby.firstName),
    }));
    const comes = (row: (typeof all)[number]) =>
      row.endsAt > now && (row.status === "booked" || row.status === "arrived");
    return { upcoming: all.filter(comes).reverse(), past: all.filter((row) => !comes(row)) };
  },
});
