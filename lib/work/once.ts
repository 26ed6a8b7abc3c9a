import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { idempotencyKeys } from "@/db/schema";
import { statement } from "@/db/statement";
import { type Actor, actorId } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";

/**
 * Does `effect` once per key and actor. A twin that comes at the same time waits for the first and gets its answer;
 * the same key with other content is refused. Answers hold ids only, so they may be stored as they are: `effect` does it
 * with `keep`, together with the last that it writes.
 */
export async function once<T>(
  tx: Tx,
  operation: string,
  actor: Actor,
  raw: unknown,
  key: string | undefined,
  effect: (keep?: (value: T) => Promise<unknown>) => Promise<T>,
): Promise<T> {
  if (key === undefined) return effect();
  if (!/^[\w-]{16,128}$/.test(key)) throw new Refusal("invalid", "errors:staleForm");
  const keyHash = digest([operation, actor.kind, actorId(actor), key]);
  const requestHash = digest(raw);
  const made = await firstOf(tx, { keyHash, operation, requestHash });
  if (made.count === 0) {
    const [earlier] = await earlierOf(tx, { keyHash });
    if (!earlier?.requestHash.equals(requestHash)) throw new Refusal("invalid", "errors:staleForm");
    return (earlier.response as { value: T }).value;
  }
  return effect((value) =>
    keepResponse(tx, { keyHash, response: JSON.stringify({ value: value ?? null }) }),
  );
}

const firstOf = statement(
  ["keyHash", "operation", "requestHash"],
  (db, { keyHash, operation, requestHash }) =>
    db.insert(idempotencyKeys).values({ keyHash, operation, requestHash }).onConflictDoNothing(),
);
const earlierOf = statement(["keyHash"], (db, { keyHash }) =>
  db.select().from(idempotencyKeys).where(eq(idempotencyKeys.keyHash, keyHash)),
);
const keepResponse = statement(["keyHash", "response"], (db, { keyHash, response }) =>
  db
    .update(idempotencyKeys)
    .set({ response: sql`${response}::jsonb` })
    .where(eq(idempotencyKeys.keyHash, keyHash)),
);

const digest = (content: unknown) =>
  createHash("sha256")
    .update(JSON.stringify(content) ?? "")
    .digest();
