import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { bookings, clients, lessons } from "@/db/schema";
import { overridesOf, weekOf } from "@/lib/availability/hours.read";
import { groupByDay, openSlots } from "@/lib/availability/rules";
import { familyIds } from "@/lib/clients/merged";
import { practiceDay } from "@/lib/clients/read";
import { factsShown } from "@/lib/clients/rules";
import { isStaff, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { pageNumber, wholeNumber } from "@/lib/core/text";
import { addDays, day, startOfDay } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { openDataKey } from "@/lib/work/vault";
import { outsideHours, readReason } from "./calendar.rules";
import { openCancelNote } from "./cancel-note";
import { lateFee, RESTORED_RULES, UNDO_MS } from "./change.rules";
import { asBooked, findOffer, type Offer } from "./offer";
import { LESSONS_A_PAGE } from "./schema";
import {
  ofBooking,
  type StaffLesson,
  type StaffSeat,
  staffLessons,
  takenBetween,
} from "./staff-lessons";
import { scheduleIn } from "./time";
import { familyHeard } from "./told";

const OneBooking = z.strictObject({ bookingId: id("booking") });

/** One booking with everything that its page shows. */
export const staffBooking = query({
  name: "booking.staff_detail",
  allow: isStaff,
  input: OneBooking,
  run: async ({ actor, tx, now }, { bookingId }) => {
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const [lesson] = await staffLessons(tx, actor, ofBooking(actor, bookingId), thisDay);
    if (!lesson?.seat) throw notFound();
    const { seat } = lesson;
    return {
      ...lesson,
      seat,
      practiceZone: zone,
      now,
      started: lesson.startsAt <= now,
      over: lesson.endsAt <= now,
      cancelled: await cancelledBecause(tx, actor, seat),
      heard: await familyHeard(tx, { practiceId: actor.practiceId, bookingId }),
      lateFeeMinor: lateFee(seat.priceMinor, seat.lateFeePercent),
      /** Until when a cancellation by the practice can be taken back: then the family is told. */
      undoUntil:
        seat.cancelledBy === "practice" &&
        seat.cancelledAt &&
        RESTORED_RULES.includes(seat.cancelRule ?? "free") &&
        !(seat.cancelRule === "untold" && seat.silent) &&
        seat.cancelledAt.getTime() + UNDO_MS > now.getTime()
          ? new Date(seat.cancelledAt.getTime() + UNDO_MS)
          : null,
      /** The family knows another time, length or practitioner than this one, and is about to be told. */
      newsToCome:
        seat.status === "booked" &&
        lesson.endsAt > now &&
        !seat.silent &&
        seat.toldStartsAt !== null &&
        (seat.toldStartsAt.getTime() !== lesson.startsAt.getTime() ||
          seat.toldEndsAt?.getTime() !== lesson.endsAt.getTime() ||
          seat.toldPractitionerId !== lesson.practitioner.id),
    };
  },
  log: ({ seat, cancelled }, { practiceId }) =>
    (cancelled?.note ? seat.babies.map(({ id: babyId }) => babyId) : factsShown(seat.babies)).map(
      (babyId) => ({
        ...{ practiceId, babyId },
        detail: { part: "booking" },
      }),
    ),
});
export type StaffBooking = Awaited<ReturnType<typeof staffBooking>>;

async function cancelledBecause(tx: Tx, { practiceId }: Staff, seat: StaffSeat) {
  const reason = readReason(seat.cancelReason);
  if (!reason) return null;
  const [row] = await tx
    .select({ note: bookings.cancelNote, dataKeyId: clients.dataKeyId })
    .from(bookings)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, bookings.practiceId), eq(clients.id, bookings.clientId)),
    )
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.id, seat.id)));
  if (!row?.note) return { reason, note: null };
  const key = await openDataKey(tx, practiceId, row.dataKeyId);
  return { reason, note: openCancelNote(key, seat.id, row.note) };
}

/** A family's lessons in all of its records, newest first, a page of so many. */
export const clientLessons = query({
  name: "booking.of_client",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client"), page: pageNumber }),
  run: async ({ actor, tx, now }, { clientId, page }) => {
    const { thisDay } = await practiceDay(tx, actor, now);
    const ids = await familyIds(tx, actor.practiceId, clientId);
    const theirs = and(eq(bookings.practiceId, actor.practiceId), among(bookings.clientId, ids));
    const found = await staffLessons(tx, actor, theirs, thisDay);
    const all = found.reverse().slice((page - 1) * LESSONS_A_PAGE, page * LESSONS_A_PAGE);
    const comes = (lesson: StaffLesson) =>
      lesson.endsAt > now && ["requested", "booked", "arrived"].includes(lesson.status);
    return {
      upcoming: all.filter(comes).reverse(),
      past: all.filter((lesson) => !comes(lesson)),
      page,
      more: found.length > page * LESSONS_A_PAGE,
    };
  },
  log: ({ upcoming, past }, { practiceId }) => [
    {
      ...{ practiceId, list: "family" },
      babyIds: factsShown([...upcoming, ...past].flatMap((lesson) => lesson.seat?.babies ?? [])),
    },
  ],
});

/** Lessons to come that lie outside the hours as they are now. */
export const lessonsOutsideHours = query({
  name: "booking.outside_hours",
  allow: isStaff,
  input: z.strictObject({ practitionerId: id("practitioner") }),
  run: async ({ actor, tx, now }, { practitionerId }) => {
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const owner = { practiceId: actor.practiceId, practitionerId };
    const plan = {
      hours: await weekOf(tx, owner),
      // A place may still have yesterday.
      overrides: await overridesOf(tx, owner, addDays(thisDay, -1)),
    };
    const ahead = and(
      takenBetween(actor, now, startOfDay(addDays(thisDay, 366), zone), practitionerId),
      eq(lessons.kind, "lesson"),
      inArray(lessons.status, ["requested", "confirmed"]),
    );
    return outsideHours(plan, await staffLessons(tx, actor, ahead, thisDay));
  },
});

const FreeQuestion = z.strictObject({
  serviceId: id("service"),
  from: day.optional(),
  days: wholeNumber(1, 35).default(14),
  /** The lesson that is to move: its own time does not count as taken. */
  lessonId: id("lesson").optional(),
});

/** Free times of a service for staff, who need neither notice nor a horizon. */
export const staffFreeTimes = query({
  name: "booking.staff_times",
  allow: isStaff,
  input: FreeQuestion,
  run: async ({ actor, tx, now }, { serviceId, from, days, lessonId }) => {
    const service = await findOffer(tx, actor.practiceId, serviceId);
    if (!service) throw notFound();
    const offer = lessonId ? asBooked(service, await lessonOf(tx, actor, lessonId)) : service;
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const first = from ?? thisDay;
    const range = {
      from: startOfDay(first, zone),
      to: startOfDay(addDays(first, days), zone),
    };
    const found = await staffSchedule(tx, offer, { ...range, now, exceptId: lessonId });
    const free = found
      ? groupByDay(openSlots({ ...found, ...range }), zone)
      : new Map<string, number[]>();
    return {
      zone,
      first,
      days: Array.from({ length: days }, (_, i) => addDays(first, i)).map((on) => ({
        day: on,
        times: free.get(on) ?? [],
      })),
    };
  },
});

async function lessonOf(tx: Tx, { practiceId }: Staff, lessonId: string) {
  const [lesson] = await tx
    .select()
    .from(lessons)
    .where(and(eq(lessons.practiceId, practiceId), eq(lessons.id, lessonId)));
  if (!lesson) throw notFound();
  return lesson;
}

/** What openings follow from when staff book: notice and horizon are for families, a full day takes a reason. */
export async function staffSchedule(
  tx: Tx,
  offer: Offer,
  when: { from: Date; to: Date; now: Date; exceptId?: string | null | undefined },
) {
  const found = await scheduleIn(tx, offer, when, when.now, when.exceptId);
  return (
    found && {
      ...found,
      service: { ...found.service, ...unlimited },
    }
  );
}
const unlimited = {
  minNoticeMinutes: 0,
  horizonDays: 730,
  sameDay: true,
  opensOn: null,
  closesOn: null,
};

/** Times off to come, for the page that keeps them. */
export const blocksAhead = query({
  name: "booking.blocks",
  allow: isStaff,
  input: z.strictObject({ practitionerId: id("practitioner").optional() }),
  run: async ({ actor, tx, now }, { practitionerId }) =>
    tx
      .select({
        lessonId: lessons.id,
        practitionerId: lessons.practitionerId,
        title: lessons.title,
        startsAt: lessons.startsAt,
        endsAt: lessons.endsAt,
        zone: lessons.timeZone,
        version: lessons.version,
        handOverTo: lessons.handOverTo,
      })
      .from(lessons)
      .where(
        and(
          eq(lessons.practiceId, actor.practiceId),
          sql`${lessons.kind} = 'block'`, // Written out, for its index.
          eq(lessons.status, "confirmed"),
          gt(lessons.endsAt, now),
          practitionerId ? eq(lessons.practitionerId, practitionerId) : undefined,
        ),
      )
      .orderBy(asc(lessons.startsAt))
      .limit(100),
});
