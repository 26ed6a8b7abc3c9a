import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded } from "@/db/embedded.mjs";
import { migrateDatabase } from "@/db/migrate";

/**
 * Runs a proof on a migrated, empty PostgreSQL of its own, which is gone afterwards; or on the one that
 * PROVE_DATABASE_URL names.
 */
export async function onFreshDatabase<T>(prove: (ownerUrl: string) => Promise<T>): Promise<T> {
  if (process.env.PROVE_DATABASE_URL) return prove(process.env.PROVE_DATABASE_URL);
  process.env.HANDSEL_KEY ??= Buffer.alloc(32, "proof").toString("base64");
  const dataDir = mkdtempSync(path.join(tmpdir(), "handsel-proof-"));
  // Started as root, PostgreSQL runs as another user, who must get through.
  chmodSync(dataDir, 0o755);
  try {
    const server = await startEmbedded({ dataDir });
    try {
      await migrateDatabase({ ownerUrl: server.ownerUrl, appPassword: "only_for_this_proof_00" });
      return await prove(server.ownerUrl);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
