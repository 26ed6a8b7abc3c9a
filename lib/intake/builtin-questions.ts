import type { Effect, Question, QuestionType, Section } from "./schema";

type More = Partial<Omit<Question, "id" | "type" | "label" | "options" | "hint" | "unit">> & {
  hint?: true;
  unit?: "weeks" | "grams";
};

/** A question of ours: its words are found in the messages by its id. */
export function ask(
  id: string,
  type: QuestionType,
  options: readonly string[] = [],
  more: More = {},
): Question {
  const { hint, unit, ...rest } = more;
  return {
    id,
    type,
    label: `q.${id}.label`,
    ...(hint && { hint: `q.${id}.hint` }),
    ...(unit && { unit: `units.${unit}` }),
    ...(options.length > 0 && {
      options: options.map((option) => ({ id: option, label: `q.${id}.o.${option}` })),
    }),
    ...rest,
  };
}

export const yes = (question: string): Pick<Question, "showWhen"> => ({
  showWhen: { question, is: ["yes"] },
});

/** Each answer is itself the name of a safety finding, and somebody looks at it before the lesson. */
export const findings = (...ids: readonly NonNullable<Effect["findings"]>[number][]) =>
  Object.fromEntries(ids.map((id): [string, Effect] => [id, { findings: [id], flag: "look" }]));

export const part = (
  id: string,
  questions: Question[],
  more: Partial<Section> & { says?: true } = {},
): Section => {
  const { says, ...rest } = more;
  return {
    id,
    title: `s.${id}.title`,
    ...(says && { intro: `s.${id}.intro` }),
    ...rest,
    questions,
  };
};

// What the intake asks first, and the check before each lesson shows again to be confirmed.
export const FEEDING = ask(
  "feeding",
  "some",
  ["breast", "expressed", "formula", "tube", "solids"],
  { required: true, record: "feeding", effects: { tube: { findings: ["ng_tube"], flag: "look" } } },
);
export const MEDICINE = ask("medicine", "yesno", [], {
  required: true,
  effects: { yes: { findings: ["medicine"], flag: "look" } },
});
export const MEDICINE_WHAT = ask("medicine_what", "long", [], {
  required: true,
  ...yes("medicine"),
});
export const ALLERGIES = ask("allergies", "yesno", [], {
  required: true,
  effects: { yes: { findings: ["nut_allergy"] } },
});
export const ALLERGY_WHAT = ask("allergy_what", "short", [], {
  required: true,
  record: "allergy",
  ...yes("allergies"),
});
