import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { consents } from "@/db/schema";
import { standing } from "./consent.rules";
import type { ConsentKind } from "./schema";

export type { ConsentKind } from "./schema";

const saidBy = (tx: Tx, practiceId: string, clientId: string) =>
  tx
    .select({
      guardianId: consents.guardianId,
      kind: consents.kind,
      answer: consents.answer,
      signedAt: consents.signedAt,
    })
    .from(consents)
    .where(and(eq(consents.practiceId, practiceId), eq(consents.clientId, clientId)))
    .orderBy(asc(consents.signedAt), asc(consents.id));

/** What a family has agreed to and nobody of it has taken back or refused. */
export async function standingConsents(
  tx: Tx,
  practiceId: string,
  clientId: string,
): Promise<ReadonlySet<ConsentKind>> {
  return kindsThatAre("given", await saidBy(tx, practiceId, clientId));
}

/** What a grown-up of the family said no to, or took back: different from never having been asked. */
export async function objectedConsents(
  tx: Tx,
  practiceId: string,
  clientId: string,
): Promise<ReadonlySet<ConsentKind>> {
  return kindsThatAre("objected", await saidBy(tx, practiceId, clientId));
}

const kindsThatAre = (what: "given" | "objected", said: Awaited<ReturnType<typeof saidBy>>) =>
  new Set([...standing(said)].flatMap(([kind, is]) => (is === what ? [kind] : [])));
