import { describe, expect, test } from "vitest";
import { BABY_CUES, OILS, PRE_CHECK_LIST, TALK_CUES, TOUCH_ADVICE } from "@/lib/safety/advice";
import { preChecks } from "@/lib/safety/rules";
import { STARTERS, STROKES } from "./library";
import type { StarterKey, Step } from "./schema";

/*
 * The article as a table, so that a change to the library is held against the source and not
 * against itself. A step is: parts, position, side, and what is special about it.
 */
type Told = {
  lies: "back" | "tummy";
  steps: readonly string[];
  ends: readonly string[];
  notWith: readonly string[];
};
const article: Record<StarterKey, Told> = {
  standard: {
    lies: "tummy",
    steps: [
      "upper_back tummy centre",
      "neck tummy centre",
      "head tummy centre",
      "shoulders tummy both",
      "hands tummy both",
      "feet tummy both",
      "waist tummy centre",
      "thighs tummy both",
    ],
    ends: ["all_steps_done", "stop_cue"],
    notWith: [],
  },
  flexibility: {
    lies: "back",
    steps: [
      "arms back left_then_right",
      "legs+hips back left_then_right",
      "legs+hips back both if_enjoyed",
      "upper_back+waist tummy centre",
    ],
    ends: ["stop_cue", "warm_down_done"],
    notWith: [
      "ddh",
      "fracture",
      "osteogenesis_imperfecta",
      "pavlik_harness",
      "recent_surgery_limb",
    ],
  },
  "gas-relief": {
    lies: "back",
    steps: [
      "tummy back centre clockwise",
      "tummy+hips+legs back both clockwise",
      "tummy+hips+legs back left_then_right hold",
    ],
    ends: ["bowel_movement", "gas_released", "not_tolerated", "stop_cue"],
    notWith: [
      "abdominal_surgery",
      "ddh",
      "diarrhoea",
      "distension",
      "gastrostomy",
      "hernia",
      "pavlik_harness",
      "umbilicus_unhealed",
    ],
  },
};
const said = ({ strokeKey, position, side, direction, conditional, holdSeconds }: Step): string =>
  [
    STROKES[strokeKey].parts.join("+"),
    position,
    side,
    direction,
    conditional,
    holdSeconds ? "hold" : undefined,
  ]
    .filter(Boolean)
    .join(" ");

describe.each(Object.entries(article))("%s", (key, told) => {
  const routine = STARTERS[key as StarterKey];
  const fromArticle = routine.steps.filter((step) => step.origin === "article");
  test("parts, positions, sides, order, ends and who it is not for", () => {
    expect(routine.startPosition).toBe(told.lies);
    expect(fromArticle.map(said)).toEqual(told.steps);
    expect([...routine.endReasons].sort()).toEqual(told.ends);
    expect([...routine.blockedBy].sort()).toEqual(told.notWith);
  });
  test("the editor adds nothing but the asking", () => {
    const added = routine.steps.filter((step) => !fromArticle.includes(step));
    expect(added.map((step) => step.strokeKey)).toEqual(["ask-and-hold"]);
  });
  test("every check of the article comes before a start", () => {
    const fromRoutine = preChecks(routine, { findings: ["nut_allergy", "preterm"], usesOil: true });
    const blocking = fromRoutine.filter((check) => check.kind === "blocking");
    expect(fromRoutine.find((check) => check.key === "feed")).toMatchObject({
      kind: "timer",
      minutes: 45,
    });
    expect(blocking.map((check) => check.key)).toEqual([
      "content",
      "calm",
      "clear_eyed",
      "well_today",
      "doctor",
      "jewellery",
      "diaper",
      "oil_patch",
    ]);
    expect(fromRoutine.map((check) => check.key)).toContain("warm_place");
  });
});

test("what the article says and what the editor adds are told apart", () => {
  const article = ({ origin }: { origin: string }) => origin === "article";
  expect(PRE_CHECK_LIST.filter(article).map((check) => check.key)).toEqual([
    "feed",
    "content",
    "calm",
    "clear_eyed",
    "doctor",
    "jewellery",
    "diaper",
    "oil_patch",
    "warm_place",
  ]);
  expect(BABY_CUES.filter(article).map((cue) => [cue.key, cue.level])).toEqual([
    ["turns_away", "stop"],
    ["stiffens", "stop"],
  ]);
  expect(TALK_CUES.every(article)).toBe(true);
  expect(TALK_CUES).toHaveLength(6);
  expect(TOUCH_ADVICE.filter(article).map((each) => each.key)).toEqual([
    "gentle_not_tickling",
    "firmer_as_grows",
    "brief_at_first",
    "daily_or_bedtime",
  ]);
  // Olive oil is in the article and harmed skin in later studies: known, and not offered.
  expect(OILS.map((oil) => [oil.key, oil.offered])).toEqual([
    ["safflower", true],
    ["coconut", true],
    ["olive", false],
  ]);
});

test("a hold and a warm-down stay within the few seconds and minutes that are meant", () => {
  const seconds = STROKES["one-leg-press"].holdSeconds ?? 0;
  expect(seconds >= 3 && seconds <= 5).toBe(true);
  const warm = STROKES["warm-down-back"].seconds;
  expect(warm >= 120 && warm <= 180).toBe(true);
});
