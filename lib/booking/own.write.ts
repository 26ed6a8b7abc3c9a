import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { noteReferralLesson } from "@/lib/referrals/lessons";
import { command, type Work } from "@/lib/work/command";
import type { Limit } from "@/lib/work/rate";
import { answerBy, applied, shifted } from "./change.rules";
import { CancelOwn, MoveOwn, OwnSeat } from "./change.schema";
import { asBooked, findOffer } from "./offer";
import { changedMeanwhile, type Family, isFamily, type OwnSeatRow, seatToChange } from "./own-seat";
import { localStart } from "./rules";
import { assertOpen, lostRace, moveTime } from "./time";

/** Enough for every honest change of mind, too little to keep a calendar in motion. */
const perFamily = (_input: unknown, _ip: string, actor: Family): Limit[] => [
  {
    subject: actor.kind === "link" ? `booking:${actor.subjectId}` : `user:${actor.userId}`,
    most: 30,
    minutes: 60,
  },
];

const assertTold = (told: number, feeMinor: number): void => {
  if (told !== feeMinor)
    throw new Refusal("conflict", "change:errors.fee", { facts: { feeMinor } });
};

/** Tells those who hear of a change at once: the family's own act is never held back. */
function tell(
  { enqueue }: Pick<Work<Family>, "enqueue">,
  { booking }: Pick<OwnSeatRow, "booking">,
  event: "moved" | "cancelled",
  sequence: number,
): void {
  const { practiceId, id: bookingId } = booking;
  if (booking.status === "requested" && event === "moved")
    enqueue("mail.request", { practiceId, bookingId, event: "asked", sequence });
  else
    enqueue(
      "mail.booking",
      { practiceId, bookingId, event, sequence, by: "family" },
      { key: `changed:${bookingId}` },
    );
}

/** A family moves its lesson. The old time is kept until the new one is won; who loses is told what is free nearby. */
export const moveOwn = command({
  name: "booking.move_own",
  allow: isFamily,
  input: MoveOwn,
  limits: perFamily,
  run: async (work, { start, feeMinor, ill, ...asked }) => {
    const { tx, now, audit } = work;
    const seat = await seatToChange(work, asked);
    const { booking, lesson, terms } = seat;
    const { practiceId } = booking;
    const owed = applied(terms, ill);
    assertTold(feeMinor, owed.feeMinor);
    if (start.getTime() === lesson.startsAt.getTime())
      throw invalidField("start", "change:errors.same");
    const service = lesson.serviceId ? await findOffer(tx, practiceId, lesson.serviceId) : null;
    if (!service) throw notFound();
    const offer = asBooked(service, lesson);
    await assertOpen(tx, offer, start, now, lesson.id);
    const times = {
      ...shifted(lesson, start),
      localStart: localStart(start, lesson.timeZone),
      // Another time is asked for, so the time to answer begins again.
      answerBy: answerBy(now, start, offer.requestHours),
    };
    const said = await moveTime(tx, lesson, lesson.version, times);
    if (said === "taken" || said === "full") throw await lostRace(tx, offer, start, now, lesson.id);
    if (said === "shared") throw new Refusal("conflict", "change:errors.shared");
    if (said !== "moved" || !(await noteSeat(tx, booking, owed.feeMinor, false)))
      throw changedMeanwhile();
    audit(
      { type: "booking", id: booking.id },
      {
        from: lesson.startsAt.toISOString(),
        to: start.toISOString(),
        rule: owed.rule,
        feeMinor: owed.feeMinor,
      },
    );
    if (booking.referralId)
      await noteReferralLesson(work, { practiceId, bookingId: booking.id, event: "moved" });
    tell(work, seat, "moved", lesson.sequence + 1);
    return { bookingId: booking.id, slug: offer.slug };
  },
});

/** A family gives its seat back. What it costs was on the page; a fee that changed meanwhile is told first. */
export const cancelOwn = command({
  name: "booking.cancel_own",
  allow: isFamily,
  input: CancelOwn,
  limits: perFamily,
  run: async (work, { reason, feeMinor, ...asked }) => {
    const { tx, audit } = work;
    const seat = await seatToChange(work, asked);
    const { booking, lesson, terms } = seat;
    const { practiceId } = booking;
    const owed = applied(terms, reason === "ill");
    assertTold(feeMinor, owed.feeMinor);
    const [row] = await tx.execute<{ said: string }>(sql`select cancel_seat(${practiceId}::uuid,
      ${booking.id}::uuid, ${booking.version}, ${reason}, ${owed.rule}, ${owed.feeMinor}) as said`);
    if (row?.said !== "cancelled") throw changedMeanwhile();
    audit(
      { type: "booking", id: booking.id },
      { from: booking.status, to: "cancelled", reason, rule: owed.rule, feeMinor: owed.feeMinor },
    );
    if (booking.referralId)
      await noteReferralLesson(work, { practiceId, bookingId: booking.id, event: "cancelled" });
    tell(work, seat, "cancelled", lesson.sequence + 1);
    return { bookingId: booking.id };
  },
});

/** "We'll be there": one press. A page that is only read, as by a mail scanner, confirms nothing. */
export const confirmOwn = command({
  name: "booking.confirm_own",
  allow: isFamily,
  input: OwnSeat,
  limits: perFamily,
  run: async (work, asked) => {
    const { tx, audit } = work;
    const { booking } = await seatToChange(work, asked);
    if (booking.status !== "booked") throw new Refusal("conflict", "change:errors.notBooked");
    if (!(await noteSeat(tx, booking, 0, true))) throw changedMeanwhile();
    audit({ type: "booking", id: booking.id }, { confirmed: true });
    return { bookingId: booking.id };
  },
});

async function noteSeat(
  tx: Tx,
  { practiceId, id, version }: { practiceId: string; id: string; version: number },
  feeMinor: number,
  confirmed: boolean,
): Promise<boolean> {
  const [row] = await tx.execute<{ noted: boolean }>(
    sql`select note_seat(${practiceId}::uuid, ${id}::uuid, ${version}, ${feeMinor}, ${confirmed}) as noted`,
  );
  return row?.noted === true;
}
