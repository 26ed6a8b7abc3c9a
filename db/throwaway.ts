import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded } from "./embedded.mjs";

/** A PostgreSQL of the caller's own, for proofs; its directory is gone when it has stopped. */
export async function startThrowaway(): Promise<{
  ownerUrl: string;
  dataDir: string;
  stop(): Promise<void>;
}> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "handsel-proof-"));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  // Started as root, PostgreSQL runs as another user, who must get through.
  chmodSync(dataDir, 0o755);
  try {
    const { ownerUrl, stop } = await startEmbedded({ dataDir });
    return { ownerUrl, dataDir, stop: () => stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
