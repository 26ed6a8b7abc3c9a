import { eq } from "drizzle-orm";
import { z } from "zod";
import { referrals } from "@/db/schema";
import { isLink } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { instantOf } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { openDataKey } from "@/lib/work/vault";
import { openDetails, openedReferral } from "./read";

/** The times that the practitioner suggested to this family, as far as they are still to come. */
export const offeredTimes = query({
  name: "referrals.offered",
  allow: isLink("referral"),
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    const [row] = await tx.select().from(referrals).where(eq(referrals.status, "accepted"));
    if (!row) throw notFound();
    const key = await openDataKey(tx, row.practiceId, row.dataKeyId);
    const { offered = [] } = openDetails(key, row.id, row.details);
    return {
      practiceId: row.practiceId,
      id: row.id,
      babyId: row.babyId,
      times: offered.filter(({ start }) => instantOf(start) > now),
    };
  },
  log: (seen) => [openedReferral(seen)],
});
