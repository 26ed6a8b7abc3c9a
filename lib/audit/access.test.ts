import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { makeForm } from "@/db/testing/forms";
import { makeLesson } from "@/db/testing/lessons";
import { makeTeaching } from "@/db/testing/routines";
import { babyHead } from "@/lib/clients/baby.read";
import { newId } from "@/lib/core/id";
import { addMeasurement, correctMeasurement, removeMeasurement } from "@/lib/growth/write";
import { acknowledgeAlert } from "@/lib/intake/staff.write";
import { skipPractice } from "@/lib/routines/log.write";
import { assignRoutine, endAssignment } from "@/lib/routines/write";
import { noteRead } from "@/lib/work/opened";
import { babyAccess, ownAccess, practiceTrail, trailChoices } from "./access.read";
import { babyTimeline } from "./timeline.read";

const db = testDatabase();
let at: Everything;
let other: Everything;
let babyId: string;

beforeAll(async () => {
  at = await makeEverything(db.owner);
  other = await makeEverything(db.owner);
  babyId = at.family.babyId;
  await db.owner.update(t.auditHeads).set({ seq: 1 });
  await babyHead(at.staff("practitioner"), { babyId });
  await babyTimeline(at.staff("practitioner"), { babyId, show: "notes" });
  await noteRead(at.staff("practitioner"), "booking.today", [
    { practiceId: at.practiceId, list: "today", babyIds: [babyId] },
  ]);
});

describe("a parent", () => {
  test("sees who opened the record of their baby, by name and role, which part and when", async () => {
    const found = await ownAccess(at.family.parent, { babyId });
    expect(found.items.map(({ part, by }) => [part, by.kind, by.role, by.you])).toEqual([
      ["today", "staff", "owner", false],
      ["timeline", "staff", "owner", false],
      ["head", "staff", "owner", false],
    ]);
    expect(found.items[0]?.by.name).toBeTruthy();
    expect(JSON.stringify(found)).not.toContain("babies");
  });

  test("goes on where the page before ended", async () => {
    const all = (await ownAccess(at.family.parent, { babyId })).items;
    const rest = await ownAccess(at.family.parent, { babyId, before: all[0]?.seq });
    expect(rest.items.map(({ seq }) => seq)).toEqual(all.slice(1).map(({ seq }) => seq));
  });

  test("of another family finds nothing", async () => {
    await expect(ownAccess(other.family.parent, { babyId })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("who may not see the record learns nothing of it either", async () => {
    const [row] = await db.owner
      .select()
      .from(t.guardians)
      .where(eq(t.guardians.id, at.family.guardianId));
    await db.owner
      .update(t.guardians)
      .set({ maySee: "no" })
      .where(eq(t.guardians.id, at.family.guardianId));
    await expect(ownAccess(at.family.parent, { babyId })).rejects.toMatchObject({
      code: "not_found",
    });
    await db.owner
      .update(t.guardians)
      .set({ maySee: row!.maySee })
      .where(eq(t.guardians.id, at.family.guardianId));
  });
});

test("who changed what is the baby's is among who looked: by name, from before as well, and nobody else's", async () => {
  const there = await makeTeaching(db.owner);
  const { family, practiceId } = there;
  const { parent, babyId, clientId } = family;
  const staff = there.clinician("owner");
  const twin = newId<"baby">();
  await db.owner.insert(t.babies).values({
    ...{ practiceId, id: twin, clientId, firstName: "Twin", bornOn: "2026-06-01" },
  });
  const weigh = (of: string, amount: string, more: object = {}) => ({
    ...{ babyId: of, kind: "weight", unit: "kg", ounces: "", source: "clinic", amount, ...more },
    ...{ sure: String(Math.round(Number(amount) * 1000)) },
    measuredOn: { day: "28", month: "11", year: "2026" },
  });
  const { measurementId } = await addMeasurement(staff, weigh(babyId, "6.4") as never);
  const { babyId: _, ...right } = weigh(babyId, "6.5", { measurementId, reason: "wrong_value" });
  const corrected = await correctMeasurement(staff, right as never);
  const gone = { measurementId: corrected.measurementId, reason: "wrong_value" };
  await removeMeasurement(staff, gone as never);
  const own = { assignmentId: (await assignRoutine(staff, there.wish())).id };
  await addMeasurement(staff, weigh(twin, "5.1") as never);
  await skipPractice(parent, own);
  await endAssignment(staff, own);
  const { bookingId } = await makeLesson(db.owner, there, family, coming(there.zone, 2, "10:00"));
  const { alertId } = await makeForm(db.owner, { ...family, practiceId, bookingId });
  await acknowledgeAlert(staff, { alertId, decision: "No tummy strokes" } as never);
  const changes = async () =>
    (await ownAccess(parent, { babyId })).items
      .filter(({ part }) => part === null)
      .map(({ operation, by }) => [operation, by.role, by.you]);
  expect(await changes()).toEqual([
    ["intake.acknowledge", "owner", false],
    ["routines.end_assignment", "owner", false],
    ["routines.skip", null, true],
    ["routines.assign", "owner", false],
    ["growth.remove", "owner", false],
    ["growth.correct", "owner", false],
    ["growth.add", "owner", false],
  ]);
  expect((await ownAccess(parent, { babyId })).items[0]?.by.name).toBeTruthy();
  // A page goes on where the one before ended, whichever kind it ended with.
  const all = (await ownAccess(parent, { babyId })).items.map(({ seq }) => seq);
  const rest = await ownAccess(parent, { babyId, before: all[2] });
  expect(rest.items.map(({ seq }) => seq)).toEqual(all.slice(3));
  // The owner sees the same, and what else was written.
  const hers = (await babyAccess(staff, { babyId })).items.map(({ operation }) => operation);
  expect(hers).toEqual(expect.arrayContaining((await changes()).map(([operation]) => operation)));
  expect((await ownAccess(parent, { babyId: twin })).items).toMatchObject([
    { operation: "growth.add", by: { kind: "staff" } },
  ]);
});

describe("the owner", () => {
  test("sees who read and who changed one record, lists included", async () => {
    const found = await babyAccess(at.staff("owner"), { babyId });
    expect(found.items.map(({ operation }) => operation)).toEqual([
      "booking.today",
      "audit.timeline",
      "clients.baby",
    ]);
    await expect(babyAccess(at.staff("practitioner"), { babyId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(babyAccess(other.staff("owner"), { babyId })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("filters the trail of the practice by person, kind, baby and day", async () => {
    const ask = async (question: Parameters<typeof practiceTrail>[1]) =>
      (await practiceTrail(at.staff("owner"), question)).items.map(({ operation }) => operation);
    const reads = ["booking.today", "audit.timeline", "clients.baby"];
    expect(await ask({ what: "read" })).toEqual(reads);
    expect(await ask({ what: "changed" })).toEqual(["test"]);
    expect(await ask({ baby: babyId })).toEqual(reads);
    expect(await ask({ who: at.userId })).toEqual(reads);
    expect(await ask({ who: other.userId })).toEqual([]);
    expect(await ask({ what: "read", from: "2100-01-01" })).toEqual([]);
    expect(await ask({ what: "read", until: "2020-01-01" })).toEqual([]);
    expect(await ask({ who: "nobody", from: "yesterday" })).toEqual([...reads, "test"]);
    expect((await trailChoices(at.staff("owner"), { baby: babyId })).baby).toBeTruthy();
    expect((await trailChoices(at.staff("owner"), { baby: other.family.babyId })).baby).toBeNull();
  });

  test("of another practice sees none of it", async () => {
    const theirs = await practiceTrail(other.staff("owner"), {});
    expect(theirs.items.map(({ operation }) => operation)).toEqual(["test"]);
  });
});
