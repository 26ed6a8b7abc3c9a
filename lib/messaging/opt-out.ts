import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { contactPreferences, type emails, guardians, practices } from "@/db/schema";
import { newId } from "@/lib/core/id";
import { toE164 } from "@/lib/core/phone";
import { purposes } from "./schema";

/** Whoever answered STOP gets no more texts, whatever was ticked before. The gateway says so when we try again. */
export async function noMoreTexts(tx: Tx, mail: typeof emails.$inferSelect): Promise<void> {
  const { practiceId, clientId, toAddress } = mail;
  if (!practiceId || !clientId) return;
  const rows = await tx
    .select({ id: guardians.id, phone: guardians.phone, country: practices.country })
    .from(guardians)
    .innerJoin(practices, eq(practices.practiceId, guardians.practiceId))
    .where(and(eq(guardians.practiceId, practiceId), eq(guardians.clientId, clientId)));
  for (const { id: guardianId, phone, country } of rows) {
    if (!phone || toE164(phone, country) !== toAddress) continue;
    for (const purpose of purposes)
      await setPreference(tx, { practiceId, clientId, guardianId, purpose, channel: "sms" }, false);
  }
}

type Preference = Pick<
  typeof contactPreferences.$inferInsert,
  "practiceId" | "clientId" | "guardianId" | "purpose" | "channel"
>;

export async function setPreference(tx: Tx, which: Preference, allowed: boolean): Promise<void> {
  const { practiceId, guardianId, purpose, channel } = which;
  const changed = await tx
    .update(contactPreferences)
    .set({ allowed, changedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(contactPreferences.practiceId, practiceId),
        eq(contactPreferences.guardianId, guardianId),
        eq(contactPreferences.purpose, purpose),
        eq(contactPreferences.channel, channel),
      ),
    );
  if (changed.count === 0)
    await tx.insert(contactPreferences).values({ ...which, id: newId(), allowed });
}
