import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { babies, clients, guardians } from "@/db/schema";
import { isStaff, type Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { type FieldRefusals, invalidField, notFound, Refusal } from "@/lib/core/refusal";
import { type Day, daysBetween } from "@/lib/core/time";
import { changedFields } from "@/lib/practices/rules";
import { command } from "@/lib/work/command";
import { openDataKey } from "@/lib/work/vault";
import { practiceDay } from "./read";
import { babyStamp, guardianStamp } from "./rules";
import { bornOnProblem, type NewBaby } from "./schema";
import { AddClient, SaveApart, SaveBaby, SaveGuardian } from "./staff.schema";
import { babyRows, makeClient } from "./write";

async function familyOf(tx: Tx, { practiceId }: Staff, clientId: string) {
  const [client] = await tx
    .select({
      id: clients.id,
      dataKeyId: clients.dataKeyId,
      apartSince: clients.apartSince,
      erasedAt: clients.erasedAt,
    })
    .from(clients)
    .where(and(eq(clients.practiceId, practiceId), eq(clients.id, clientId)));
  if (!client || client.erasedAt) throw notFound();
  return client;
}

type BornBaby = Pick<NewBaby, "bornOn"> & {
  bornOf?: number | undefined;
  birthOrder?: number | undefined;
  bornAt?: string | undefined;
};
async function assertBorn(tx: Tx, actor: Staff, baby: BornBaby, now: Date): Promise<void> {
  const { thisDay } = await practiceDay(tx, actor, now);
  const problem = bornOnProblem(baby.bornOn, thisDay);
  if (problem) throw invalidField("baby.bornOn", problem);
  const { bornOf, birthOrder } = baby;
  if (birthOrder !== undefined && birthOrder > (bornOf ?? 1))
    throw invalidField("baby.birthOrder", "birth:birthOrder");
}
const birthOf = ({ bornOf, birthOrder, bornAt }: BornBaby) => ({
  bornOf: bornOf ?? null,
  birthOrder: birthOrder ?? null,
  bornAt: bornAt ?? null,
});

/** A family that the practice writes down itself. */
export const addClient = command({
  name: "clients.add",
  allow: isStaff,
  input: AddClient,
  run: async ({ actor, tx, now, audit }, { second, baby, ...first }) => {
    if (!first.email && !first.phone) throw invalidField("email", "clients:errors.reach");
    await assertBorn(tx, actor, baby, now);
    const foster = first.kin === "foster_carer";
    const made = await makeClient(tx, {
      practiceId: actor.practiceId,
      source: "staff",
      guardians: [
        // A foster carer consents once the authority's consent is written down.
        { ...first, email: first.email ?? null, ...(foster && { mayConsent: "unsaid" }) },
        ...(second ? [{ name: second, email: null }] : []),
      ],
      babies: [
        {
          firstName: baby.firstName,
          bornOn: baby.bornOn,
          ...baby.born,
          sex: baby.sex,
          ...birthOf(baby),
        },
      ],
    });
    audit({ type: "client", id: made.clientId }, { created: true, babies: made.babyIds.length });
    return { clientId: made.clientId as string };
  },
});

/** What does not go together about a grown-up, by field. A foster carer's consent is the authority's to give. */
function guardianProblems(facts: SaveGuardian, today: Day): FieldRefusals {
  const fields: FieldRefusals = {};
  const say = (field: string, key: string) => {
    fields[field] = [{ key: `clients:errors.${key}` }];
  };
  const { fosterOn, fosterUntil } = facts;
  if (facts.kin === "foster_carer" && facts.mayConsent === "yes") {
    if (!facts.fosterBy) say("fosterBy", "fosterBy");
    if (!fosterOn) say("fosterOn", "fosterOn");
  }
  if (fosterOn && daysBetween(today, fosterOn) > 0) say("fosterOn", "fosterInFuture");
  if (fosterOn && fosterUntil && daysBetween(fosterOn, fosterUntil) < 0)
    say("fosterUntil", "fosterUntil");
  return fields;
}

/** A grown-up of a family: changed, or one more. */
export const saveGuardian = command({
  name: "clients.save_guardian",
  allow: isStaff,
  input: SaveGuardian,
  run: async ({ actor, tx, now, audit }, input) => {
    const { clientId, guardianId, seen, ...facts } = input;
    const { practiceId } = actor;
    await familyOf(tx, actor, clientId);
    const { thisDay } = await practiceDay(tx, actor, now);
    const fields = guardianProblems(input, thisDay);
    if (Object.keys(fields).length > 0) throw new Refusal("invalid", "errors:invalid", { fields });
    const foster = facts.kin === "foster_carer";
    const values = {
      name: facts.name,
      email: facts.email ?? null,
      phone: facts.phone ?? null,
      kin: facts.kin ?? null,
      relation: facts.relation ?? null,
      responsibility: facts.responsibility,
      mayConsent: facts.mayConsent,
      mayAttend: facts.mayAttend,
      maySee: facts.maySee,
      fosterBy: foster ? (facts.fosterBy ?? null) : null,
      fosterOn: foster ? (facts.fosterOn ?? null) : null,
      fosterUntil: foster ? (facts.fosterUntil ?? null) : null,
    };
    if (!guardianId) {
      const id = newId<"guardian">();
      await tx.insert(guardians).values({ ...values, practiceId, id, clientId });
      audit({ type: "guardian", id }, { clientId, created: true, maySee: values.maySee });
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
      // Whoever may not see the record gets no copies of what is sent about it either.
      .set({ ...values, ...(values.maySee === "no" && { copiesSince: null }) })
      .where(and(eq(guardians.practiceId, practiceId), eq(guardians.id, guardianId)));
    audit(
      { type: "guardian", id: guardianId },
      { clientId, fields: changedFields(before, values), maySee: values.maySee },
    );
    return { clientId: clientId as string };
  },
});

/** The grown-ups live apart: none of them is shown where another lives, or what another wrote. */
export const saveApart = command({
  name: "clients.save_apart",
  allow: isStaff,
  input: SaveApart,
  run: async ({ actor, tx, now, audit }, { clientId, apart }) => {
    const { apartSince } = await familyOf(tx, actor, clientId);
    await tx
      .update(clients)
      .set({ apartSince: apart ? (apartSince ?? now) : null })
      .where(and(eq(clients.practiceId, actor.practiceId), eq(clients.id, clientId)));
    audit({ type: "client", id: clientId }, { apart });
    return { clientId: clientId as string };
  },
});

/** A baby of a family: changed, or one more. What it must be careful of is another command (health.write.ts). */
export const saveBaby = command({
  name: "clients.save_baby",
  allow: isStaff,
  input: SaveBaby,
  run: async ({ actor, tx, now, audit }, { clientId, babyId, seen, baby }) => {
    const { practiceId } = actor;
    const client = await familyOf(tx, actor, clientId);
    await assertBorn(tx, actor, baby, now);
    const values = {
      firstName: baby.firstName,
      bornOn: baby.bornOn,
      ...baby.born,
      sex: baby.sex,
      ...birthOf(baby),
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
