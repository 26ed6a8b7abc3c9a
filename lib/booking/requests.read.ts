import { and, eq, max } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { bookings, lessons, practices } from "@/db/schema";
import { openings } from "@/lib/availability/read";
import { groupByDay } from "@/lib/availability/rules";
import { isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { addDays, type Minute, startOfDay, today } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { answerByMoved } from "./change.rules";
import { findOffer, forSome, isBookable, type Offer } from "./offer";

const DAYS_OFFERED = 28;
const DAYS_SHOWN = 8;

/** The offer whose address a mail may name: what anybody can book without a link of its own; null for others. */
export async function openOffer(
  tx: Tx,
  practiceId: string,
  serviceId: string | null,
): Promise<Offer | null> {
  const offer = serviceId ? await findOffer(tx, practiceId, serviceId) : null;
  return offer && isBookable(offer) && !forSome(offer) ? offer : null;
}

type Asked = Pick<typeof lessons.$inferSelect, "practiceId" | "id" | "status" | "answerBy">;

/** Until when a lesson that staff move to this start is answered; null where nobody asks for it any more. */
export async function answerThere(
  tx: Tx,
  { practiceId, id: lessonId, status, answerBy }: Asked,
  start: Date,
  now: Date,
): Promise<Date | null> {
  if (status !== "requested") return null;
  const [row] = await tx
    .select({ hours: practices.requestHours, askedAt: max(bookings.createdAt) })
    .from(bookings)
    .innerJoin(practices, eq(practices.practiceId, bookings.practiceId))
    .where(and(eq(bookings.practiceId, practiceId), eq(bookings.lessonId, lessonId)))
    .groupBy(practices.requestHours);
  const usual = (row?.askedAt ?? now).getTime() + (row?.hours ?? 0) * 3_600_000;
  return answerByMoved(now, start, new Date(Math.max(usual, answerBy?.getTime() ?? 0)));
}

/** What this family could book instead of a lesson that it asked for: the times that the booking page shows it. */
export async function freeInstead(tx: Tx, offer: Offer, now: Date): Promise<Minute[]> {
  const here = today(now, offer.zone);
  const to = startOfDay(addDays(here, DAYS_OFFERED), offer.zone);
  return openings(tx, { ...offer, from: startOfDay(here, offer.zone), to, now });
}

/** Free times that may go along with a no, by day; none where families cannot book by themselves. */
export const timesInstead = query({
  name: "booking.times_instead",
  allow: isStaff,
  input: z.strictObject({ bookingId: id("booking") }),
  run: async ({ actor, tx, now }, { bookingId }) => {
    const [lesson] = await tx
      .select({ serviceId: lessons.serviceId })
      .from(bookings)
      .innerJoin(
        lessons,
        and(eq(lessons.practiceId, bookings.practiceId), eq(lessons.id, bookings.lessonId)),
      )
      .where(and(eq(bookings.practiceId, actor.practiceId), eq(bookings.id, bookingId)));
    const offer = await openOffer(tx, actor.practiceId, lesson?.serviceId ?? null);
    if (!offer) return null;
    const days = groupByDay(await freeInstead(tx, offer, now), offer.zone);
    return {
      zone: offer.zone,
      days: [...days].slice(0, DAYS_SHOWN).map(([day, times]) => ({ day, times })),
    };
  },
});
