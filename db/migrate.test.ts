import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { migrateDatabase } from "./migrate";
import { appDatabaseUrl } from "./secrets.mjs";

/** Two installations on one server, each with a key of its own. */
const names = ["practice", "staging"].map((name) => `${name}_${randomBytes(6).toString("hex")}`);
const installations = names.map((name) => {
  const owner = new URL(inject("postgres").ownerUrl);
  owner.pathname = `/${name}`;
  const key = randomBytes(32).toString("base64");
  return { ownerUrl: owner.href, appUrl: appDatabaseUrl({ ownerUrl: owner.href, key }) };
});

async function saying<T>(url: string, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  return ask(sql).finally(() => sql.end());
}
const who = (url: string) =>
  saying(url, (sql) => sql`select current_user as login, app_actor() as actor`).then(
    ([row]) => row,
    (error: { code?: string }) => error.code,
  );

const admin = (text: string) =>
  saying(inject("postgres").ownerUrl, (sql) => sql.unsafe(text).then(() => undefined));
beforeAll(async () => {
  for (const name of names) await admin(`create database ${name}`);
});
afterAll(async () => {
  for (const name of names) await admin(`drop database ${name} with (force)`);
  for (const { appUrl } of installations) await admin(`drop role ${new URL(appUrl).username}`);
});

test("two installations of one server, one of them started twice at once: each has a login, for its own database alone", async () => {
  const [practice, staging] = installations;
  if (!practice || !staging) throw new Error("two");
  await Promise.all([practice, practice].map(migrateDatabase));
  await migrateDatabase(staging);
  // What an older version had left: one login for all.
  await admin("alter role handsel_app login");
  await migrateDatabase(practice);

  for (const { appUrl } of installations)
    expect(await who(appUrl)).toMatchObject({ login: new URL(appUrl).username });
  const strayed = new URL(staging.appUrl);
  strayed.pathname = new URL(practice.appUrl).pathname;
  expect(await who(strayed.href)).toBe("42501");
  const shared = new URL(practice.appUrl);
  shared.username = "handsel_app";
  expect(await who(shared.href)).toMatch(/^28/);
});

test("a login that is no login of its own is refused in words", async () => {
  const [{ ownerUrl, appUrl } = { ownerUrl: "", appUrl: "" }] = installations;
  const shared = new URL(appUrl);
  shared.username = "handsel_app";
  await expect(migrateDatabase({ ownerUrl, appUrl: shared.href })).rejects.toThrow(
    "name a login of its own",
  );
});
