import { describe, expect, test } from "vitest";
import { locales } from "@/i18n/locale";
import {
  CHECKS,
  CUES,
  GOALS,
  LEVELS,
  NoteContent,
  PLANS,
  SKIN,
  STATES,
  TAUGHT,
} from "@/lib/notes/schema";
import { STROKE_KEYS } from "@/lib/routines/schema";
import { POSITIONS } from "@/lib/safety/schema";
import { noteFacts } from "./record.notes";
import { recordWords } from "./record.words";

const facts = (content: object, locale = "en-GB") =>
  Object.fromEntries(noteFacts(NoteContent.parse(content), recordWords(locale)));

const title = (stroke: string) => recordWords("en-GB").named(`strokes.${stroke}.title`);

test("a signed note of a lesson says what was taught, and how far they are, in words", () => {
  expect(
    facts({
      ...{ stateStart: "active", cues: ["eye_contact", "colour_change"], position: "tummy" },
      ...{ strokes: ["feet"], taught: ["feet:parent", "hands:doll"] },
      ...{ goals: ["legs_to_back:2", "oil_safety:5"], plan: ["keep_routine", "next_lesson"] },
      ...{ oil: "Sunflower", minutes: 12, skinBefore: "not_seen", present: ["Maja", "active"] },
      ...{ went: "active: she said", checks: ["consent"] },
    }),
  ).toEqual({
    "State at the start": "Fussy",
    Cues: "Eye contact and Changed colour",
    Strokes: title("feet"),
    "How they were taught": `${title("feet")}: Parent did it; ${title("hands")}: Shown on doll`,
    Position: "On the tummy",
    Oil: "Sunflower",
    "Minutes hands-on": "12",
    "Skin before": "Not looked at",
    "Who was there": "Maja and active",
    "Learning goals": "Legs, tummy, chest, arms, back: With help; Oil safety: Alone",
    "How it went": "active: she said",
    Plan: "Keep routine and Next lesson",
    Checked: "Consent still stands",
  });
  expect(facts({})).toEqual({});
});

describe.each(locales)("in %s", (locale) => {
  const words = recordWords(locale);
  test("every field has a name of its own, however little was written in it", () => {
    const typed = Object.keys(NoteContent.shape);
    // A name that is missing is a fault, and thrown (recordWords).
    expect(typed.map((field) => words.t(`note.${field}`)).filter((name) => !name)).toEqual([]);
  });

  test("every choice is said in words, never as its code", () => {
    const [stroke = ""] = STROKE_KEYS;
    const pairs = (keys: readonly string[], hows: readonly string[]) =>
      keys.flatMap((key) => hows.map((how) => `${key}:${how}`));
    const choices: Record<string, readonly (string | string[])[]> = {
      ...{ stateStart: STATES, stateMiddle: STATES, stateEnd: STATES, position: POSITIONS },
      ...{ skinBefore: SKIN, skinAfter: SKIN, cues: CUES.map((one) => [one]) },
      ...{ plan: PLANS.map((one) => [one]), checks: CHECKS.map((one) => [one]) },
      strokes: STROKE_KEYS.map((one) => [one]),
      taught: [...pairs(STROKE_KEYS, [TAUGHT[0]]), ...pairs([stroke], TAUGHT)].map((one) => [one]),
      goals: pairs(GOALS, LEVELS).map((one) => [one]),
    };
    for (const [field, all] of Object.entries(choices))
      for (const one of all) {
        const [[, said = ""] = []] = Object.entries(facts({ [field]: one }, locale));
        expect([field, one, said]).toEqual([field, one, expect.stringMatching(/^[A-Z0-9]/)]);
        expect(said).not.toMatch(/_|:(?! )|: [0-9a-z]/);
      }
  });
});
