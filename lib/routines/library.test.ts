import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BABY_CUES, CAUTIONS, OILS, TALK_CUES, TOUCH_ADVICE } from "@/lib/safety/advice";
import { FINDINGS, GATE_SKIP_REASONS, MOVES } from "@/lib/safety/schema";
import britishRoutines from "@/messages/en-GB/routines.json";
import britishStrokes from "@/messages/en-GB/strokes.json";
import routineWords from "@/messages/en-US/routines.json";
import strokeWords from "@/messages/en-US/strokes.json";
import { PROBLEM_CODES } from "./grammar";
import { STARTER_LIST, STARTER_STROKES, STARTERS, STROKES } from "./library";
import { DAY_MARKS } from "./rules";
import {
  END_REASONS,
  LIKED,
  OUTCOMES,
  PHASES,
  REACTIONS,
  SIDES,
  SKIP_REASONS,
  STARTER_KEYS,
  STEP_CUES,
  STOP_REASONS,
  STROKE_KEYS,
} from "./schema";

type Tree = { [key: string]: string | Tree };
const at = (tree: Tree, path: string) =>
  path
    .split(".")
    .reduce<string | Tree | undefined>(
      (here, key) => (typeof here === "object" ? here[key] : undefined),
      tree,
    );
const leaves = (tree: Tree, path = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [path + key] : leaves(value, `${path}${key}.`),
  );
const missing = (tree: Tree, keys: string[]) =>
  keys.filter((key) => typeof at(tree, key) !== "string" || at(tree, key) === "");
const sentences = (text: string) => text.match(/[.?!:][”’]?(?=\s|$)/g)?.length ?? 0;

describe("the article's three routines", () => {
  test("standard keeps the article's order, on the tummy, saying each part's name", () => {
    expect(STARTER_STROKES.standard).toEqual([
      "upper-back",
      "neck",
      "head",
      "shoulders",
      "hands",
      "feet",
      "waist",
      "thighs",
    ]);
    const main = STARTERS.standard.steps.slice(1);
    expect(main.every((step) => step.position === "tummy" && step.cue === "say_part")).toBe(true);
    expect(STARTERS.standard.cautions).toContain("tummy_awake_watched");
  });
  test("flexibility: arms, legs one at a time, both legs if enjoyed, a few minutes on the tummy", () => {
    const [, arm, leg, both, warm] = STARTERS.flexibility.steps;
    expect([arm?.side, leg?.side]).toEqual(["left_then_right", "left_then_right"]);
    expect(both).toMatchObject({
      strokeKey: "both-legs-flex",
      conditional: "if_enjoyed",
      position: "back",
    });
    expect(warm).toMatchObject({ phase: "warm_down", position: "tummy", seconds: 120 });
  });
  test("gas relief: clockwise, held a few seconds, round again, with its three ends", () => {
    const { steps, loop, endReasons } = STARTERS["gas-relief"];
    expect(
      steps.slice(1).map((step) => [step.strokeKey, step.direction, step.holdSeconds]),
    ).toEqual([
      ["tummy-circles", "clockwise", undefined],
      ["knees-circle", "clockwise", undefined],
      ["one-leg-press", undefined, 4],
    ]);
    expect(loop).not.toBeNull();
    expect(endReasons).toEqual(
      expect.arrayContaining(["not_tolerated", "gas_released", "bowel_movement", "stop_cue"]),
    );
  });
  test("every routine begins with asking, face to face", () => {
    for (const starter of STARTER_LIST)
      expect(starter.steps[0]).toMatchObject({
        strokeKey: "ask-and-hold",
        phase: "start",
        position: "back",
      });
  });
});

test("the strokes are sound", () => {
  expect(Object.keys(STROKES)).toEqual([...STROKE_KEYS]);
  for (const stroke of Object.values(STROKES)) {
    expect(stroke.positions.length * stroke.sides.length).toBeGreaterThan(0);
    expect(stroke.moves.length === 0).toBe(stroke.key === "ask-and-hold");
    for (const id of stroke.blockedBy) expect(FINDINGS).toContain(id);
  }
});

describe("words", () => {
  test("every stroke, step and choice has its words", () => {
    expect(
      missing(
        strokeWords,
        STROKE_KEYS.flatMap((key) =>
          ["title", "part", "short", "how", "figure"].map((word) => `${key}.${word}`),
        ),
      ),
    ).toEqual([]);
    expect(
      missing(routineWords, [
        ...STARTER_KEYS.flatMap((key) =>
          ["title", "summary", "about"].map((word) => `starters.${key}.${word}`),
        ),
        ...PHASES.map((key) => `phases.${key}`),
        ...["back", "tummy", "turn.back", "turn.tummy"].map((key) => `positions.${key}`),
        ...[...SIDES, "left", "right"].map((key) => `sides.${key}`),
        ...STEP_CUES.map((key) => `cues.${key}`),
        ...["question", "yes", "no", "note"].map((key) => `conditional.if_enjoyed.${key}`),
        ...TALK_CUES.map((each) => `talk.${each.key}`),
        ...TOUCH_ADVICE.map((each) => `touch.${each.key}`),
        ...CAUTIONS.map((each) => `cautions.${each.key}`),
        ...OILS.map((oil) => `oil.names.${oil.key}`),
        ...BABY_CUES.flatMap((cue) => [`babyCues.${cue.key}`, `babyCues.${cue.level}`]),
        ...GATE_SKIP_REASONS.map((key) => `preCheck.skipReasons.${key}`),
        ...STOP_REASONS.map((key) => `stopped.reasons.${key}`),
        ...OUTCOMES.map((key) => `outcomes.${key}`),
        ...SKIP_REASONS.map((key) => `skip.reasons.${key}`),
        ...END_REASONS.map((key) => `endReasons.${key}`),
        ...LIKED.map((key) => `log.liked.${key}`),
        ...REACTIONS.map((key) => `log.reactions.${key}`),
        ...DAY_MARKS.map((key) => `summary.marks.${key}`),
        ...["shortened", "hold_elsewhere", "other_position", "instead_of_warm_down"].map(
          (key) => `adapted.${key}`,
        ),
        ...["finding", "part", "only_parts", "move", "position", "too_long", "whole"].map(
          (key) => `removed.${key}`,
        ),
        ...MOVES.map((key) => `removed.moves.${key}`),
        ...PROBLEM_CODES.map((key) => `problems.${key}`),
      ]),
    ).toEqual([]);
    for (const starter of STARTER_LIST)
      expect(
        missing(
          routineWords,
          starter.cautions.map((key) => `cautions.${key}`),
        ),
      ).toEqual([]);
  });
  test("at most two short sentences a step", () => {
    for (const key of STROKE_KEYS) {
      expect([key, sentences(strokeWords[key].how)]).toEqual([key, 2]);
      expect(strokeWords[key].how.length).toBeLessThanOrEqual(115);
    }
  });
  test("the picture's text says how baby lies and where the hand goes; circles say clockwise", () => {
    for (const key of STROKE_KEYS) {
      const lies = STROKES[key].positions[0] === "back" ? "on the back" : "on the tummy";
      expect(strokeWords[key].figure).toContain(`Baby lies ${lies}`);
      expect(strokeWords[key].figure).toMatch(/adult/i);
      if (STROKES[key].direction) expect(strokeWords[key].figure).toContain("clockwise");
    }
    expect(strokeWords["tummy-circles"].figure).toMatch(
      /up along baby’s right.*below the ribs.*down along baby’s left/,
    );
  });
  test("British English holds only what differs", () => {
    const pairs: [Tree, Tree][] = [
      [britishRoutines, routineWords],
      [britishStrokes, strokeWords],
    ];
    for (const [gb, us] of pairs) {
      expect(
        leaves(gb).filter((key) => typeof at(us, key) !== "string" || at(us, key) === at(gb, key)),
      ).toEqual([]);
      const american = (key: string) =>
        /diaper|\bpoop|\bgray\b|color|changing table/i.test(String(at(gb, key) ?? at(us, key)));
      expect(leaves(us).filter(american)).toEqual([]);
    }
  });
  test("calm and honest: no exclamation marks, no claims, no blame", () => {
    for (const name of ["en-US/routines", "en-GB/routines", "en-US/strokes"]) {
      const all = readFileSync(`messages/${name}.json`, "utf8");
      expect(all).not.toMatch(
        /!|\b(cures?|treat\w*|patients?|should|therap\w+|reliev\w+|heal(s|ing)|fail\w*)\b/i,
      );
      expect(all).not.toContain("'");
    }
  });
});
