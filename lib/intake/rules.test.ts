import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messagesFor } from "@/i18n/messages";
import { FINDINGS } from "@/lib/safety/schema";
import { BUILTIN_FORMS } from "./builtin";
import { edited } from "./edit.rules";
import {
  AnswerProblem,
  answersOf,
  asked,
  carriedOver,
  kept,
  listOf,
  meaningOf,
  missing,
  problemsOf,
  questionsOf,
  readAnswer,
} from "./rules";
import { BUILTINS, Definition, type Question, type Values } from "./schema";
import { sha256, spoken } from "./words";

const yesno = (id: string, on?: { question: string; is: string[] }): Question => ({
  id,
  type: "yesno",
  label: id,
  required: true,
  ...(on && { showWhen: on }),
});
const one = (...questions: Question[]): Definition => ({
  sections: [{ id: "s", title: "S", questions }],
});
const says = (definition: Definition) => problemsOf(definition).map((problem) => problem.say);

describe("a form is published only when everybody can answer it", () => {
  test("a condition looks back, never at itself or ahead, so there is no circle", () => {
    expect(says(one(yesno("a"), yesno("b", { question: "a", is: ["yes"] })))).toEqual([]);
    expect(says(one(yesno("b", { question: "a", is: ["yes"] }), yesno("a")))).toEqual(["later"]);
    expect(says(one(yesno("a", { question: "a", is: ["yes"] })))).toEqual(["itself"]);
    const circle = one(
      yesno("a", { question: "b", is: ["yes"] }),
      yesno("b", { question: "a", is: ["yes"] }),
    );
    expect(says(circle)).toEqual(["later"]);
    expect(says(one(yesno("a"), yesno("b", { question: "gone", is: ["yes"] })))).toEqual([
      "unknown",
    ]);
    expect(says(one(yesno("a"), yesno("b", { question: "a", is: ["perhaps"] })))).toEqual([
      "unknownAnswer",
    ]);
  });
  test("an empty form, an empty part and a list without a choice are refused", () => {
    expect(says({ sections: [] })).toEqual(["empty"]);
    expect(says(one())).toEqual(["empty", "emptySection"]);
    const list: Question = { id: "l", type: "one", label: "L", options: [{ id: "x", label: "X" }] };
    expect(says(one(list))).toEqual(["options"]);
    expect(says(one(yesno("a"), yesno("a")))).toEqual(["twice"]);
  });
  test("what each grown-up answers alone cannot act on the baby's record, so it may not seem to", () => {
    const alone = (more: Partial<Question>): Definition => ({
      sections: [{ id: "s", title: "S", each: true, questions: [{ ...yesno("a"), ...more }] }],
    });
    expect(says(alone({ effects: { yes: { findings: ["lump"] } } }))).toEqual(["ownMeaning"]);
    expect(says(alone({ record: "condition" }))).toEqual(["ownMeaning"]);
    expect(says(alone({ effects: { yes: { flag: "look" } } }))).toEqual([]);
    const say = messagesFor("en-US").intake as { problems: Record<string, string> };
    expect(say.problems.ownMeaning).toBeTruthy();
  });
});

/** Forms whose conditions look back, with answers to them. */
const forms = fc
  .array(fc.tuple(fc.boolean(), fc.nat(20), fc.constantFrom("yes", "no")), {
    minLength: 1,
    maxLength: 12,
  })
  .map((list) =>
    one(
      ...list.map(([depends, back, is], at) =>
        yesno(`q${at}`, depends && at > 0 ? { question: `q${back % at}`, is: [is] } : undefined),
      ),
    ),
  );
const answers = fc.dictionary(
  fc.nat(14).map((n) => `q${n}`),
  fc.constantFrom("yes", "no"),
);

describe("questions behind conditions", () => {
  test("a question is asked exactly when what it depends on is asked and was answered so", () => {
    fc.assert(
      fc.property(forms, answers, (form, values) => {
        expect(problemsOf(form)).toEqual([]);
        const shown = asked(form.sections, values);
        for (const { id, showWhen } of questionsOf(form.sections)) {
          const holds =
            !showWhen ||
            (shown.has(showWhen.question) &&
              listOf(values[showWhen.question]).some((given) => showWhen.is.includes(given)));
          expect([id, shown.has(id)]).toEqual([id, holds]);
        }
      }),
    );
  });
  test("what is kept answers only what is asked, is complete when nothing is missing, and stays so when kept again", () => {
    fc.assert(
      fc.property(forms, answers, (form, values) => {
        const once = kept(form.sections, values);
        const shown = asked(form.sections, once);
        expect(Object.keys(once).filter((id) => !shown.has(id))).toEqual([]);
        expect(kept(form.sections, once)).toEqual(once);
        const open = missing(form.sections, values).map(({ id }) => id);
        expect(open.every((id) => shown.has(id) && !(id in once))).toBe(true);
        expect(shown.size).toBe(Object.keys(once).length + open.length);
      }),
    );
  });
  test("last time's answers fit a later version, whatever became of its questions", () => {
    fc.assert(
      fc.property(forms, forms, answers, (before, after, values) => {
        const carried = carriedOver(after.sections, kept(before.sections, values));
        const known = new Map(
          questionsOf(after.sections).map((question) => [question.id, question]),
        );
        for (const [id, value] of Object.entries(carried))
          expect(answersOf(known.get(id)!)).toContain(value);
        expect(kept(after.sections, carried)).toEqual(carried);
      }),
    );
  });
  test("moving questions about loses none", () => {
    fc.assert(
      fc.property(forms, fc.array(fc.tuple(fc.nat(14), fc.boolean())), (form, moves) => {
        let now = form;
        for (const [n, up] of moves) {
          const change = {
            op: "move_question",
            question: `q${n}`,
            by: up ? "up" : "down",
          } as const;
          now = edited(now, change, () => "k") ?? now;
        }
        const ids = (of: Definition) => questionsOf(of.sections).map(({ id }) => id);
        expect(ids(now).toSorted()).toEqual(ids(form).toSorted());
      }),
    );
  });
});

describe("what is typed", () => {
  const question = (type: Question["type"], more: Partial<Question> = {}): Question => ({
    ...{ id: "q", type, label: "Q" },
    ...more,
  });
  const options = [
    { id: "a", label: "A" },
    { id: "b", label: "B" },
  ];
  test("is read, or refused in words", () => {
    const read = (q: Question, raw: unknown) => {
      try {
        return readAnswer(q, raw);
      } catch (error) {
        if (error instanceof AnswerProblem) return `! ${error.message}`;
        throw error;
      }
    };
    expect(read(question("long"), "  two\r\nlines ")).toBe("two\nlines");
    expect(read(question("long"), "x".repeat(10_000))).toBe("! errors:tooLong");
    expect(read(question("short"), "a\u0000b")).toBe("! errors:strangeCharacters");
    expect(read(question("long"), "\ud800 alone")).toBe("! errors:strangeCharacters");
    expect(read(question("some", { options }), ["b", "a", "a"])).toEqual(["a", "b"]);
    expect(read(question("some", { options }), "b")).toEqual(["b"]);
    expect(read(question("some", { options }), ["c"])).toBe("! errors:choose");
    expect(read(question("some", { options }), Array(500).fill("a"))).toEqual(["a"]);
    expect(read(question("one", { options }), "toString")).toBe("! errors:choose");
    expect(read(question("date"), { day: "3", month: "2", year: "2026" })).toBe("2026-02-03");
    expect(read(question("date"), { day: "31", month: "2", year: "2026" })).toBe("! errors:day");
    expect(read(question("date"), { day: "", month: "", year: "" })).toBeUndefined();
    expect(read(question("number", { min: 300, max: 7000 }), "2,050")).toBe(
      "! intake:errors.number",
    );
    expect(read(question("number", { min: 300, max: 7000 }), "2050.5")).toBe("2050.5");
    expect(read(question("number", { min: 300, max: 7000 }), "43000")).toBe(
      "! intake:errors.number",
    );
    expect(read(question("text"), "hello")).toBe("! errors:unexpected");
    expect(read(question("yesno"), { toString: 1 })).toBe("! errors:choose");
  });
  test("never becomes a fault, whatever it is", () => {
    const types = fc.constantFrom(
      "short",
      "long",
      "yesno",
      "one",
      "some",
      "date",
      "number",
      "text",
    );
    fc.assert(
      fc.property(types, fc.anything(), (type, raw) => {
        try {
          readAnswer(question(type as Question["type"], { options }), raw);
        } catch (error) {
          expect(error).toBeInstanceOf(AnswerProblem);
        }
      }),
    );
  });
});

describe("the forms every practice begins with", () => {
  test.each(BUILTINS)("%s has its words, no problem, and findings that there are", (builtin) => {
    const { definition } = BUILTIN_FORMS[builtin];
    expect(problemsOf(definition)).toEqual([]);
    for (const locale of ["en-US", "en-GB"] as const)
      expect(Definition.parse(spoken(definition, locale)).sections.length).toBeGreaterThan(1);
    for (const question of questionsOf(definition.sections))
      for (const [answer, effect] of Object.entries(question.effects ?? {})) {
        expect([...answersOf(question), "any"]).toContain(answer);
        for (const finding of effect.findings ?? []) expect(FINDINGS).toContain(finding);
      }
    expect(messagesFor("en-US")).toHaveProperty(["intake_forms", "names", builtin]);
  });
  test("a published number keeps its questions: a change is a new number", () => {
    const hashes = BUILTINS.map((builtin) => {
      const { number, definition } = BUILTIN_FORMS[builtin];
      return `${builtin} ${number} ${sha256(JSON.stringify(definition)).slice(0, 16)}`;
    });
    expect(hashes).toMatchInlineSnapshot(`
      [
        "intake 2 3755385ecf9e1267",
        "health_check 4 cf53a848b2559347",
      ]
    `);
  });
  test("a red flag of the day raises more than a look; a condition at intake reaches the safety rules", () => {
    const check = BUILTIN_FORMS.health_check.definition.sections;
    const values: Values = { red_flags: ["breathing"], ill: ["fever"] };
    expect(meaningOf(check, values).flags).toEqual([
      { question: "red_flags", answer: "breathing", flag: "emergency" },
      { question: "ill", answer: "fever", flag: "urgent" },
    ]);
    const intake = BUILTIN_FORMS.intake.definition.sections;
    const told = meaningOf(intake, { brain: ["seizures"], allergies: "yes", allergy_what: "Oats" });
    expect(told.findings).toEqual(["seizures", "nut_allergy"]);
    expect(told.record.allergy).toEqual(["Oats"]);
    expect(meaningOf(intake, { skin: "broken", vaccine_last: "2026-11-20" })).toMatchObject({
      ...{ findings: ["skin_broken"], vaccinated: ["2026-11-20"] },
      flags: [{ question: "skin", answer: "broken", flag: "look" }],
    });
  });
});
