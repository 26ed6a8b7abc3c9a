import { sql } from "drizzle-orm";
import { database } from "@/db/client";

/**
 * A worker that was killed leaves its jobs locked for four hours. None of ours works this long: the mail server
 * has thirty seconds for each of its five answers (mailer.ts), so such a lock has no owner.
 */
export async function freeStuckJobs(): Promise<void> {
  await database().execute(sql`
    select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker.jobs
      where locked_by is not null and locked_at < now() - interval '3 minutes'))`);
}
