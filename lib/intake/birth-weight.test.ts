import fc from "fast-check";
import { expect, test } from "vitest";
import { weightParts } from "@/lib/clients/schema";
import { BUILTIN_FORMS } from "./builtin";
import { AnswerProblem, questionsOf, readAnswer } from "./rules";
import type { Question } from "./schema";

const { sections } = BUILTIN_FORMS.intake.definition;
const weight = questionsOf(sections).find(({ id }) => id === "birth_weight") as Question;
const read = (raw: unknown, of = weight) => {
  try {
    return readAnswer(of, raw);
  } catch (error) {
    if (!(error instanceof AnswerProblem)) throw error;
    return { says: error.message };
  }
};
const typed = (kg: string, lb = "", oz = "") => ({ kg, lb, oz });

test.each([
  ["kilograms", typed("3.4"), "3400"],
  ["kilograms with a comma", typed("3,4"), "3400"],
  ["grams", typed("3400"), "3400"],
  ["pounds and ounces", typed("", "7", "8"), "3402"],
  ["pounds alone", typed("", "7.5"), "3402"],
  ["nothing", typed("", "", ""), undefined],
  // As it was carried over from last time, and from a page that was opened before.
  ["grams by themselves", "3400", "3400"],
])("a birth weight in %s is kept in grams", (_unit, raw, grams) => {
  expect(read(raw)).toBe(grams);
});

test("what cannot be is said with what to do", () => {
  expect(read(typed("43"))).toEqual({ says: "birth:weightRange" });
  expect(read(typed("7.5"))).toEqual({ says: "birth:weightUnit" });
  expect(read(typed("0.25"))).toEqual({ says: "birth:weightUnit" });
  expect(read(typed("3.4", "9", "8"))).toEqual({ says: "birth:weightTwice" });
  expect(read(typed("", "7", "16"))).toEqual({ says: "birth:ounces" });
  expect(read(typed("heavy"))).toEqual({ says: "birth:weight" });
  expect(read("3.4")).toEqual({ says: "intake:errors.number" });
  for (const raw of [{ st: "1" }, { kg: 3.4 }, ["3.4"], { kg: "\u0000" }])
    expect(read(raw)).toEqual({ says: expect.stringMatching(/^birth:/) });
});

test("another number takes no weight", () => {
  const plain: Question = { id: "n", type: "number", label: "How many?" };
  expect(read(typed("3.4"), plain)).toEqual({ says: "errors:choose" });
});

test("a weight comes back as it was told, in either unit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 7000 }), fc.boolean(), (grams, pounds) => {
      const back = Number(read(weightParts(grams, pounds)));
      // A tenth of an ounce is three grams.
      expect(Math.abs(back - grams)).toBeLessThanOrEqual(pounds ? 2 : 0);
    }),
  );
});
