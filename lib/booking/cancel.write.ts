import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { bookings, lessons } from "@/db/schema";
import { practiceDay } from "@/lib/clients/read";
import { isStaff, type Staff } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { noteReferralLesson } from "@/lib/referrals/lessons";
import { command, type Work } from "@/lib/work/command";
import { sealCancelNote } from "./cancel-note";
import { afterUndo, lateFee, RESTORED_RULES, UNDO_MS } from "./change.rules";
import { assertWithinLimits, lying } from "./limits";
import { assertNotInMourning, endSilence } from "./mourn.write";
import { titleOf } from "./staff.read";
import { CancelByStaff, SeatThatStands } from "./staff.schema";
import { assertFrom, close, said } from "./staff.write";
import { staffLessons } from "./staff-lessons";
import { changed, lockSeat, type Seat, type SeatChange, writeSeat } from "./staff-seat";
import { familyHeard } from "./told";
import { rowsOf } from "./trail.read";
import { isUntold, lastNews, staffTrail } from "./trail.rules";

/** The practice cancels, for itself or for a family that called. The time is free from this moment. */
export const cancelByStaff = command({
  name: "booking.cancel_by_staff",
  allow: isStaff,
  input: CancelByStaff,
  run: async (work, { reason, note, rule, ...input }): Promise<SeatChange> => {
    const { actor, tx, now, audit, enqueue } = work;
    const seat = await lockSeat(tx, actor, input);
    assertFrom(seat, "booked", "arrived");
    const { booking } = seat;
    const { practiceId } = actor;
    const trail = staffTrail(await rowsOf(tx, practiceId, booking.id));
    const heard = await familyHeard(tx, { practiceId, bookingId: booking.id });
    const { startsAt } = seat.lesson;
    const untold = isUntold({ source: booking.source, heard, startsAt }, trail, now);
    const cancelRule = untold ? "untold" : rule;
    const feeMinor =
      cancelRule === "late" ? lateFee(booking.priceMinor, booking.lateFeePercent) : 0;
    const done = await writeSeat(tx, seat, {
      status: "cancelled",
      cancelledAt: now,
      cancelledBy: "practice",
      cancelReason: reason,
      cancelNote: await sealCancelNote(tx, seat.booking, note),
      cancelRule,
      // What a late move cost stays owed.
      feeMinor: booking.feeMinor + feeMinor,
      cancelFeeMinor: feeMinor,
      // Brought back, it is told as booked.
      ...(untold && { toldStartsAt: null, toldEndsAt: null, toldPractitionerId: null }),
    });
    audit(
      { type: "booking", id: input.bookingId },
      {
        from: seat.booking.status,
        to: "cancelled",
        reason,
        rule: cancelRule,
        feeMinor,
        hasNote: note !== undefined,
      },
    );
    await close(work, seat, "cancelled");
    // A lesson that is over needs no mail that it will not take place. For one that nobody heard of the job writes none, and
    // calls off what it planned where it ran already.
    if (seat.lesson.endsAt > now && (!untold || booking.toldStartsAt))
      enqueue(
        "mail.booking",
        {
          practiceId: actor.practiceId,
          bookingId: input.bookingId,
          event: "cancelled",
          sequence: done.sequence,
        },
        afterUndo(input.bookingId, now),
      );
    return said(done);
  },
});

/**
 * Takes a cancellation by the practice back, while the family has not been told: its time is won again, or not. Where the
 * day filled up meanwhile, or a visit came near, it takes a reason.
 */
export const restoreBooking = command({
  name: "booking.restore",
  allow: isStaff,
  input: SeatThatStands,
  run: async (work, { limits, ...input }): Promise<SeatChange> => {
    const { actor, tx, now, audit, enqueue } = work;
    const { practiceId } = actor;
    const seat = await lockSeat(tx, actor, input, "with its calendar");
    const { booking, lesson } = seat;
    assertFrom(seat, "cancelled");
    if (
      booking.cancelledBy !== "practice" ||
      ![...RESTORED_RULES, "bereavement"].includes(booking.cancelRule ?? "free") ||
      !booking.cancelledAt ||
      booking.cancelledAt.getTime() < now.getTime() - UNDO_MS
    )
      throw new Refusal("too_late", "calendar:errors.undoOver");
    const last = lastNews(staffTrail(await rowsOf(tx, practiceId, booking.id)));
    // A death that staff wrote down by mistake; what a family itself tells of its loss stands.
    if (last?.kind === "bereavement" && last.by.kind === "staff")
      await endSilence(tx, practiceId, booking.clientId);
    else await assertNotInMourning(tx, booking);
    // Where other families sit in it, the lesson itself never ended.
    const ended = lesson.status === "cancelled";
    if (ended) await winAgain(work, seat);
    const beyond = ended && (await assertWithinLimits(tx, actor, lying(lesson), limits));
    await tx
      .update(bookings)
      .set({
        status: "booked",
        cancelledAt: null,
        cancelledBy: null,
        cancelReason: null,
        cancelNote: null,
        cancelRule: null,
        feeMinor: Math.max(0, booking.feeMinor - booking.cancelFeeMinor),
        cancelFeeMinor: 0,
        arrivedAt: null,
        version: booking.version + 1,
      })
      .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, booking.id)));
    audit(
      { type: "booking", id: booking.id },
      { from: "cancelled", to: "booked", ...(beyond && { limits: limits ?? null }) },
    );
    if (booking.referralId)
      await noteReferralLesson(work, { practiceId, bookingId: booking.id, event: "booked" });
    // Takes the place of the mail that it is cancelled; says nothing where the family knows this very time.
    const sequence = lesson.sequence + 1;
    if (lesson.endsAt > now)
      enqueue(
        "mail.booking",
        { practiceId, bookingId: booking.id, event: "moved", sequence, by: "practice" },
        afterUndo(booking.id, now),
      );
    return {
      status: "booked",
      version: booking.version + 1,
      lessonVersion: lesson.version + (ended ? 1 : 0),
    };
  },
});

/** Wins a cancelled lesson's time again, or says who has it. */
export async function winAgain(work: Work<Staff>, { booking, lesson }: Seat): Promise<void> {
  const [row] = await work.tx.execute<{ said: "restored" | "taken" | "changed" }>(
    sql`select retake_time(${lesson.practiceId}::uuid, ${lesson.id}::uuid, ${lesson.version}) as said`,
  );
  if (row?.said === "taken") throw await whoHasIt(work, lesson);
  if (row?.said !== "restored") throw changed(booking);
}

const inTheWay = (actor: Staff, lesson: Seat["lesson"]) =>
  and(
    eq(lessons.practiceId, actor.practiceId),
    eq(lessons.practitionerId, lesson.practitionerId),
    ne(lessons.id, lesson.id),
    inArray(lessons.status, ["held", "requested", "confirmed", "completed", "no_show"]),
    sql`${lessons.blockedFrom} < ${lesson.blockedUntil.toISOString()}::timestamptz`,
    sql`${lessons.blockedUntil} > ${lesson.blockedFrom.toISOString()}::timestamptz`,
  );

async function whoHasIt({ actor, tx, now }: Work<Staff>, lesson: Seat["lesson"]): Promise<Refusal> {
  const { thisDay } = await practiceDay(tx, actor, now);
  const found = await staffLessons(tx, actor, inTheWay(actor, lesson), thisDay);
  const other = found.find(({ status }) => status !== "cancelled");
  const name = other ? titleOf(other) : "";
  return new Refusal(
    "slot_taken",
    name
      ? { key: "calendar:errors.restoreTaken", params: { name } }
      : "calendar:errors.restoreTakenNow",
  );
}
