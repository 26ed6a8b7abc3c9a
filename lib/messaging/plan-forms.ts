import { and, eq, isNull } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { bookings, lessons, practices, reminders } from "@/db/schema";
import { newId } from "@/lib/core/id";
import { planOf } from "./rules";

/** Two days before the lesson, when its health check opens too; the day before where that is over or in quiet hours. */
const OPEN_MINUTES = 2 * 24 * 60;
const AHEAD_MINUTES = [OPEN_MINUTES, 24 * 60];

/**
 * One reminder of unfinished forms for each lesson to come (feature e14): quiet hours counted, gone with the lesson or
 * with the last form. Whether it is still wanted is asked again when its time comes.
 */
export async function planFormsReminder(
  tx: Tx,
  { practiceId, bookingId }: { practiceId: string; bookingId: string },
  open: number,
  now: Date,
): Promise<void> {
  const [row] = await tx
    .select({
      clientId: bookings.clientId,
      status: bookings.status,
      lessonStatus: lessons.status,
      startsAt: lessons.startsAt,
      endsAt: lessons.endsAt,
      from: practices.quietFrom,
      until: practices.quietUntil,
      zone: practices.timeZone,
    })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .innerJoin(practices, eq(practices.practiceId, bookings.practiceId))
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId)));
  if (!row) return;
  const stands = open > 0 && row.status === "booked" && row.lessonStatus !== "requested";
  const plans = AHEAD_MINUTES.map((minutes) =>
    planOf(row, { reminderMinutes: [minutes], followUpHours: null }, row, now),
  );
  // What quiet hours put earlier would come before the check can be answered.
  const opens = row.startsAt.getTime() - OPEN_MINUTES * 60_000;
  const wanted = stands ? plans.flat().find(({ dueAt }) => dueAt.getTime() >= opens) : undefined;
  const waiting = await tx
    .select()
    .from(reminders)
    .where(
      and(
        eq(reminders.practiceId, practiceId),
        eq(reminders.bookingId, bookingId),
        eq(reminders.kind, "forms"),
        isNull(reminders.doneAt),
      ),
    );
  const gone = waiting.filter(
    (old) =>
      !wanted ||
      old.dueAt.getTime() !== wanted.dueAt.getTime() ||
      old.lessonStartsAt.getTime() !== row.startsAt.getTime(),
  );
  if (gone.length > 0)
    await tx.delete(reminders).where(
      and(
        eq(reminders.practiceId, practiceId),
        among(
          reminders.id,
          gone.map((old) => old.id),
        ),
      ),
    );
  if (!wanted || gone.length < waiting.length) return;
  await tx
    .insert(reminders)
    .values({
      ...{ practiceId, id: newId(), bookingId, clientId: row.clientId, kind: "forms" },
      ...{ minutes: wanted.minutes, dueAt: wanted.dueAt, lessonStartsAt: row.startsAt },
    })
    .onConflictDoNothing();
}
