import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { bookings, lessons } from "@/db/schema";
import { isStaff, isSystem, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { invalidField, Refusal } from "@/lib/core/refusal";
import { optionalProse, wholeNumber } from "@/lib/core/text";
import { noteReferralLesson } from "@/lib/referrals/lessons";
import { command } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { sealCancelNote } from "./cancel-note";
import { afterUndo, DECLINE_REASONS } from "./change.rules";
import { assertWithinLimits, lying } from "./limits";
import { findOffer } from "./offer";
import { freeInstead, openOffer } from "./requests.read";
import { OneSeat, SeatThatStands } from "./staff.schema";
import { said } from "./staff.write";
import { changed, lockSeat, type Seat, type SeatChange, writeSeat } from "./staff-seat";
import { takenByOther } from "./staff-time.write";

/** More than a few are no help to somebody who reads a mail with a baby on the arm. */
const MOST_TIMES = 3;
const Decline = OneSeat.extend({
  reason: z.enum(DECLINE_REASONS, "change:errors.declineReason"),
  /** Read by the family: other days or another colleague. Nothing about a baby's health belongs in it; sealed all the same. */
  note: optionalProse(300),
  /** Free times that go along as links, in minutes as on the wire. */
  times: z
    .array(wholeNumber(1, 2_000_000_000, "change:errors.declineTimes"))
    .max(MOST_TIMES, "change:errors.declineTimes")
    .default([]),
});

/**
 * The practice says yes. The request kept its time, so nobody else can have it; only where staff had put it on top of
 * another lesson may somebody sit there, and then a second yes is refused. What is one too many by now, or too near to
 * another visit, takes a reason.
 */
export const approveRequest = command({
  name: "booking.approve",
  allow: isStaff,
  input: SeatThatStands,
  run: async (work, { limits, ...input }): Promise<SeatChange> => {
    const { actor, tx, now, audit, enqueue } = work;
    const { practiceId } = actor;
    const seat = await lockSeat(tx, actor, input, "with its calendar");
    const { booking, lesson } = seat;
    if (booking.status !== "requested") throw changed(booking);
    if (lesson.startsAt <= now) throw new Refusal("too_late", "change:errors.requestOver");
    if (await sharesItsTime(tx, actor, seat)) {
      const offer = lesson.serviceId ? await findOffer(tx, practiceId, lesson.serviceId) : null;
      throw await takenByOther(tx, offer, lesson.startsAt, now, { id: lesson.id });
    }
    const beyond = await assertWithinLimits(tx, actor, lying(lesson), limits);
    const done = await writeSeat(tx, seat, { status: "booked" });
    audit(
      { type: "booking", id: input.bookingId },
      { from: "requested", to: "booked", ...(beyond && { limits: limits ?? null }) },
    );
    if (booking.referralId)
      await noteReferralLesson(work, {
        ...{ practiceId, bookingId: input.bookingId, event: "booked" },
        tell: afterUndo(`doctor:${input.bookingId}`, now),
      });
    const { bookingId } = input;
    enqueue(
      "mail.booking",
      { practiceId, bookingId, event: "booked", sequence: done.sequence, by: "practice" },
      afterUndo(bookingId, now),
    );
    return said(done);
  },
});

/** Whether anything that is booked lies where this lesson lies. The caller holds the calendar's lock. */
async function sharesItsTime(tx: Tx, actor: Staff, { lesson }: Seat): Promise<boolean> {
  const others = await tx
    .select({ id: lessons.id })
    .from(lessons)
    .where(
      and(
        eq(lessons.practiceId, actor.practiceId),
        eq(lessons.practitionerId, lesson.practitionerId),
        ne(lessons.id, lesson.id),
        inArray(lessons.status, ["confirmed", "completed", "no_show"]),
        sql`${lessons.blockedFrom} < ${lesson.blockedUntil.toISOString()}::timestamptz`,
        sql`${lessons.blockedUntil} > ${lesson.blockedFrom.toISOString()}::timestamptz`,
      ),
    )
    .limit(1);
  return others.length > 0;
}

/** The practice says no, with a reason that the family reads. The time is free at once. */
export const declineRequest = command({
  name: "booking.decline",
  allow: isStaff,
  input: Decline,
  run: async (work, { reason, note, times, ...input }): Promise<SeatChange> => {
    const { actor, tx, now, audit, enqueue } = work;
    const { practiceId } = actor;
    const seat = await lockSeat(tx, actor, input);
    if (seat.booking.status !== "requested") throw changed(seat.booking);
    if (times.length > 0) {
      const offer = await openOffer(tx, practiceId, seat.lesson.serviceId);
      const free = offer ? new Set(await freeInstead(tx, offer, now)) : null;
      if (!times.every((minute) => free?.has(minute)))
        throw invalidField("times", "change:errors.declineTimes");
    }
    const done = await writeSeat(tx, seat, {
      status: "cancelled",
      cancelledAt: now,
      cancelledBy: "practice",
      cancelReason: reason,
      cancelNote: await sealCancelNote(tx, seat.booking, note),
      cancelRule: "declined",
    });
    audit(
      { type: "booking", id: input.bookingId },
      {
        from: "requested",
        to: "cancelled",
        rule: "declined",
        reason,
        hasNote: note !== undefined,
        times: times.length,
      },
    );
    if (seat.booking.referralId)
      await noteReferralLesson(work, {
        practiceId,
        bookingId: input.bookingId,
        event: "cancelled",
      });
    enqueue(
      "mail.request",
      {
        practiceId,
        bookingId: input.bookingId,
        event: "declined",
        sequence: done.sequence,
        ...(times.length > 0 && { times: [...new Set(times)].sort((a, b) => a - b) }),
      },
      afterUndo(input.bookingId, now),
    );
    return said(done);
  },
});

/** Nobody answered in time: the request is given up and the family told, so that it can look elsewhere. */
export const giveUpRequest = command({
  name: "booking.give_up",
  allow: isSystem,
  input: z.strictObject({ practiceId: id("practice"), lessonId: id("lesson") }),
  run: async (work, { practiceId, lessonId }) => {
    const { tx, audit, enqueue } = work;
    const gone = await tx
      .update(lessons)
      .set({
        status: "cancelled",
        answerBy: null,
        version: sql`${lessons.version} + 1`,
        sequence: sql`${lessons.sequence} + 1`,
      })
      .where(
        and(
          eq(lessons.practiceId, practiceId),
          eq(lessons.id, lessonId),
          eq(lessons.status, "requested"),
          sql`${lessons.answerBy} <= clock_timestamp()`,
        ),
      )
      .returning({ sequence: lessons.sequence });
    const seats =
      gone.length === 0
        ? []
        : await tx
            .update(bookings)
            .set({
              status: "cancelled",
              cancelledAt: sql`clock_timestamp()`,
              cancelledBy: "practice",
              cancelRule: "unanswered",
              version: sql`${bookings.version} + 1`,
            })
            .where(
              and(
                eq(bookings.practiceId, practiceId),
                eq(bookings.lessonId, lessonId),
                eq(bookings.status, "requested"),
              ),
            )
            .returning({ id: bookings.id, referralId: bookings.referralId });
    audit({ type: "lesson", id: lessonId }, { givenUp: gone.length > 0 });
    for (const { id: bookingId, referralId } of seats) {
      audit({ type: "booking", id: bookingId }, { from: "requested", to: "cancelled" });
      if (referralId) await noteReferralLesson(work, { practiceId, bookingId, event: "cancelled" });
      const sequence = gone[0]?.sequence ?? 0;
      enqueue("mail.request", { practiceId, bookingId, event: "unanswered", sequence });
    }
    return { givenUp: seats.length };
  },
});

const MOST_AT_ONCE = 200;

/** Requests whose time to be answered is over, in every practice, as ids only. */
export const requestsDue = query({
  name: "booking.requests_due",
  allow: isSystem,
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const rows = await tx.execute<{ practice_id: string; lesson_id: string }>(
      sql`select * from due_requests(${MOST_AT_ONCE})`,
    );
    return rows.map((row) => ({ practiceId: row.practice_id, lessonId: row.lesson_id }));
  },
});
