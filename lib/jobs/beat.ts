import { sql } from "drizzle-orm";
import { database } from "@/db/client";

export const BEAT_MS = 30_000;

/** A runner of jobs says that it is there: one row for however many there are, by the database's clock. */
export async function beat(): Promise<void> {
  await database().execute(sql`
    insert into settings (key, value) values ('jobs.beat', to_jsonb(clock_timestamp()))
    on conflict (key) do update set value = excluded.value`);
}

/** SQL: whether any runner was there within the last two minutes, four of its beats. */
export const runnerIsThere = sql`exists (
  select from settings where key = 'jobs.beat'
    and (value #>> '{}')::timestamptz > clock_timestamp() - interval '2 minutes')`;
