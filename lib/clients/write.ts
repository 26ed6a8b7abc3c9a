import type { Tx } from "@/db/client";
import { babies, clients, dataKeys, guardians, type Kin, type Said } from "@/db/schema";
import { type Id, newId } from "@/lib/core/id";
import type { Day } from "@/lib/core/time";
import { insertTogether, into, type Rows } from "@/lib/work/rows";
import { type DataKey, newDataKey, seal } from "@/lib/work/vault";
import type { HealthGiven } from "./schema";

export type ClientId = Id<"client">;
export type BabyId = Id<"baby">;

export type GuardianFacts = {
  name: string;
  email: string | null;
  phone?: string | null | undefined;
  kin?: Kin | null | undefined;
  relation?: string | null | undefined;
  mayConsent?: Said | undefined;
  locale?: string | null | undefined;
  /** Only when the person is signed in: everybody else claims the record by their address. */
  userId?: string | null | undefined;
};
export type BabyFacts = {
  firstName: string;
  bornOn: Day;
  gestationDays: number | null;
  gestationUnknown?: boolean | undefined;
  sex?: "girl" | "boy" | "unsaid" | undefined;
  bornOf?: number | null | undefined;
  birthOrder?: number | null | undefined;
  bornAt?: string | null | undefined;
  health?: HealthGiven | null | undefined;
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

/**
 * A family and the rows that are it, so that a caller may write them along with its own. `dataKey` is given when the
 * family's facts are sealed already, as after a referral; else it gets its own.
 */
export function family(facts: FamilyFacts, dataKey?: DataKey): { made: Family; rows: Rows[] } {
  const { practiceId, source } = facts;
  const { key, row } = dataKey ? { key: dataKey, row: null } : newDataKey(practiceId);
  const clientId = newId<"client">();
  const people = facts.guardians.map((guardian, i) => ({
    // Whoever came first booked, was referred or was written down for the family; of the others nobody said a thing yet.
    ...(i === 0 ? ({ mayConsent: "yes", mayAttend: "yes", maySee: "yes" } as const) : {}),
    ...guardian,
    practiceId,
    clientId,
    id: newId<"guardian">(),
  }));
  const children = babyRows(key, clientId, facts.babies);
  const name = facts.name ?? people[0]?.name ?? "";
  const made: Family = {
    clientId,
    guardianIds: people.map((person) => person.id),
    babyIds: children.map((baby) => baby.id),
    dataKey: key,
  };
  const rows = [
    into(dataKeys, ...(row ? [row] : [])),
    into(clients, { practiceId, id: clientId, name, source, dataKeyId: key.id }),
    into(guardians, ...people),
    into(babies, ...children),
  ];
  return { made, rows };
}

/** Makes a family in a practice, for whoever may add them: a visitor, parent or doctor inside a practice it entered, or staff. */
export async function makeClient(tx: Tx, facts: FamilyFacts, dataKey?: DataKey): Promise<Family> {
  const { made, rows } = family(facts, dataKey);
  await insertTogether(tx, rows);
  return made;
}
