import { sql } from "drizzle-orm";
import { database, type Tx } from "@/db/client";
import { statement } from "@/db/statement";
import { type Actor, actorPractice } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";

/** "snapshot" reads everything as it was at one moment, however long that takes. */
export type AccessMode = "read only" | "read write" | "snapshot";

/** Runs `inside` in one transaction that PostgreSQL knows the actor of. Nothing else opens transactions. */
export async function inContext<T>(
  actor: Actor,
  inside: (tx: Tx) => Promise<T>,
  accessMode: AccessMode,
  practiceId: string | null = actorPractice(actor),
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database().transaction(
        async (tx) => {
          // Sent together: what `inside` asks waits for the context inside PostgreSQL, in order, not for its answer.
          const known = know(tx, contextOf(actor, accessMode, practiceId));
          const [, value] = await Promise.all([known, inside(tx)]);
          return value;
        },
        accessMode === "snapshot" ? { isolationLevel: "repeatable read" } : undefined,
      );
    } catch (error) {
      const code = databaseCode(error);
      // Serialization failure or deadlock: nothing was written, so the same work may be tried again.
      if ((code === "40001" || code === "40P01") && attempt < 4) continue;
      throw busyOr(error);
    }
  }
}

/** What took too long, or was in another's way again and again, is refused in words; any other failure stays itself. */
export const busyOr = (error: unknown): unknown =>
  ["40001", "40P01", "57014", "55P03"].includes(databaseCode(error) ?? "")
    ? new Refusal("busy")
    : error;

// Whoever is read only stays so: PostgreSQL lets no statement of the transaction take that back.
const know = statement(
  ["readOnly", "actor", "userId", "practiceId", "role", "linkKind", "linkSubject", "idle"],
  (db, context) =>
    db.execute(sql`select
      set_config('transaction_read_only', ${context.readOnly}, true),
      set_config('app.actor', ${context.actor}, true),
      set_config('app.user_id', ${context.userId}, true),
      set_config('app.practice_id', ${context.practiceId}, true),
      set_config('app.role', ${context.role}, true),
      set_config('app.link_kind', ${context.linkKind}, true),
      set_config('app.link_subject', ${context.linkSubject}, true),
      set_config('statement_timeout', '8s', true),
      set_config('lock_timeout', '4s', true),
      set_config('idle_in_transaction_session_timeout', ${context.idle}, true)`),
);
const contextOf = (actor: Actor, accessMode: AccessMode, practiceId: string | null) => ({
  readOnly: accessMode === "read write" ? "off" : "on",
  actor: actor.kind,
  userId: "userId" in actor ? actor.userId : "",
  practiceId: practiceId ?? "",
  role: actor.kind === "staff" ? actor.role : "",
  linkKind: actor.kind === "link" ? actor.link : "",
  linkSubject: actor.kind === "link" ? actor.subjectId : "",
  idle: accessMode === "snapshot" ? "120s" : "15s",
});

/** The SQLSTATE of a driver error, wherever Drizzle wrapped it. The error's detail holds row values: never log it. */
export function databaseCode(error: unknown): string | undefined {
  for (
    let at: unknown = error, depth = 0;
    at instanceof Error && depth < 5;
    at = at.cause, depth++
  ) {
    if ("code" in at && typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code))
      return at.code;
  }
  return undefined;
}
