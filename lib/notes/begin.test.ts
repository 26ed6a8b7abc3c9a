import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { makeTeaching, noteHealth } from "@/db/testing/routines";
import { today } from "@/lib/core/time";
import { ownRoutine } from "@/lib/routines/own.read";
import { assignRoutine } from "@/lib/routines/write";
import { noteToBegin } from "./edit.read";

const db = testDatabase();

test("a new note does not say that the parent did strokes which the record rules out since the routine was given", async () => {
  const there = await makeTeaching(db.owner);
  const who = there.clinician();
  const { babyId, parent } = there.family;
  const given = await assignRoutine(who, there.wish({ routineId: there.idOf("standard") }));
  const begun = async () => (await noteToBegin(who, { babyId })).note.content;
  const mayNow = async (): Promise<string[]> => [
    ...new Set((await ownRoutine(parent, { assignmentId: given.id })).strokes),
  ];
  const all = await mayNow();
  expect(new Set((await begun()).strokes)).toEqual(new Set(all));

  await noteHealth(db.owner, there.family, { findings: ["gastrostomy"] });
  const { strokes, taught } = await begun();
  expect(strokes.length).toBeLessThan(all.length);
  const may = await mayNow();
  expect(strokes.every((key) => may.length === 0 || may.includes(key))).toBe(true);
  expect(taught).toEqual(strokes.map((key) => `${key}:parent`));
});

test("strokes that a doctor allowed when the routine was given stay in it, and in the note", async () => {
  const there = await makeTeaching(db.owner);
  const who = there.clinician();
  const { babyId, parent } = there.family;
  await noteHealth(db.owner, there.family, { findings: ["pavlik_harness"] });
  const okay = { clearedBy: "Dr A", clearedOn: today(new Date(), "Europe/London") };
  const routineId = there.idOf("standard");
  const given = await assignRoutine(who, there.wish({ routineId, ...okay }));
  const { strokes } = await ownRoutine(parent, { assignmentId: given.id });
  const { note } = await noteToBegin(who, { babyId });
  expect(note.content.strokes.length).toBeGreaterThan(0);
  expect(new Set(note.content.strokes)).toEqual(new Set(strokes));
});
