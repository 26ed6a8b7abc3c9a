import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Actor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { addDays, today } from "@/lib/core/time";
import { databaseCode, inContext } from "@/lib/work/context";
import { babyGrowth, ownGrowth, waitingMeasurements } from "./read";
import { sealedValue } from "./schema";
import {
  addMeasurement,
  confirmMeasurements,
  correctMeasurement,
  removeMeasurement,
} from "./write";

const db = testDatabase();
let at: TestPractice;
let family: TestFamily;
const day = today(new Date(), "Europe/London");
const bornOn = addDays(day, -91);
const parts = (on: string) => {
  const [year = "", month = "", date = ""] = on.split("-");
  return { day: date, month, year };
};

beforeEach(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
  await db.owner
    .update(t.babies)
    .set({ bornOn, gestationDays: 33 * 7 + 4, sex: "girl" })
    .where(eq(t.babies.id, family.babyId));
});

const entry = (more: object = {}) => ({
  ...{ babyId: family.babyId, kind: "weight", unit: "kg", amount: "4.34", ounces: "" },
  ...{ measuredOn: parts(addDays(day, -3)), source: "clinic" },
  ...more,
});
const add = (actor: Actor, more: object = {}) => addMeasurement(actor, entry(more) as never);
const rosa = () => at.staff("practitioner");
/** All that wait now. */
async function confirmAll() {
  const { measurements } = await babyGrowth(rosa(), { babyId: family.babyId });
  const waiting = measurements.filter(({ confirmed }) => !confirmed).map(({ id }) => id);
  const measurementIds = waiting.length > 0 ? waiting : measurements.map(({ id }) => id);
  return confirmMeasurements(rosa(), { babyId: family.babyId, measurementIds } as never);
}
const kept = () => db.owner.$count(t.measurements, eq(t.measurements.practiceId, at.practiceId));
const refusal = async (doing: Promise<unknown>): Promise<Refusal> => {
  const error = await doing.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw error ?? new Error("it was not refused");
  return error;
};

describe("entering", () => {
  test("a practitioner's counts at once, sealed; the reader sees how it stands", async () => {
    const { measurementId } = await add(rosa());
    const growth = await babyGrowth(rosa(), { babyId: family.babyId });
    expect(growth.measurements).toMatchObject([
      { id: measurementId, amount: 4340, confirmed: true, enteredAs: "staff", source: "clinic" },
    ]);
    const { standing } = growth.measurements[0]!;
    expect(standing.z !== null && standing.basis).toEqual({
      ...{ reference: "who", age: "corrected", days: 43 },
    });
    const [row] = await db.owner
      .select()
      .from(t.measurements)
      .where(eq(t.measurements.id, measurementId));
    expect(row?.value.toString("latin1")).not.toContain("4340");
  });

  test("a parent's waits for the practitioner, and says so", async () => {
    await add(family.parent, { source: "parent" });
    const own = await ownGrowth(family.parent, { babyId: family.babyId });
    expect(own.measurements).toMatchObject([{ confirmed: false, enteredAs: "parent" }]);
    expect(await waitingMeasurements(rosa(), {})).toMatchObject([
      { babyId: family.babyId, count: 1 },
    ]);
    await add(family.parent, { kind: "head", unit: "cm", amount: "37", source: "parent" });
    // Only what the page showed: the second came in meanwhile.
    const measurementIds = own.measurements.map(({ id }) => id);
    const shown = { babyId: family.babyId, measurementIds };
    expect(await confirmMeasurements(rosa(), shown as never)).toMatchObject({ confirmed: 1 });
    expect(await confirmAll()).toMatchObject({ confirmed: 1 });
    expect(await waitingMeasurements(rosa(), {})).toEqual([]);
    const refused = await refusal(confirmAll());
    expect(refused.code).toBe("conflict");
  });

  test.each([
    ["a day before birth", { measuredOn: parts(addDays(bornOn, -1)) }, "measuredOn", "beforeBirth"],
    ["a day to come", { measuredOn: parts(addDays(day, 1)) }, "measuredOn", "inFuture"],
    ["no number", { amount: "four" }, "amount", "weight"],
    ["NULs", { amount: "\u0000\u0000" }, "amount", "weight"],
    ["a lone surrogate", { amount: "\ud800" }, "amount", "weight"],
    ["no day", { measuredOn: parts("2026-02-30") }, "measuredOn", "day"],
    ["43 kg", { amount: "43" }, "amount", "weightLimits"],
    ["a head of 5 m", { kind: "head", unit: "cm", amount: "500" }, "amount", "headLimits"],
  ])("%s is refused at the field", async (_name, more, field, key) => {
    const refused = await refusal(add(rosa(), more));
    expect(refused.code).toBe("invalid");
    expect(refused.fields[field]?.[0]?.key).toBe(`growth:errors.${key}`);
    expect(await kept()).toBe(0);
  });

  test("pounds typed as kilograms: the likely number with one press, or what was typed after all", async () => {
    await add(rosa(), { amount: "3.86", measuredOn: parts(addDays(day, -18)) });
    const slip = await refusal(add(rosa(), { amount: "9.57" }));
    expect(slip.fields.amount?.[0]?.key).toBe("growth:errors.unlikely");
    expect(slip.facts.slip).toEqual({
      ...{ kind: "weight", unit: "kg", typed: 9570, meant: [4341], mayKeep: true },
    });
    await add(rosa(), { amount: "9.57", use: "4341" });
    await add(rosa(), { amount: "9.57", sure: "9570", measuredOn: parts(day) });
    const { measurements } = await babyGrowth(rosa(), { babyId: family.babyId });
    expect(measurements.map((one) => [one.amount, one.warned])).toEqual([
      [3860, []],
      [4341, []],
      [9570, ["far", "jump"]],
    ]);
  });

  test("ounces beside kilograms are not dropped: they are asked about, and one press keeps them", async () => {
    const slip = await refusal(add(family.parent, { amount: "9", ounces: "8", source: "parent" }));
    expect(slip.fields.amount?.[0]?.key).toBe("growth:errors.unlikely");
    expect(slip.facts.slip).toMatchObject({ typed: 9000, meant: [4309], mayKeep: true });
    await add(family.parent, { amount: "9", ounces: "8", source: "parent", use: "4309" });
    // Left over from a field that was filled in with pounds, they make no weight of this baby.
    await add(rosa(), { amount: "4.38", ounces: "9.1", measuredOn: parts(day) });
    // Where either may be, neither is taken by itself.
    await db.owner
      .update(t.babies)
      .set({ gestationDays: 24 * 7 })
      .where(eq(t.babies.id, family.babyId));
    const early = { amount: "2", ounces: "8", measuredOn: parts(addDays(bornOn, 12)) };
    const either = await refusal(add(rosa(), early));
    expect(either.fields.amount?.[0]?.key).toBe("growth:errors.ounces");
    expect(either.facts.slip).toMatchObject({ typed: 2000, meant: [1134], mayKeep: true });
    await add(rosa(), { ...early, sure: "2000" });
    const { measurements } = await babyGrowth(rosa(), { babyId: family.babyId });
    expect(measurements.map(({ amount }) => amount)).toEqual([2000, 4309, 4380]);
  });

  test("what looks like an entry that is there is asked about: the day, or the weight of days before", async () => {
    const on = (ago: number) => parts(addDays(day, -ago));
    await add(family.parent, { unit: "lb", amount: "9", ounces: "9", source: "parent" });
    const asked = await refusal(add(rosa()));
    expect(asked.fields.amount?.[0]?.key).toBe("growth:errors.again.weight");
    expect(asked.facts).toEqual({
      again: {
        ...{ kind: "weight", unit: "kg", typed: 4340, amount: 4337, on: addDays(day, -3) },
      },
    });
    await refusal(add(rosa(), { amount: "9.57", use: "4341" }));
    expect(await kept()).toBe(1);
    // Another weight of the day, a near one of the next and another kind are nobody's double.
    await add(rosa(), { amount: "4.38" });
    await add(rosa(), { measuredOn: on(2) });
    await add(rosa(), { kind: "head", unit: "cm", amount: "37" });
    expect((await refusal(add(rosa(), { measuredOn: on(0) }))).facts.again).toMatchObject({
      ...{ amount: 4340, on: addDays(day, -2) },
    });
    const { measurementId } = await add(rosa(), { again: "4340" });
    expect(await kept()).toBe(5);
    await removeMeasurement(rosa(), { measurementId, reason: "twice" });
    // What was taken off the chart is no double.
    expect((await refusal(add(rosa()))).facts.again).toMatchObject({ amount: 4337 });
  });

  test("what cannot be is not kept, however sure", async () => {
    const refused = await refusal(add(rosa(), { amount: "43.4", sure: "43400" }));
    expect(refused.facts.slip).toMatchObject({ meant: [4340], mayKeep: false });
    expect((await refusal(add(rosa(), { use: "43400" }))).code).toBe("invalid");
  });

  test("the front desk, another family and another practice neither read nor write", async () => {
    const { measurementId } = await add(rosa());
    const other = await makePractice(db.owner);
    const strangers: Actor[] = [
      at.staff("front_desk"),
      other.staff("owner"),
      (await makeFamily(db.owner, at.practiceId)).parent,
    ];
    for (const actor of strangers) {
      const read = actor.kind === "parent" ? ownGrowth : babyGrowth;
      const codes = [
        (await refusal(read(actor, { babyId: family.babyId }))).code,
        (await refusal(add(actor))).code,
        (
          await refusal(
            removeMeasurement(actor, { measurementId: measurementId as never, reason: "other" }),
          )
        ).code,
      ];
      for (const code of codes) expect(["forbidden", "not_found"]).toContain(code);
    }
    expect(await kept()).toBe(1);
  });
});

describe("correcting", () => {
  test("the wrong entry stays readable with its reason; the right one takes its place", async () => {
    const { measurementId } = await add(rosa(), { amount: "5.34", sure: "5340" });
    const made = await correctMeasurement(rosa(), {
      ...entry(),
      babyId: undefined,
      measurementId,
      reason: "wrong_value",
    } as never).catch((error: unknown) => error);
    // Nothing but the fields of the form is taken.
    expect(made).toBeInstanceOf(Refusal);
    const { babyId: _, ...typed } = entry();
    const right = await correctMeasurement(rosa(), {
      ...typed,
      measurementId,
      reason: "wrong_value",
    } as never);
    const growth = await babyGrowth(rosa(), { babyId: family.babyId });
    expect(growth.measurements).toMatchObject([
      { id: right.measurementId, amount: 4340, replacesId: measurementId },
    ]);
    expect(growth.voided).toMatchObject([{ id: measurementId, voided: { reason: "wrong_value" } }]);
    const again = await refusal(
      removeMeasurement(rosa(), { measurementId: measurementId as never, reason: "twice" }),
    );
    expect(again.code).toBe("conflict");
  });

  test("what was another baby's keeps its amount for the practice alone", async () => {
    const { measurementId } = await add(rosa());
    const again = await add(rosa(), { again: "4340" });
    await removeMeasurement(rosa(), { measurementId, reason: "wrong_baby" } as never);
    const twice = { measurementId: again.measurementId, reason: "twice" };
    await removeMeasurement(rosa(), twice as never);
    const seen = async (read: typeof babyGrowth | typeof ownGrowth, actor: Actor) =>
      (await read(actor as never, { babyId: family.babyId })).voided.map((one) => [
        one.voided?.reason,
        one.amount,
      ]);
    expect(await seen(babyGrowth, rosa())).toEqual([
      ["wrong_baby", 4340],
      ["twice", 4340],
    ]);
    expect(await seen(ownGrowth, family.parent)).toEqual([
      ["wrong_baby", null],
      ["twice", 4340],
    ]);
    const own = await ownGrowth(family.parent, { babyId: family.babyId });
    expect(JSON.stringify(own.voided[0])).not.toMatch(/4340|standing|warned/);
  });

  test("of the day alone keeps the length to the millimetre, shown in inches", async () => {
    const long = { kind: "length", unit: "cm", amount: "54.2" };
    const { measurementId } = await add(rosa(), long);
    const { babyId: _, ...typed } = entry({ ...long, unit: "in", amount: "21.3" });
    await correctMeasurement(rosa(), {
      ...typed,
      ...{ measurementId, reason: "wrong_day", measuredOn: parts(addDays(day, -4)) },
    } as never);
    const { measurements } = await babyGrowth(rosa(), { babyId: family.babyId });
    expect(measurements).toMatchObject([{ amount: 542, on: addDays(day, -4) }]);
  });

  test("a parent takes back what waits, and no longer once it is confirmed", async () => {
    const first = await add(family.parent, { source: "parent" });
    const second = await add(family.parent, { source: "parent", again: "4340" });
    const take = (id: string) =>
      removeMeasurement(family.parent, { measurementId: id as never, reason: "twice" });
    await take(first.measurementId);
    await confirmAll();
    expect((await refusal(take(second.measurementId))).say.key).toBe("growth:errors.confirmed");
    const staffs = await add(rosa(), { again: "4340" });
    expect((await refusal(take(staffs.measurementId))).code).toBe("conflict");
  });

  test("confirming and taking back at once: one of them happens", async () => {
    for (let round = 0; round < 5; round += 1) {
      const amount = `4.${30 + 2 * round}`;
      const { measurementId } = await add(family.parent, { source: "parent", amount });
      const measurementIds = [measurementId];
      const results = await Promise.allSettled([
        confirmMeasurements(rosa(), { babyId: family.babyId, measurementIds } as never),
        removeMeasurement(family.parent, {
          measurementId: measurementId as never,
          reason: "twice",
        }),
      ]);
      expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    }
  });

  test("no role writes over what was measured, with any statement", async () => {
    const { measurementId } = await add(rosa());
    const where = sql`where id = ${measurementId}`;
    const attempts = [
      sql`update measurements set value = '\\x00' ${where}`,
      sql`update measurements set measured_on = measured_on - 1 ${where}`,
      sql`update measurements set kind = 'head' ${where}`,
      sql`update measurements set entered_as = 'parent' ${where}`,
      sql`update measurements set confirmed_at = null, confirmed_by = null ${where}`,
      sql`delete from measurements ${where}`,
    ];
    for (const actor of [rosa(), at.staff("owner"), at.staff("front_desk"), family.parent])
      for (const statement of attempts) {
        const done = await inContext(
          actor,
          async (tx) => (await tx.execute(statement)).count,
          "read write",
        ).catch((error: unknown) => databaseCode(error));
        expect([0, "42501"]).toContain(done);
      }
    await expect(
      db.owner.execute(sql`update measurements set value = '\\x00' ${where}`),
    ).rejects.toThrow();
    expect((await babyGrowth(rosa(), { babyId: family.babyId })).measurements).toHaveLength(1);
  });
});

test("a ciphertext of another row does not open in its place", async () => {
  const first = await add(rosa());
  const second = await add(rosa(), { amount: "4.4", measuredOn: parts(day) });
  await db.owner.execute(sql`alter table measurements disable trigger measurements_kept`);
  await db.owner.execute(sql`update measurements m set value = o.value from measurements o
    where m.id = ${first.measurementId} and o.id = ${second.measurementId}`);
  await db.owner.execute(sql`alter table measurements enable trigger measurements_kept`);
  await expect(babyGrowth(rosa(), { babyId: family.babyId })).rejects.toThrow();
  expect(sealedValue("x")).toEqual({ table: "measurements", column: "value", id: "x" });
});

test("who looked is in the trail before the numbers are handed out", async () => {
  await add(rosa());
  const seen = () => db.owner.$count(t.auditEvents, eq(t.auditEvents.operation, "growth.baby"));
  const before = await seen();
  await babyGrowth(rosa(), { babyId: family.babyId });
  expect(await seen()).toBe(before + 1);
  const [event] = await db.owner
    .select()
    .from(t.auditEvents)
    .where(eq(t.auditEvents.operation, "growth.add"));
  expect(JSON.stringify(event?.detail)).not.toContain("4340");
});
