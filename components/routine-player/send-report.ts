import type { Liked, Outcome, Reaction, StopReason } from "@/lib/routines/schema";
import type { GateSkipReason } from "@/lib/safety/schema";

/** Everything that is known of one practice so far. */
export type Report = {
  assignmentId: string;
  startKey: string;
  startedAt: string;
  seconds: number;
  stepsDone: number;
  outcome: Outcome;
  stopReason?: StopReason;
  reactions: readonly Reaction[];
  liked?: Liked;
  note?: string;
  gateSkipped?: GateSkipReason;
};

/** What the server will never take: the routine ended before, or the family took back its yes. It says why, in words. */
export class Refused extends Error {}
const FINAL = [400, 404, 409, 410, 422];

/** Throws a refusal, or an error whose message is the status or what the network says. */
export async function sendReport(address: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // The page may be left the moment after.
    keepalive: true,
  });
  if (FINAL.includes(answer.status)) {
    const said = (await answer.json().catch(() => null)) as { detail?: unknown } | null;
    throw new Refused(typeof said?.detail === "string" ? said.detail : "");
  }
  if (!answer.ok) throw new Error(String(answer.status));
  const told: unknown = await answer.json();
  const id = (told as { id?: unknown }).id;
  if (typeof id !== "string") throw new Error("no id");
  return { id };
}
