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
  run: async ({ tx, audit }) => {
    const gone = async (statement: ReturnType<typeof sql>): Promise<number> =>
      (await tx.execute(statement)).count;
    const signIns = await gone(
      sql`delete from sign_in_tokens where expires_at < clock_timestamp()`,
    );
    const sessions = await gone(sql`delete from sessions where expires_at < clock_timestamp()`);
    const keys = await gone(
      sql`delete from idempotency_keys where created_at < clock_timestamp() - interval '30 days'`,
    );
    await gone(sql`delete from parked_drafts where expires_at < clock_timestamp()`);
    await gone(sql`delete from rate_hits where win < clock_timestamp() - interval '1 day'`);
    const [held] = await tx.execute<{ n: number }>(sql`select expire_holds() as n`);
    const referrals = await expireReferrals(tx);
    // Kept for somebody to read, not for ever: after a month the row says that there was a mail, and to whom.
    const mails = await gone(sql`
      update emails set rendered = null
      where rendered is not null and state <> 'queued' and created_at < clock_timestamp() - interval '30 days'`);
    const detail = { signIns, sessions, keys, mails, holds: Number(held?.n ?? 0), referrals };
    audit({ type: "installation", id: "clean" }, detail);
    return detail;
  },
});
