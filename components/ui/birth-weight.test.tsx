import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import birth from "@/messages/en-US/birth.json";
import words from "@/messages/en-US/ui.json";
import { BirthWeight } from "./birth-weight";
import { FormContext, type FormWords } from "./form-context";
import type { FormState } from "./form-state";

const formWords = {
  ...words.form,
  ...{ dateOrder: ["day", "month", "year"], corrected: "", beforeDue: "" },
} satisfies FormWords;
const shown = (state: FormState, pounds = false) =>
  renderToStaticMarkup(
    <FormContext value={{ id: "f", state, words: formWords, pending: false }}>
      <BirthWeight
        name="q.weight"
        legend="Birth weight"
        hint={birth.weightHint}
        labels={birth.weightIn}
        defaultValue={{ lb: "7", oz: "8" }}
        {...{ pounds }}
      />
    </FormContext>,
  );
const names = (html: string) =>
  [...html.matchAll(/name="q\.weight\.(\w+)"/g)].map(([, one]) => one);

test("the reader's own unit stands first, and no part has to be filled in", () => {
  expect(names(shown({}))).toEqual(["kg", "lb", "oz"]);
  expect(names(shown({}, true))).toEqual(["lb", "oz", "kg"]);
  expect(shown({})).not.toContain("required");
});

test("what was typed comes back, and what is wrong is said once: of the weight, or at its part", () => {
  const values = { "q.weight.kg": "7.5", "q.weight.lb": "" };
  const whole = shown({ fields: { "q.weight": [birth.weightUnit] }, values });
  const part = shown({ fields: { "q.weight.oz": [birth.ounces] }, values });
  expect(whole).toContain('value="7.5"');
  expect(whole.split(birth.weightUnit)).toHaveLength(2);
  expect(whole).toContain('id="f-q-weight-error"');
  expect(part.split(birth.ounces)).toHaveLength(2);
  expect(part).toContain('id="f-q-weight-oz-error"');
});
