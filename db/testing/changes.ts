import { eq } from "drizzle-orm";
import { openPass } from "@/lib/booking/pass";
import { bookLesson } from "@/lib/booking/write";
import type { LinkHolder } from "@/lib/core/actor";
import type { Database } from "../client";
import * as t from "../schema";
import { asking } from "./asking";
import { seatRows } from "./lessons";
import type { TestPractice } from "./world";

/** A guest's booking at a practice of world.ts, with whoever holds its link. */
export async function guestBooking(at: TestPractice, start: Date, more = {}) {
  const { bookingId, pass } = await bookLesson(
    { kind: "visitor" },
    { ...asking(at, start), ...more },
  );
  const link: LinkHolder = {
    kind: "link",
    link: "booking",
    practiceId: at.practiceId,
    subjectId: bookingId,
  };
  return { bookingId, link, secret: openPass(pass) };
}

/** Terms of the practice's one service. */
export const setTerms = (
  owner: Database,
  at: TestPractice,
  terms: Partial<typeof t.services.$inferInsert>,
) => owner.update(t.services).set(terms).where(eq(t.services.id, at.serviceId));

/** As if it had been booked long ago: no grace any more. */
export const longAgo = (owner: Database, bookingId: string) =>
  owner
    .update(t.bookings)
    .set({ createdAt: new Date(Date.now() - 30 * 86_400_000) })
    .where(eq(t.bookings.id, bookingId));

/** What a form that changes a booking sends of what it saw. */
export async function seen(owner: Database, bookingId: string) {
  const { booking } = await seatRows(owner, bookingId);
  return { version: booking.version };
}
