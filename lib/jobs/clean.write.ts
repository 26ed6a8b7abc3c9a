import { sql } from "drizzle-orm";
import { z } from "zod";
import { isSystem } from "@/lib/core/actor";
import { expireReferrals } from "@/lib/referrals/write";
import { command } from "@/lib/work/command";

/** What has run out goes: least data (GDPR article 5), and tables that stay small. */
export const cleanExpired = command({
  name: "jobs.clean_expired",
  allow: isSystem,
  input: z.strictObject({}),
  run: async ({ tx, now, audit }) => {
    const gone = async (statement: ReturnType<typeof sql>): Promise<number> =>
      (await tx.execute(statement)).count;
    const signIns = await gone(
      sql`delete from sign_in_tokens where expires_at < clock_timestamp()`,
    );
    const sessions = await gone(sql`delete from sessions where expires_at < clock_timestamp()`);
    const keys = await gone(
      sql`delete from idempotency_keys where created_at < clock_timestamp() - interval '30 days'`,
    );
    await gone(sql`delete from rate_hits where win < clock_timestamp() - interval '1 day'`);
    const [held] = await tx.execute<{ n: number }>(sql`select expire_holds() as n`);
    const referrals = await expireReferrals(tx, now);
    await freeStuckJobs(tx);
    const detail = { signIns, sessions, keys, holds: Number(held?.n ?? 0), referrals };
    audit({ type: "installation", id: "clean" }, detail);
    return detail;
  },
});

/**
 * A worker that was killed leaves its jobs locked for four hours. None of ours may work for minutes (the mail server
 * has thirty seconds for each answer), so a lock this old has no owner.
 */
const freeStuckJobs = (tx: { execute: (statement: ReturnType<typeof sql>) => Promise<unknown> }) =>
  tx.execute(sql`
    select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker.jobs
      where locked_by is not null and locked_at < now() - interval '5 minutes'))`);
