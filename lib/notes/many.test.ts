import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";

const db = testDatabase();

/** A sample of `npm run prove:notes`, which does it with ten thousand. */
test("the key of a family with 300 notes changes, and every hash and signature holds", () => {
  const run = spawnSync(
    process.execPath,
    ["--import", "tsx", "scripts/prove-notes.ts", "--notes=300"],
    { env: { ...process.env, PROVE_DATABASE_URL: db.ownerUrl }, encoding: "utf8" },
  );
  expect(run.stderr).toBe("");
  expect(run.stdout).toMatch(/^300 notes sealed anew in [\d.]+ s, 300 hashes and signatures hold/);
}, 120_000);
