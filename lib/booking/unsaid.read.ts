import { and, count, desc, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { bookings, clients, lessons } from "@/db/schema";
import { familyName } from "@/lib/clients/merged";
import { babyTitle } from "@/lib/clients/rules";
import { isClinician, type Staff } from "@/lib/core/actor";
import { wholeNumber } from "@/lib/core/text";
import { query } from "@/lib/work/query";
import { settled } from "@/lib/work/settled";
import { teachers, type Whose } from "./whose";

const PAGE = 20;

/**
 * Seats of lessons that are over and of which nobody said whether the family came, however long ago. "offset 0" has each
 * practitioner's open lessons found in their own index, as it begins with them; else the years before would be read.
 */
const unsaid = (actor: Staff, whose: Whose, now: Date): SQL | undefined =>
  and(
    eq(lessons.practiceId, actor.practiceId),
    sql`${lessons.id} = any(array(select open.id from practitioners p cross join lateral (
      select l.id from lessons l where l.practice_id = p.practice_id and l.practitioner_id = p.id
        and l.status = 'confirmed' and l.kind = 'lesson' and l.ends_at < ${now.toISOString()}::timestamptz offset 0) open
      where ${teachers(actor, whose)}))`,
    eq(bookings.status, "booked"),
  );
const seatOfLesson = and(
  eq(bookings.practiceId, lessons.practiceId),
  eq(bookings.lessonId, lessons.id),
);

async function countOf(tx: Tx, where: SQL | undefined): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(lessons)
    .innerJoin(bookings, seatOfLesson)
    .where(where);
  return row?.n ?? 0;
}

/** How many lessons wait for a word, for the first page of the day. */
export const unsaidCounts = query({
  name: "booking.unsaid_counts",
  allow: isClinician,
  beside: true,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const [own, left] = await settled([
      countOf(tx, unsaid(actor, "own", now)),
      actor.role === "owner" ? countOf(tx, unsaid(actor, "left", now)) : Promise.resolve(0),
    ]);
    return { own, left };
  },
});
export type UnsaidCounts = Awaited<ReturnType<typeof unsaidCounts>>;

const firstNames = sql<string[]>`array(select b.first_name from booking_babies bb
  join babies b on b.practice_id = bb.practice_id and b.id = bb.baby_id
  where bb.practice_id = ${bookings.practiceId} and bb.booking_id = ${bookings.id} order by b.born_on, b.first_name, b.id)`;

// Not joined: PostgreSQL would begin with the practitioners, and read all their lessons.
const practitioner = sql<string>`(select p.display_name from practitioners p
  where p.practice_id = ${lessons.practiceId} and p.id = ${lessons.practitionerId})`;

async function pageOf(tx: Tx, where: SQL | undefined, page: number) {
  const rows = await tx
    .select({
      ...{ bookingId: bookings.id, version: bookings.version, zone: lessons.timeZone },
      ...{ startsAt: lessons.startsAt, practitioner },
      ...{ firstNames, familyName },
    })
    .from(lessons)
    .innerJoin(bookings, seatOfLesson)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
    )
    .where(where)
    .orderBy(desc(lessons.endsAt), desc(bookings.id))
    .limit(PAGE + 1)
    .offset((page - 1) * PAGE);
  return {
    page,
    more: rows.length > PAGE,
    items: rows.slice(0, PAGE).map(({ firstNames: names, familyName: family, ...row }) => ({
      ...row,
      title: babyTitle(names.join(" & "), family),
    })),
  };
}

const page = wholeNumber(1, 10_000).default(1);

/** Those lessons, the latest first: one's own, and for the owner those of colleagues who left. Names and times, nothing of health. */
export const unsaidLessons = query({
  name: "booking.unsaid",
  allow: isClinician,
  beside: true,
  input: z.strictObject({ page, leftPage: page }),
  run: async ({ actor, tx, now }, asked) => {
    const [own, left] = await settled([
      pageOf(tx, unsaid(actor, "own", now), asked.page),
      pageOf(tx, unsaid(actor, "left", now), asked.leftPage),
    ]);
    return { own, left };
  },
});
export type UnsaidPage = Awaited<ReturnType<typeof unsaidLessons>>["own"];
