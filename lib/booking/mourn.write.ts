import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { clients } from "@/db/schema";
import { type Actor, isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound, Refusal } from "@/lib/core/refusal";
import { noteReferralLesson } from "@/lib/referrals/lessons";
import { command, type Work } from "@/lib/work/command";
import { OwnSeat } from "./change.schema";
import { isFamily, ownSeat } from "./own-seat";

// After a death nothing is asked and nothing refused: all lessons to come of the family are given back, nothing is owed,
// what was paid is returned, and no mail goes to the family any more. Pressed twice, it has been done.

/** By the family, which speaks for all of its lessons, from any of them. */
export const mournOwn = command({
  name: "booking.mourn_own",
  allow: isFamily,
  input: OwnSeat.pick({ bookingId: true }),
  run: async (work, { bookingId: asked }) => {
    const { tx, audit, actor, now, enter, enqueue } = work;
    const { booking } = await ownSeat(tx, actor, asked, now);
    const { practiceId } = booking;
    await enter(practiceId);
    const gone = await tx.execute<{ id: string }>(
      sql`select mourn(${practiceId}::uuid, ${booking.id}::uuid) as id`,
    );
    audit({ type: "booking", id: booking.id }, { rule: "bereavement", cancelled: gone.length });
    for (const { id: bookingId } of gone) {
      await givenBack(work, { practiceId, bookingId }, bookingId !== booking.id);
      enqueue("mail.request", { practiceId, bookingId, event: "given_back", sequence: 0 });
    }
    return { bookingId: booking.id };
  },
});

const OneFamily = z.strictObject({ clientId: id("client") });

/** By staff whom the family told, also when no lesson is to come. How many lessons were given back. */
export const mournByStaff = command({
  name: "booking.mourn_by_staff",
  allow: isStaff,
  input: OneFamily,
  run: async (work, { clientId }) => {
    const { tx, audit, actor } = work;
    const { practiceId } = actor;
    await assertFamily(tx, practiceId, clientId);
    const gone = await tx.execute<{ id: string }>(
      sql`select mourn(${practiceId}::uuid, null, ${clientId}::uuid) as id`,
    );
    audit({ type: "client", id: clientId }, { rule: "bereavement", cancelled: gone.length });
    for (const { id: bookingId } of gone) await givenBack(work, { practiceId, bookingId }, true);
    return { cancelled: gone.length };
  },
});

/** Staff were told wrongly, or the family wishes to hear again. Lessons that were given back stay so. */
export const writeAgain = command({
  name: "booking.write_again",
  allow: isStaff,
  input: OneFamily,
  run: async ({ tx, audit, actor }, { clientId }) => {
    await assertFamily(tx, actor.practiceId, clientId);
    const ended = await endSilence(tx, actor.practiceId, clientId);
    audit({ type: "client", id: clientId }, { silent: false, changed: ended });
    return { ended };
  },
});

async function assertFamily(tx: Tx, practiceId: string, clientId: string): Promise<void> {
  const [family] = await tx
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  if (!family) throw notFound();
}

/** Mail goes to the family again, in all of its records. Whether it had been silent. */
export async function endSilence(tx: Tx, practiceId: string, clientId: string): Promise<boolean> {
  const [row] = await tx.execute<{ ended: boolean }>(
    sql`select end_silence(${practiceId}::uuid, ${clientId}::uuid) as ended`,
  );
  return row?.ended === true;
}

/**
 * Nothing that ended comes back to a family in mourning. Asked with the lesson locked, as mourn() locks what ended a moment
 * ago: either it gives that back too, or this sees that the family is silent.
 */
export async function assertNotInMourning(
  tx: Tx,
  { practiceId, clientId }: { practiceId: string; clientId: string },
): Promise<void> {
  const [family] = await tx
    .select({ silentSince: clients.silentSince })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  if (family?.silentSince) throw new Refusal("conflict", "calendar:errors.inMourning");
}

type Gone = { practiceId: string; bookingId: string };
async function givenBack(work: Work<Actor>, gone: Gone, alsoTrail: boolean): Promise<void> {
  if (alsoTrail) work.audit({ type: "booking", id: gone.bookingId }, { rule: "bereavement" });
  await noteReferralLesson(work, { ...gone, event: "cancelled" });
}
