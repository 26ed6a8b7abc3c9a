import type { z } from "zod";
import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { systemNow } from "@/lib/core/time";
import { inContext } from "./context";
import { noteRead, type Read } from "./opened";
import { parse } from "./parse";
import { reading } from "./reads";
import { register } from "./registry";

type Spec<A extends Actor, S extends z.ZodType, T> = {
  name: `${string}.${string}`;
  allow: (actor: Actor) => actor is A;
  input: S;
  /** It changes no context (`acting`), so that what one page asks at once may be read in one transaction. */
  beside?: true;
  /** For what is read from a baby's sealed record: nothing is handed out before the audit trail says who read it. */
  log?: (value: T, actor: A) => readonly Read[];
  run: (work: { actor: A; tx: Tx; now: Date }, input: z.output<S>) => Promise<T>;
};
export type Query<S extends z.ZodType, T> = (actor: Actor, input: z.input<S>) => Promise<T>;

/** A read: allow → parse → read-only transaction in the actor's context. What rows exist for the actor, policies say. */
export function query<A extends Actor, S extends z.ZodType, T>(spec: Spec<A, S, T>): Query<S, T> {
  const ask = async (actor: Actor, raw: unknown): Promise<T> => {
    if (!spec.allow(actor))
      throw new Refusal(actor.kind === "visitor" ? "unauthenticated" : "forbidden");
    const input = parse(spec.input, raw);
    const run = (tx: Tx) => spec.run({ actor, tx, now: systemNow() }, input);
    const value = await reading(actor, run, spec.beside);
    if (spec.log) await noteRead(actor, spec.name, spec.log(value, actor));
    return value;
  };
  register({ name: spec.name, kind: "query", allow: spec.allow, input: spec.input, call: ask });
  return ask;
}

/** Everything that `inside` reads is as it was at one moment. For jobs that read much; what it hands out they log. */
export const snapshot = <T>(actor: Actor, inside: (tx: Tx) => Promise<T>): Promise<T> =>
  inContext(actor, inside, "snapshot");
