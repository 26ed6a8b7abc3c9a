import type { Tx } from "@/db/client";
import { standing } from "@/lib/clients/consent.rules";
import { consentsSaid } from "@/lib/clients/consents";

/** Whether health information about a family's baby may be kept; `since` is when somebody of it first objected. */
export type Keeping =
  | { state: "given" | "older" | "unasked"; since: null }
  | { state: "objected"; since: Date };

/**
 * What the family's grown-ups say to `health_data`. A no of one is not outvoted (docs/decisions/0017), and counts from the
 * moment that they said it.
 */
export async function keepingOf(tx: Tx, practiceId: string, clientId: string): Promise<Keeping> {
  const all = await consentsSaid(tx, practiceId, clientId);
  const said = all.filter((one) => one.kind === "health_data" && one.counts);
  const state = standing(said).get("health_data") ?? "unasked";
  if (state !== "objected") return { state, since: null };
  return { state, since: objectedSince(said) };
}

type Said = { guardianId: string; answer: string; at: Date };

/** Of everybody who objects now: since when they have without a yes in between; the earliest of these. */
export function objectedSince(said: readonly Said[]): Date {
  const since = new Map<string, Date>();
  for (const { guardianId, answer, at } of said)
    if (answer === "given") since.delete(guardianId);
    else if (!since.has(guardianId)) since.set(guardianId, at);
  return new Date(Math.min(...[...since.values()].map((at) => at.getTime())));
}

/**
 * Nothing new is written down once somebody objects (GDPR article 7(3)). What was taught before that is written down
 * all the same: a practitioner must be able to show what she did (article 9(2)(f) and (h)).
 */
export const mayWriteOf = ({ since }: Keeping, at: Date): boolean => since === null || at < since;
