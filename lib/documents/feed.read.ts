import { and, asc, desc, eq, gt, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { database } from "@/db/client";
import {
  bookings,
  calendarFeeds,
  clients,
  lessons,
  places,
  practices,
  practitioners,
  services,
  users,
} from "@/db/schema";
import { actAs, findPerson } from "@/lib/accounts/person";
import { token, tokenHash } from "@/lib/core/id";
import type { Zone } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import type { FeedDetail } from "./feed.schema";
import { isReader, liveFeeds, type Reader } from "./feed.write";

const DAY_MS = 86_400_000;
const BACK_DAYS = 60;
const AHEAD_DAYS = 400;
const MOST = 3000;

/** The person's own feed, without its secret: that is shown once, when it is made. And the practice's zone, for staff. */
export const ownFeed = query({
  name: "documents.own_feed",
  allow: isReader,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const [feed] = await tx
      .select({
        feedId: calendarFeeds.id,
        detail: calendarFeeds.detail,
        lastReadAt: calendarFeeds.lastReadAt,
        createdAt: calendarFeeds.createdAt,
      })
      .from(calendarFeeds)
      .where(liveFeeds(actor))
      .orderBy(desc(calendarFeeds.createdAt))
      .limit(1);
    if (actor.kind === "parent") return { feed: feed ?? null, zone: "UTC" };
    const [practice] = await tx
      .select({ zone: practices.timeZone })
      .from(practices)
      .where(eq(practices.practiceId, actor.practiceId));
    return { feed: feed ?? null, zone: practice?.zone ?? "UTC" };
  },
});

export type FeedHolder = { feedId: string; detail: FeedDetail; actor: Reader };

/**
 * Whose lessons an address shows: null for an unknown or withdrawn one, for an account that was closed, and for staff
 * who left the practice.
 */
export async function feedHolder(secret: string): Promise<FeedHolder | null> {
  if (!token.safeParse(secret).success) return null;
  const db = database();
  const [found] = await db
    .select({ feed: calendarFeeds, id: users.id, email: users.email, name: users.name })
    .from(calendarFeeds)
    .innerJoin(users, eq(users.id, calendarFeeds.userId))
    .where(and(eq(calendarFeeds.tokenHash, tokenHash(secret)), isNull(calendarFeeds.revokedAt)));
  const person = found && (await findPerson(found));
  if (!person) return null;
  const { feed } = found;
  const works = person.memberships.some((one) => one.practiceId === feed.practiceId);
  const actor = feed.practiceId
    ? works && actAs(person, "practice", feed.practiceId)
    : ({ kind: "parent", userId: person.userId, email: person.email } as const);
  if (!actor || !isReader(actor)) return null;
  // To the hour: enough for "last read", and not a write for every program that asks each minute.
  await db
    .update(calendarFeeds)
    .set({ lastReadAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(calendarFeeds.id, feed.id),
        or(
          isNull(calendarFeeds.lastReadAt),
          lt(calendarFeeds.lastReadAt, sql`clock_timestamp() - interval '1 hour'`),
        ),
      ),
    );
  return { feedId: feed.id, detail: feed.detail, actor };
}

export type FeedLesson = {
  lessonId: string;
  bookingId: string | null;
  block: boolean;
  /** Asked for, and not answered yet. */
  tentative: boolean;
  sequence: number;
  startsAt: Date;
  endsAt: Date;
  zone: Zone;
  createdAt: Date;
  practitioner: string;
  /** The family as the practice calls it; for a parent, nothing: it is theirs. */
  family: string | null;
  service: string | null;
  place: {
    kind: (typeof places.$inferSelect)["kind"];
    name: string;
    address: string | null;
  } | null;
};

/**
 * Lessons for the reader's own calendar program: a practitioner's own, everybody's for staff who do not teach, a
 * parent's over all practices. Sixty days back, four hundred ahead. No baby, no note, no family's address.
 */
export const feedLessons = query({
  name: "documents.feed_lessons",
  allow: isReader,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }): Promise<FeedLesson[]> => {
    const staff = actor.kind === "staff";
    const back = new Date(now.getTime() - BACK_DAYS * DAY_MS);
    const rows = await tx
      .select({
        lessonId: lessons.id,
        bookingId: bookings.id,
        kind: lessons.kind,
        status: lessons.status,
        sequence: lessons.sequence,
        startsAt: lessons.startsAt,
        endsAt: lessons.endsAt,
        zone: lessons.timeZone,
        createdAt: lessons.createdAt,
        practitioner: practitioners.displayName,
        family: clients.name,
        service: services.name,
        placeKind: places.kind,
        placeName: places.name,
        placeAddress: places.address,
      })
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
        and(
          eq(bookings.practiceId, lessons.practiceId),
          eq(bookings.lessonId, lessons.id),
          ne(bookings.status, "cancelled"),
        ),
      )
      .leftJoin(
        clients,
        and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
      )
      .where(
        and(
          staff ? eq(lessons.practiceId, actor.practiceId) : sql`${bookings.id} is not null`,
          staff && actor.practitionerId
            ? eq(lessons.practitionerId, actor.practitionerId)
            : undefined,
          inArray(lessons.status, ["requested", "confirmed", "completed", "no_show"]),
          // Time off may have begun long ago, and is found by its end.
          or(
            gt(lessons.startsAt, back),
            and(sql`${lessons.kind} = 'block'`, gt(lessons.endsAt, back)),
          ),
          lt(lessons.startsAt, new Date(now.getTime() + AHEAD_DAYS * DAY_MS)),
        ),
      )
      .orderBy(asc(lessons.startsAt), asc(lessons.id))
      .limit(MOST);
    return rows.map(({ kind, status, placeKind, placeName, placeAddress, family, ...lesson }) => ({
      ...lesson,
      block: kind === "block",
      tentative: status === "requested",
      family: staff ? family : null,
      place:
        placeKind && placeName ? { kind: placeKind, name: placeName, address: placeAddress } : null,
    }));
  },
});
