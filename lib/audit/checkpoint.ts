import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { derivedSecret, derivedSecrets } from "@/lib/work/vault";

/** Where a chain ended at some moment, and our signature over that. */
export type Checkpoint = {
  practiceId: string;
  seq: number;
  /** The hash of that row, in hex. */
  hash: string;
  at: string;
  signature: string;
  keyId: string;
};
export type End = Pick<Checkpoint, "practiceId" | "seq" | "hash">;

const PURPOSE = "audit checkpoints";
// RFC 8410, section 7: what stands before the 32 bytes of an Ed25519 private key.
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The key pair that a root key stands for: it is in no database, so a rewritten chain cannot be signed anew. */
function keyOf(secret: string) {
  const seed = Buffer.from(secret, "base64url");
  const own = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: "der",
    type: "pkcs8",
  });
  const open = createPublicKey(own);
  const spki = open.export({ format: "der", type: "spki" });
  return { own, open, id: createHash("sha256").update(spki).digest("hex").slice(0, 16) };
}

const signedText = ({ practiceId, seq, hash, at }: Omit<Checkpoint, "signature" | "keyId">) =>
  Buffer.from(["handsel audit 1", practiceId, seq, hash, at].join("|"));

export function signEnd(end: End, at: Date): Checkpoint {
  const key = keyOf(derivedSecret(PURPOSE));
  const stated = { ...end, at: at.toISOString() };
  const signature = sign(null, signedText(stated), key.own).toString("hex");
  return { ...stated, signature, keyId: key.id };
}

/** "unknown": by a root key that this process does not have, so nothing can be said about it. */
export type Standing = "genuine" | "forged" | "unknown";
export function checker(): (checkpoint: Checkpoint) => Standing {
  const keys = new Map(derivedSecrets(PURPOSE).map((secret) => [keyOf(secret).id, keyOf(secret)]));
  return (checkpoint) => {
    const key = keys.get(checkpoint.keyId);
    if (!key) return "unknown";
    const signature = Buffer.from(checkpoint.signature, "hex");
    return verify(null, signedText(checkpoint), key.open, signature) ? "genuine" : "forged";
  };
}

const Line = z.strictObject({
  practiceId: z.string(),
  seq: z.int().positive(),
  hash: z.string(),
  at: z.string(),
  signature: z.string(),
  keyId: z.string(),
});

export const checkpointFile = (dataDir: string): string => join(dataDir, "audit-checkpoints.jsonl");

/** Adds lines and nothing else: what is in the file was written before whatever happened to the database. */
export function appendCheckpoints(file: string, made: readonly Checkpoint[]): void {
  if (made.length === 0) return;
  const lines = made.map((one) => `${JSON.stringify(one)}\n`).join("");
  const handle = openSync(file, "a", 0o600);
  try {
    appendFileSync(handle, lines);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The checkpoints of the file; a line that cannot be read is counted, as a power cut may leave half of one. */
export function readCheckpoints(file: string): { found: Checkpoint[]; broken: number } {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  const found: Checkpoint[] = [];
  for (const line of lines) {
    const read = Line.safeParse(parsed(line));
    if (read.success) found.push(read.data);
  }
  return { found, broken: lines.length - found.length };
}
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
