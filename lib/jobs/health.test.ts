import { sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import { newId } from "@/lib/core/id";
import { checkHealth } from "./health";
import { jobCounts } from "./read";
import { logger, tasks } from "./runner";

const db = testDatabase();
const admin = { kind: "admin", userId: newId<"user">() } as const;

test("health is fine, and says when the jobs stand still", async () => {
  expect(await checkHealth()).toEqual({ ok: true, database: "ok", migrations: "ok", jobs: "ok" });
  await askSignIn({ kind: "visitor" }, { email: "reader@example.com" });
  await db.owner.execute(
    sql`update graphile_worker._private_jobs set run_at = now() - interval '6 minutes'`,
  );
  expect(await checkHealth()).toMatchObject({ ok: false, jobs: "late" });
  expect(await jobCounts(admin, {})).toMatchObject([
    { name: "mail.sign_in", waiting: 1, retrying: 0, failed: 0 },
  ]);
  await runOnce({ connectionString: db.appUrl, taskList: tasks, logger, noHandleSignals: true });
  expect(await checkHealth()).toMatchObject({ ok: true });
});

test("health says when the database is older than the program", async () => {
  await db.owner.execute(
    sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`,
  );
  expect(await checkHealth()).toMatchObject({ ok: false, migrations: "behind" });
});
