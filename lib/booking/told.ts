import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { bookings } from "@/db/schema";

type One = { practiceId: string; bookingId: string };
const of = ({ practiceId, bookingId }: One) =>
  and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId));

/** The start that the family was last told, for the job that tells it: what it knows already is no news. */
export async function lastTold(tx: Tx, one: One): Promise<Date | null> {
  const [row] = await tx.select({ at: bookings.toldStartsAt }).from(bookings).where(of(one));
  return row?.at ?? null;
}

/** Null once the family was told that the lesson does not take place. */
export const noteTold = (tx: Tx, one: One, startsAt: Date | null) =>
  tx.update(bookings).set({ toldStartsAt: startsAt }).where(of(one));
