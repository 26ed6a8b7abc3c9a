import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { clients } from "@/db/schema";
import { notFound } from "@/lib/core/refusal";
import { type DataKey, openDataKey, seal, unseal } from "@/lib/work/vault";

const where = (id: string) => ({ table: "bookings", column: "cancel_note", id });

/** What the practice writes beside its reason: people write of a child that is ill, of a hospital. */
export async function sealCancelNote(
  tx: Tx,
  booking: { practiceId: string; clientId: string; id: string },
  note: string | undefined,
): Promise<Buffer | null> {
  if (note === undefined) return null;
  const { practiceId, clientId, id } = booking;
  const [family] = await tx
    .select({ dataKeyId: clients.dataKeyId })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  if (!family) throw notFound();
  return seal(await openDataKey(tx, practiceId, family.dataKeyId), where(id), note);
}

export const openCancelNote = (key: DataKey, bookingId: string, stored: Buffer): string =>
  unseal(key, where(bookingId), stored);
