import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { type Actor, isStaff, oneOf, type Staff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { type Family, isFamily, ownSeat } from "./own-seat";
import { type AuditRow, familyTrail, staffTrail } from "./trail.rules";

type Row = {
  seq: string | number;
  at: string | Date;
  actor_kind: Actor["kind"];
  actor_name: string | null;
  operation: string;
  detail: Record<string, unknown>;
};

async function rowsOf(tx: Tx, practiceId: string, bookingId: string): Promise<AuditRow[]> {
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

/** What happened to a booking, oldest first: all of it for everybody who works there, its own part for the family. */
export const bookingTrail = query({
  name: "booking.trail",
  allow: oneOf<Staff | Family>(isStaff, isFamily),
  input: z.strictObject({ bookingId: id("booking").optional() }),
  run: async ({ actor, tx, now }, { bookingId }) => {
    if (actor.kind === "staff") {
      if (bookingId === undefined) throw notFound();
      return staffTrail(await rowsOf(tx, actor.practiceId, bookingId));
    }
    const { booking } = await ownSeat(tx, actor, bookingId, now);
    return familyTrail(await rowsOf(tx, booking.practiceId, booking.id));
  },
});
