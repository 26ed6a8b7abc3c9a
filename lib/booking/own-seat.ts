import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { bookings, lessons } from "@/db/schema";
import { statement } from "@/db/statement";
import { isLink, isParent, type LinkHolder, oneOf, type Parent } from "@/lib/core/actor";
import { notFound, Refusal } from "@/lib/core/refusal";
import type { Work } from "@/lib/work/command";
import { type ChangePolicy, changeProblem, changeTerms } from "./change.rules";

/** Who changes a lesson for a family: a signed-in parent, or whoever holds the booking's link. */
export type Family = LinkHolder | Parent;
export const isFamily = oneOf<Family>(isLink("booking"), isParent);

const policyColumns = {
  cancelHours: bookings.cancelHours,
  graceMinutes: bookings.graceMinutes,
  lateFeePercent: bookings.lateFeePercent,
  illnessFree: bookings.illnessFree,
};
/** What pages of a booking need to say what may be changed, until when, and what it costs. */
export const changeColumns = {
  version: bookings.version,
  bookedAt: bookings.createdAt,
  confirmedAt: bookings.confirmedAt,
  cancelRule: bookings.cancelRule,
  cancelReason: bookings.cancelReason,
  feeMinor: bookings.feeMinor,
  answerBy: lessons.answerBy,
  policy: policyColumns,
};
type ChangeRow = {
  policy: ChangePolicy;
  startsAt: Date;
  bookedAt: Date;
  priceMinor: number;
  status: string;
};
export function changeOf(row: ChangeRow, now: Date) {
  const { policy, startsAt, bookedAt, priceMinor, status } = row;
  const requested = status === "requested";
  return {
    terms: changeTerms(policy, { startsAt, bookedAt, now, priceMinor, requested }),
    problem: changeProblem(status, startsAt, now),
  };
}

const seatById = statement(["bookingId"], (db, { bookingId }) =>
  db
    .select({ booking: bookings, lesson: lessons, policy: policyColumns })
    .from(bookings)
    .innerJoin(
      lessons,
      and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
    )
    .where(eq(bookings.id, bookingId)),
);

/** A booking with its lesson and the terms it was booked on, when it is the actor's own. */
export async function ownSeat(tx: Tx, actor: Family, asked: string | undefined, now: Date) {
  const bookingId = actor.kind === "link" ? actor.subjectId : asked;
  // A link opens one booking: a form that names another was not made by us.
  if (bookingId === undefined || (asked !== undefined && asked !== bookingId)) throw notFound();
  const [row] = await seatById(tx, { bookingId });
  if (!row) throw notFound();
  const { booking, lesson, policy } = row;
  const { startsAt } = lesson;
  const { createdAt: bookedAt, priceMinor, status } = booking;
  return { booking, lesson, ...changeOf({ policy, startsAt, bookedAt, priceMinor, status }, now) };
}
export type OwnSeatRow = Awaited<ReturnType<typeof ownSeat>>;

/** The seat as a form that changes it saw it, with the practice entered; else a refusal in words. */
export async function seatToChange(
  { tx, actor, now, enter }: Pick<Work<Family>, "tx" | "actor" | "now" | "enter">,
  { bookingId, version }: { bookingId?: string | undefined; version: number },
): Promise<OwnSeatRow> {
  const seat = await ownSeat(tx, actor, bookingId, now);
  await enter(seat.booking.practiceId);
  if (seat.problem === "begun") throw new Refusal("too_late", "change:errors.begun");
  if (seat.problem === "closed") throw new Refusal("conflict", "change:errors.closed");
  if (seat.booking.version !== version) throw changedMeanwhile();
  return seat;
}

export const changedMeanwhile = (): Refusal => new Refusal("conflict", "change:errors.changed");
