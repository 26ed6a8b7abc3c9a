import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appDatabaseUrl, rootKey } from "./secrets.mjs";

let dataDir = "";
beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "handsel secrets "));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

test("the root key is made once, for its owner's eyes only", () => {
  const key = rootKey({ dataDir, env: {} });
  expect(Buffer.from(key, "base64")).toHaveLength(32);
  expect(rootKey({ dataDir, env: {} })).toBe(key);
  expect(statSync(path.join(dataDir, "handsel.key")).mode & 0o777).toBe(0o600);
});

test("the environment's key goes before the file's, and must be one", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  expect(rootKey({ dataDir, env: { HANDSEL_KEY: key } })).toBe(key);
  expect(() => rootKey({ dataDir, env: { HANDSEL_KEY: "short" } })).toThrow("32 random bytes");
});

test("a lost key is never replaced beside a database that was encrypted with it", () => {
  const other = path.join(dataDir, "other");
  mkdirSync(path.join(other, "postgres"), { recursive: true });
  expect(() => rootKey({ dataDir: other, env: {} })).toThrow("Put it back from a backup");
});

test("the app's address keeps the database and its options, and has its own login", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const ownerUrl = "postgres://owner:o%40o@db.example:6543/practice?sslmode=require";
  const url = appDatabaseUrl({ ownerUrl, key });
  expect(url).toMatch(
    /^postgres:\/\/handsel_app_[0-9a-f]{12}:[\w-]{43}@db\.example:6543\/practice\?sslmode=require$/,
  );
  const other = appDatabaseUrl({ ownerUrl: ownerUrl.replace("practice", "staging"), key });
  expect(new URL(other).username).not.toBe(new URL(url).username);
  expect(new URL(other).password).toBe(new URL(url).password);
});
