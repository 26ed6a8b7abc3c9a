import { sql } from "drizzle-orm";
import { database } from "@/db/client";

let telling = false;
let again = false;

/**
 * Tells the job runner, after the commit, that there is something to do. Not inside the transaction: PostgreSQL lets
 * those that notify commit one after another, each with its own wait for the disk. One telling does for all that have
 * come meanwhile, and what nobody is told of is found by the runner's own look every two seconds.
 */
export function wakeRunner(): void {
  again = true;
  if (telling) return;
  telling = true;
  void tell().finally(() => {
    telling = false;
  });
}

async function tell(): Promise<void> {
  while (again) {
    again = false;
    // `count` wakes as many of the runner's workers as there may be; one that finds nothing sleeps on.
    await database()
      .execute(sql`select pg_notify('jobs:insert', '{"count":2}')`)
      .catch(() => undefined);
  }
}
