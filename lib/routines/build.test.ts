import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { makeTeaching, noteHealth, type Teaching, titles } from "@/db/testing/routines";
import { Refusal } from "@/lib/core/refusal";
import { today } from "@/lib/core/time";
import { draftFrom, stepsOf } from "./draft";
import { ASK_AND_HOLD, STARTERS, stepOf } from "./library";
import { ownRoutine } from "./own.read";
import { routineDetail, routineShelf } from "./read";
import {
  addStarters,
  archiveRoutine,
  assignRoutine,
  bringBackRoutine,
  createRoutine,
  editRoutine,
} from "./write";

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

describe("building", () => {
  const legs = stepsOf(draftFrom([stepOf("legs")])).map((step) => ({
    ...step,
    rounds: "2",
    note: "Slowly, the whole leg in both hands",
  }));
  const opening = stepsOf(draftFrom([ASK_AND_HOLD]));
  const own = (more: object = {}) => ({ title: "Legs", steps: [...opening, ...legs], ...more });

  test("from nothing: rounds, notes and how often go with it to the family, and stay when it changes", async () => {
    const there = await makeTeaching(db.owner);
    const who = there.clinician();
    const often = { times: 3, per: "week" as const };
    const { id } = await createRoutine(who, own({ ...often, note: "After the bath" }));
    const { body } = await routineDetail(who, { routineId: id });
    expect(body).toMatchObject({ often, note: "After the bath", starter: null, origin: "editor" });
    expect(body.cautions).toContain("slow_hand_weight");
    const given = await assignRoutine(who, there.wish({ routineId: id, ...often }));
    const read = () => ownRoutine(there.family.parent, { assignmentId: given.id });
    const shown = await read();
    expect(shown).toMatchObject({ often, seconds: 30 + 120 });
    expect(shown.left.steps[1]).toMatchObject({ rounds: 2, note: legs[0]?.note });
    await editRoutine(who, {
      ...own(),
      routineId: id,
      version: 1,
      steps: [...opening, ...stepsOf(draftFrom([stepOf("legs")]))],
    });
    expect((await read()).left).toEqual(shown.left);
    expect((await routineDetail(who, { routineId: id })).body).not.toHaveProperty("often");
  });

  test("from another one: what rules that one out, its cautions and checks stay with the new one", async () => {
    const who = here.clinician();
    const { id } = await createRoutine(who, own({ from: here.idOf("flexibility") }));
    const { body } = await routineDetail(who, { routineId: id });
    expect(body.blockedBy).toEqual(STARTERS.flexibility.blockedBy);
    expect(body.cautions).toEqual(expect.arrayContaining([...STARTERS.flexibility.cautions]));
    expect(body.preChecks).toEqual(STARTERS.flexibility.preChecks);
    expect(body.starter).toBeNull();
  });

  test("what a baby may not have is kept from it however the routine was built", async () => {
    const there = await makeTeaching(db.owner);
    const who = there.clinician();
    const { id } = await createRoutine(
      who,
      own({ steps: [...opening, ...legs, ...stepsOf(draftFrom([stepOf("arms")]))] }),
    );
    await noteHealth(db.owner, there.family, { findings: ["pavlik_harness"] });
    const okay = { clearedBy: "Dr A", clearedOn: thisDay() };
    const given = await assignRoutine(who, there.wish({ routineId: id, ...okay }));
    const shown = await ownRoutine(there.family.parent, { assignmentId: given.id });
    expect(shown.strokes).toEqual(["ask-and-hold", "arms"]);
    expect(shown.leftOut[0]?.because).toContainEqual({
      kind: "finding",
      finding: "pavlik_harness",
    });
  });

  test("of two who save at once one is told; what would not work is not kept", async () => {
    const who = here.clinician();
    const { id: routineId } = await createRoutine(who, own());
    const saves = ["One", "Two"].map((title) =>
      editRoutine(who, { ...own({ title }), routineId, version: 1 } as never),
    );
    const said = await Promise.allSettled(saves);
    expect(said.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await routineDetail(who, { routineId })).version).toBe(2);
    const before = (await routineShelf(who, {})).length;
    const late = createRoutine(who, own({ steps: legs }));
    expect((await refused(late)).facts.problems).toMatchObject([
      { code: "first_step_not_ask_and_hold", stepKey: "legs" },
    ]);
    expect((await routineShelf(who, {})).length).toBe(before);
  });

  test("put away it leaves the shelf and no family; brought back it is there again", async () => {
    const there = await makeTeaching(db.owner);
    const who = there.clinician();
    const routineId = there.idOf("standard");
    const given = await assignRoutine(who, there.wish({ routineId }));
    const titlesOf = async (archived: boolean) =>
      (await routineShelf(who, { archived })).map((item) => item.starterKey);
    await archiveRoutine(who, { routineId });
    await archiveRoutine(who, { routineId });
    expect(await titlesOf(false)).toEqual(["flexibility", "gas-relief"]);
    expect(await titlesOf(true)).toEqual(["standard"]);
    expect((await refused(assignRoutine(who, there.wish({ routineId })))).code).toBe("not_found");
    const edit = editRoutine(who, { ...own(), routineId, version: 1 } as never);
    expect(["conflict", "invalid"]).toContain((await refused(edit)).code);
    expect(await addStarters(who, titles)).toEqual({ added: 0 });
    const mine = await ownRoutine(there.family.parent, { assignmentId: given.id });
    expect(mine.playable).toBe(true);
    await bringBackRoutine(who, { routineId });
    expect(await titlesOf(false)).toEqual(["standard", "flexibility", "gas-relief"]);
  });

  test("not for the front desk, a family or another practice", async () => {
    const there = await makeTeaching(db.owner);
    const routineId = here.idOf("standard");
    for (const actor of [here.clinician("front_desk"), here.family.parent] as never[]) {
      expect((await refused(createRoutine(actor, own()))).code).toBe("forbidden");
      expect((await refused(archiveRoutine(actor, { routineId }))).code).toBe("forbidden");
    }
    for (const work of [
      () => createRoutine(there.clinician(), own({ from: routineId })),
      () => archiveRoutine(there.clinician(), { routineId }),
      () => bringBackRoutine(there.clinician(), { routineId }),
    ])
      expect((await refused(work())).code).toBe("not_found");
  });
});
