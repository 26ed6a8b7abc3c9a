import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { type Actor, actorId } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { systemNow } from "@/lib/core/time";
import { inContext } from "./context";
import { parse } from "./parse";
import { register } from "./registry";
import { settled } from "./settled";

/** Whose record was opened, and which part of it: ids, counts and names of parts, never a value. */
export type Opened = {
  practiceId: string;
  babyId: string;
  detail?: Record<string, string | number | boolean | readonly string[]>;
};
type Spec<A extends Actor, S extends z.ZodType, T> = {
  name: `${string}.${string}`;
  allow: (actor: Actor) => actor is A;
  input: S;
  /** For what is read from a baby's sealed record: nothing is handed out before the audit trail says who read it. */
  log?: (value: T) => readonly Opened[];
  run: (work: { actor: A; tx: Tx; now: Date }, input: z.output<S>) => Promise<T>;
};
/** `join` reads inside `together`. */
export type Query<S extends z.ZodType, T> = (
  actor: Actor,
  input: z.input<S>,
  join?: Tx,
) => Promise<T>;

/** A read: allow → parse → read-only transaction in the actor's context. What rows exist for the actor, policies say. */
export function query<A extends Actor, S extends z.ZodType, T>(spec: Spec<A, S, T>): Query<S, T> {
  const ask = async (actor: Actor, raw: unknown, join?: Tx): Promise<T> => {
    if (!spec.allow(actor))
      throw new Refusal(actor.kind === "visitor" ? "unauthenticated" : "forbidden");
    const input = parse(spec.input, raw);
    const run = (tx: Tx) => spec.run({ actor, tx, now: systemNow() }, input);
    // Inside another read there is no transaction that may write, and a second connection could wait for the first.
    if (join && spec.log) throw new Error(`${spec.name} is logged: it cannot join another read`);
    if (join) return run(join);
    const value = await inContext(actor, run, "read only");
    if (spec.log) await noteOpened(actor, spec.name, spec.log(value));
    return value;
  };
  register({ name: spec.name, kind: "query", allow: spec.allow, input: spec.input, call: ask });
  return ask;
}

/** One row of the audit trail for each record that was opened, in its practice's chain. */
async function noteOpened(actor: Actor, name: string, opened: readonly Opened[]): Promise<void> {
  for (const practiceId of new Set(opened.map((one) => one.practiceId))) {
    const entries = opened
      .filter((one) => one.practiceId === practiceId)
      .map(({ babyId, detail = {} }) => ({
        ...{ actorId: actorId(actor), operation: name, detail },
        ...{ subjectType: "baby", subjectId: babyId },
      }));
    const note = sql`select finish_work(${practiceId}::uuid, ${JSON.stringify(entries)}::jsonb, '[]'::jsonb)`;
    await inContext(actor, (tx) => tx.execute(note), "read write");
  }
}

/** Several queries of one actor in one transaction, none waiting for another: for pages that ask more than one. */
export const together = <A, B>(
  actor: Actor,
  ask: (join: Tx) => readonly [Promise<A>, Promise<B>],
): Promise<[A, B]> => inContext(actor, (tx) => settled(ask(tx)), "read only");

/** Everything that `inside` reads is as it was at one moment. For jobs that read much; what it hands out they log. */
export const snapshot = <T>(actor: Actor, inside: (tx: Tx) => Promise<T>): Promise<T> =>
  inContext(actor, inside, "snapshot");
