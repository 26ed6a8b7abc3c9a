import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { babies, clients } from "@/db/schema";
import { notFound, Refusal } from "@/lib/core/refusal";
import { changedFields } from "@/lib/practices/rules";
import { openDataKey, seal } from "@/lib/work/vault";
import { EMPTY_HEALTH, joinHealth } from "./health.rules";
import { sameBabyIds } from "./merged";
import { readHealth, sealedHealth } from "./read";
import {
  type BabyHealth,
  babyHealth,
  type HealthGiven,
  type HealthReport,
  type ToldBy,
} from "./schema";

type OneBaby = { practiceId: string; babyId: string };

/** The stored facts of a baby with what it takes to write them anew; for whoever may see the baby. */
export async function openHealth(tx: Tx, { practiceId, babyId }: OneBaby) {
  const [row] = await tx
    .select({
      clientId: babies.clientId,
      firstName: babies.firstName,
      health: babies.health,
      dataKeyId: clients.dataKeyId,
    })
    .from(babies)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
    )
    .where(and(eq(babies.practiceId, practiceId), eq(babies.id, babyId)));
  if (!row) throw notFound();
  const { health: stored, dataKeyId, ...baby } = row;
  const key = await openDataKey(tx, practiceId, dataKeyId);
  return { ...baby, key, stored, health: readHealth(key, babyId, stored) };
}

/**
 * Puts facts in the place of those that were read, for every row that is this child (merged.ts); a conflict when somebody
 * else wrote meanwhile.
 */
export async function keepHealth(
  tx: Tx,
  { practiceId, babyId }: OneBaby,
  found: Pick<Awaited<ReturnType<typeof openHealth>>, "key" | "stored">,
  next: BabyHealth,
): Promise<void> {
  await putHealth(tx, { practiceId, babyId }, found, next);
  for (const other of await sameBabyIds(tx, practiceId, babyId))
    if (other !== babyId) {
      const twin = { practiceId, babyId: other };
      await putHealth(tx, twin, await openHealth(tx, twin), next);
    }
}

async function putHealth(
  tx: Tx,
  { practiceId, babyId }: OneBaby,
  { key, stored }: Pick<Awaited<ReturnType<typeof openHealth>>, "key" | "stored">,
  next: BabyHealth,
): Promise<void> {
  const sealed = seal(key, sealedHealth(babyId), JSON.stringify(next));
  const [row] = await tx.execute<{ kept: boolean }>(
    sql`select keep_health(${practiceId}::uuid, ${babyId}::uuid, ${stored}::bytea, ${sealed}::bytea) as kept`,
  );
  if (!row?.kept) throw new Refusal("conflict");
}

/**
 * Adds what was learned of a baby, as from the intake or a referral, and removes nothing: not for staff alone, but for a
 * parent and the holder of a family's link as well, inside their own command. Answers the names of the fields that
 * changed, for its audit; refuses with a conflict when the record was written meanwhile, and with "invalid" what cannot
 * be, or would be more than fits.
 */
export async function mergeHealth(
  tx: Tx,
  baby: OneBaby,
  patch: HealthGiven | ((known: BabyHealth) => HealthGiven),
  by: ToldBy,
): Promise<string[]> {
  const found = await openHealth(tx, baby);
  const before = found.health ?? EMPTY_HEALTH;
  const more = told(typeof patch === "function" ? patch(before) : patch, by);
  const next = babyHealth.safeParse(joinHealth(withNewer(before, more), more));
  if (!next.success) throw new Refusal("invalid", "clients:errors.tooMuch");
  const fields = changedFields(before, next.data);
  if (fields.length > 0) await keepHealth(tx, baby, found, next.data);
  return fields;
}

/**
 * A cold that ended by itself makes room for the next one, or the record would fill up with them: a report with both its
 * days takes the place of an earlier one from the same people.
 */
const withNewer = (before: BabyHealth, { reports }: BabyHealth): BabyHealth => ({
  ...before,
  reports: before.reports.map((one) => reports.find((newer) => follows(newer, one)) ?? one),
});

const follows = (newer: HealthReport, one: HealthReport): boolean => {
  const same = newer.id === one.id && newer.by === one.by && !newer.parts && !one.parts;
  if (!same || !newer.since || !newer.until || !one.since || !one.until) return false;
  return one.since <= newer.since && one.until <= newer.until;
};

/** What is told, with from whom it is known at every finding. */
function told(patch: HealthGiven, by: ToldBy): BabyHealth {
  const given = babyHealth.safeParse(patch);
  if (!given.success) throw new Refusal("invalid", "errors:invalid");
  const { findings, reports, happened, ...rest } = given.data;
  const reported = reports.map((report) => report.id);
  return {
    ...rest,
    ...(happened && { happened: happened.map((one) => ({ ...one, by: one.by ?? by })) }),
    findings: [...new Set([...findings, ...reported])],
    reports: [
      ...reports.map((report) => ({ ...report, by: report.by ?? by })),
      ...findings.filter((id) => !reported.includes(id)).map((id) => ({ id, by })),
    ],
  };
}
