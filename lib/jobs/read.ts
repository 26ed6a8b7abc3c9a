import { sql } from "drizzle-orm";
import { z } from "zod";
import { isAdmin } from "@/lib/core/actor";
import { query } from "@/lib/work/query";

/** How the job queue stands, by kind of job. */
export const jobCounts = query({
  name: "jobs.counts",
  allow: isAdmin,
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const rows = await tx.execute<{
      name: string;
      waiting: number;
      retrying: number;
      failed: number;
      oldest: string | null;
    }>(sql`
      select task_identifier as name,
        (count(*) filter (where attempts = 0))::int as waiting,
        (count(*) filter (where attempts > 0 and attempts < max_attempts))::int as retrying,
        (count(*) filter (where attempts >= max_attempts))::int as failed,
        min(run_at) filter (where attempts < max_attempts and run_at <= now()) as oldest
      from graphile_worker.jobs group by task_identifier order by task_identifier`);
    return rows.map(({ oldest, ...row }) => ({ ...row, oldest: oldest ? new Date(oldest) : null }));
  },
});
