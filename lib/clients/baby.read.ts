import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { babies, clients } from "@/db/schema";
import { isStaff } from "@/lib/core/actor";
import { id } from "@/lib/core/id";
import { notFound } from "@/lib/core/refusal";
import { query } from "@/lib/work/query";
import { openDataKeys } from "@/lib/work/vault";
import { birth, familyIds } from "./merged";
import { babyColumns, guardiansOf, practiceDay, readHealth, untilMonths } from "./read";
import { agesOf, alertsOf, babyTitle } from "./rules";

/** What stands at the head of a baby's pages: who it is, both ages, what to take care of, and its family. */
export const babyHead = query({
  name: "clients.baby",
  allow: isStaff,
  beside: true,
  input: z.strictObject({ babyId: id("baby") }),
  run: async ({ actor, tx, now }, { babyId }) => {
    const { practiceId } = actor;
    const [row] = await tx
      .select({
        ...babyColumns,
        ...birth,
        untilMonths,
        familyName: clients.name,
        silentSince: clients.silentSince,
        archivedAt: babies.archivedAt,
      })
      .from(babies)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
      )
      .where(and(eq(babies.practiceId, practiceId), eq(babies.id, babyId)));
    if (!row) throw notFound();
    const { health, dataKeyId, familyName, untilMonths: until, ...baby } = row;
    const { zone, thisDay } = await practiceDay(tx, actor, now);
    const keys = await openDataKeys(tx, practiceId, health ? [dataKeyId] : []);
    const family = await familyIds(tx, practiceId, row.clientId);
    const people = await guardiansOf(tx, actor, family);
    return {
      ...baby,
      practiceId,
      zone,
      thisDay,
      title: babyTitle(row.firstName, familyName),
      ages: agesOf(row.bornOn, row.gestationDays, thisDay, until),
      alerts: alertsOf(actor.role, row, readHealth(keys.get(dataKeyId), babyId, health), thisDay),
      guardians: family.flatMap((clientId) => people.get(clientId) ?? []),
    };
  },
  log: ({ practiceId, id: babyId }) => [{ practiceId, babyId, detail: { part: "head" } }],
});
export type BabyHead = Awaited<ReturnType<typeof babyHead>>;
