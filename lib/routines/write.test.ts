import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { babies, guardians, referrals, routineAssignments, routines } from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeTeaching, noteHealth, type Teaching, titles } from "@/db/testing/routines";
import { makeFamily, makeUser } from "@/db/testing/world";
import { mergeClients } from "@/lib/clients/merge.write";
import type { Parent } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { addDays, today } from "@/lib/core/time";
import { draftFrom, stepsOf } from "./draft";
import { ownRoutine, ownRoutines } from "./own.read";
import {
  assignmentDetail,
  assignmentList,
  routineDetail,
  routineForBaby,
  routineShelf,
} from "./read";
import { Routine } from "./schema";
import { addStarters, assignRoutine, copyRoutine, editRoutine, endAssignment } from "./write";

const db = testDatabase();
let here: Teaching;
beforeAll(async () => {
  here = await makeTeaching(db.owner);
});

const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${String(error)}`);
  return error;
};
const thisDay = () => today(new Date(), "Europe/London");

describe("the practice's routines", () => {
  test("a practice has the three starters, once however often they are added", async () => {
    expect(await addStarters(here.clinician(), titles)).toEqual({ added: 0 });
    const shelf = await routineShelf(here.clinician(), {});
    expect(shelf.map((item) => item.starterKey)).toEqual(["standard", "flexibility", "gas-relief"]);
    expect(shelf[2]).toMatchObject({ title: "Gas relief", rounds: 3, startPosition: "back" });
  });

  test("a copy is the practice's own; its order is free, the grammar is not", async () => {
    const { id } = await copyRoutine(here.clinician(), {
      routineId: here.idOf("standard"),
      title: "Evening",
    });
    const { body } = await routineDetail(here.clinician(), { routineId: id });
    const [hold, ...main] = stepsOf(draftFrom(body.steps));
    const feet = main.find(({ key }) => key === "feet")!;
    const edit = (steps: object[], version = 1) =>
      editRoutine(here.clinician(), { routineId: id, version, title: "Evening", steps } as never);
    await edit([hold!, ...main.toReversed().slice(0, 3)]);
    const after = await routineDetail(here.clinician(), { routineId: id });
    expect(after.version).toBe(2);
    expect(after.body.steps.map((step) => step.key)).toEqual([
      "ask-and-hold",
      "thighs",
      "waist",
      "feet",
    ]);
    expect(Routine.safeParse(after.body).success).toBe(true);
    const nonsense = await refused(edit([feet], 2));
    expect(nonsense.facts.problems).toMatchObject([{ code: "first_step_not_ask_and_hold" }]);
    const unknown = { ...feet, key: "made-up", strokeKey: "made-up" };
    expect((await refused(edit([hold!, unknown], 2))).code).toBe("invalid");
    expect((await refused(edit([hold!, { ...feet, position: "back" }], 2))).facts.problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: "position_not_possible" })]),
    );
    expect((await refused(edit([hold!, { ...feet, seconds: 5 }], 2))).code).toBe("invalid");
    expect((await refused(edit([hold!, feet], 1))).code).toBe("conflict");
  });

  test("a starter keeps the article's order and tells so", async () => {
    const { body } = await routineDetail(here.clinician(), { routineId: here.idOf("standard") });
    const [hold, first, second, ...rest] = stepsOf(draftFrom(body.steps));
    const error = await refused(
      editRoutine(here.clinician(), {
        routineId: here.idOf("standard"),
        version: 1,
        title: "Standard",
        steps: [hold!, second!, first!, ...rest],
      }),
    );
    expect(error.facts.problems).toMatchObject([{ code: "order_changed", stepKey: "upper-back" }]);
  });
});

describe("assigning", () => {
  test("the parent reads what was assigned, with the note; a later edit changes nothing of it", async () => {
    const note = "Stop as soon as gas comes. Evenings work best.";
    const { id } = await assignRoutine(
      here.clinician(),
      here.wish({ note, times: 2, untilOn: addDays(thisDay(), 20) }),
    );
    const read = () => ownRoutine(here.family.parent, { assignmentId: id });
    const before = await read();
    expect(before).toMatchObject({
      title: "Gas relief",
      note,
      often: { times: 2, per: "day" },
      playable: true,
      name: expect.stringContaining("Baby"),
      emergencyNumber: "999",
      steps: 4,
    });
    expect(before.left.loop).toEqual({ maxRounds: 3 });
    const { body, version } = await routineDetail(here.clinician(), {
      routineId: here.idOf("gas-relief"),
    });
    await editRoutine(here.clinician(), {
      routineId: here.idOf("gas-relief"),
      version,
      title: "Gas relief, short",
      steps: stepsOf(draftFrom(body.steps)).map((step) => ({ ...step, seconds: 20 })),
    });
    const { now: _, ...after } = await read();
    const { now: __, ...unchanged } = before;
    expect(after).toEqual(unchanged);
    const stale = await refused(assignRoutine(here.clinician(), here.wish()));
    expect(stale.say.key).toBe("assign:errors.changed");
  });

  test("neither the note nor a finding stands in the tables in plain", async () => {
    await noteHealth(db.owner, here.family, { findings: ["umbilicus_unhealed"] });
    const { id } = await assignRoutine(
      here.clinician(),
      here.wish({ routineId: here.idOf("standard"), note: "Only the back, softly" }),
    );
    const shown = await ownRoutine(here.family.parent, { assignmentId: id });
    expect(shown.note).toBe("Only the back, softly");
    await noteHealth(db.owner, here.family, { findings: ["down_syndrome"] });
    const replaced = await assignRoutine(
      here.clinician(),
      here.wish({
        routineId: here.idOf("standard"),
        note: "Only the back, softly",
        clearedBy: "Dr Ito",
        clearedOn: thisDay(),
      }),
    );
    const [row] = await db.owner.execute<{ text: string; note: string; why: string }>(
      sql`select t::text as text, encode(note, 'escape') as note, encode(why, 'escape') as why
        from routine_assignments t where id = ${replaced.id}`,
    );
    const plain = `${row?.text} ${row?.note} ${row?.why}`;
    expect(plain).not.toMatch(/softly|down_syndrome/);
    const mine = await ownRoutine(here.family.parent, { assignmentId: replaced.id });
    expect(mine.leftOut).toMatchObject([
      { step: { key: "neck" }, because: [{ kind: "finding", finding: "down_syndrome" }, {}] },
    ]);
    const gone = await ownRoutine(here.family.parent, { assignmentId: id });
    expect(gone).toMatchObject({ active: false, playable: false });
    await noteHealth(db.owner, here.family, {});
  });

  test("born early: refused without the doctor's okay, and with one that cannot be", async () => {
    const family = await makeFamily(db.owner, here.practiceId);
    const wish = (more: object = {}) =>
      here.wish({ babyId: family.babyId, routineId: here.idOf("standard"), ...more });
    await db.owner
      .update(babies)
      .set({ bornOn: addDays(thisDay(), -90), gestationDays: 235 })
      .where(eq(babies.id, family.babyId));
    const who = here.clinician();
    const preview = await routineForBaby(who, wish0(family.babyId));
    expect(preview).toMatchObject({ needsOkay: ["preterm"], obstacle: null, knownOkay: null });
    const field = async (more: object) =>
      Object.entries((await refused(assignRoutine(who, wish(more)))).fields).map(
        ([name, [say]]) => `${name} ${say?.key}`,
      );
    expect(await field({})).toEqual(["clearedBy assign:errors.clearedBy"]);
    const clearedBy = "Dr Imran Haddad";
    expect(await field({ clearedBy })).toEqual(["clearedOn assign:errors.clearedOn"]);
    expect(await field({ clearedBy, clearedOn: addDays(thisDay(), 1) })).toEqual([
      "clearedOn assign:errors.cleared_in_future",
    ]);
    expect(await field({ clearedBy, clearedOn: addDays(thisDay(), -90) })).toEqual([
      "clearedOn assign:errors.cleared_too_old",
    ]);
    expect(await field({ clearedBy, clearedOn: "2026-02-30" })).toEqual([
      "clearedOn errors:choose",
    ]);
    expect(
      await db.owner.$count(routineAssignments, eq(routineAssignments.babyId, family.babyId)),
    ).toBe(0);
    const clearedOn = addDays(thisDay(), -1);
    const { id } = await assignRoutine(who, wish({ clearedBy, clearedOn }));
    const shown = await ownRoutine(family.parent, { assignmentId: id });
    expect(shown).toMatchObject({ playable: true, okay: { by: clearedBy, on: clearedOn } });
    expect(shown.left.steps[0]?.seconds).toBe(20);
    expect(shown.left.steps[0]?.adapted).toContain("shortened");
  });
  const wish0 = (babyId: string) => ({ babyId, routineId: here.idOf("standard") });

  test("a finding noted later takes steps away at once, or stops the routine until a doctor answers", async () => {
    const family = await makeFamily(db.owner, here.practiceId);
    await db.owner
      .update(babies)
      .set({ gestationDays: null, bornOn: "2026-06-01" })
      .where(eq(babies.id, family.babyId));
    const { id } = await assignRoutine(
      here.clinician(),
      here.wish({ babyId: family.babyId, routineId: here.idOf("standard") }),
    );
    const shown = async () => ownRoutine(family.parent, { assignmentId: id });
    expect((await shown()).steps).toBe(9);
    await noteHealth(db.owner, family, { findings: ["brachial_plexus"] });
    const less = await shown();
    expect(less.playable).toBe(true);
    expect(less.strokes).not.toContain("shoulders");
    await noteHealth(db.owner, family, { findings: ["vp_shunt"] });
    const waits = await shown();
    expect(waits).toMatchObject({ playable: false, obstacle: "okay_needed" });
    expect(waits.strokes).not.toContain("head");
    const { obstacle } = await assignmentDetail(here.clinician(), { assignmentId: id });
    expect(obstacle).toBe("okay_needed");
  });

  test("a routine that is ruled out whole, or of which nothing is left, is refused in words", async () => {
    const family = await makeFamily(db.owner, here.practiceId);
    const who = here.clinician();
    const okay = { clearedBy: "Dr A", clearedOn: thisDay() };
    const say = async (routine: string) => {
      const { version } = await routineDetail(who, { routineId: here.idOf(routine) });
      const wish = { babyId: family.babyId, routineId: here.idOf(routine), version, ...okay };
      return (await refused(assignRoutine(who, here.wish(wish)))).say.key;
    };
    await noteHealth(db.owner, family, { findings: ["pavlik_harness"] });
    expect(await say("gas-relief")).toBe("assign:obstacles.routine_blocked");
    await noteHealth(db.owner, family, { findings: ["fever"] });
    expect(await say("standard")).toBe("assign:obstacles.not_now");
    await noteHealth(db.owner, family, { findings: ["skin_broken"] });
    expect(await say("standard")).toBe("assign:obstacles.nothing_left");
  });

  test("the doctor's answer in an accepted referral is offered, not taken", async () => {
    const family = await makeFamily(db.owner, here.practiceId);
    await db.owner.insert(referrals).values({
      practiceId: here.practiceId,
      id: newId(),
      practitionerId: here.practitionerId,
      reference: "HAKRT-22345",
      status: "accepted",
      doctorName: "Dr Imran Haddad",
      doctorRole: "gp",
      doctorOrganisation: "Surgery",
      doctorEmail: "dr@example.com",
      locale: "en-GB",
      dataKeyId: family.dataKey.id,
      details: Buffer.from("sealed"),
      emailConfirmedAt: new Date(),
      clientId: family.clientId,
      babyId: family.babyId,
    });
    const preview = await routineForBaby(here.clinician(), wish0(family.babyId));
    expect(preview.knownOkay).toEqual({ by: "Dr Imran Haddad", on: thisDay() });
    const error = await refused(
      assignRoutine(
        here.clinician(),
        here.wish({ babyId: family.babyId, routineId: here.idOf("standard") }),
      ),
    );
    expect(error.fields).toHaveProperty("clearedBy");
  });
});

describe("who may", () => {
  test("not the front desk, not another practice, not a family", async () => {
    const there = await makeTeaching(db.owner);
    const wish = there.wish();
    for (const actor of [there.clinician("front_desk"), there.family.parent])
      expect((await refused(assignRoutine(actor, wish))).code).toBe("forbidden");
    expect((await refused(assignRoutine(here.clinician(), wish))).code).toBe("not_found");
    const mixed = { ...wish, babyId: here.family.babyId };
    expect((await refused(assignRoutine(there.clinician(), mixed))).code).toBe("not_found");
    const { id: assignmentId } = await assignRoutine(there.clinician(), wish);
    for (const reading of [
      () => assignmentDetail(there.clinician("front_desk"), { assignmentId }),
      () => assignmentDetail(here.clinician(), { assignmentId }),
      () => ownRoutine(here.family.parent, { assignmentId }),
      () => endAssignment(here.clinician(), { assignmentId }),
    ])
      expect(["forbidden", "not_found"]).toContain((await refused(reading())).code);
    const mine = await ownRoutines(there.family.parent, {});
    expect(mine.active.map((one) => one.id)).toEqual([assignmentId]);
    expect((await ownRoutines(here.family.parent, {})).active.map((one) => one.id)).not.toContain(
      assignmentId,
    );
  });

  test("a second guardian of the family reads the same routine", async () => {
    const userId = await makeUser(db.owner, `second-${newId()}@example.com`);
    await db.owner.insert(guardians).values({
      practiceId: here.practiceId,
      id: newId(),
      clientId: here.family.clientId,
      userId,
      name: "Chidi",
      maySee: "yes",
    });
    const second: Parent = { kind: "parent", userId, email: "second@example.com" };
    const [first] = (await ownRoutines(here.family.parent, {})).active;
    const read = await ownRoutine(second, { assignmentId: first?.id ?? "" });
    expect(read.note).toBe("Only the back, softly");
  });
});

describe("ending", () => {
  test("it can be read and is not started any more; ending twice is ending", async () => {
    const there = await makeTeaching(db.owner);
    const { id: assignmentId } = await assignRoutine(there.clinician(), there.wish());
    await endAssignment(there.clinician(), { assignmentId });
    await endAssignment(there.clinician(), { assignmentId });
    const read = await ownRoutine(there.family.parent, { assignmentId });
    expect(read).toMatchObject({ active: false, playable: false });
    expect(read.left.steps.length).toBe(4);
    const list = (state: "active" | "ended") => assignmentList(there.clinician(), { state });
    expect((await list("active")).items).toEqual([]);
    expect((await list("ended")).items.map((item) => item.id)).toEqual([assignmentId]);
  });

  test("assigned again by two people at once, one of the same routine runs", async () => {
    const there = await makeTeaching(db.owner);
    await Promise.all(
      Array.from({ length: 6 }, () => assignRoutine(there.clinician(), there.wish())),
    );
    expect((await assignmentList(there.clinician(), {})).items.length).toBe(1);
    expect(
      await db.owner.$count(
        routineAssignments,
        eq(routineAssignments.practiceId, there.practiceId),
      ),
    ).toBe(6);
    const other = await assignRoutine(there.clinician(), {
      ...there.wish({ routineId: there.idOf("standard") }),
      replaces: (await assignmentList(there.clinician(), {})).items[0]?.id ?? "",
    });
    const running = (await assignmentList(there.clinician(), {})).items;
    expect(running.map((item) => item.id)).toEqual([other.id]);
  });

  test("the last day of a routine is in the family's calendar, and passes by itself", async () => {
    const there = await makeTeaching(db.owner);
    const { id: assignmentId } = await assignRoutine(
      there.clinician(),
      there.wish({ untilOn: thisDay() }),
    );
    const read = () => ownRoutine(there.family.parent, { assignmentId });
    expect((await read()).playable).toBe(true);
    await db.owner
      .update(routineAssignments)
      .set({ untilOn: addDays(thisDay(), -1) })
      .where(eq(routineAssignments.id, assignmentId));
    expect(await read()).toMatchObject({ active: false, playable: false });
    expect((await assignmentList(there.clinician(), { state: "ended" })).items.length).toBe(1);
  });

  test("what one row of a child says of an early birth holds for a routine of the other row", async () => {
    const there = await makeTeaching(db.owner);
    const { id: assignmentId } = await assignRoutine(there.clinician(), there.wish());
    const read = () => ownRoutine(there.family.parent, { assignmentId });
    const other = await makeFamily(db.owner, there.practiceId);
    const weeks = (babyId: string, gestationDays: number) =>
      db.owner.update(babies).set({ gestationDays }).where(eq(babies.id, babyId));
    const { babyId, clientId } = there.family;
    await weeks(other.babyId, 219);
    const pair = { intoId: clientId, fromId: other.clientId, same: { [other.babyId]: babyId } };
    await mergeClients(there.clinician(), pair as never);
    expect(await read()).toMatchObject({ playable: false, obstacle: "okay_needed" });
    const standard = { babyId, routineId: there.idOf("standard") };
    const shown = await routineForBaby(there.clinician(), standard);
    expect(shown.needsOkay).toEqual(["preterm"]);
    await weeks(babyId, 280);
    expect((await read()).playable).toBe(true);
  });

  test("a stored routine that cannot be read is not half shown", async () => {
    const there = await makeTeaching(db.owner);
    const { id: assignmentId } = await assignRoutine(there.clinician(), there.wish());
    await db.owner
      .update(routineAssignments)
      .set({ snapshot: { steps: [{ key: "x" }] } })
      .where(eq(routineAssignments.id, assignmentId));
    expect((await refused(ownRoutine(there.family.parent, { assignmentId }))).code).toBe(
      "not_found",
    );
    await db.owner
      .update(routines)
      .set({ body: {} })
      .where(eq(routines.id, there.idOf("standard")));
    expect((await routineShelf(there.clinician(), {})).length).toBe(2);
  });
});
