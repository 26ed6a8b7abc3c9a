import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { guardians } from "@/db/schema";

/** Somebody a mail goes to, in their own language where it is known. */
export type Recipient = { email: string; name: string | null; locale: string | null };

/** Every guardian of a family who gave an address: the second one gets a copy of whatever the first one gets. */
export async function guardianRecipients(
  tx: Tx,
  at: { practiceId: string; clientId: string },
): Promise<Recipient[]> {
  const rows = await tx
    .select({ email: guardians.email, name: guardians.name, locale: guardians.locale })
    .from(guardians)
    .where(
      and(
        eq(guardians.practiceId, at.practiceId),
        eq(guardians.clientId, at.clientId),
        isNotNull(guardians.email),
      ),
    )
    .orderBy(asc(guardians.createdAt));
  const found = new Map<string, Recipient>();
  for (const { email, name, locale } of rows)
    if (email && !found.has(email)) found.set(email, { email, name, locale });
  return [...found.values()];
}
