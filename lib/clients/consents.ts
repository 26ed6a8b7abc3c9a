import { and, asc, eq, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { consents, guardians, practices } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { Refusal } from "@/lib/core/refusal";
import { systemNow, today } from "@/lib/core/time";
import { heldFrom, standing } from "./consent.rules";
import { familyIds, goesOnIn } from "./merged";
import { mayConsentOn } from "./rules";

/**
 * Everything that the grown-ups of a family ever said, over all records that were merged into one, in the order in which
 * it holds. Read as the system: what a family agrees to does not depend on how much of it the asker sees. Whoever hands
 * out single answers picks those that are the asker's to see.
 */
export const consentsSaid = (tx: Tx, practiceId: string, clientId: string) =>
  acting(tx, { actor: "system", practiceId }, async () =>
    saidIn(tx, practiceId, await familyIds(tx, practiceId, clientId)),
  );

/**
 * The same for several families, by the id that each was asked for with. For staff, who see all of it: it changes no
 * context, so it may be asked beside other reads.
 */
export async function consentsOfFamilies(tx: Tx, practiceId: string, clientIds: readonly string[]) {
  const found = new Map<string, Awaited<ReturnType<typeof saidIn>>>();
  if (clientIds.length === 0) return found;
  const root = goesOnIn("asked", "merged_into");
  const kin = await tx.execute<{ asked: string; id: string }>(sql`
    select asked.id as asked, kin.id from clients asked
      join clients kin on kin.practice_id = asked.practice_id
        and (kin.id = ${root} or kin.merged_into = ${root})
    where asked.practice_id = ${practiceId} and asked.id = any(${`{${clientIds.join(",")}}`}::uuid[])`);
  const said = await saidIn(
    tx,
    practiceId,
    kin.map(({ id }) => id),
  );
  for (const asked of clientIds) {
    const theirs = new Set(kin.flatMap((one) => (one.asked === asked ? [one.id] : [])));
    found.set(
      asked,
      said.filter(({ clientId }) => theirs.has(clientId)),
    );
  }
  return found;
}

async function saidIn(tx: Tx, practiceId: string, ids: readonly string[]) {
  const rows = await tx
    .select({
      id: consents.id,
      clientId: consents.clientId,
      guardianId: consents.guardianId,
      kind: consents.kind,
      answer: consents.answer,
      textVersion: consents.textVersion,
      method: consents.method,
      signedAt: consents.signedAt,
      paperOn: consents.paperOn,
      signer: {
        kin: guardians.kin,
        mayConsent: guardians.mayConsent,
        fosterOn: guardians.fosterOn,
        fosterUntil: guardians.fosterUntil,
      },
      zone: practices.timeZone,
    })
    .from(consents)
    .innerJoin(
      guardians,
      and(eq(guardians.practiceId, consents.practiceId), eq(guardians.id, consents.guardianId)),
    )
    .innerJoin(practices, eq(practices.practiceId, consents.practiceId))
    .where(and(eq(consents.practiceId, practiceId), among(consents.clientId, ids)))
    .orderBy(asc(consents.signedAt), asc(consents.id));
  return rows
    .map(({ signer, zone, ...one }) => ({
      ...one,
      at: heldFrom(one, zone),
      counts: mayConsentOn(signer, today(systemNow(), zone)),
    }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * Refused once somebody of the family took back the yes to keep health information: "nothing new is written down" are
 * the words that were signed (consents.texts.health_data; GDPR article 7(3)).
 */
export async function assertMayKeepHealth(
  tx: Tx,
  practiceId: string,
  clientId: string,
): Promise<void> {
  if (await healthTakenBack(tx, practiceId, clientId))
    throw new Refusal("conflict", "clients:errors.healthTakenBack");
}

export const healthTakenBack = async (
  tx: Tx,
  practiceId: string,
  clientId: string,
): Promise<boolean> =>
  standing(await consentsSaid(tx, practiceId, clientId)).get("health_data") === "objected";
