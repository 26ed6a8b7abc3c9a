import {
  and,
  asc,
  count,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  or,
  sql,
} from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import {
  babies,
  bookings,
  credentials,
  lessons,
  practiceLogs,
  practitioners,
  referrals,
} from "@/db/schema";
import { practiceDay } from "@/lib/clients/read";
import { factsShown } from "@/lib/clients/rules";
import { isStaff, type Staff } from "@/lib/core/actor";
import { addDays, type Day, startOfDay, type Zone } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { settled } from "@/lib/work/settled";
import { mondayOf } from "./rules";
import { type StaffLesson, staffLessons, takenBetween } from "./staff-lessons";

const BACK_DAYS = 60;
const AHEAD_DAYS = 60;
const STOPPED_DAYS = 7;
const NEXT_DAYS = 14;

/** The first page of the day: its lessons, what waits, and how the week stands. */
export const staffToday = query({
  name: "booking.today",
  allow: isStaff,
  beside: true,
  input: z.strictObject({}),
  run: async ({ actor, tx, now }) => {
    const { zone, thisDay, currency } = await practiceDay(tx, actor, now);
    const mine = actor.practitionerId ?? undefined;
    const at = (on: Day) => startOfDay(on, zone);
    const begins = at(thisDay);
    const shown = and(
      takenBetween(actor, at(addDays(thisDay, -BACK_DAYS)), at(addDays(thisDay, 1)), mine),
      or(
        gt(lessons.endsAt, begins),
        and(inArray(bookings.status, ["booked", "arrived"]), lt(lessons.endsAt, now)),
      ),
    );
    const asked = and(
      eq(lessons.practiceId, actor.practiceId),
      // As the index of requests has it, which a parameter would hide.
      sql`${lessons.status} = 'requested'`,
      gt(lessons.startsAt, now),
      mine ? eq(lessons.practitionerId, mine) : undefined,
    );
    const [found, requests, referrals, credentials, stopped, weeks] = await settled([
      staffLessons(tx, actor, shown, thisDay),
      staffLessons(tx, actor, asked, thisDay),
      waiting(tx, actor, mine),
      endingSoon(tx, actor, thisDay, mine),
      stoppedEarly(tx, actor, now),
      twoWeeks(tx, actor, mondayOf(thisDay), zone, mine),
    ]);
    const today = found.filter((lesson) => lesson.endsAt > begins);
    const next = today.find((lesson) => comes(lesson, now));
    return {
      zone,
      thisDay,
      now,
      lessons: today,
      /** The family that comes next: today, else within two weeks. */
      next: next ?? (await nextAfter(tx, actor, at(addDays(thisDay, 1)), thisDay, mine)),
      /** Lessons of earlier days that nobody said anything about yet. */
      unsaid: found.filter(
        ({ startsAt, endsAt, status }) =>
          startsAt < begins && endsAt < now && (status === "booked" || status === "arrived"),
      ),
      /** Families that wait for a yes or a no, the soonest to be answered first. */
      requests: requests.sort(
        (a, b) => (a.answerBy?.getTime() ?? 0) - (b.answerBy?.getTime() ?? 0),
      ),
      referrals,
      credentials,
      stopped,
      ...weeks,
      currency,
    };
  },
  log: ({ lessons: own, next, unsaid, requests }, { practiceId }) => {
    const shown = [...own, ...unsaid, ...requests, ...(next ? [next] : [])];
    const babyIds = factsShown(shown.flatMap((lesson) => lesson.seat?.babies ?? []));
    return [{ practiceId, list: "today", babyIds }];
  },
});
export type StaffToday = Awaited<ReturnType<typeof staffToday>>;

const comes = ({ seat, status, endsAt }: StaffLesson, now: Date): boolean =>
  seat !== null && endsAt > now && (status === "booked" || status === "arrived");

/** When the day is over, or free: the first lesson of a later one, found by its time before anything of it is read. */
async function nextAfter(
  tx: Tx,
  actor: Staff,
  from: Date,
  onDay: Day,
  practitionerId: string | undefined,
): Promise<StaffLesson | null> {
  const until = new Date(from.getTime() + NEXT_DAYS * 86_400_000);
  const [first] = await tx
    .select({ id: lessons.id })
    .from(lessons)
    .where(
      and(
        eq(lessons.practiceId, actor.practiceId),
        practitionerId ? eq(lessons.practitionerId, practitionerId) : undefined,
        eq(lessons.status, "confirmed"),
        eq(lessons.kind, "lesson"),
        gte(lessons.startsAt, from),
        lt(lessons.startsAt, until),
      ),
    )
    .orderBy(asc(lessons.startsAt))
    .limit(1);
  if (!first) return null;
  const found = await staffLessons(
    tx,
    actor,
    and(
      eq(lessons.practiceId, actor.practiceId),
      eq(lessons.id, first.id),
      eq(bookings.status, "booked"),
    ),
    onDay,
  );
  return found[0] ?? null;
}

async function waiting(tx: Tx, actor: Staff, practitionerId: string | undefined) {
  const [row] = await tx
    .select({ n: count(), oldest: sql<string | null>`min(${referrals.emailConfirmedAt})` })
    .from(referrals)
    .where(
      and(
        eq(referrals.practiceId, actor.practiceId),
        eq(referrals.status, "waiting"),
        isNotNull(referrals.emailConfirmedAt),
        practitionerId ? eq(referrals.practitionerId, practitionerId) : undefined,
      ),
    );
  return { count: row?.n ?? 0, oldest: row?.oldest ? new Date(row.oldest) : null };
}

const endingSoon = (tx: Tx, actor: Staff, thisDay: Day, practitionerId: string | undefined) =>
  tx
    .select({
      id: credentials.id,
      title: credentials.title,
      expiresOn: sql<Day>`${credentials.expiresOn}::text`,
      practitioner: practitioners.displayName,
    })
    .from(credentials)
    .innerJoin(
      practitioners,
      and(
        eq(practitioners.practiceId, credentials.practiceId),
        eq(practitioners.id, credentials.practitionerId),
      ),
    )
    .where(
      and(
        eq(credentials.practiceId, actor.practiceId),
        ne(credentials.state, "revoked"),
        isNull(credentials.withdrawnAt),
        lte(credentials.expiresOn, addDays(thisDay, AHEAD_DAYS)),
        practitionerId ? eq(credentials.practitionerId, practitionerId) : undefined,
      ),
    )
    .orderBy(asc(credentials.expiresOn))
    .limit(10);

/** Families that ended a routine early lately: worth a word, and nobody's failure. Clinical, so not for the desk. */
async function stoppedEarly(tx: Tx, actor: Staff, now: Date) {
  if (actor.role === "front_desk") return [];
  return tx
    .select({
      babyId: practiceLogs.babyId,
      clientId: practiceLogs.clientId,
      firstName: babies.firstName,
      times: count(),
    })
    .from(practiceLogs)
    .innerJoin(
      babies,
      and(eq(babies.practiceId, practiceLogs.practiceId), eq(babies.id, practiceLogs.babyId)),
    )
    .where(
      and(
        eq(practiceLogs.practiceId, actor.practiceId),
        eq(practiceLogs.outcome, "stopped"),
        gt(practiceLogs.startedAt, new Date(now.getTime() - STOPPED_DAYS * 86_400_000)),
      ),
    )
    .groupBy(practiceLogs.babyId, practiceLogs.clientId, babies.firstName)
    .orderBy(sql`count(*) desc`, asc(babies.firstName))
    .limit(5);
}

/** What is booked this week and was the last, whatever became of it. */
async function twoWeeks(tx: Tx, actor: Staff, monday: Day, zone: Zone, practitionerId?: string) {
  const at = (on: Day) => startOfDay(on, zone);
  const isThis = sql`${lessons.startsAt} >= ${at(monday).toISOString()}::timestamptz`;
  const rows = await tx
    .select({
      currency: bookings.currency,
      lessons: sql<number>`(count(*) filter (where ${isThis}))::int`,
      minor: sql<string>`coalesce(sum(${bookings.priceMinor}) filter (where ${isThis}), 0)`,
      both: count(),
    })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(
      and(
        eq(bookings.practiceId, actor.practiceId),
        ne(bookings.status, "cancelled"),
        gte(lessons.startsAt, at(addDays(monday, -7))),
        lt(lessons.startsAt, at(addDays(monday, 7))),
        practitionerId ? eq(lessons.practitionerId, practitionerId) : undefined,
      ),
    )
    .groupBy(bookings.currency);
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((all, row) => all + of(row), 0);
  const money = rows
    .filter((row) => row.lessons > 0)
    .map((row) => ({ minor: Number(row.minor), currency: row.currency }));
  return {
    week: { lessons: sum((row) => row.lessons), money },
    lastWeek: { lessons: sum((row) => row.both - row.lessons) },
  };
}
