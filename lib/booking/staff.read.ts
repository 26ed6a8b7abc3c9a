import {
  and,
  asc,
  count,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  lt,
  lte,
  ne,
  or,
  sql,
} from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import {
  babies,
  bookings,
  clients,
  credentials,
  lessons,
  practiceLogs,
  practitioners,
  referrals,
} from "@/db/schema";
import { overridesOf, weekOf } from "@/lib/availability/hours.read";
import { practiceDay } from "@/lib/clients/read";
import { babyTitle } from "@/lib/clients/rules";
import { isStaff, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { wholeNumber } from "@/lib/core/text";
import {
  addDays,
  type Day,
  day,
  minutesOfDay,
  startOfDay,
  wallOf,
  type Zone,
} from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { settled } from "@/lib/work/settled";
import { busyElsewhere, closedOn, lanesOf, speedsOf, waysBetween } from "./calendar.lanes";
import { dayParts, daysFrom, freeSpans, hoursOn, minutesIn, type Plan } from "./calendar.rules";
import { mondayOf } from "./rules";
import { type StaffLesson, staffLessons, takenBetween } from "./staff-lessons";

/** Whose calendar: one's own, a colleague's, or everybody's. */
const whose = z.union([z.literal("all"), id("practitioner")]).optional();
const scopeOf = (actor: Staff, asked: string | undefined): string | undefined =>
  asked === "all" ? undefined : (asked ?? actor.practitionerId ?? undefined);

const CalendarQuestion = z.strictObject({
  from: day,
  /** A month is six weeks at most. */
  days: wholeNumber(1, 42).default(7),
  practitionerId: whose,
});

/** The calendar's days with their hours, and everything that is in them, in the practice's own wall time. */
export const staffCalendar = query({
  name: "booking.calendar",
  allow: isStaff,
  input: CalendarQuestion,
  run: async ({ actor, tx, now }, { from, days: length, practitionerId: asked }) => {
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const practitionerId = scopeOf(actor, asked);
    const days = daysFrom(from, length);
    const taken = takenBetween(
      actor,
      startOfDay(from, zone),
      startOfDay(addDays(from, length), zone),
      practitionerId,
    );
    // How many lessons each family had is told in one person's calendar: for everybody's it is half of the work.
    const counted = practitionerId !== undefined;
    const found = await staffLessons(tx, actor, taken, thisDay, { counted });
    const events = found.flatMap((lesson) => eventsOf(lesson, zone, days));
    const range = { from: startOfDay(from, zone), until: startOfDay(addDays(from, length), zone) };
    const elsewhere = await busyElsewhere(tx, actor, { ...range, zone, days }, practitionerId);
    const stops = found.flatMap((lesson) => (lesson.block ? [] : [stopOf(lesson)]));
    const speeds = await speedsOf(
      tx,
      actor,
      stops.map((stop) => stop.practitionerId),
    );
    const plan = practitionerId ? await planOf(tx, actor, practitionerId, from) : null;
    return {
      zone,
      now: wallAt(now, zone),
      practitionerId: practitionerId ?? null,
      days: days.map((on) => {
        const open = plan ? hoursOn(plan, on) : [];
        const busy = [...events, ...elsewhere].filter((event) => event.day === on);
        const gaps = freeSpans(open, busy);
        return {
          day: on,
          open,
          gaps,
          free: plan ? minutesIn(gaps) : null,
          away: plan !== null && closedOn(plan, on),
        };
      }),
      events,
      elsewhere,
      travel: waysBetween(stops, speeds, zone),
      /** Whose hours stand beside each other, where everybody is asked for. */
      lanes: practitionerId ? [] : await lanesOf(tx, actor, days),
    };
  },
});
export type StaffCalendar = Awaited<ReturnType<typeof staffCalendar>>;
export type CalendarEvent = StaffCalendar["events"][number];

const planOf = async (tx: Tx, { practiceId }: Staff, practitionerId: string, from: Day) => {
  const owner = { practiceId, practitionerId };
  return {
    hours: await weekOf(tx, owner),
    overrides: await overridesOf(tx, owner, from),
  } satisfies Plan;
};

const stopOf = ({ practitioner, startsAt, endsAt, point }: StaffLesson) => ({
  practitionerId: practitioner.id,
  startsAt,
  endsAt,
  point,
});

/** A lesson as the calendar draws it: one event a day, without what only its own page tells. */
function eventsOf(lesson: StaffLesson, zone: string, days: readonly Day[]) {
  const { seat } = lesson;
  const parts = dayParts(lesson.startsAt, lesson.endsAt, zone);
  const alerts = seat?.babies.map((baby) => baby.alerts) ?? [];
  return parts
    .filter((part) => days.includes(part.day))
    .map((part) => ({
      // Written out: spread, each of a full week's events cost 24 µs.
      day: part.day,
      start: part.start,
      end: part.end,
      id: lesson.lessonId,
      bookingId: seat?.id ?? null,
      practitioner: lesson.practitioner,
      kind: lesson.block ? ("block" as const) : (lesson.place?.kind ?? "studio"),
      status: lesson.status,
      onTop: lesson.onTop,
      /** The family said that it will come. */
      willCome: seat?.confirmedAt != null,
      color: lesson.color,
      answerBy: lesson.answerBy && wallAt(lesson.answerBy, zone),
      title: lesson.block ? lesson.title : titleOf(lesson),
      service: lesson.service?.name ?? null,
      place: lesson.place?.name ?? null,
      address: lesson.address,
      ordinal: seat?.ordinal || null,
      guardians: seat?.guardians ?? [],
      clientId: seat?.clientId ?? null,
      doctorName: seat?.doctorName ?? null,
      price: seat && { minor: seat.priceMinor, currency: seat.currency },
      bornEarly: alerts.find((one) => one.bornEarly !== null)?.bornEarly ?? null,
      careCount: alerts.reduce((sum, one) => sum + one.count, 0),
      care: alerts.flatMap((one) => one.facts ?? []),
      version: lesson.version,
      bookingVersion: seat?.version ?? null,
      /** What reaches over midnight is not dragged by one of its parts. */
      whole: parts.length === 1,
      begins: wallAt(lesson.startsAt, zone),
      minutes: Math.round((lesson.endsAt.getTime() - lesson.startsAt.getTime()) / 60_000),
      /** The clock the family was told, when it is not the practice's. */
      zone: lesson.zone === zone ? null : lesson.zone,
    }));
}

/** A moment as minutes of a day on the wall. */
function wallAt(at: Date, zone: string): { day: Day; minute: number } {
  const { day: on, time } = wallOf(at, zone);
  return { day: on, minute: minutesOfDay(time) };
}

export const titleOf = ({ seat, title }: Pick<StaffLesson, "seat" | "title">): string =>
  seat ? babyTitle(seat.babies.map((baby) => baby.firstName).join(" & "), seat.familyName) : title;

const BACK_DAYS = 60;
const AHEAD_DAYS = 60;
const STOPPED_DAYS = 7;

/** The first page of the day: its lessons, what waits, and how the week stands. */
export const staffToday = query({
  name: "booking.today",
  allow: isStaff,
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
    return {
      zone,
      thisDay,
      now,
      lessons: found.filter((lesson) => lesson.endsAt > begins),
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
});
export type StaffToday = Awaited<ReturnType<typeof staffToday>>;

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

/** When some families come next, for the list of families. */
export const nextLessons = query({
  name: "booking.next_of_clients",
  allow: isStaff,
  input: z.strictObject({ clientIds: z.array(id("client")).max(50) }),
  run: async ({ actor, tx, now }, { clientIds }) => {
    if (clientIds.length === 0) return [];
    return tx
      .select({
        clientId: clients.id,
        startsAt: sql<string>`min(${lessons.startsAt})`,
        zone: sql<string>`(array_agg(${lessons.timeZone} order by ${lessons.startsAt}))[1]`,
      })
      .from(clients)
      .innerJoin(
        bookings,
        and(eq(bookings.practiceId, clients.practiceId), eq(bookings.clientId, clients.id)),
      )
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .where(
        and(
          eq(clients.practiceId, actor.practiceId),
          among(clients.id, clientIds),
          inArray(bookings.status, ["booked", "arrived"]),
          gt(lessons.endsAt, now),
        ),
      )
      .groupBy(clients.id);
  },
});
