import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { dataKeys } from "@/db/schema";
import { statement } from "@/db/statement";
import { newId } from "@/lib/core/id";

/** Where a ciphertext lives. Moved to another row, column, practice or version it no longer opens. */
export type Where = {
  table: string;
  column: string;
  practiceId: string | null;
  id: string;
  version?: number;
};
/**
 * The key of one family or referral. `keys` holds it by generation, the newest as `generation`: while a new one takes
 * its place, what the last one sealed still opens.
 */
export type DataKey = {
  id: string;
  practiceId: string;
  generation: number;
  keys: ReadonlyMap<number, Buffer>;
};

// Two layouts, AES-256-GCM both: 1 | nonce 12 | tag 16 | ciphertext, by a key's first generation or the installation;
// 2 | generation 2 | nonce 12 | tag 16 | ciphertext.
const FIRST = 1;
const aad = (where: Where, generation: number | null) =>
  Buffer.from(
    [
      generation === null ? "handsel1" : `handsel2.${generation}`,
      where.table,
      where.column,
      where.practiceId ?? "platform",
      where.id,
      where.version ?? 0,
    ].join("|"),
  );

function encrypt(key: Buffer, where: Where, plain: Buffer, generation: number | null): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
  cipher.setAAD(aad(where, generation));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([headOf(generation), nonce, cipher.getAuthTag(), body]);
}
const headOf = (generation: number | null): Buffer =>
  generation === null ? Buffer.of(1) : Buffer.of(2, generation >> 8, generation & 0xff);

function decrypt(key: Buffer, where: Where, stored: Buffer): Buffer {
  const generation = generationOf(where, stored);
  const at = generation === null ? 1 : 3;
  const decipher = createDecipheriv("aes-256-gcm", key, stored.subarray(at, at + 12), {
    authTagLength: 16,
  });
  decipher.setAAD(aad(where, generation));
  decipher.setAuthTag(stored.subarray(at + 12, at + 28));
  return Buffer.concat([decipher.update(stored.subarray(at + 28)), decipher.final()]);
}

/** Which generation of its key sealed this; null for the first layout. */
function generationOf(where: Pick<Where, "table" | "column">, stored: Buffer): number | null {
  if (stored[0] === 1 && stored.length >= 29) return null;
  if (stored[0] === 2 && stored.length >= 31) return stored.readUInt16BE(1);
  throw new Error(`unknown ciphertext in ${where.table}.${where.column}`);
}

/** The root key and those before it: 32 bytes in base64 each, from the environment. */
type Root = { kid: number; derive: (purpose: string) => Buffer };
let kept: { from: string; roots: readonly [Root, ...Root[]] } | undefined;

/** The present root key first. Every other key is derived from one of them or wrapped by one. */
function roots(): readonly [Root, ...Root[]] {
  const { HANDSEL_KEY = "", HANDSEL_KEY_PREVIOUS = "" } = process.env;
  const from = `${HANDSEL_KEY},${HANDSEL_KEY_PREVIOUS}`;
  if (kept?.from === from) return kept.roots;
  const before = HANDSEL_KEY_PREVIOUS.split(/[\s,]+/).filter(Boolean);
  const made = [rootOf(HANDSEL_KEY, "HANDSEL_KEY")] as [Root, ...Root[]];
  for (const one of before) made.push(rootOf(one, "HANDSEL_KEY_PREVIOUS"));
  kept = { from, roots: made };
  return made;
}
function rootOf(text: string, name: string): Root {
  const root = Buffer.from(text, "base64");
  if (root.length !== 32)
    throw new Error(`${name} must be 32 bytes in base64: start Handsel with \`npm start\`.`);
  const known = new Map<string, Buffer>();
  const derive = (purpose: string) => {
    const made =
      known.get(purpose) ?? Buffer.from(hkdfSync("sha256", root, "handsel", purpose, 32));
    known.set(purpose, made);
    return made;
  };
  // Tells keys apart and opens nothing. 1 was written before a key had a number.
  return { kid: Math.max(2, derive("key id").readUInt32BE(0) >>> 1), derive };
}

/** Opens what the root key or one before it sealed: the tag says which. */
function decryptByRoot(purpose: string, where: Where, stored: Buffer, kid = 1): Buffer {
  const all = [...roots()].sort((a, b) => Number(b.kid === kid) - Number(a.kid === kid));
  let failed: unknown;
  for (const root of all) {
    try {
      return decrypt(root.derive(purpose), where, stored);
    } catch (error) {
      failed ??= error;
    }
  }
  throw failed;
}
export const currentKid = (): number => roots()[0].kid;

const WRAPPING = "data keys";
const wrapping = (practiceId: string, id: string): Where => ({
  table: "data_keys",
  column: "wrapped",
  practiceId,
  id,
});

// What is wrapped: 32 bytes for a first generation alone, else one or two of (generation 2 | key 32), the newest first.
const SLOT = 34;
function slotsOf(plain: Buffer): Map<number, Buffer> {
  if (plain.length === 32) return new Map([[FIRST, plain]]);
  const found = new Map<number, Buffer>();
  for (let at = 0; at + SLOT <= plain.length; at += SLOT)
    found.set(plain.readUInt16BE(at), plain.subarray(at + 2, at + SLOT));
  return found;
}
function wrapKeys(practiceId: string, id: string, keys: ReadonlyMap<number, Buffer>): Buffer {
  const first = keys.size === 1 ? keys.get(FIRST) : undefined;
  const plain =
    first ??
    Buffer.concat(
      [...keys].sort(([a], [b]) => b - a).flatMap(([n, key]) => [Buffer.of(n >> 8, n & 0xff), key]),
    );
  return encrypt(roots()[0].derive(WRAPPING), wrapping(practiceId, id), plain, null);
}

const newestOf = (key: DataKey): Buffer => {
  const newest = key.keys.get(key.generation);
  if (!newest) throw new Error("a data key without its newest generation");
  return newest;
};

/** Seals text of one family or one referral. */
export const seal = (key: DataKey, where: Omit<Where, "practiceId">, text: string): Buffer =>
  sealBytes(key, where, Buffer.from(text, "utf8"));
export const unseal = (key: DataKey, where: Omit<Where, "practiceId">, stored: Buffer): string =>
  unsealBytes(key, where, stored).toString("utf8");

/** As `seal`, for what is no text. */
export const sealBytes = (key: DataKey, where: Omit<Where, "practiceId">, plain: Buffer): Buffer =>
  encrypt(newestOf(key), { ...where, practiceId: key.practiceId }, plain, key.generation);
export function unsealBytes(
  key: DataKey,
  where: Omit<Where, "practiceId">,
  stored: Buffer,
): Buffer {
  const by = key.keys.get(generationOf(where, stored) ?? FIRST);
  if (!by) throw new Error(`${where.table}.${where.column} was sealed with a key that is gone`);
  return decrypt(by, { ...where, practiceId: key.practiceId }, stored);
}
/** How everything begins that the newest generation of a key sealed, once the key has had more than one. */
export const newestHead = (key: DataKey): Buffer => headOf(key.generation);

/** Seals what belongs to no family: tokens for the mail job, rendered mail. */
export const sealForSystem = (where: Where, text: string): Buffer =>
  sealBytesForSystem(where, Buffer.from(text, "utf8"));
export const unsealForSystem = (where: Where, stored: Buffer): string =>
  unsealBytesForSystem(where, stored).toString("utf8");
export const sealBytesForSystem = (where: Where, plain: Buffer): Buffer =>
  encrypt(roots()[0].derive("system"), where, plain, null);
export const unsealBytesForSystem = (where: Where, stored: Buffer): Buffer =>
  decryptByRoot("system", where, stored);

/** It was sealed with the present root key, not with one before it. */
export function isSealedByCurrent(where: Where, stored: Buffer): boolean {
  try {
    decrypt(roots()[0].derive("system"), where, stored);
    return true;
  } catch {
    return false;
  }
}

/** The data key of a new family or referral, and the row that keeps it. */
export function newDataKey(practiceId: string) {
  const id = newId<"data_key">();
  const keys = new Map([[FIRST, randomBytes(32)]]);
  const key: DataKey = { id, practiceId, generation: FIRST, keys };
  return {
    key,
    row: { practiceId, id, wrapped: wrapKeys(practiceId, id, keys), kid: currentKid() },
  };
}
export async function makeDataKey(tx: Tx, practiceId: string): Promise<DataKey> {
  const { key, row } = newDataKey(practiceId);
  await tx.insert(dataKeys).values(row);
  return key;
}

type Wrapped = { practiceId: string; id: string; wrapped: Buffer; kid?: number };

/** A stored data key, opened: for keys whose row came another way than through the actor's own rights. */
export function unwrapDataKey({ practiceId, id, wrapped, kid }: Wrapped): DataKey {
  const keys = slotsOf(decryptByRoot(WRAPPING, wrapping(practiceId, id), wrapped, kid));
  return { id, practiceId, generation: Math.max(...keys.keys()), keys };
}
/** The same keys, wrapped by the present root key. */
export const rewrapDataKey = (row: Wrapped): Buffer =>
  wrapKeys(row.practiceId, row.id, unwrapDataKey(row).keys);

/** One more generation; the last one stays until everything is sealed anew. Refuses a third. */
export function renewDataKey(key: DataKey): { key: DataKey; wrapped: Buffer } {
  if (key.keys.size > 1) throw new Error("the last change of this key is not finished");
  const generation = key.generation + 1;
  if (generation > 0xffff) throw new Error("a data key has no more generations");
  const keys = new Map([...key.keys, [generation, randomBytes(32)]]);
  return { key: { ...key, generation, keys }, wrapped: wrapKeys(key.practiceId, key.id, keys) };
}
/** Without the generations before the newest: what they sealed opens no more. */
export const retireOldKeys = (key: DataKey): Buffer =>
  wrapKeys(key.practiceId, key.id, new Map([[key.generation, newestOf(key)]]));

const keysById = statement(["practiceId", "ids"], (db, { practiceId, ids }) =>
  db
    .select()
    .from(dataKeys)
    .where(and(eq(dataKeys.practiceId, practiceId), sql`${dataKeys.id} = any(${ids}::uuid[])`)),
);

/** Opens the data keys that the actor may see; a key that row-level security hides is absent from the map. */
export async function openDataKeys(
  tx: Tx,
  practiceId: string,
  ids: readonly string[],
): Promise<Map<string, DataKey>> {
  if (ids.length === 0) return new Map();
  const rows = await keysById(tx, { practiceId, ids: `{${[...new Set(ids)].join(",")}}` });
  return new Map(rows.map((row) => [row.id, unwrapDataKey(row)]));
}
export async function openDataKey(tx: Tx, practiceId: string, id: string): Promise<DataKey> {
  const key = (await openDataKeys(tx, practiceId, [id])).get(id);
  if (!key) throw new Error("no data key for this actor");
  return key;
}

/** A secret derived from the root key, for libraries that want one of their own. */
export const derivedSecret = (purpose: string): string =>
  roots()[0].derive(purpose).toString("base64url");
/** The same of the present root key and of those before it: to check what was made with an earlier one. */
export const derivedSecrets = (purpose: string): string[] =>
  roots().map((root) => root.derive(purpose).toString("base64url"));
