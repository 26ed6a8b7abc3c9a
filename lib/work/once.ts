import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { idempotencyKeys } from "@/db/schema";
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
  const made = await tx
    .insert(idempotencyKeys)
    .values({ keyHash, operation, requestHash })
    .onConflictDoNothing();
  if (made.count === 0) {
    const [earlier] = await tx
      .select()
      .from(idempotencyKeys)
      .where(eq(idempotencyKeys.keyHash, keyHash));
    if (!earlier?.requestHash.equals(requestHash)) throw new Refusal("invalid", "errors:staleForm");
    return (earlier.response as { value: T }).value;
  }
  return effect(async (value) =>
    tx
      .update(idempotencyKeys)
      .set({ response: { value: value ?? null } })
      .where(eq(idempotencyKeys.keyHash, keyHash)),
  );
}

const digest = (content: unknown) =>
  createHash("sha256")
    .update(JSON.stringify(content) ?? "")
    .digest();
