import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { bookings, lessons } from "@/db/schema";
import { statement } from "@/db/statement";
import type { Staff } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import { settled } from "@/lib/work/settled";

type Booking = typeof bookings.$inferSelect;
type Lesson = typeof lessons.$inferSelect;
export type Seat = { booking: Booking; lesson: Lesson };
export type SeatChange = { version: number; lessonVersion: number; status: Booking["status"] };

const lessonOf = sql`(select b.lesson_id from bookings b where b.practice_id = ${sql.placeholder("practiceId")} and b.id = ${sql.placeholder("bookingId")})`;
const lockCalendarOf = statement(["practiceId", "bookingId"], (db, { practiceId }) =>
  db.execute(sql`select pg_advisory_xact_lock(hashtextextended('calendar:' || l.practitioner_id, 0))
    from lessons l where l.practice_id = ${practiceId}::uuid and l.id = ${lessonOf}`),
);
const lockLessonOf = statement(["practiceId", "bookingId"], (db, { practiceId }) =>
  db
    .select()
    .from(lessons)
    .where(and(eq(lessons.practiceId, practiceId), eq(lessons.id, lessonOf)))
    .for("update"),
);
const lockBooking = statement(["practiceId", "bookingId"], (db, { practiceId, bookingId }) =>
  db
    .select()
    .from(bookings)
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId)))
    .for("update"),
);

/**
 * A booking and its lesson, locked in that order everywhere: lesson, then booking; and before both, where the caller
 * will ask what else lies there, the practitioner's calendar, as in move_time. Refused when somebody changed it since the
 * caller looked.
 */
export async function lockSeat(
  tx: Tx,
  { practiceId }: Staff,
  { bookingId, version }: { bookingId: string; version: number },
  calendar?: "with its calendar",
): Promise<Seat> {
  const asked = { practiceId, bookingId };
  // Sent together: PostgreSQL does one after the other, and each waits for its lock before the next begins.
  const [, [lesson], [booking]] = await settled([
    calendar ? lockCalendarOf(tx, asked) : Promise.resolve(),
    lockLessonOf(tx, asked),
    lockBooking(tx, asked),
  ]);
  if (!lesson || !booking) throw notFound();
  if (booking.version !== version) throw changed(booking);
  return { booking, lesson };
}

/** Somebody else was first: what the booking says now goes along, so that a page can show it. */
export const changed = (booking: Pick<Booking, "status" | "version">): Refusal =>
  new Refusal("conflict", "calendar:errors.changed", {
    facts: { status: booking.status, version: booking.version },
  });

const seatsOf = statement(["practiceId", "lessonId"], (db, { practiceId, lessonId }) =>
  db
    .select({ status: bookings.status })
    .from(bookings)
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.lessonId, lessonId))),
);

/** Writes a booking's new state and lets the lesson follow: its time is free again once nobody comes. */
export async function writeSeat(
  tx: Tx,
  { booking, lesson }: Seat,
  values: Partial<Pick<Booking, "status" | SeatMark>>,
  /** Until when the practice answers what is a request again. */
  answerBy: Date | null = null,
): Promise<SeatChange & { sequence: number }> {
  const version = booking.version + 1;
  const at = { practiceId: booking.practiceId, id: booking.id };
  const [, seats] = await settled([
    tx
      .update(bookings)
      .set({ ...values, version })
      .where(and(eq(bookings.practiceId, at.practiceId), eq(bookings.id, at.id)))
      .execute(),
    seatsOf(tx, { practiceId: at.practiceId, lessonId: lesson.id }),
  ]);
  const next = lessonStatus(seats.map((seat) => seat.status));
  const sequence = lesson.sequence + (next === "cancelled" ? 1 : 0);
  const lessonVersion = lesson.version + (next === lesson.status ? 0 : 1);
  if (next !== lesson.status)
    await tx
      .update(lessons)
      .set({
        status: next,
        version: lessonVersion,
        sequence,
        ...(next !== "requested" ? { answerBy: null } : answerBy && { answerBy }),
      })
      .where(and(eq(lessons.practiceId, at.practiceId), eq(lessons.id, lesson.id)));
  return { version, lessonVersion, sequence, status: values.status ?? booking.status };
}
type SeatMark =
  | "arrivedAt"
  | "completedAt"
  | "noShowAt"
  | "cancelledAt"
  | "cancelledBy"
  | "cancelReason"
  | "cancelNote"
  | "cancelRule"
  | "feeMinor"
  | "cancelFeeMinor";

/** What a lesson is, from the seats in it. */
export function lessonStatus(seats: readonly Booking["status"][]): Lesson["status"] {
  const coming = seats.filter((status) => status !== "cancelled");
  if (coming.length === 0) return "cancelled";
  if (coming.some((status) => status === "booked" || status === "arrived")) return "confirmed";
  if (coming.includes("requested")) return "requested";
  return coming.includes("completed") ? "completed" : "no_show";
}
