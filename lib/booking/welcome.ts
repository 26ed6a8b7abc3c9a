import { and, eq, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { bookings, clients, guardians } from "@/db/schema";
import { addressProved } from "@/lib/accounts/sign-in.write";
import type { Actor, Parent, Visitor } from "@/lib/core/actor";
import { tokenHash } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import type { Offer } from "./offer";
import type { BookLesson } from "./schema";

/** Lessons to come under one address in one practice: more than any family needs, too few to fill a calendar. */
export const MOST_OPEN = 8;

/**
 * Whether somebody books this with a link only: it is offered to some people only, or by a practitioner who takes no new
 * families. A family that the practice knows, or that a doctor referred to it, is not new.
 */
export async function needsLink(
  tx: Tx,
  actor: Actor,
  offer: Offer,
  referral: string | undefined,
): Promise<boolean> {
  if (offer.listing === "by_link") return true;
  if (offer.accepting !== "paused") return false;
  if (actor.kind === "parent" && (await isKnown(tx, actor, offer.practiceId))) return false;
  return !(await isReferred(tx, offer, referral));
}

/** Whether the practice said yes to this family once. One whose requests were all declined is as new as before. */
export async function isKnown(tx: Tx, { userId }: Parent, practiceId: string): Promise<boolean> {
  const agreed = sql`exists (select 1 from ${bookings} b where b.practice_id = ${clients.practiceId}
    and b.client_id = ${clients.id} and b.status <> 'requested'
    and coalesce(b.cancel_rule, '') not in ('declined', 'unanswered'))`;
  const found = await tx
    .select({ id: clients.id })
    .from(guardians)
    .innerJoin(
      clients,
      and(eq(clients.practiceId, guardians.practiceId), eq(clients.id, guardians.clientId)),
    )
    .where(
      and(
        eq(guardians.practiceId, practiceId),
        eq(guardians.userId, userId),
        isNull(clients.archivedAt),
        // Written down by the practice, referred to it, or put together with another record by it.
        or(ne(clients.source, "booking"), isNotNull(clients.mergedInto), agreed),
      ),
    )
    .limit(1);
  return found.length > 0;
}

async function isReferred(tx: Tx, offer: Offer, secret: string | undefined): Promise<boolean> {
  if (secret === undefined) return false;
  const [row] = await tx.execute<{ practice_id: string }>(
    sql`select practice_id from referral_of_link(${tokenHash(secret)})`,
  );
  return row?.practice_id === offer.practiceId;
}

const ENDED = "booking:errors.linkEnded";
/** What somebody is told who needs a link and has none that opens this. */
export const withoutLink = ({ listing }: Offer): Refusal =>
  new Refusal("conflict", listing === "by_link" ? ENDED : "booking:errors.paused");

/** Whether a secret opens this service. */
export async function isLinked(tx: Tx, offer: Offer, secret: string | undefined): Promise<boolean> {
  if (secret === undefined) return false;
  const [row] = await tx.execute<{ kind: string; subject_id: string }>(
    sql`select kind, subject_id from resolve_link(${tokenHash(secret)})`,
  );
  return row?.kind === "service" && row.subject_id === offer.serviceId;
}

/**
 * Uses a link up, in the booking's own transaction: of any number of callers one books. A link of somebody who needs none
 * is used up too, but where it has ended that lesson is booked all the same.
 */
export async function spendServiceLink(
  tx: Tx,
  offer: Offer,
  secret: string,
  needed: boolean,
): Promise<void> {
  const [row] = await tx.execute<{ used: boolean }>(
    sql`select use_service_link(${offer.practiceId}::uuid, ${tokenHash(secret)}, ${offer.serviceId}::uuid) as used`,
  );
  if (!row?.used && needed) throw new Refusal("conflict", ENDED);
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
