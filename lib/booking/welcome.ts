import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { addressProved } from "@/lib/accounts/sign-in.write";
import type { Parent, Visitor } from "@/lib/core/actor";
import { tokenHash } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import type { Offer } from "./offer";
import type { BookLesson } from "./schema";

/** Lessons to come under one address in one practice: more than any family needs, too few to fill a calendar. */
export const MOST_OPEN = 8;

const ended = () => new Refusal("conflict", "booking:errors.linkEnded");

/** Whether a secret opens this service, which is offered to some people only. */
export async function isLinked(tx: Tx, offer: Offer, secret: string | undefined): Promise<boolean> {
  if (secret === undefined) return false;
  const [row] = await tx.execute<{ kind: string; subject_id: string }>(
    sql`select kind, subject_id from resolve_link(${tokenHash(secret)})`,
  );
  return row?.kind === "service" && row.subject_id === offer.serviceId;
}

export async function assertLinked(tx: Tx, offer: Offer, secret: string | undefined) {
  if (!(await isLinked(tx, offer, secret))) throw ended();
}

/**
 * Uses a link up, in the booking's own transaction: of any number of callers one books. A link for a service that
 * everybody may book is used up too, but somebody whose link has ended may book that one all the same.
 */
export async function spendServiceLink(tx: Tx, offer: Offer, secret: string): Promise<void> {
  const [row] = await tx.execute<{ used: boolean }>(
    sql`select use_service_link(${offer.practiceId}::uuid, ${tokenHash(secret)}, ${offer.serviceId}::uuid) as used`,
  );
  if (!row?.used && offer.listing === "by_link") throw ended();
}

/** Lessons to come under the booker's address in a practice; asked early, as it waits for no other answer. */
export async function openUnder(
  tx: Tx,
  actor: Visitor | Parent,
  { practiceId, guest }: Pick<BookLesson, "practiceId" | "guest">,
): Promise<number> {
  const email = emailOf(actor, guest);
  if (email === undefined) return 0;
  const [row] = await tx.execute<{ open: number }>(
    sql`select open from address_bookings(${practiceId}::uuid, ${email})`,
  );
  return row?.open ?? 0;
}
const emailOf = (actor: Visitor | Parent, guest: BookLesson["guest"]): string | undefined =>
  actor.kind === "parent" ? actor.email : guest?.email;

/**
 * What a stranger meets: a limit on open lessons per address, and the proof of a first address where the practice asks
 * for it. No third party, no puzzle (feature c36).
 */
export async function assertWelcome(
  tx: Tx,
  actor: Visitor | Parent,
  offer: Offer,
  input: BookLesson,
  open: number,
): Promise<void> {
  if (offer.listing === "by_link" && input.serviceLink === undefined) throw ended();
  const email = emailOf(actor, input.guest);
  if (email === undefined) return;
  if (open >= MOST_OPEN)
    throw new Refusal("conflict", {
      key: offer.phone ? "booking:errors.tooManyCall" : "booking:errors.tooMany",
      params: { count: MOST_OPEN, phone: offer.phone ?? "" },
    });
  // Asked of everybody who is not signed in: an answer that differs for known addresses would give them away.
  if (actor.kind === "parent" || !offer.proveFirst) return;
  const proved = input.proof && (await addressProved(tx, { browser: input.proof, email }));
  if (!proved) throw new Refusal("conflict", "booking:errors.prove", { facts: { prove: true } });
}
