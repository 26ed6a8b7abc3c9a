import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changed,
  changeOf,
  type DraftChange,
  type DraftStep,
  draftFrom,
  draftOf,
  draftSeconds,
  draftValues,
  stepsOf,
} from "./draft";
import { STARTERS, STROKES } from "./library";
import { routineFromInput, totalSeconds, validateRoutine } from "./rules";
import { MAX_STEPS, RoutineInput, STROKE_KEYS } from "./schema";

const shelf = STROKE_KEYS.map((key) => STROKES[key]);
const input = (draft: readonly DraftStep[], more: object = {}) =>
  RoutineInput.parse({ title: "Own", steps: stepsOf(draft), ...more });
const play = (draft: readonly DraftStep[], ...values: string[]) =>
  values.reduce<readonly DraftStep[]>((now, value) => {
    const change = changeOf(value);
    if (!change) throw new Error(`no change: ${value}`);
    return changed(now, change, shelf);
  }, draft);
const keys = (draft: readonly DraftStep[]) => draft.map(({ key }) => key);

describe("building", () => {
  test("from nothing: added strokes stand where they belong, and the grammar is content", () => {
    const draft = play(
      [],
      ...["add.warm-down-back", "add.legs", "add.arms", "add.legs", "add.ask-and-hold"],
    );
    expect(keys(draft)).toEqual(["ask-and-hold", "legs", "arms", "legs-2", "warm-down-back"]);
    expect(validateRoutine(routineFromInput(input(draft), null, "own"))).toEqual([]);
  });

  test("up and down change places, over the edge of a phase the phase; the start stays", () => {
    const draft = play([], "add.ask-and-hold", "add.legs", "add.back", "add.warm-down-back");
    expect(keys(play(draft, "up.back"))).toEqual([
      ...["ask-and-hold", "back", "legs", "warm-down-back"],
    ]);
    const below = play(draft, "down.back");
    expect(below[2]).toMatchObject({ key: "back", phase: "warm_down" });
    expect(play(below, "down.back")[3]).toMatchObject({ key: "back" });
    expect(play(draft, "up.legs", "up.legs", "down.ask-and-hold")).toEqual(draft);
  });

  test("the stepper goes in quarters of a minute and stops at both ends", () => {
    const at = (time: string, value: string) =>
      play([{ ...play([], "add.legs")[0]!, time }], value)[0]?.time;
    expect(at("1:00", "less.legs")).toBe("0:45");
    expect(at("0:50", "more.legs")).toBe("1:00");
    expect(at("0:15", "less.legs")).toBe("0:10");
    expect(at("5:00", "more.legs")).toBe("5:00");
    expect(at("soon", "more.legs")).toBe("0:30");
  });

  test("whatever is pressed: keys stay single, phases stay in order, and the form holds it all", () => {
    const any = fc.oneof(
      fc.constantFrom(...STROKE_KEYS).map((key) => `add.${key}`),
      fc
        .tuple(
          fc.constantFrom("up", "down", "out", "less", "more"),
          fc.constantFrom(...STROKE_KEYS, "legs-2", "nobody"),
        )
        .map(([what, key]) => `${what}.${key}`),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), (values) => {
        const draft = play(draftFrom(STARTERS.flexibility.steps), ...values);
        expect(new Set(keys(draft)).size).toBe(draft.length);
        expect(draft.length).toBeLessThanOrEqual(MAX_STEPS);
        const rank = draft.map(({ phase }) => ["start", "main", "warm_down"].indexOf(phase));
        expect(rank).toEqual(rank.toSorted((a, b) => a - b));
        expect(draftOf(draftValues(draft), shelf)).toEqual(draft);
      }),
    );
  });

  test("dragged onto another step it takes that place", () => {
    const draft = play([], "add.ask-and-hold", "add.legs", "add.arms", "add.chest");
    const onto = (key: string, other: string) =>
      keys(changed(draft, { do: "onto", key, other } satisfies DraftChange, shelf));
    expect(onto("chest", "legs")).toEqual(["ask-and-hold", "chest", "legs", "arms"]);
    expect(onto("legs", "chest")).toEqual(["ask-and-hold", "arms", "chest", "legs"]);
    expect(onto("legs", "ask-and-hold")).toEqual(keys(draft));
  });

  test("a form may say anything: unknown strokes are none, an impossible position is the stroke's own", () => {
    expect(
      draftOf({ "stroke.a": "shaking", "stroke.": "legs", "stroke.b": "legs", x: "y" }, shelf),
    ).toMatchObject([{ key: "b", strokeKey: "legs" }]);
    const forged = { "stroke.legs": "legs", "position.legs": "tummy", "side.legs": "both" };
    expect(draftOf(forged, shelf)).toMatchObject([{ position: "back", side: "left_then_right" }]);
    expect(changeOf("delete.everything")).toBeNull();
  });
});

describe("what it becomes", () => {
  test("a starter sent back unchanged is the starter", () => {
    for (const starter of Object.values(STARTERS)) {
      const rounds = starter.loop?.maxRounds ?? 1;
      const built = routineFromInput(
        input(draftFrom(starter.steps), { rounds }),
        starter,
        starter.key,
      );
      expect(validateRoutine(built)).toEqual([]);
      expect({ ...built, cautions: [] }).toEqual({ ...starter, cautions: [] });
      expect(built.cautions).toEqual(expect.arrayContaining([...starter.cautions]));
      expect(draftSeconds(draftFrom(starter.steps), rounds)).toBe(totalSeconds(starter));
    }
  });

  test("cautions and ways to end follow the strokes; only gas relief goes round", () => {
    const gas = play([], "add.ask-and-hold", "add.tummy-circles", "add.knees-circle");
    const built = routineFromInput(input(gas, { rounds: 3 }), null, "own");
    expect(validateRoutine(built)).toEqual([]);
    expect(built.loop).toEqual({ maxRounds: 3 });
    expect(built.endReasons).toContain("gas_released");
    expect(built.cautions).toEqual([
      ...["slow_hand_weight", "no_hip_harness", "clockwise_viewpoint", "first_stop_cue"],
    ]);
    const legs = routineFromInput(
      input(play([], "add.ask-and-hold", "add.legs"), { rounds: 3 }),
      null,
      "own",
    );
    expect(validateRoutine(legs).map(({ code }) => code)).toEqual(["loop_not_possible"]);
  });

  test("which way and how long a hold are the library's, whatever key a step claims to be", () => {
    const [hold, circles] = STARTERS["gas-relief"].steps;
    const draft = draftFrom([hold!, circles!]);
    const forged = draft.with(1, { ...draft[1]!, strokeKey: "one-leg-press" });
    const built = routineFromInput(
      input(
        forged.map((step) => ({
          ...step,
          side: step === forged[1] ? "left_then_right" : step.side,
        })),
      ),
      STARTERS["gas-relief"],
      "x",
    );
    expect(built.steps[1]).toMatchObject({ strokeKey: "one-leg-press", holdSeconds: 4 });
    expect(built.steps[1]).not.toHaveProperty("direction");
  });

  test("rounds count towards every limit of time", () => {
    const draft = play([], "add.ask-and-hold", "add.legs");
    const with_ = (rounds: string, time: string) =>
      routineFromInput(input(draft.with(1, { ...draft[1]!, rounds, time })), null, "own");
    const built = with_("3", "1:00");
    expect(built.steps[1]).toMatchObject({ rounds: 3, seconds: 60 });
    expect(totalSeconds(built)).toBe(30 + 180);
    expect(validateRoutine(with_("6", "1:00")).map(({ code }) => code)).toEqual(["step_too_long"]);
    expect(with_("1", "1:00").steps[1]).not.toHaveProperty("rounds");
  });
});
