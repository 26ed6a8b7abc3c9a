import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { babies, clients, guardians } from "@/db/schema";
import { isClinician, isStaff, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { changedFields } from "@/lib/practices/rules";
import { command } from "@/lib/work/command";
import { openDataKey, seal } from "@/lib/work/vault";
import { practiceDay, readHealth, sealedHealth } from "./read";
import { babyStamp, guardianStamp, healthStamp } from "./rules";
import { type BabyHealth, bornOnProblem } from "./schema";
import { AddClient, SaveBaby, SaveGuardian, SaveHealth } from "./staff.schema";
import { babyRows, makeClient } from "./write";

async function familyOf(tx: Tx, { practiceId }: Staff, clientId: string) {
  const [client] = await tx
    .select({ id: clients.id, dataKeyId: clients.dataKeyId })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  if (!client) throw notFound();
  return client;
}

async function assertBorn(tx: Tx, actor: Staff, bornOn: string, now: Date): Promise<void> {
  const { thisDay } = await practiceDay(tx, actor, now);
  const problem = bornOnProblem(bornOn, thisDay);
  if (problem) throw invalidField("baby.bornOn", problem);
}

/** A family that the practice writes down itself. */
export const addClient = command({
  name: "clients.add",
  allow: isStaff,
  input: AddClient,
  run: async ({ actor, tx, now, audit }, { second, baby, ...first }) => {
    if (!first.email && !first.phone) throw invalidField("email", "clients:errors.reach");
    await assertBorn(tx, actor, baby.bornOn, now);
    const made = await makeClient(tx, {
      practiceId: actor.practiceId,
      source: "staff",
      guardians: [
        { ...first, email: first.email ?? null },
        ...(second ? [{ name: second, email: null }] : []),
      ],
      babies: [
        {
          firstName: baby.firstName,
          bornOn: baby.bornOn,
          gestationDays: baby.born,
          sex: baby.sex,
        },
      ],
    });
    audit({ type: "client", id: made.clientId }, { created: true, babies: made.babyIds.length });
    return { clientId: made.clientId as string };
  },
});

/** A grown-up of a family: changed, or one more. */
export const saveGuardian = command({
  name: "clients.save_guardian",
  allow: isStaff,
  input: SaveGuardian,
  run: async ({ actor, tx, audit }, { clientId, guardianId, seen, ...facts }) => {
    const { practiceId } = actor;
    await familyOf(tx, actor, clientId);
    const values = {
      name: facts.name,
      email: facts.email ?? null,
      phone: facts.phone ?? null,
      relation: facts.relation ?? null,
    };
    if (!guardianId) {
      const id = newId<"guardian">();
      await tx.insert(guardians).values({ ...values, practiceId, id, clientId });
      audit({ type: "guardian", id }, { clientId, created: true });
      return { clientId: clientId as string };
    }
    const [before] = await tx
      .select()
      .from(guardians)
      .where(
        and(
          eq(guardians.practiceId, practiceId),
          eq(guardians.clientId, clientId),
          eq(guardians.id, guardianId),
        ),
      )
      .for("update");
    if (!before) throw notFound();
    if (guardianStamp(before) !== seen) throw new Refusal("conflict");
    // The address is what a family's account was opened with; only its owner moves it.
    if (before.userId && values.email !== before.email)
      throw invalidField("email", "clients:errors.claimed");
    await tx
      .update(guardians)
      .set(values)
      .where(and(eq(guardians.practiceId, practiceId), eq(guardians.id, guardianId)));
    audit(
      { type: "guardian", id: guardianId },
      { clientId, fields: changedFields(before, values) },
    );
    return { clientId: clientId as string };
  },
});

/** A baby of a family: changed, or one more. What it must be careful of is another command. */
export const saveBaby = command({
  name: "clients.save_baby",
  allow: isStaff,
  input: SaveBaby,
  run: async ({ actor, tx, now, audit }, { clientId, babyId, seen, baby }) => {
    const { practiceId } = actor;
    const client = await familyOf(tx, actor, clientId);
    await assertBorn(tx, actor, baby.bornOn, now);
    const values = {
      firstName: baby.firstName,
      bornOn: baby.bornOn,
      gestationDays: baby.born,
      sex: baby.sex,
    };
    if (!babyId) {
      const dataKey = await openDataKey(tx, practiceId, client.dataKeyId);
      const rows = babyRows(dataKey, clientId, [values]);
      await tx.insert(babies).values(rows);
      for (const row of rows) audit({ type: "baby", id: row.id }, { clientId, created: true });
      return { clientId: clientId as string };
    }
    const [before] = await tx
      .select()
      .from(babies)
      .where(
        and(
          eq(babies.practiceId, practiceId),
          eq(babies.clientId, clientId),
          eq(babies.id, babyId),
        ),
      )
      .for("update");
    if (!before) throw notFound();
    if (babyStamp(before) !== seen) throw new Refusal("conflict");
    await tx
      .update(babies)
      .set(values)
      .where(and(eq(babies.practiceId, practiceId), eq(babies.id, babyId)));
    audit({ type: "baby", id: babyId }, { clientId, fields: changedFields(before, values) });
    return { clientId: clientId as string };
  },
});

/** What to take care of. Findings of the safety catalogue stay as they are: a doctor or the intake named them. */
export const saveHealth = command({
  name: "clients.save_health",
  allow: isClinician,
  input: SaveHealth,
  run: async ({ actor, tx, audit }, { babyId, seen, ...written }) => {
    const { practiceId } = actor;
    const [row] = await tx
      .select({ clientId: babies.clientId, health: babies.health, dataKeyId: clients.dataKeyId })
      .from(babies)
      .innerJoin(
        clients,
        and(eq(clients.practiceId, babies.practiceId), eq(clients.id, babies.clientId)),
      )
      .where(and(eq(babies.practiceId, practiceId), eq(babies.id, babyId)))
      .for("update", { of: babies });
    if (!row) throw notFound();
    const key = await openDataKey(tx, practiceId, row.dataKeyId);
    const before = readHealth(key, babyId, row.health);
    if (healthStamp(before) !== seen) throw new Refusal("conflict");
    const next: BabyHealth = { findings: before?.findings ?? [], ...written };
    await tx
      .update(babies)
      .set({ health: seal(key, sealedHealth(babyId), JSON.stringify(next)) })
      .where(and(eq(babies.practiceId, practiceId), eq(babies.id, babyId)));
    audit({ type: "baby", id: babyId }, { fields: changedFields(before ?? {}, next) });
    return { clientId: row.clientId };
  },
});
