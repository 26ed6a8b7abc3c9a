import type { SQLWrapper } from "drizzle-orm";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { babies, clients, guardians, type Kin } from "@/db/schema";
import { type Id, newId } from "@/lib/core/id";
import type { Day } from "@/lib/core/time";
import { type DataKey, makeDataKey, seal } from "@/lib/work/vault";
import type { BabyHealth } from "./schema";

export type ClientId = Id<"client">;
export type BabyId = Id<"baby">;

export type GuardianFacts = {
  name: string;
  email: string | null;
  phone?: string | null | undefined;
  kin?: Kin | null | undefined;
  relation?: string | null | undefined;
  locale?: string | null | undefined;
  /** Only when the person is signed in: everybody else claims the record by their address. */
  userId?: string | null | undefined;
};
export type BabyFacts = {
  firstName: string;
  bornOn: Day;
  gestationDays: number | null;
  sex?: "girl" | "boy" | "unsaid" | undefined;
  bornOf?: number | null | undefined;
  birthOrder?: number | null | undefined;
  bornAt?: string | null | undefined;
  health?: BabyHealth | null | undefined;
};
export type FamilyFacts = {
  practiceId: string;
  /** As the practice will call the family; the first guardian's name when there is nothing better. */
  name?: string | undefined;
  source: "booking" | "referral" | "staff";
  guardians: readonly GuardianFacts[];
  babies: readonly BabyFacts[];
};
export type Family = {
  clientId: ClientId;
  guardianIds: Id<"guardian">[];
  babyIds: BabyId[];
  dataKey: DataKey;
};

/** Rows of a baby, its health facts sealed with the family's key. */
export function babyRows(dataKey: DataKey, clientId: string, list: readonly BabyFacts[]) {
  return list.map(({ health, sex = "unsaid", ...facts }) => {
    const id = newId<"baby">();
    const where = { table: "babies", column: "health", id };
    const sealed = health ? seal(dataKey, where, JSON.stringify(health)) : null;
    return { ...facts, practiceId: dataKey.practiceId, id, clientId, sex, health: sealed };
  });
}

/** A family and the inserts that write it, so that a caller may send them along with its own in one statement. */
export function family(tx: Tx, dataKey: DataKey, facts: FamilyFacts) {
  const { practiceId, source } = facts;
  const clientId = newId<"client">();
  const people = facts.guardians.map((guardian, i) => ({
    // Whoever came first booked, was referred or was written down for the family; of the others nobody said a thing yet.
    ...(i === 0 ? ({ mayConsent: "yes", mayAttend: "yes", maySee: "yes" } as const) : {}),
    ...guardian,
    practiceId,
    clientId,
    id: newId<"guardian">(),
  }));
  const children = babyRows(dataKey, clientId, facts.babies);
  const name = facts.name ?? people[0]?.name ?? "";
  const inserts: SQLWrapper[] = [
    tx.insert(clients).values({ practiceId, id: clientId, name, source, dataKeyId: dataKey.id }),
    ...(people.length > 0 ? [tx.insert(guardians).values(people)] : []),
    ...(children.length > 0 ? [tx.insert(babies).values(children)] : []),
  ];
  const made: Family = {
    clientId,
    guardianIds: people.map((person) => person.id),
    babyIds: children.map((baby) => baby.id),
    dataKey,
  };
  return { made, inserts };
}

/**
 * Makes a family in a practice: its data key, the client, guardians and babies. For whoever may add them:
 * a visitor, parent or doctor inside a practice it entered, or staff. `dataKey` is given when the family's facts
 * are sealed already, as after a referral.
 */
export async function makeClient(tx: Tx, facts: FamilyFacts, dataKey?: DataKey): Promise<Family> {
  const key = dataKey ?? (await makeDataKey(tx, facts.practiceId));
  const { made, inserts } = family(tx, key, facts);
  await insertTogether(tx, inserts);
  return made;
}

/**
 * Several inserts as one statement and one round trip. Their order does not matter: PostgreSQL checks foreign keys
 * when the whole statement is done.
 */
export async function insertTogether(tx: Tx, inserts: readonly SQLWrapper[]): Promise<void> {
  const parts = inserts.map((insert, i) => sql`${sql.identifier(`i${i}`)} as ${insert}`);
  await tx.execute(sql`with ${sql.join(parts, sql`, `)} select 1`);
}
