import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { refusal } from "@/db/testing/referrals";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { CHECK } from "./builtin-check";
import { INTAKE } from "./builtin-intake";
import { formDetail, formList } from "./forms.read";
import { addForm, editForm, publishForm } from "./forms.write";
import { happenedLack, withHappened } from "./happened.rules";
import { meaningOf, problemsOf, questionsOf } from "./rules";
import type { Definition, Question } from "./schema";
import { spoken } from "./words";

const ours = spoken(CHECK, "en-GB");
const { builtin: _, ...copy } = ours;
let n = 0;
const newKey = () => `k${n++}`;
const change = (of: Definition, by: (question: Question) => Question | null): Definition => ({
  ...of,
  sections: of.sections
    .map((section) => ({
      ...section,
      questions: section.questions.flatMap((question) => by(question) ?? []),
    }))
    .filter(({ questions }) => questions.length > 0),
});
const without = (...ids: string[]) =>
  change(copy, (question) => (ids.includes(question.id) ? null : question));
const only = (id: string, more: (question: Question) => Question) =>
  change(copy, (question) => (question.id === id ? more(question) : question));

const poor: [string, Definition, "happened" | "happenedWhen"][] = [
  ["without the day", without("changes_when"), "happenedWhen"],
  ["without the question", without("changes", "changes_when", "changes_what"), "happened"],
  ["without the question, its details kept", without("changes"), "happened"],
  [
    "of before the record was told",
    change(copy, ({ record: __, ...question }) => question),
    "happened",
  ],
  [
    "without an operation to choose",
    only("changes", (question) => ({
      ...question,
      options: (question.options ?? []).filter(({ id }) => id !== "surgery"),
    })),
    "happened",
  ],
  [
    "that asks for the day of an operation alone",
    only("changes_when", (question) => ({
      ...question,
      showWhen: { question: "changes", is: ["surgery"] },
    })),
    "happenedWhen",
  ],
];

test.each(poor)("a copy %s is not published, and one press makes it whole", (_name, form, say) => {
  expect(problemsOf(form).map((problem) => problem.say)).toContain(say);
  const whole = withHappened(form, ours, newKey);
  expect([happenedLack(whole), problemsOf(whole)]).toEqual([null, []]);
  const questions = questionsOf(whole.sections);
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  const [what, when] = ["happened", "happened_on"].map((record) =>
    questions.find((question) => question.record === record),
  );
  const { record } = meaningOf(whole.sections, {
    ...{ [what?.id ?? ""]: ["surgery"], [when?.id ?? ""]: "2026-11-20" },
  });
  expect([record.happened, record.happened_on]).toEqual([["surgery"], ["2026-11-20"]]);
  // Once more changes nothing.
  expect(withHappened(whole, ours, newKey)).toEqual(whole);
});

test("a practice's own words stay, and other forms are nobody's health check", () => {
  const label = "Anything new with your baby?";
  const mine = only("changes", (question) => ({ ...question, label }));
  const lacking = change(mine, (question) => (question.id === "changes_when" ? null : question));
  const asked = questionsOf(withHappened(lacking, ours, newKey).sections);
  expect(asked.find(({ id }) => id === "changes")?.label).toBe(label);
  expect(asked.findIndex(({ id }) => id === "changes_when")).toBe(
    asked.findIndex(({ id }) => id === "changes") + 1,
  );
  for (const form of [copy, INTAKE, { sections: [] }]) expect(happenedLack(form)).toBeNull();
});

const db = testDatabase();
let at: TestPractice;
beforeAll(async () => {
  at = await makePractice(db.owner);
}, 60_000);

test("a copy that loses the question is refused in words, told of, and mended by one press", async () => {
  const staff = at.staff("practitioner");
  const { formId } = await addForm(staff, { name: "Our check", from: "health_check" });
  const detail = () => formDetail(staff, { form: formId as never });
  const edit = async (what: object) =>
    editForm(staff, {
      ...{ formId, version: String((await detail()).version), change: what },
    } as never);
  const publish = async () =>
    publishForm(staff, { formId, version: String((await detail()).version) } as never);
  await edit({ op: "remove_question", question: "changes_when" });
  expect((await detail()).lack).toBe("happenedWhen");
  expect((await refusal(publish())).say.key).toBe("intake:problems.happenedWhen");
  await edit({ op: "bring_happened" });
  expect(await detail()).toMatchObject({ lack: null, lackLive: false, draft: true });
  await publish();
  const { forms } = await formList(staff, {});
  expect(forms.find(({ id }) => id === formId)).toMatchObject({ number: 1, lack: null });
});

test("a change of words keeps all that an answer of ours finds", async () => {
  const staff = at.staff("practitioner");
  const { formId } = await addForm(staff, { name: "Reworded", from: "health_check" });
  const { definition, version } = await formDetail(staff, { form: formId as never });
  const {
    id,
    type,
    options = [],
  } = questionsOf(definition.sections).find((one) => one.id === "changes")!;
  const found = { surgery: "abdominal_surgery" };
  await editForm(staff, {
    ...{ formId, version: String(version) },
    change: {
      ...{ op: "edit_question", question: id, type, label: "News?", required: "on" },
      ...{ options: options.map(({ label }) => label).join("\n"), findings: found },
    },
  } as never);
  const after = await formDetail(staff, { form: formId as never });
  const question = questionsOf(after.definition.sections).find((one) => one.id === "changes");
  expect(question?.effects?.surgery?.findings).toEqual([
    "abdominal_surgery",
    "recent_surgery_limb",
  ]);
});
