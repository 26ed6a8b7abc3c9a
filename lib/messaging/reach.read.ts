import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import { clients } from "@/db/schema";
import { familyReaders } from "@/lib/clients/mail-facts";
import { familyIds } from "@/lib/clients/merged";
import { isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";

/** How a family will hear of a lesson that staff book for it, so that nobody counts on a mail that is not written. */
export const howTold = query({
  name: "messaging.how_told",
  allow: isStaff,
  input: z.strictObject({ clientId: id("client") }),
  run: async ({ actor, tx }, { clientId }) => {
    const { practiceId } = actor;
    const ids = await familyIds(tx, practiceId, clientId);
    const records = await tx
      .select({ silentSince: clients.silentSince })
      .from(clients)
      .where(and(eq(clients.practiceId, practiceId), among(clients.id, ids)));
    if (records.length === 0) throw notFound();
    if (records.some(({ silentSince }) => silentSince)) return "silent";
    const about = { purpose: "booking", lesson: true } as const;
    const { recipients, texts } = await familyReaders(tx, { practiceId, clientId }, about);
    if (recipients.length > 0) return "email";
    return texts.length > 0 ? "text" : "nobody";
  },
});
