import { and, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { bookings, payments, practices } from "@/db/schema";
import { isOwner } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { stampOf } from "./rules";

export const detailColumns = {
  name: practices.name,
  phone: practices.phone,
  country: practices.country,
  currency: practices.currency,
  timeZone: practices.timeZone,
  emergencyNumber: practices.emergencyNumber,
};

/** The practice itself, as its owner set it up. */
export const practiceDetails = query({
  name: "practices.details",
  allow: isOwner,
  input: z.strictObject({}),
  run: async ({ actor, tx }) => {
    const { practiceId } = actor;
    const [facts] = await tx
      .select(detailColumns)
      .from(practices)
      .where(eq(practices.practiceId, practiceId));
    if (!facts) throw notFound();
    return { facts, seen: stampOf(facts), money: await moneyIsCounted(tx, practiceId) };
  },
});
export type PracticeDetails = Awaited<ReturnType<typeof practiceDetails>>;

/** Whether somebody was promised a price or paid one: those amounts are in the practice's currency, and stay in it. */
export async function moneyIsCounted(tx: Tx, practiceId: string): Promise<boolean> {
  const [booking] = await tx
    .select({ id: bookings.id })
    .from(bookings)
    .where(and(eq(bookings.practiceId, practiceId), gt(bookings.priceMinor, 0)))
    .limit(1);
  if (booking) return true;
  const [payment] = await tx
    .select({ id: payments.id })
    .from(payments)
    .where(eq(payments.practiceId, practiceId))
    .limit(1);
  return payment !== undefined;
}
