import { sql } from "drizzle-orm";
import { database } from "@/db/client";

/**
 * A worker that was killed leaves its jobs locked for four hours. None of ours works this long: the mail server
 * has thirty seconds for each of its five answers (mailer.ts), so such a lock has no owner. What may take longer, an
 * export, says now and then that somebody still works on it.
 */
export async function freeStuckJobs(): Promise<void> {
  await database().execute(sql`
    select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker.jobs
      where locked_by is not null and locked_at < now() - interval '3 minutes'))`);
}

/** The lock of a running job is as new as the last time this was called. */
export async function stillWorking(key: string): Promise<void> {
  await database().execute(sql`
    update graphile_worker._private_jobs set locked_at = now() where key = ${key} and locked_at is not null`);
}
