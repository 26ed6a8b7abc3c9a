import { isStaff, type Staff } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { noteReferralLesson } from "@/lib/referrals/lessons";
import { command, type Work } from "@/lib/work/command";
import { OneSeat } from "./staff.schema";
import { changed, lockSeat, type Seat, type SeatChange, writeSeat } from "./staff-seat";

// A family may come early; half a day before its lesson it has not arrived.
const ARRIVAL_HOURS = 12;
const HOUR = 3_600_000;

type Status = Seat["booking"]["status"];
export const assertFrom = ({ booking }: Seat, ...from: readonly Status[]): void => {
  if (!from.includes(booking.status)) throw changed(booking);
};
const assertStarted = ({ lesson }: Seat, now: Date): void => {
  if (lesson.startsAt > now) throw new Refusal("conflict", "calendar:errors.notStarted");
};

export const said = ({ version, lessonVersion, status }: SeatChange): SeatChange => ({
  version,
  lessonVersion,
  status,
});

/** Tells the doctor's page and the audit trail. */
export async function close(
  work: Work<Staff>,
  { booking }: Seat,
  event: "completed" | "no_show" | "cancelled",
): Promise<void> {
  const { practiceId, id: bookingId, referralId } = booking;
  if (referralId) await noteReferralLesson(work, { practiceId, bookingId, event });
}

/** The family is here. */
export const markArrived = command({
  name: "booking.mark_arrived",
  allow: isStaff,
  input: OneSeat,
  run: async ({ actor, tx, now, audit }, input): Promise<SeatChange> => {
    const seat = await lockSeat(tx, actor, input);
    assertFrom(seat, "booked");
    if (seat.lesson.startsAt.getTime() - now.getTime() > ARRIVAL_HOURS * HOUR)
      throw new Refusal("conflict", "calendar:errors.tooEarly");
    const done = await writeSeat(tx, seat, { status: "arrived", arrivedAt: now });
    audit({ type: "booking", id: input.bookingId }, { from: "booked", to: "arrived" });
    return said(done);
  },
});

/** The lesson took place. */
export const completeLesson = command({
  name: "booking.complete",
  allow: isStaff,
  input: OneSeat,
  run: async (work, input): Promise<SeatChange> => {
    const { actor, tx, now, audit } = work;
    const seat = await lockSeat(tx, actor, input);
    assertFrom(seat, "booked", "arrived");
    assertStarted(seat, now);
    const done = await writeSeat(tx, seat, { status: "completed", completedAt: now });
    audit({ type: "booking", id: input.bookingId }, { from: seat.booking.status, to: "completed" });
    await close(work, seat, "completed");
    return said(done);
  },
});

/** Nobody came. */
export const markNoShow = command({
  name: "booking.no_show",
  allow: isStaff,
  input: OneSeat,
  run: async (work, input): Promise<SeatChange> => {
    const { actor, tx, now, audit } = work;
    const seat = await lockSeat(tx, actor, input);
    assertFrom(seat, "booked");
    assertStarted(seat, now);
    const done = await writeSeat(tx, seat, { status: "no_show", noShowAt: now });
    audit({ type: "booking", id: input.bookingId }, { from: "booked", to: "no_show" });
    await close(work, seat, "no_show");
    return said(done);
  },
});

/** One step back: a slip of the finger is no fact. What was cancelled is taken back by its own command. */
export const undoOutcome = command({
  name: "booking.undo_outcome",
  allow: isStaff,
  input: OneSeat,
  run: async ({ actor, tx, audit }, input): Promise<SeatChange> => {
    const seat = await lockSeat(tx, actor, input);
    assertFrom(seat, "arrived", "completed", "no_show");
    const from = seat.booking.status;
    const back = from !== "arrived" && seat.booking.arrivedAt ? "arrived" : "booked";
    const done = await writeSeat(tx, seat, {
      status: back,
      completedAt: null,
      noShowAt: null,
      ...(back === "booked" && { arrivedAt: null }),
    });
    audit({ type: "booking", id: input.bookingId }, { from, to: back });
    return said(done);
  },
});
