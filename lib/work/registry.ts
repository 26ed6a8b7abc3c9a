import type { z } from "zod";
import type { Actor } from "@/lib/core/actor";

/** Every command and query of the product, for the tests that try each of them as each kind of actor. */
export type Operation = {
  name: string;
  kind: "command" | "query";
  allow: (actor: Actor) => boolean;
  input: z.ZodType;
  call: (actor: Actor, input: unknown) => Promise<unknown>;
};
const operations = new Map<string, Operation>();

export function register(operation: Operation): void {
  // A module may be evaluated twice under hot reload; the name stays unique all the same.
  operations.set(operation.name, operation);
}
export const allOperations = (): Operation[] =>
  [...operations.values()].sort((a, b) => a.name.localeCompare(b.name));
