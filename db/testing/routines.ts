import { eq } from "drizzle-orm";
import type { HealthGiven } from "@/lib/clients/schema";
import type { StaffRole } from "@/lib/core/actor";
import { addStarters } from "@/lib/routines/write";
import { seal } from "@/lib/work/vault";
import type { Database } from "../client";
import { babies, routines } from "../schema";
import { makeFamily, makePractice, type TestFamily } from "./world";

export const titles = {
  standard: "Standard massage",
  flexibility: "Flexibility massage",
  "gas-relief": "Gas relief",
};

/** A practice with the three starters and one family whose baby was born at term. */
export async function makeTeaching(owner: Database) {
  const at = await makePractice(owner);
  const family = await makeFamily(owner, at.practiceId);
  await owner
    .update(babies)
    .set({ gestationDays: null, bornOn: "2026-06-01" })
    .where(eq(babies.id, family.babyId));
  await addStarters(at.staff(), titles);
  const rows = await owner.select().from(routines).where(eq(routines.practiceId, at.practiceId));
  const idOf = (starter: string) => rows.find((row) => row.starterKey === starter)?.id ?? "";
  const wish = (more: object = {}) => ({
    babyId: family.babyId,
    routineId: idOf("gas-relief"),
    version: 1,
    times: 1,
    ...more,
  });
  const clinician = (role: StaffRole = "practitioner") => at.staff(role);
  return { ...at, family, idOf, wish, clinician };
}
export type Teaching = Awaited<ReturnType<typeof makeTeaching>>;

/** Writes health facts into a baby's sealed record, as an intake or a referral does. */
export async function noteHealth(
  owner: Database,
  family: TestFamily,
  health: Partial<HealthGiven>,
): Promise<void> {
  const facts = { allergies: [], conditions: [], findings: [], ...health };
  const where = { table: "babies", column: "health", id: family.babyId };
  await owner
    .update(babies)
    .set({ health: seal(family.dataKey, where, JSON.stringify(facts)) })
    .where(eq(babies.id, family.babyId));
}
