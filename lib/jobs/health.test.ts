import { sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import { newId } from "@/lib/core/id";
import { beat } from "./beat";
import { checkHealth } from "./health";
import { jobCounts } from "./read";
import { logger, startRunner, tasks } from "./runner";
import { runningVersion } from "./version";

const db = testDatabase();
const admin = { kind: "admin", userId: newId<"user">() } as const;
const fine = { status: "ok", database: "ok", migrations: "ok", jobs: "ok", failedJobs: 0 };
/** Jobs and beats are as old as if so many minutes had passed. */
async function pass(minutes: number) {
  await db.owner.execute(sql`
    update settings set value = to_jsonb((value #>> '{}')::timestamptz - make_interval(mins => ${minutes}))
    where key = 'jobs.beat'`);
  await db.owner.execute(sql`
    update graphile_worker._private_jobs
    set run_at = run_at - make_interval(mins => ${minutes}), updated_at = updated_at - make_interval(mins => ${minutes})`);
}

test("with nobody to do the jobs health says so, also when none waits; a runner is there from its start", async () => {
  expect(await checkHealth()).toEqual({ ...fine, status: "unhealthy", jobs: "absent" });
  const runners = [
    await startRunner({ databaseUrl: db.appUrl }),
    await startRunner({ databaseUrl: db.appUrl }),
  ];
  try {
    expect(await checkHealth()).toEqual(fine);
    const [rows] = await db.owner.execute<{ n: number }>(
      sql`select count(*)::int as n from settings where key like 'jobs.%'`,
    );
    expect(rows?.n).toBe(1);
  } finally {
    await Promise.all(runners.map((runner) => runner.stop()));
  }
  await pass(1);
  expect(await checkHealth()).toEqual(fine);
  await pass(1);
  expect(await checkHealth()).toEqual({ ...fine, status: "unhealthy", jobs: "absent" });
});

test("health says when the jobs stand still", async () => {
  await beat();
  await askSignIn({ kind: "visitor" }, { email: "reader@example.com" });
  await pass(6);
  await beat();
  expect(await checkHealth()).toMatchObject({ status: "unhealthy", jobs: "late" });
  expect(await jobCounts(admin, {})).toMatchObject([
    { name: "mail.sign_in", waiting: 1, retrying: 0, failed: 0 },
  ]);
  await runOnce({ connectionString: db.appUrl, taskList: tasks, logger, noHandleSignals: true });
  expect(await checkHealth()).toEqual(fine);
});

test("a job that was given up is told for a day and sends nobody away", async () => {
  await askSignIn({ kind: "visitor" }, { email: "nobody@example.com" });
  await db.owner.execute(sql`update graphile_worker._private_jobs set attempts = max_attempts`);
  expect(await checkHealth()).toEqual({ ...fine, status: "degraded", failedJobs: 1 });
  await pass(24 * 60);
  await beat();
  expect(await checkHealth()).toEqual(fine);
});

test("the version is that of the package, and a build is named where one is served", async () => {
  const { default: about } = await import("@/package.json");
  expect(runningVersion()).toEqual({ version: about.version, build: null });
  process.env.HANDSEL_BUILD = "0123456789ab";
  expect(runningVersion().build).toBe("0123456789ab");
  delete process.env.HANDSEL_BUILD;
});

test("health says when the database is older than the program", async () => {
  await db.owner.execute(
    sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`,
  );
  expect(await checkHealth()).toMatchObject({ status: "unhealthy", migrations: "behind" });
});
