import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import journal from "@/db/migrations/meta/_journal.json";
import { databaseCode } from "@/lib/work/context";
import { runnerIsThere } from "./beat";

export type Health = {
  /** `degraded` is fit for requests: that one mail was given up takes no practice off the net. */
  status: "ok" | "degraded" | "unhealthy";
  database: "ok" | "unreachable";
  migrations: "ok" | "behind" | "unknown";
  /** `absent`: no runner was seen for two minutes. `late`: a job has waited for five. */
  jobs: "ok" | "absent" | "late" | "unknown";
  /** Jobs that were given up within the last day. */
  failedJobs: number;
};

/** Whether the database answers, has this version's tables, and somebody does the jobs. Codes and counts only: anybody may ask. */
export async function checkHealth(): Promise<Health> {
  try {
    const [row] = await database().execute<{
      applied: number;
      there: boolean;
      late: boolean;
      failed: number;
    }>(sql`
      select (select count(*)::int from drizzle.__drizzle_migrations) as applied,
        ${runnerIsThere} as there,
        exists (select from graphile_worker.jobs
          where locked_at is null and attempts < max_attempts and run_at < now() - interval '5 minutes') as late,
        (select count(*)::int from graphile_worker.jobs
          where attempts >= max_attempts and locked_at is null and updated_at > now() - interval '1 day') as failed`);
    const migrations = (row?.applied ?? 0) >= journal.entries.length ? "ok" : "behind";
    const jobs = !row?.there ? "absent" : row.late ? "late" : "ok";
    const failedJobs = row?.failed ?? 0;
    const fit = migrations === "ok" && jobs === "ok";
    const status = !fit ? "unhealthy" : failedJobs > 0 ? "degraded" : "ok";
    return { status, database: "ok", migrations, jobs, failedJobs };
  } catch (error) {
    // No such table or no such right: the database answers, but was never brought to this version.
    const old = ["42P01", "3F000", "42501"].includes(databaseCode(error) ?? "");
    return {
      status: "unhealthy",
      database: old ? "ok" : "unreachable",
      migrations: old ? "behind" : "unknown",
      jobs: "unknown",
      failedJobs: 0,
    };
  }
}
