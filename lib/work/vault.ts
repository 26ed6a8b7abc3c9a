import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { dataKeys } from "@/db/schema";
import { newId } from "@/lib/core/id";

/** Where a ciphertext lives. Moved to another row, column, practice or version it no longer opens. */
export type Where = {
  table: string;
  column: string;
  practiceId: string | null;
  id: string;
  version?: number;
};
export type DataKey = { id: string; practiceId: string; key: Buffer };

const aad = (where: Where) =>
  Buffer.from(
    [
      "handsel1",
      where.table,
      where.column,
      where.practiceId ?? "platform",
      where.id,
      where.version ?? 0,
    ].join("|"),
  );

// Layout: format byte, 96-bit nonce, 128-bit tag, ciphertext (AES-256-GCM).
function encrypt(key: Buffer, where: Where, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
  cipher.setAAD(aad(where));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]);
}
function decrypt(key: Buffer, where: Where, stored: Buffer): Buffer {
  if (stored.length < 29 || stored[0] !== 1)
    throw new Error(`unknown ciphertext in ${where.table}.${where.column}`);
  const decipher = createDecipheriv("aes-256-gcm", key, stored.subarray(1, 13), {
    authTagLength: 16,
  });
  decipher.setAAD(aad(where));
  decipher.setAuthTag(stored.subarray(13, 29));
  return Buffer.concat([decipher.update(stored.subarray(29)), decipher.final()]);
}

/** The root key, 32 bytes in base64 from the environment; every other key is derived from it or wrapped by it. */
function rootKey(purpose: string): Buffer {
  const root = Buffer.from(process.env.HANDSEL_KEY ?? "", "base64");
  if (root.length !== 32)
    throw new Error("HANDSEL_KEY must be 32 bytes in base64: start Handsel with `npm start`.");
  return Buffer.from(hkdfSync("sha256", root, "handsel", purpose, 32));
}
const currentKid = 1;
const wrapping = (practiceId: string, id: string): Where => ({
  table: "data_keys",
  column: "wrapped",
  practiceId,
  id,
});

/** Seals text of one family or one referral. */
export const seal = (key: DataKey, where: Omit<Where, "practiceId">, text: string): Buffer =>
  encrypt(key.key, { ...where, practiceId: key.practiceId }, Buffer.from(text, "utf8"));
export const unseal = (key: DataKey, where: Omit<Where, "practiceId">, stored: Buffer): string =>
  decrypt(key.key, { ...where, practiceId: key.practiceId }, stored).toString("utf8");

/** Seals what belongs to no family: tokens for the mail job, rendered mail. */
export const sealForSystem = (where: Where, text: string): Buffer =>
  encrypt(rootKey("system"), where, Buffer.from(text, "utf8"));
export const unsealForSystem = (where: Where, stored: Buffer): string =>
  decrypt(rootKey("system"), where, stored).toString("utf8");

/** Makes and stores the data key of a new family or referral. */
export async function makeDataKey(tx: Tx, practiceId: string): Promise<DataKey> {
  const made = { id: newId<"data_key">(), practiceId, key: randomBytes(32) };
  const wrapped = encrypt(rootKey("data keys"), wrapping(practiceId, made.id), made.key);
  await tx.insert(dataKeys).values({ practiceId, id: made.id, wrapped, kid: currentKid });
  return made;
}

/** A stored data key, opened: for keys whose row came another way than through the actor's own rights. */
export const unwrapDataKey = (
  row: Pick<typeof dataKeys.$inferSelect, "practiceId" | "id" | "wrapped">,
): DataKey => ({
  id: row.id,
  practiceId: row.practiceId,
  key: decrypt(rootKey("data keys"), wrapping(row.practiceId, row.id), row.wrapped),
});

/** Opens the data keys that the actor may see; a key that row-level security hides is absent from the map. */
export async function openDataKeys(
  tx: Tx,
  practiceId: string,
  ids: readonly string[],
): Promise<Map<string, DataKey>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(dataKeys)
    .where(and(eq(dataKeys.practiceId, practiceId), among(dataKeys.id, ids)));
  return new Map(rows.map((row) => [row.id, unwrapDataKey(row)]));
}
export async function openDataKey(tx: Tx, practiceId: string, id: string): Promise<DataKey> {
  const key = (await openDataKeys(tx, practiceId, [id])).get(id);
  if (!key) throw new Error("no data key for this actor");
  return key;
}

/** A secret derived from the root key, for libraries that want one of their own. */
export const derivedSecret = (purpose: string): string => rootKey(purpose).toString("base64url");
