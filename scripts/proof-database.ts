import { migrateDatabase } from "@/db/migrate";
import { appDatabaseUrl } from "@/db/secrets.mjs";
import { startThrowaway } from "@/db/throwaway";

/**
 * Runs a proof on a migrated, empty PostgreSQL of its own, which is gone afterwards; or on the one that
 * PROVE_DATABASE_URL names.
 */
export async function onFreshDatabase<T>(prove: (ownerUrl: string) => Promise<T>): Promise<T> {
  if (process.env.PROVE_DATABASE_URL) return prove(process.env.PROVE_DATABASE_URL);
  process.env.HANDSEL_KEY ??= Buffer.alloc(32, "proof").toString("base64");
  const { ownerUrl, stop } = await startThrowaway();
  try {
    const appUrl = appDatabaseUrl({ ownerUrl, key: process.env.HANDSEL_KEY });
    await migrateDatabase({ ownerUrl, appUrl });
    return await prove(ownerUrl);
  } finally {
    await stop();
  }
}
