import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { places, practices, practitioners, services } from "@/db/schema";
import { teachesNow } from "@/lib/accounts/practitioner";
import { isStaff, type Staff } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { mayManage, mayManagePlaces, missingBlocks, stampOf } from "./rules";
import { OnePlace, OnePractitioner, OneService } from "./schema";

const Nothing = z.strictObject({});

/** The practice as its staff work in it. */
export const practiceFacts = query({
  name: "practices.facts",
  allow: isStaff,
  input: Nothing,
  run: async ({ actor, tx }) => {
    const [practice] = await tx
      .select({
        name: practices.name,
        country: practices.country,
        currency: practices.currency,
        locale: practices.locale,
        zone: practices.timeZone,
      })
      .from(practices)
      .where(eq(practices.practiceId, actor.practiceId));
    if (!practice) throw notFound();
    return practice;
  },
});

const teachers = (tx: Tx, actor: Staff) =>
  tx
    .select({
      id: practitioners.id,
      name: practitioners.displayName,
      slug: practitioners.slug,
      publishedAt: practitioners.publishedAt,
    })
    .from(practitioners)
    .where(eq(practitioners.practiceId, actor.practiceId))
    .orderBy(asc(practitioners.createdAt), asc(practitioners.id));

/** Who teaches here, with what this member of staff may change. */
export const practiceTeachers = query({
  name: "practices.teachers",
  allow: isStaff,
  input: Nothing,
  run: async ({ actor, tx }) =>
    (await teachers(tx, actor)).map((row) => ({
      ...row,
      own: row.id === actor.practitionerId,
      mayManage: mayManage(actor, row.id),
    })),
});
export type Teacher = Awaited<ReturnType<typeof practiceTeachers>>[number];

const serviceColumns = {
  id: services.id,
  practitionerId: services.practitionerId,
  placeId: services.placeId,
  name: services.name,
  description: services.description,
  durationMinutes: services.durationMinutes,
  stepMinutes: services.stepMinutes,
  bufferBeforeMinutes: services.bufferBeforeMinutes,
  bufferAfterMinutes: services.bufferAfterMinutes,
  minNoticeMinutes: services.minNoticeMinutes,
  horizonDays: services.horizonDays,
  cancelHours: services.cancelHours,
  listing: services.listing,
  approval: services.approval,
  color: services.color,
  sameDay: services.sameDay,
  opensOn: services.opensOn,
  closesOn: services.closesOn,
  maxPerDay: services.maxPerDay,
  maxPerWeek: services.maxPerWeek,
  graceMinutes: services.graceMinutes,
  lateFeePercent: services.lateFeePercent,
  illnessFree: services.illnessFree,
  reminderMinutes: services.reminderMinutes,
  followUpHours: services.followUpHours,
  priceMinor: services.priceMinor,
  currency: services.currency,
  position: services.position,
  bookable: services.bookable,
  archivedAt: services.archivedAt,
  version: services.version,
  placeKind: places.kind,
  placeName: places.name,
  practitionerName: practitioners.displayName,
};
const byTeacher = and(
  eq(practitioners.practiceId, services.practiceId),
  eq(practitioners.id, services.practitionerId),
);
const atPlace = and(eq(places.practiceId, services.practiceId), eq(places.id, services.placeId));

/** Every service, in the order families see them; archived ones last. */
export const serviceList = query({
  name: "practices.services",
  allow: isStaff,
  input: z.strictObject({
    practitionerId: OnePractitioner.shape.practitionerId.optional(),
    /** Only what can be booked: not given up, and of somebody who teaches here now. */
    taught: z.boolean().default(false),
  }),
  run: async ({ actor, tx }, { practitionerId, taught }) => {
    const rows = await tx
      .select(serviceColumns)
      .from(services)
      .innerJoin(places, atPlace)
      .innerJoin(practitioners, byTeacher)
      .where(
        and(
          eq(services.practiceId, actor.practiceId),
          practitionerId ? eq(services.practitionerId, practitionerId) : undefined,
          taught ? and(isNull(services.archivedAt), teachesNow) : undefined,
        ),
      )
      .orderBy(asc(services.position), asc(services.id));
    return rows
      .map((row) => ({ ...row, mayManage: mayManage(actor, row.practitionerId) }))
      .sort((a, b) => Number(a.archivedAt !== null) - Number(b.archivedAt !== null));
  },
});
export type ServiceRow = Awaited<ReturnType<typeof serviceList>>[number];

export const serviceDetail = query({
  name: "practices.service",
  allow: isStaff,
  input: OneService,
  run: async ({ actor, tx }, { serviceId }) => {
    const [row] = await tx
      .select(serviceColumns)
      .from(services)
      .innerJoin(places, atPlace)
      .innerJoin(practitioners, byTeacher)
      .where(and(eq(services.practiceId, actor.practiceId), eq(services.id, serviceId)));
    if (!row || !mayManage(actor, row.practitionerId)) throw notFound();
    return row;
  },
});

export const placeColumns = {
  id: places.id,
  kind: places.kind,
  name: places.name,
  address: places.address,
  postcode: places.postcode,
  radiusMiles: places.radiusMiles,
  visitCodes: places.visitCodes,
  meetingUrl: places.meetingUrl,
  latitude: places.latitude,
  longitude: places.longitude,
  timeZone: places.timeZone,
  archivedAt: places.archivedAt,
};
type PlaceRow = { [K in keyof typeof placeColumns]: (typeof places.$inferSelect)[K] };
export const placeStamp = ({ archivedAt: _, ...facts }: PlaceRow): string => stampOf(facts);

/** Places where lessons can be; archived ones on request. */
export const placeList = query({
  name: "practices.places",
  allow: isStaff,
  input: z.strictObject({ archived: z.boolean().default(false) }),
  run: async ({ actor, tx }, { archived }) =>
    tx
      .select(placeColumns)
      .from(places)
      .where(
        and(
          eq(places.practiceId, actor.practiceId),
          archived ? undefined : isNull(places.archivedAt),
        ),
      )
      .orderBy(asc(places.createdAt), asc(places.id)),
});

export const placeDetail = query({
  name: "practices.place",
  allow: isStaff,
  input: OnePlace,
  run: async ({ actor, tx }, { placeId }) => {
    if (!mayManagePlaces(actor)) throw notFound();
    const [row] = await tx
      .select(placeColumns)
      .from(places)
      .where(and(eq(places.practiceId, actor.practiceId), eq(places.id, placeId)));
    if (!row) throw notFound();
    return { ...row, seen: placeStamp(row) };
  },
});

export const profileColumns = {
  displayName: practitioners.displayName,
  letters: practitioners.letters,
  headline: practitioners.headline,
  coursesOfStudy: practitioners.coursesOfStudy,
  certification: practitioners.certification,
  experience: practitioners.experience,
  doctorReferrals: practitioners.doctorReferrals,
  area: practitioners.area,
  postcode: practitioners.postcode,
  languages: practitioners.languages,
  acceptsReferrals: practitioners.acceptsReferrals,
  pretermExperience: practitioners.pretermExperience,
  accepting: practitioners.accepting,
  indexable: practitioners.indexable,
  maxPerDay: practitioners.maxPerDay,
  maxPerWeek: practitioners.maxPerWeek,
  travelKmh: practitioners.travelKmh,
};

export const profileDetail = query({
  name: "practices.profile",
  allow: isStaff,
  input: OnePractitioner,
  run: async ({ actor, tx }, { practitionerId }) => {
    if (!mayManage(actor, practitionerId)) throw notFound();
    const [row] = await tx
      .select({
        profile: profileColumns,
        slug: practitioners.slug,
        publishedAt: practitioners.publishedAt,
      })
      .from(practitioners)
      .where(
        and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
      );
    if (!row) throw notFound();
    return { ...row, seen: stampOf(row.profile), missing: missingBlocks(row.profile) };
  },
});
