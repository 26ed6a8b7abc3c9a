import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { babies, guardians, practitioners, referrals } from "@/db/schema";
import { type Actor, isLink } from "@/lib/core/actor";
import { tokenHash } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import type { Work } from "@/lib/work/command";
import { query } from "@/lib/work/query";
import { unwrapDataKey } from "@/lib/work/vault";
import { maskEmail } from "./rules";

// Where referrals and bookings meet. Booking stands above referrals and calls these.

/** What the booking page needs to greet a family that its doctor referred. Not found unless they may choose a time. */
export const referralForBooking = query({
  name: "referrals.for_booking",
  allow: isLink("family"),
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const [row] = await tx
      .select({
        practiceId: referrals.practiceId,
        referralId: referrals.id,
        practitionerId: referrals.practitionerId,
        clientId: referrals.clientId,
        babyId: referrals.babyId,
        doctorName: referrals.doctorName,
        slug: practitioners.slug,
        practitionerName: practitioners.displayName,
        babyName: babies.firstName,
        guardianId: guardians.id,
        guardianName: guardians.name,
        guardianEmail: guardians.email,
      })
      .from(referrals)
      .innerJoin(
        practitioners,
        and(
          eq(practitioners.practiceId, referrals.practiceId),
          eq(practitioners.id, referrals.practitionerId),
        ),
      )
      .innerJoin(
        babies,
        and(eq(babies.practiceId, referrals.practiceId), eq(babies.id, referrals.babyId)),
      )
      .innerJoin(
        guardians,
        and(
          eq(guardians.practiceId, referrals.practiceId),
          eq(guardians.clientId, referrals.clientId),
        ),
      )
      .where(eq(referrals.status, "accepted"))
      .orderBy(asc(guardians.createdAt))
      .limit(1);
    if (!row?.clientId || !row.babyId) throw notFound();
    const { clientId, babyId, guardianEmail, ...rest } = row;
    return { ...rest, clientId, babyId, guardianEmail: guardianEmail && maskEmail(guardianEmail) };
  },
});

/**
 * Inside a booking command, whoever acts: the family behind the link's secret and the key of its record, or null when
 * the link opens nothing or the family has booked already.
 */
export async function referralBehind(tx: Tx, secret: string) {
  const [row] = await tx.execute<{
    practice_id: string;
    referral_id: string;
    practitioner_id: string;
    client_id: string;
    baby_id: string;
    data_key_id: string;
    wrapped: Buffer;
  }>(sql`select * from referral_of_link(${tokenHash(secret)})`);
  if (!row) return null;
  const { practice_id: practiceId, data_key_id: id, wrapped } = row;
  return {
    practiceId,
    referralId: row.referral_id,
    practitionerId: row.practitioner_id,
    clientId: row.client_id,
    babyId: row.baby_id,
    dataKey: unwrapDataKey({ practiceId, id, wrapped }),
  };
}

export type ReferralLesson = { startsAt: Date; zone: string; status: string };

/** The lesson that came of each referral the actor may see; to its sender "not_told" where the family objects to that. */
export async function lessonsOf(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, ReferralLesson>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<{
    referral_id: string;
    starts_at: Date | string;
    time_zone: string;
    status: string;
  }>(
    sql`select * from referral_lessons(array[${sql.join(
      ids.map((one) => sql`${one}::uuid`),
      sql`, `,
    )}])`,
  );
  return new Map(
    rows.map((row) => [
      row.referral_id,
      { startsAt: new Date(row.starts_at), zone: row.time_zone, status: row.status },
    ]),
  );
}
export const lessonOf = async (tx: Tx, id: string): Promise<ReferralLesson | null> =>
  (await lessonsOf(tx, [id])).get(id) ?? null;

/** What became of the lesson, in the same transaction as the booking's own change. */
export type LessonEvent = "booked" | "moved" | "cancelled" | "completed" | "no_show";

type About = {
  practiceId: string;
  bookingId: string;
  event: LessonEvent;
  /** When the doctor is told of a lesson that was booked; at once, where nothing is said. */
  tell?: { key?: string; runAt?: Date };
};

/**
 * Called by every command that books, moves, cancels or closes a booking, after its row is written. False when no
 * referral is behind the booking, or when the referral may not make that move any more: a second booking with one
 * link gives false, and the caller refuses it.
 */
export async function noteReferralLesson(
  { tx, audit, enqueue }: Pick<Work<Actor>, "tx" | "audit" | "enqueue">,
  { practiceId, bookingId, event, tell = {} }: About,
): Promise<boolean> {
  const [row] = await tx.execute<{ id: string | null }>(
    sql`select note_referral_lesson(${practiceId}::uuid, ${bookingId}::uuid, ${event}) as id`,
  );
  if (!row?.id) return false;
  audit({ type: "referral", id: row.id }, { lesson: event });
  if (event === "booked")
    enqueue("mail.referral", { practiceId, referralId: row.id, event: "booked" }, tell);
  return true;
}
