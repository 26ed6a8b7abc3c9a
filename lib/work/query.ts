import type { z } from "zod";
import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { systemNow } from "@/lib/core/time";
import { inContext } from "./context";
import { noteRead, type Read } from "./opened";
import { parse } from "./parse";
import { register } from "./registry";
import { settled } from "./settled";

type Spec<A extends Actor, S extends z.ZodType, T> = {
  name: `${string}.${string}`;
  allow: (actor: Actor) => actor is A;
  input: S;
  /** For what is read from a baby's sealed record: nothing is handed out before the audit trail says who read it. */
  log?: (value: T, actor: A) => readonly Read[];
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
    const value = join ? await run(join) : await inContext(actor, run, "read only");
    if (!spec.log) return value;
    const read = spec.log(value, actor);
    if (!join) await noteRead(actor, spec.name, read);
    // Inside another read there is no transaction that may write: `together` notes it when all has been read.
    else if (!joined.has(join)) throw new Error(`${spec.name} is logged: it joins only together()`);
    else joined.get(join)?.push([spec.name, read]);
    return value;
  };
  register({ name: spec.name, kind: "query", allow: spec.allow, input: spec.input, call: ask });
  return ask;
}

/** Several queries of one actor in one transaction, none waiting for another: for pages that ask more than one. */
export async function together<A, B>(
  actor: Actor,
  ask: (join: Tx) => readonly [Promise<A>, Promise<B>],
): Promise<[A, B]> {
  let notes: Notes = [];
  const inside = (tx: Tx) => {
    notes = [];
    joined.set(tx, notes);
    return settled(ask(tx));
  };
  const values = await inContext(actor, inside, "read only");
  for (const [name, read] of notes) await noteRead(actor, name, read);
  return values;
}
type Notes = [name: string, read: readonly Read[]][];
const joined = new WeakMap<Tx, Notes>();

/** Everything that `inside` reads is as it was at one moment. For jobs that read much; what it hands out they log. */
export const snapshot = <T>(actor: Actor, inside: (tx: Tx) => Promise<T>): Promise<T> =>
  inContext(actor, inside, "snapshot");
