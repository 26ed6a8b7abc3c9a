import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { among } from "@/db/among";
import { referrals, services } from "@/db/schema";
import { isLink } from "@/lib/core/actor";
import { notFound } from "@/lib/core/refusal";
import { instantOf } from "@/lib/core/time";
import { query } from "@/lib/work/query";
import { openDataKey } from "@/lib/work/vault";
import { openDetails, openedReferral } from "./read";

/** The times that the practitioner suggested to this family, as far as they are still to come. */
export const offeredTimes = query({
  name: "referrals.offered",
  allow: isLink("family"),
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    const [row] = await tx.select().from(referrals).where(eq(referrals.status, "accepted"));
    if (!row) throw notFound();
    const key = await openDataKey(tx, row.practiceId, row.dataKeyId);
    const { offered = [] } = openDetails(key, row.id, row.details);
    const times = offered.filter(({ start }) => instantOf(start) > now);
    const names = await tx
      .select({ id: services.id, name: services.name })
      .from(services)
      .where(
        and(
          eq(services.practiceId, row.practiceId),
          among(
            services.id,
            times.map(({ serviceId }) => serviceId),
          ),
        ),
      );
    const nameOf = new Map(names.map(({ id, name }) => [id as string, name]));
    return {
      practiceId: row.practiceId,
      id: row.id,
      babyId: row.babyId,
      // Two lessons may begin at one time: said by name where they are of several services.
      times: times.map((one) => ({
        ...one,
        service: names.length > 1 ? (nameOf.get(one.serviceId) ?? null) : null,
      })),
    };
  },
  log: (seen) => [openedReferral(seen)],
});
