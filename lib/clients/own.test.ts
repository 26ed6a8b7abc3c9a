import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { babies } from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { noteHealth } from "@/db/testing/routines";
import { makeFamily, makePractice } from "@/db/testing/world";
import { Refusal } from "@/lib/core/refusal";
import { ownBabyFacts, ownFamily } from "./own.read";

const db = testDatabase();

test("a parent reads the own baby, with what the practice keeps; nobody else's", async () => {
  const at = await makePractice(db.owner);
  const family = await makeFamily(db.owner, at.practiceId);
  const other = await makeFamily(db.owner, at.practiceId);
  await noteHealth(db.owner, family, {
    allergies: ["No nut oils"],
    takeCare: "Head raised after feeds",
    findings: ["nut_allergy"],
  });
  const { babies: own, name } = await ownFamily(family.parent, {});
  expect(own.map((baby) => baby.id)).toEqual([family.babyId]);
  expect(name).toMatch(/^Parent /);
  expect(own[0]?.ages.correctedDays).toBe((own[0]?.ages.days ?? 0) - 42);
  const facts = await ownBabyFacts(family.parent, { babyId: family.babyId });
  expect(facts.alerts.facts).toMatchObject({ allergies: ["No nut oils"], findings: [] });
  expect(facts.carers).toMatchObject([{ you: true }]);
  expect(JSON.stringify(own)).not.toContain("nut");
  for (const who of [other.parent, at.staff()]) {
    const error = await ownBabyFacts(who, { babyId: family.babyId }).catch((each) => each);
    expect(error).toBeInstanceOf(Refusal);
    expect(["not_found", "forbidden"]).toContain(error.code);
  }
  await db.owner.update(babies).set({ archivedAt: new Date() }).where(eq(babies.id, family.babyId));
  expect((await ownFamily(family.parent, {})).babies).toEqual([]);
});
