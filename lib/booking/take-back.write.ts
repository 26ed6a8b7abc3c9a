import { and, eq } from "drizzle-orm";
import { bookings, lessons, practices } from "@/db/schema";
import { isStaff, type Staff } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { command, type Work } from "@/lib/work/command";
import { winAgain } from "./cancel.write";
import { answerBy } from "./change.rules";
import { assertNotInMourning } from "./mourn.write";
import { OneSeat } from "./staff.schema";
import { close, said } from "./staff.write";
import { lockSeat, type Seat, type SeatChange, writeSeat } from "./staff-seat";
import { rowsOf } from "./trail.read";
import { staffTrail, undoable } from "./trail.rules";

/**
 * Takes back what staff did a moment ago, while the mail about it waits (feature e2): a lesson they booked is cancelled,
 * and a yes or a no is a request again. Nobody hears of either; what waits finds another booking, and does not leave.
 */
export const takeBack = command({
  name: "booking.take_back",
  allow: isStaff,
  input: OneSeat,
  run: async (work, input): Promise<SeatChange> => {
    const { actor, tx, now, audit } = work;
    const seat = await lockSeat(tx, actor, input, "with its calendar");
    const { booking, lesson } = seat;
    const trail = staffTrail(await rowsOf(tx, actor.practiceId, booking.id));
    const done = undoable(trail, now);
    if (!done || booking.toldStartsAt)
      throw new Refusal("too_late", "calendar:errors.takeBackOver");
    if (done.what !== "booked" && lesson.startsAt <= now)
      throw new Refusal("too_late", "change:errors.requestOver");
    if (done.what !== "booked") await assertNotInMourning(tx, booking);
    const change =
      done.what === "booked"
        ? await unbooked(work, seat)
        : done.what === "approved"
          ? await unanswered(work, seat)
          : await undeclined(work, seat);
    audit({ type: "booking", id: booking.id }, { back: done.what, to: change.status });
    return change;
  },
});

async function unbooked(work: Work<Staff>, seat: Seat): Promise<SeatChange> {
  const done = await writeSeat(work.tx, seat, {
    status: "cancelled",
    cancelledAt: work.now,
    cancelledBy: "practice",
    cancelReason: "mistake",
    cancelRule: "untold",
  });
  await close(work, seat, "cancelled");
  return said(done);
}

/** The time to answer begins again. */
async function untilWhen({ actor, tx, now }: Work<Staff>, { lesson }: Seat): Promise<Date> {
  const [practice] = await tx
    .select({ requestHours: practices.requestHours })
    .from(practices)
    .where(eq(practices.practiceId, actor.practiceId));
  return answerBy(now, lesson.startsAt, practice?.requestHours ?? 0);
}

async function unanswered(work: Work<Staff>, seat: Seat): Promise<SeatChange> {
  const until = await untilWhen(work, seat);
  const done = await writeSeat(work.tx, seat, { status: "requested" }, until);
  await close(work, seat, "cancelled");
  return said(done);
}

/** Its time was free at once, so that it is won again, or refused in words. */
async function undeclined(work: Work<Staff>, seat: Seat): Promise<SeatChange> {
  const { tx } = work;
  const { booking, lesson } = seat;
  const { practiceId } = booking;
  await winAgain(work, seat);
  await tx
    .update(lessons)
    .set({ status: "requested", answerBy: await untilWhen(work, seat) })
    .where(and(eq(lessons.practiceId, practiceId), eq(lessons.id, lesson.id)));
  const version = booking.version + 1;
  await tx
    .update(bookings)
    .set({
      status: "requested",
      cancelledAt: null,
      cancelledBy: null,
      cancelReason: null,
      cancelNote: null,
      cancelRule: null,
      version,
    })
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, booking.id)));
  return { status: "requested", version, lessonVersion: lesson.version + 1 };
}
