import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { practitioners } from "@/db/schema";
import { type Actor, isStaff, oneOf, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { type Family, isFamily, ownSeat } from "./own-seat";
import { type AuditRow, familyTrail, staffTrail, type TrailEntry } from "./trail.rules";

type Row = {
  seq: string | number;
  at: string | Date;
  actor_kind: Actor["kind"];
  actor_name: string | null;
  operation: string;
  detail: Record<string, unknown>;
};

export async function rowsOf(tx: Tx, practiceId: string, bookingId: string): Promise<AuditRow[]> {
  const rows = await tx.execute<Row>(
    sql`select * from booking_trail(${practiceId}::uuid, ${bookingId}::uuid)`,
  );
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: new Date(row.at),
    actorKind: row.actor_kind,
    actorName: row.actor_name,
    operation: row.operation,
    detail: row.detail,
  }));
}

/** The names of those whom a lesson went to. Row-level security says whom this reader knows. */
async function named(tx: Tx, practiceId: string, trail: TrailEntry[]): Promise<TrailEntry[]> {
  const ids = trail.flatMap(({ practitioner }) => practitioner?.id ?? []);
  if (ids.length === 0) return trail;
  const rows = await tx
    .select({ id: practitioners.id, name: practitioners.displayName })
    .from(practitioners)
    .where(and(eq(practitioners.practiceId, practiceId), inArray(practitioners.id, ids)));
  return trail.map((entry) => ({
    ...entry,
    practitioner: rows.find(({ id }) => id === entry.practitioner?.id) ?? entry.practitioner,
  }));
}

/** What happened to a booking, oldest first: all of it for everybody who works there, its own part for the family. */
export const bookingTrail = query({
  name: "booking.trail",
  allow: oneOf<Staff | Family>(isStaff, isFamily),
  input: z.strictObject({ bookingId: id("booking").optional() }),
  run: async ({ actor, tx, now }, { bookingId }) => {
    if (actor.kind === "staff") {
      if (bookingId === undefined) throw notFound();
      const { practiceId } = actor;
      return named(tx, practiceId, staffTrail(await rowsOf(tx, practiceId, bookingId)));
    }
    const { booking } = await ownSeat(tx, actor, bookingId, now);
    const { practiceId } = booking;
    return named(tx, practiceId, familyTrail(await rowsOf(tx, practiceId, booking.id)));
  },
});
