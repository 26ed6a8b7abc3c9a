// Reads the trail of the database at DATABASE_URL, as its owner (scripts/audit-verify.mjs finds it).
import { connect } from "@/db/client";
import { checkpointFile, readCheckpoints } from "@/lib/audit/checkpoint";
import { type Reason, verifyTrail } from "@/lib/audit/verify";

const { DATABASE_URL, HANDSEL_DATA_DIR } = process.env;
if (!DATABASE_URL || !HANDSEL_DATA_DIR) throw new Error("Start this with `npm run audit:verify`.");

const words: Record<Reason, string> = {
  changed: "does not give its own hash: it was changed",
  missing: "is missing",
  unlinked: "does not follow the row before it",
  beyond_end: "comes after the end of its chain",
  other_end: "is the end of its chain, which names another hash",
  checkpoint: "is not what a signed checkpoint says it was",
  forged_checkpoint: "has a checkpoint with a false signature",
};

const { db, end } = connect(DATABASE_URL, 3);
const kept = readCheckpoints(checkpointFile(HANDSEL_DATA_DIR));
const began = performance.now();
const found = await verifyTrail(db, kept.found);
await end();
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(
  `${found.rows} rows in ${found.chains} chains, ${found.checkpoints} checkpoints (${kept.found.length} of them in the file): ${seconds} s.`,
);
if (found.unknownCheckpoints > 0)
  console.log(
    `${found.unknownCheckpoints} checkpoints were signed with another root key and were not checked. Name it in HANDSEL_KEY_PREVIOUS.`,
  );
if (kept.broken > 0) console.log(`${kept.broken} lines of the checkpoint file cannot be read.`);
for (const { practiceId, seq, reason } of found.broken)
  console.error(`Practice ${practiceId}, row ${seq}: ${words[reason]}.`);
if (found.broken.length === 0) console.log("The audit trail is whole.");
process.exit(found.broken.length > 0 ? 1 : 0);
