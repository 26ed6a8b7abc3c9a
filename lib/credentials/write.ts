import { and, count, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { credentials, practices, practitioners } from "@/db/schema";
import { isClinician, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { changedFields, mayManage } from "@/lib/practices/rules";
import { command } from "@/lib/work/command";
import { factsOf, stampOfCredential } from "./read";
import { OneCredential, SaveCredential } from "./schema";

/** More than anybody has, and few enough to be shown on one page. */
const MOST = 30;
/** What an administrator found out was about what it said before. */
const unchecked = { state: "claimed", checkedAt: null, checkedBy: null } as const;

/**
 * What a practitioner says of herself; nobody has checked it yet. A change of one that was checked, or turned down, puts
 * it back among those that wait (feature a4).
 */
export const saveCredential = command({
  name: "credentials.save",
  allow: isClinician,
  input: SaveCredential,
  run: async ({ actor, tx, now, audit }, { credentialId, seen, practitionerId, ...typed }) => {
    const { practiceId } = actor;
    if (!mayManage(actor, practitionerId)) throw notFound();
    const zone = await zoneOf(tx, actor, practitionerId);
    const here = today(now, zone);
    if (typed.issuedOn && typed.issuedOn > here)
      throw invalidField("issuedOn", "credentials:errors.notYet");
    if (typed.expiresOn && typed.expiresOn < here)
      throw invalidField("expiresOn", "credentials:errors.over");
    const values = { ...typed, number: typed.number ?? null };
    if (!credentialId) {
      if ((await held(tx, practiceId, practitionerId)) >= MOST)
        throw new Refusal("conflict", { key: "credentials:errors.many", params: { most: MOST } });
      const id = newId<"credential">();
      await tx.insert(credentials).values({ ...values, practiceId, id, practitionerId });
      audit({ type: "credential", id }, { created: true, kind: values.kind });
      return { credentialId: id as string };
    }
    const before = await lock(tx, actor, credentialId);
    if (before.practitionerId !== practitionerId) throw notFound();
    if (stampOfCredential(before) !== seen) throw new Refusal("conflict");
    const fields = changedFields(factsOf(before), values);
    if (fields.length > 0)
      await tx
        .update(credentials)
        .set({ ...values, ...unchecked })
        .where(and(eq(credentials.practiceId, practiceId), eq(credentials.id, credentialId)));
    audit({ type: "credential", id: credentialId }, { fields, from: before.state });
    return { credentialId: credentialId as string };
  },
});

/** Taken back by whoever entered it: families no longer see it, and nobody checks it. */
export const withdrawCredential = command({
  name: "credentials.withdraw",
  allow: isClinician,
  input: OneCredential,
  run: async ({ actor, tx, now, audit }, { credentialId }) => {
    const before = await lock(tx, actor, credentialId);
    await tx
      .update(credentials)
      .set({ ...unchecked, withdrawnAt: now })
      .where(and(eq(credentials.practiceId, actor.practiceId), eq(credentials.id, credentialId)));
    audit({ type: "credential", id: credentialId }, { from: before.state });
    return { practitionerId: before.practitionerId };
  },
});

/** A credential of the practice that this person may change, locked; anything else is not there. */
async function lock(tx: Tx, actor: Staff, credentialId: string) {
  const [row] = await tx
    .select()
    .from(credentials)
    .where(
      and(
        eq(credentials.practiceId, actor.practiceId),
        eq(credentials.id, credentialId),
        isNull(credentials.withdrawnAt),
      ),
    )
    .for("update");
  if (!row || !mayManage(actor, row.practitionerId)) throw notFound();
  return row;
}

/** Where the days of a credential are counted. The practitioner's row is locked: credentials of one are added in turn. */
async function zoneOf(tx: Tx, actor: Staff, practitionerId: string): Promise<string> {
  const [row] = await tx
    .select({ zone: practices.timeZone })
    .from(practitioners)
    .innerJoin(practices, eq(practices.practiceId, practitioners.practiceId))
    .where(
      and(eq(practitioners.practiceId, actor.practiceId), eq(practitioners.id, practitionerId)),
    )
    .for("update", { of: practitioners });
  if (!row) throw notFound();
  return row.zone;
}

async function held(tx: Tx, practiceId: string, practitionerId: string): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(credentials)
    .where(
      and(
        eq(credentials.practiceId, practiceId),
        eq(credentials.practitionerId, practitionerId),
        isNull(credentials.withdrawnAt),
      ),
    );
  return row?.n ?? 0;
}
