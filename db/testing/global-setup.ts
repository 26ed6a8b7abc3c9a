import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../embedded.mjs";
import { migrateDatabase } from "../migrate";
import { passingFolder } from "../passing-folder.mjs";
import { appDatabaseUrl } from "../secrets.mjs";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { ownerUrl: string; appUrl: string };
  }
}

const template = "handsel_template";

/** One real PostgreSQL for the whole run, with a migrated database that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = passingFolder("handsel-test-");
  // Thousands of connections each prove a password that nobody guesses: one round of hashing will do.
  const settings = { scram_iterations: "1" };
  const server = await startEmbedded({ dataDir, log: () => {}, settings, throwaway: true });
  const admin = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${template}`);
  await admin.end();
  const templateUrl = new URL(server.ownerUrl);
  templateUrl.pathname = `/${template}`;
  const key = randomBytes(32).toString("base64");
  const appUrl = appDatabaseUrl({ ownerUrl: templateUrl.href, key });
  await migrateDatabase({ ownerUrl: templateUrl.href, appUrl });
  project.provide("postgres", { ownerUrl: server.ownerUrl, appUrl });
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
