import { mkdirSync } from "node:fs";
import { appendCheckpoints, checkpointFile } from "@/lib/audit/checkpoint";
import { checkpointTrail } from "@/lib/audit/checkpoint.write";

/**
 * Signs where every chain of the audit trail stands, in the database and in a file of the data directory: whoever
 * could rewrite the one has no hand on the other.
 */
export async function signTrail(): Promise<void> {
  const made = await checkpointTrail({ kind: "system", practiceId: null }, {});
  const dataDir = process.env.HANDSEL_DATA_DIR;
  if (!dataDir) return;
  mkdirSync(dataDir, { recursive: true });
  appendCheckpoints(checkpointFile(dataDir), made);
}
