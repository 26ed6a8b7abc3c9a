import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messagesFor } from "@/i18n/messages";
import {
  canonical,
  choicesOf,
  contentOf,
  differing,
  emptyContent,
  joined,
  keepsRevision,
  unfinished,
} from "./rules";
import { CUES, NoteContent, PLANS, STATES } from "./schema";

const content = fc
  .record({
    stateStart: fc.option(fc.constantFrom(...STATES), { nil: undefined }),
    cues: fc.subarray([...CUES]),
    went: fc.option(
      fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom("a", "b", " ", ".") }),
      {
        nil: undefined,
      },
    ),
    oil: fc.option(fc.constantFrom("Sunflower", "none"), { nil: undefined }),
  })
  .map((given) => NoteContent.parse({ ...given, went: given.went?.trim() || undefined }));

describe("two windows", () => {
  test("joined by themselves are what both said, and nothing differs any more", () => {
    fc.assert(
      fc.property(content, content, (mine, theirs) => {
        const all = (pick: "mine" | "theirs") =>
          joined(
            mine,
            theirs,
            Object.fromEntries(differing(mine, theirs).map((field) => [field, pick])),
          );
        expect(all("mine")).toEqual(mine);
        expect(all("theirs")).toEqual(theirs);
      }),
    );
  });
  test("joined with both lose no word and no choice", () => {
    fc.assert(
      fc.property(content, content, (mine, theirs) => {
        const both = joined(mine, theirs, { cues: "both", went: "both" });
        expect(new Set(both.cues)).toEqual(new Set([...mine.cues, ...theirs.cues]));
        for (const { went } of [mine, theirs]) if (went) expect(both.went).toContain(went);
      }),
    );
  });
});

test("the canonical text does not depend on the order things were written in", () => {
  fc.assert(
    fc.property(content, (one) => {
      const turned = Object.fromEntries(Object.entries(one).reverse());
      expect(canonical(turned)).toBe(canonical(one));
    }),
  );
});

test("choices are copied, words never are", () => {
  const full = NoteContent.parse({
    strokes: ["legs"],
    taught: ["legs:doll"],
    went: "words",
    told: "words",
    planWords: "words",
  });
  expect(JSON.stringify(choicesOf(full))).not.toContain("words");
  expect(choicesOf(full)).toMatchObject({ strokes: ["legs"], taught: ["legs:doll"] });
});

test("each template says what it cannot be signed without", () => {
  const names = (template: "lesson" | "soap" | "free") =>
    unfinished(template, emptyContent()).map(([field]) => field);
  expect(names("lesson")).toEqual(["stateStart", "went"]);
  expect(names("soap")).toEqual(["subjective", "objective", "assessment", "planned"]);
  expect(names("free")).toEqual(["free"]);
});

test("whichever the template: where something went wrong is ticked, a sentence says what", () => {
  for (const template of ["lesson", "soap", "free"] as const) {
    const missing = (more: object) =>
      unfinished(template, NoteContent.parse(more)).map(([field]) => field);
    expect(missing({ checks: ["incident"] })).toEqual([...missing({}), "incident"]);
    expect(missing({ checks: ["incident"], incident: "Slipped." })).toEqual(missing({}));
    expect(missing({ checks: ["consent"] })).toEqual(missing({}));
  }
});

test("a form's fields become a content, lists as lists", () => {
  const sent = contentOf([
    ["content.went", "a"],
    ["content.cues", "smiled"],
    ["content.cues", "cooed"],
    ["seen", "3"],
  ]);
  expect(sent).toEqual({ went: "a", cues: ["smiled", "cooed"] });
});

test("of what is typed a revision is kept at most every five minutes, of what is asked for always", () => {
  const now = new Date("2026-11-24T15:30:00Z");
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  expect(keepsRevision("auto", ago(4), now)).toBe(false);
  expect(keepsRevision("auto", ago(5), now)).toBe(true);
  expect(keepsRevision("save", ago(0), now)).toBe(true);
});

test("each chip of the plan has its word, also the one for the doctor", () => {
  const { notes } = messagesFor("en-US");
  expect(PLANS).toContain("tell_doctor");
  for (const plan of PLANS) expect(notes, plan).toHaveProperty(`editor.plans.${plan}`);
  expect(NoteContent.parse({ plan: ["tell_doctor"] }).plan).toEqual(["tell_doctor"]);
});
