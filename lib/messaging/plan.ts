import { and, eq, gt, inArray, isNull, ne, or, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { bookings, lessons, practices, reminders, services } from "@/db/schema";
import { newId } from "@/lib/core/id";
import { planOf } from "./rules";

const DAY_MS = 86_400_000;
/** Follow-ups are planned at most two weeks after a lesson. */
const LATEST_DAYS = 15;

type Which = { practiceId: string } & (
  | { bookingId: string }
  | { serviceId: string | null; after: string | null; most: number }
);

const keyOf = (row: { kind: string; minutes: number; lessonStartsAt: Date }) =>
  `${row.kind}:${row.minutes}:${row.lessonStartsAt.getTime()}`;

/**
 * Makes the waiting reminders of bookings fit their lessons as they are: what no longer fits goes, what is missing is
 * written, what was sent stays. Run again it changes nothing. Answers with the last booking it looked at.
 */
export async function planReminders(
  tx: Tx,
  which: Which,
  now: Date,
): Promise<{ planned: number; removed: number; last: string | null; looked: number }> {
  const { practiceId } = which;
  const rows = await tx
    .select({
      bookingId: bookings.id,
      clientId: bookings.clientId,
      status: bookings.status,
      lessonStatus: lessons.status,
      startsAt: lessons.startsAt,
      endsAt: lessons.endsAt,
      reminderMinutes: services.reminderMinutes,
      followUpHours: services.followUpHours,
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
    .innerJoin(
      services,
      and(eq(services.practiceId, lessons.practiceId), eq(services.id, lessons.serviceId)),
    )
    .where(
      and(
        eq(bookings.practiceId, practiceId),
        "bookingId" in which
          ? eq(bookings.id, which.bookingId)
          : and(
              which.serviceId ? eq(lessons.serviceId, which.serviceId) : undefined,
              which.after ? gt(bookings.id, which.after) : undefined,
              gt(lessons.endsAt, new Date(now.getTime() - LATEST_DAYS * DAY_MS)),
              inArray(bookings.status, ["booked", "arrived", "completed"]),
            ),
      ),
    )
    .orderBy(bookings.id)
    .limit("bookingId" in which ? 1 : which.most)
    // Two jobs about one booking plan one after the other.
    .for("update", { of: bookings });
  if (rows.length === 0) return { planned: 0, removed: 0, last: null, looked: 0 };
  const ids = rows.map((row) => row.bookingId);
  const known = await tx
    .select()
    .from(reminders)
    .where(
      and(
        eq(reminders.practiceId, practiceId),
        among(reminders.bookingId, ids),
        // Those of unfinished forms are planned by themselves (plan-forms.ts).
        ne(reminders.kind, "forms"),
      ),
    );
  const made: (typeof reminders.$inferInsert)[] = [];
  const gone: string[] = [];
  for (const row of rows) {
    const { bookingId, clientId, startsAt: lessonStartsAt } = row;
    const stands =
      row.lessonStatus !== "requested" && ["booked", "arrived", "completed"].includes(row.status);
    const wanted = new Map(
      (stands ? planOf(row, row, row, now) : []).map((one) => [
        keyOf({ ...one, lessonStartsAt }),
        one,
      ]),
    );
    for (const old of known.filter((one) => one.bookingId === bookingId)) {
      const fits = wanted.get(keyOf(old));
      if (old.doneAt) wanted.delete(keyOf(old));
      else if (fits && fits.dueAt.getTime() === old.dueAt.getTime()) wanted.delete(keyOf(old));
      // Due by now and not taken up yet: it is the clock's job's to decide.
      else if (!fits && stands && old.dueAt <= now && sameWish(old, row)) continue;
      else gone.push(old.id);
    }
    for (const one of wanted.values())
      made.push({ practiceId, id: newId(), bookingId, clientId, lessonStartsAt, ...one });
  }
  if (gone.length > 0)
    await tx
      .delete(reminders)
      .where(
        and(
          eq(reminders.practiceId, practiceId),
          among(reminders.id, gone),
          isNull(reminders.doneAt),
        ),
      );
  if (made.length > 0) await tx.insert(reminders).values(made).onConflictDoNothing();
  return {
    planned: made.length,
    removed: gone.length,
    last: ids.at(-1) ?? null,
    looked: rows.length,
  };
}

const sameWish = (
  old: typeof reminders.$inferSelect,
  now: { startsAt: Date; reminderMinutes: number[]; followUpHours: number | null },
): boolean =>
  old.lessonStartsAt.getTime() === now.startsAt.getTime() &&
  (old.kind === "reminder"
    ? now.reminderMinutes.includes(old.minutes)
    : now.followUpHours !== null && now.followUpHours * 60 === old.minutes);

/** What is planned for a family, in all its records, and has not gone out. */
export const waitingOf = (tx: Tx, practiceId: string, clientIds: readonly string[]) =>
  tx
    .select({
      id: reminders.id,
      kind: reminders.kind,
      dueAt: reminders.dueAt,
      bookingId: reminders.bookingId,
      startsAt: lessons.startsAt,
      zone: lessons.timeZone,
    })
    .from(reminders)
    .innerJoin(
      bookings,
      and(eq(bookings.practiceId, reminders.practiceId), eq(bookings.id, reminders.bookingId)),
    )
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(
      and(
        eq(reminders.practiceId, practiceId),
        among(reminders.clientId, clientIds),
        isNull(reminders.doneAt),
        // What its last look would drop is not promised.
        eq(reminders.lessonStartsAt, lessons.startsAt),
        or(
          eq(bookings.status, "booked"),
          and(eq(reminders.kind, "follow_up"), sql`${bookings.status} in ('arrived', 'completed')`),
        ),
      ),
    )
    .orderBy(reminders.dueAt)
    .limit(20);
