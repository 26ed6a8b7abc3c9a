import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { bookings } from "@/db/schema";

type One = { practiceId: string; bookingId: string };
const of = ({ practiceId, bookingId }: One) =>
  and(eq(bookings.practiceId, practiceId), eq(bookings.id, bookingId));

/** What a family is told of a lesson: when it begins, when it ends, and who gives it. */
export type Told = { startsAt: Date; endsAt: Date; practitionerId: string };

/** What the family was last told; for the job that tells it, as what it knows already is no news. */
export async function lastTold(tx: Tx, one: One): Promise<Told | null> {
  const [row] = await tx
    .select({
      startsAt: bookings.toldStartsAt,
      endsAt: bookings.toldEndsAt,
      practitionerId: bookings.toldPractitionerId,
    })
    .from(bookings)
    .where(of(one));
  const { startsAt, endsAt, practitionerId } = row ?? {};
  return startsAt && endsAt && practitionerId ? { startsAt, endsAt, practitionerId } : null;
}

/** Whether what was told is what is; another start, length or practitioner is news. */
export const isKnown = (told: Told | null, now: Told): boolean =>
  told !== null &&
  told.startsAt.getTime() === now.startsAt.getTime() &&
  told.endsAt.getTime() === now.endsAt.getTime() &&
  told.practitionerId === now.practitionerId;

/** Whether the family may have heard of it: what still waits for a server that is away told nobody. */
export async function familyHeard(tx: Tx, { practiceId, bookingId }: One): Promise<boolean> {
  const [row] = await tx.execute<{ heard: boolean | null }>(
    sql`select family_heard(${practiceId}::uuid, ${bookingId}::uuid) as heard`,
  );
  return row?.heard === true;
}

/** Null once the family was told that the lesson does not take place. */
export const noteTold = (tx: Tx, one: One, told: Told | null) =>
  tx
    .update(bookings)
    .set({
      toldStartsAt: told?.startsAt ?? null,
      toldEndsAt: told?.endsAt ?? null,
      toldPractitionerId: told?.practitionerId ?? null,
    })
    .where(of(one));
