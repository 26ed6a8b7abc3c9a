import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { practices } from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeTeaching, noteHealth, type Teaching } from "@/db/testing/routines";
import { saveKeeping } from "@/lib/clients/retention.write";
import { addDays, today } from "@/lib/core/time";
import { standing } from "@/lib/safety/standing";
import { ownRoutine } from "./own.read";
import { assignRoutine } from "./write";

const db = testDatabase();
let here: Teaching;
beforeAll(async () => {
  here = await makeTeaching(db.owner);
});

const HOUR = 3_600_000;
const since = "2026-11-20";
const report = { id: "vaccination", parts: [], since, by: "family" as const };
const health = { allergies: [], conditions: [], findings: ["vaccination"], reports: [report] };
const waits = (hours: number, vaccinationHours: number | undefined) => {
  const now = new Date(Date.parse("2026-11-21T00:00:00Z") - 1 + hours * HOUR);
  const at = { now, day: today(now, "UTC"), zone: "UTC" };
  const record = { bornOn: "2026-06-01", gestationDays: null, health, vaccinationHours };
  return standing(record, at).grade === "wait";
};

test("after a vaccination massage waits as long as the practice says, a day at least, 72 hours unless it says so", () => {
  const hours = fc.double({ min: 0, max: 200, noNaN: true });
  fc.assert(
    fc.property(hours, fc.option(fc.integer({ min: 0, max: 168 })), (after, set) => {
      const meant = set === null ? 72 : Math.max(24, set);
      fc.pre(Math.abs(after - meant) > 0.001);
      expect(waits(after, set ?? undefined)).toBe(after < meant);
    }),
  );
});

test("what the owner sets holds before the next start", async () => {
  const { id: assignmentId } = await assignRoutine(here.clinician(), here.wish());
  const [day, findings] = [today(new Date(), here.zone), ["vaccination"]];
  // Counted from the end of that day: 48 hours are over, 72 are not.
  const reports = [{ ...report, since: addDays(day, -3) }];
  await noteHealth(db.owner, here.family, { findings, reports });
  const grade = async () => (await ownRoutine(here.family.parent, { assignmentId })).gate.grade;
  expect(await grade()).toBe("wait");
  const others = { correctUntilMonths: "24", keepContactYears: "8", keepBirthYears: "25" };
  await saveKeeping(here.clinician("owner"), { ...others, vaccinationHours: "48" });
  expect(await grade()).toBe("ok");
});

test("the database takes no less than a day and no more than a week", async () => {
  const own = eq(practices.practiceId, here.practiceId);
  const set = (vaccinationHours: number) =>
    db.owner.update(practices).set({ vaccinationHours }).where(own);
  for (const hours of [23, 0, 169])
    await expect(set(hours)).rejects.toMatchObject({
      cause: { constraint_name: "practices_vaccination_hours" },
    });
  for (const hours of [24, 168]) await set(hours);
});
