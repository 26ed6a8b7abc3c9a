import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import journal from "@/db/migrations/meta/_journal.json";
import { databaseCode } from "@/lib/work/context";

type Check = "ok" | "unreachable" | "behind" | "late" | "unknown";
export type Health = { ok: boolean; database: Check; migrations: Check; jobs: Check };

/** Whether the database answers, has this version's tables, and somebody does the jobs. Codes only: anybody may ask. */
export async function checkHealth(): Promise<Health> {
  try {
    const [row] = await database().execute<{ applied: number; late: boolean }>(sql`
      select (select count(*)::int from drizzle.__drizzle_migrations) as applied,
        exists (select from graphile_worker.jobs
          where locked_at is null and attempts < max_attempts and run_at < now() - interval '5 minutes') as late`);
    const migrations = (row?.applied ?? 0) >= journal.entries.length ? "ok" : "behind";
    const jobs = row?.late ? "late" : "ok";
    return { ok: migrations === "ok" && jobs === "ok", database: "ok", migrations, jobs };
  } catch (error) {
    // No such table or no such right: the database answers, but was never brought to this version.
    const old = ["42P01", "3F000", "42501"].includes(databaseCode(error) ?? "");
    return {
      ok: false,
      database: old ? "ok" : "unreachable",
      migrations: old ? "behind" : "unknown",
      jobs: "unknown",
    };
  }
}
