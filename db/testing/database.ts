import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDatabase, connect, type Database } from "../client";

export type TestDatabase = {
  /** As the owner: sees every row. For arranging and for looking, never for the thing under test. */
  owner: Database;
  ownerUrl: string;
  appUrl: string;
};

/** A database of its own for this test file; `database()` in the code under test connects to it as the app role. */
export function testDatabase(): TestDatabase {
  const made = {} as TestDatabase;
  const name = `test_${randomBytes(6).toString("hex")}`;
  let end: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const { ownerUrl, appUrl } = inject("postgres");
    await asAdmin(ownerUrl, `create database ${name} template handsel_template strategy file_copy`);
    const own = new URL(ownerUrl);
    own.pathname = `/${name}`;
    const app = new URL(appUrl);
    app.pathname = own.pathname;
    process.env.APP_DATABASE_URL = app.href;
    process.env.HANDSEL_KEY ??= randomBytes(32).toString("base64");
    const connection = connect(own.href, 4);
    end = connection.end;
    Object.assign(made, { owner: connection.db, ownerUrl: own.href, appUrl: app.href });
  }, 60_000);
  afterAll(async () => {
    await closeDatabase();
    await end?.();
    await asAdmin(inject("postgres").ownerUrl, `drop database if exists ${name} with (force)`);
  });
  return made;
}

async function asAdmin(ownerUrl: string, statement: string): Promise<void> {
  const admin = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    // Two clones of one template at the same moment: the second is told 55006 and waits its turn.
    await admin`select pg_advisory_lock(hashtextextended('test databases', 0))`;
    await admin.unsafe(statement);
  } finally {
    await admin.end();
  }
}
