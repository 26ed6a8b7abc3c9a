import type { z } from "zod";
import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { systemNow } from "@/lib/core/time";
import { inContext } from "./context";
import { parse } from "./parse";
import { register } from "./registry";
import { settled } from "./settled";

type Spec<A extends Actor, S extends z.ZodType, T> = {
  name: `${string}.${string}`;
  allow: (actor: Actor) => actor is A;
  input: S;
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
    return join ? run(join) : inContext(actor, run, "read only");
  };
  register({ name: spec.name, kind: "query", allow: spec.allow, input: spec.input, call: ask });
  return ask;
}

/** Several queries of one actor in one transaction, none waiting for another: for pages that ask more than one. */
export const together = <A, B>(
  actor: Actor,
  ask: (join: Tx) => readonly [Promise<A>, Promise<B>],
): Promise<[A, B]> => inContext(actor, (tx) => settled(ask(tx)), "read only");
