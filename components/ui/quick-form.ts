import { type FormState, keptValues } from "./form-state";

/** Longer than the server works on anything. */
const LONGEST_MS = 30_000;

/**
 * Sends a form to an endpoint of ours (app/_server/route.ts): where to go next, or what the form shows. What did not
 * arrive may be sent again: the form's key makes it harmless.
 */
export async function sendQuickly(
  to: string,
  data: FormData,
  notSent: string,
): Promise<{ to: string } | FormState> {
  try {
    const signal = AbortSignal.timeout(LONGEST_MS);
    const answer = await fetch(to, { method: "POST", body: data, signal });
    const told: { to?: string; detail?: string } & FormState = await answer.json();
    if (told.to !== undefined) return { to: told.to };
    // What the door itself refuses comes as a problem of its own (RFC 9457).
    if (told.detail === undefined) return told;
    const signedOut = answer.status === 401;
    return { message: told.detail, values: keptValues(data), ...(signedOut && { signedOut }) };
  } catch {
    return { message: notSent, values: keptValues(data) };
  }
}
