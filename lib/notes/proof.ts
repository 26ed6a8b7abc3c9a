import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { signingKeys } from "@/db/schema";
import { newId } from "@/lib/core/id";
import { sealBytesForSystem, unsealBytesForSystem } from "@/lib/work/vault";
import { canonical } from "./rules";

/** What is signed: the words, and everything that says whose they are, about whom, for when and when. */
export type Signed = {
  kind: "note" | "addendum";
  practiceId: string;
  id: string;
  /** The note an addendum is to. */
  noteId?: string;
  clientId: string;
  babyId?: string;
  lessonId?: string | null;
  authorUserId: string;
  template?: string;
  privacy?: string;
  aboutStartsAt?: string;
  aboutEndsAt?: string | null;
  timeZone?: string;
  placeKind?: string | null;
  signedAt: string;
  words: unknown;
};
export type Proof = { contentHash: Buffer; salt: Buffer; signature: Buffer; signingKeyId: string };

/** SHA-256 of the salt and the canonical words: the salt keeps short notes from being guessed by their hash. */
const hashOf = (salt: Buffer, signed: Signed): Buffer =>
  createHash("sha256").update(salt).update(canonical(signed)).digest();

const where = (id: string) => ({
  table: "signing_keys",
  column: "secret",
  practiceId: null,
  id,
});

// An Ed25519 private key in PKCS #8 is this head and its 32 bytes (RFC 8410).
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const privateKey = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });

const LOCK = "signing keys";
/** The key that new notes are signed with; made when the first one is. */
async function currentKey(tx: Tx): Promise<{ id: string; key: KeyObject }> {
  const newest = () => tx.select().from(signingKeys).orderBy(asc(signingKeys.id)).limit(1);
  let [row] = await newest();
  if (!row) {
    const id = newId<"signing_key">();
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`);
    [row] = await newest();
    if (!row) {
      const made = { id, secret: sealBytesForSystem(where(id), randomBytes(32)) };
      await tx.insert(signingKeys).values(made);
      [row] = await newest();
    }
  }
  if (!row) throw new Error("no signing key");
  return { id: row.id, key: privateKey(unsealBytesForSystem(where(row.id), row.secret)) };
}

export async function prove(tx: Tx, signed: Signed): Promise<Proof> {
  const { id: signingKeyId, key } = await currentKey(tx);
  const salt = randomBytes(16);
  const contentHash = hashOf(salt, signed);
  return { contentHash, salt, signature: sign(null, contentHash, key), signingKeyId };
}

/** `changed`: the words or their facts are not those that were signed. `forged`: the signature is not this server's. */
export type Verdict = "holds" | "changed" | "forged";
export async function check(tx: Tx, signed: Signed, proof: Proof): Promise<Verdict> {
  const hash = hashOf(proof.salt, signed);
  if (hash.length !== proof.contentHash.length || !timingSafeEqual(hash, proof.contentHash))
    return "changed";
  const [row] = await tx.select().from(signingKeys).where(eq(signingKeys.id, proof.signingKeyId));
  if (!row) return "forged";
  const key = createPublicKey(privateKey(unsealBytesForSystem(where(row.id), row.secret)));
  return verify(null, hash, key, proof.signature) ? "holds" : "forged";
}
