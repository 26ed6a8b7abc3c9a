import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { closeDatabase, connect, type Database } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { appDatabaseUrl } from "@/db/secrets.mjs";
import { startThrowaway } from "@/db/throwaway";
import { installWitness } from "./checker.sql";

/** A PostgreSQL of the proof's own, and a fresh database in it for each part, so that none grows slow. */
export async function proofServer() {
  const server = await startThrowaway();
  process.env.HANDSEL_KEY ??= randomBytes(32).toString("base64");
  const admin = connect(server.ownerUrl, 1);
  const urlOf = (name: string): URL => {
    const url = new URL(server.ownerUrl);
    url.pathname = `/${name}`;
    return url;
  };
  await admin.db.execute(sql`create database prove_template`);
  const templateUrl = urlOf("prove_template").href;
  const appUrl = appDatabaseUrl({ ownerUrl: templateUrl, key: process.env.HANDSEL_KEY });
  await migrateDatabase({ ownerUrl: templateUrl, appUrl });
  let made = 0;
  return {
    async fresh<T>(inside: (owner: Database) => Promise<T>): Promise<T> {
      const name = `prove_${++made}`;
      await admin.db.execute(sql.raw(`create database ${name} template prove_template`));
      // No family's words are in here, so the log may say who waited for whom.
      await admin.db.execute(sql.raw(`alter database ${name} set log_error_verbosity = 'default'`));
      const owner = connect(urlOf(name).href, 8);
      await installWitness(owner.db);
      const app = new URL(appUrl);
      app.pathname = `/${name}`;
      process.env.APP_DATABASE_URL = app.href;
      try {
        return await inside(owner.db);
      } finally {
        await closeDatabase();
        await owner.end();
        await admin.db.execute(sql.raw(`drop database ${name} with (force)`));
      }
    },
    /** Who waited for whom, of every deadlock so far. */
    waits(): string {
      const log = readFileSync(path.join(server.dataDir, "postgres.log"), "utf8").split("\n");
      return log
        .flatMap((line, i) => (line.includes("deadlock detected") ? log.slice(i, i + 16) : []))
        .join("\n");
    },
    async stop(): Promise<void> {
      await admin.end();
      await server.stop();
    },
  };
}
export type ProofServer = Awaited<ReturnType<typeof proofServer>>;
