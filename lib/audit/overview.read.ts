import { and, desc, eq, gt, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { bookings, lessons, referrals, routineAssignments } from "@/db/schema";
import { staffLessons } from "@/lib/booking/staff-lessons";
import { sameBabyIds } from "@/lib/clients/merged";
import { practiceDay } from "@/lib/clients/read";
import { isStaff, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import type { Day } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { settled } from "@/lib/work/settled";
import { timelineOf } from "./timeline.read";

const LATEST = 6;

/** What the first page of a baby's record shows beside its chart: what happened lately, what comes, who sent it here. */
export const babyOverview = query({
  name: "audit.overview",
  allow: isStaff,
  beside: true,
  input: z.strictObject({ babyId: id("baby") }),
  run: async ({ actor, tx, now }, { babyId }) => {
    const { thisDay } = await practiceDay(tx, actor, now);
    const ids = await sameBabyIds(tx, actor.practiceId, babyId);
    const [timeline, next, doctor, assignmentId] = await settled([
      timelineOf(tx, actor, { babyId, limit: LATEST }, now),
      nextLesson(tx, actor, ids, thisDay, now),
      doctorOf(tx, actor, ids),
      runningRoutine(tx, actor, ids, thisDay),
    ] as const);
    return {
      ...{ practiceId: actor.practiceId, babyId: babyId as string },
      ...{ timeline, next, doctor, assignmentId },
    };
  },
  log: ({ practiceId, babyId, timeline }) => [
    { practiceId, babyId, detail: { part: "overview", items: timeline.items.length } },
  ],
});
export type BabyOverview = Awaited<ReturnType<typeof babyOverview>>;

async function nextLesson(
  tx: Tx,
  actor: Staff,
  babyIds: readonly string[],
  thisDay: Day,
  now: Date,
) {
  const [found] = await tx
    .select({ lessonId: lessons.id, bookingId: bookings.id })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(
      and(
        eq(bookings.practiceId, actor.practiceId),
        inArray(bookings.status, ["requested", "booked", "arrived"]),
        gt(lessons.endsAt, now),
        sql`exists (select from booking_babies bb where bb.practice_id = ${bookings.practiceId} and bb.booking_id = ${bookings.id}
          and bb.baby_id = any(${`{${babyIds.join(",")}}`}::uuid[]))`,
      ),
    )
    .orderBy(lessons.startsAt)
    .limit(1);
  if (!found) return null;
  const where = and(eq(bookings.practiceId, actor.practiceId), eq(bookings.id, found.bookingId));
  const [lesson] = await staffLessons(tx, actor, where, thisDay);
  return lesson ?? null;
}

/** Who referred the baby last. */
async function doctorOf(tx: Tx, actor: Staff, babyIds: readonly string[]) {
  const [row] = await tx
    .select({
      id: referrals.id,
      name: referrals.doctorName,
      organisation: referrals.doctorOrganisation,
    })
    .from(referrals)
    .where(
      and(
        eq(referrals.practiceId, actor.practiceId),
        among(referrals.babyId, babyIds),
        isNotNull(referrals.emailConfirmedAt),
      ),
    )
    .orderBy(desc(referrals.createdAt))
    .limit(1);
  return row ?? null;
}

async function runningRoutine(tx: Tx, actor: Staff, babyIds: readonly string[], thisDay: Day) {
  const [row] = await tx
    .select({ id: routineAssignments.id })
    .from(routineAssignments)
    .where(
      and(
        eq(routineAssignments.practiceId, actor.practiceId),
        among(routineAssignments.babyId, babyIds),
        isNull(routineAssignments.endedAt),
        or(
          isNull(routineAssignments.untilOn),
          sql`${routineAssignments.untilOn} >= ${thisDay}::date`,
        ),
      ),
    )
    .orderBy(desc(routineAssignments.createdAt))
    .limit(1);
  return row?.id ?? null;
}
