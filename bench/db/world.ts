import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { startEmbedded } from "@/db/embedded.mjs";
import { migrateDatabase } from "@/db/migrate";
import { appDatabaseUrl } from "@/db/secrets.mjs";
import { addDays, type Day, dayOfWeek, startOfDay, systemNow, today } from "@/lib/core/time";
import { assertRunning, atTheEnd } from "../cleanup";

/** A database of its own with 100,000 lessons (seed.sql). */
export type World = {
  ownerUrl: string;
  appUrl: string;
  /** As the owner: for anchors, for looking and for what the harness itself needs. */
  owner: postgres.Sql;
  /** The seeded calendar is full from here on for ten weeks. */
  monday: Day;
  version: string;
  /** The process that PostgreSQL's others are children of. */
  postmaster: number;
};

/** Starts an embedded PostgreSQL in a temporary folder; everything is gone at the end of the run. */
export async function openWorld(): Promise<World & { close: () => Promise<void> }> {
  assertRunning();
  const dataDir = mkdtempSync(path.join(tmpdir(), "handsel-bench-"));
  const removed = atTheEnd(async () => rmSync(dataDir, { recursive: true, force: true }));
  // As shipped, but for room for the anchors' connections beside the app's.
  const starting = startEmbedded({ dataDir, settings: { max_connections: "150" } });
  // Kept before it is awaited: the run may be told to end while PostgreSQL starts.
  const stopped = atTheEnd(async () => (await starting.catch(() => undefined))?.stop());
  const server = await starting;
  const key = randomBytes(32).toString("base64");
  const appUrl = appDatabaseUrl({ ownerUrl: server.ownerUrl, key });
  await migrateDatabase({ ownerUrl: server.ownerUrl, appUrl });
  process.env.APP_DATABASE_URL = appUrl;
  process.env.HANDSEL_KEY = key;

  const owner = postgres(server.ownerUrl, { max: 2, onnotice: () => {} });
  const monday = comingMonday();
  await owner.begin(async (tx) => {
    const start = startOfDay(monday, "UTC").toISOString();
    await tx`select set_config('bench.monday', ${start}, true)`;
    await tx.unsafe(readFileSync(path.join(import.meta.dirname, "seed.sql"), "utf8"));
  });
  await owner`vacuum analyze`;
  const [about] = await owner<{ version: string; pid: number }[]>`
    select current_setting('server_version') as version, split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`;
  return {
    ownerUrl: server.ownerUrl,
    appUrl,
    owner,
    monday,
    version: about?.version ?? "",
    postmaster: about?.pid ?? 0,
    async close() {
      await closeDatabase();
      await owner.end({ timeout: 5 });
      await stopped();
      await removed();
    },
  };
}

function comingMonday(): Day {
  const now = today(systemNow(), "UTC");
  return addDays(now, 8 - dayOfWeek(now));
}
