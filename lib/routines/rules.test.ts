import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assess, NO_LIMITS } from "@/lib/safety/rules";
import { BODY_PARTS, FINDINGS, type FindingId, type Limits, MOVES } from "@/lib/safety/schema";
import { ASK_AND_HOLD, STARTER_LIST, STARTERS, STROKES, stepOf } from "./library";
import { adherence, logSummary, type PracticeLog, stepsFor, totalSeconds } from "./rules";
import { OUTCOMES, type Routine, STROKE_KEYS, type StrokeKey } from "./schema";

const none = { findings: [], limits: NO_LIMITS };
const limits = (over: Partial<Limits>): Limits => ({ ...NO_LIMITS, ...over });
const everyStroke: Routine = {
  ...STARTERS.standard,
  starter: null,
  steps: [ASK_AND_HOLD, ...STROKE_KEYS.slice(1).map((key) => stepOf(key))],
};
const kept = (routine: Routine, baby: Parameters<typeof stepsFor>[1]) =>
  stepsFor(routine, baby).steps.map((step) => step.strokeKey);

// Restated by hand from the domain pages: which strokes a finding takes away, told through assess().
const HIPS: StrokeKey[] = ["leg-extension", "both-legs-flex", "knees-circle", "one-leg-press"];
const TUMMY: StrokeKey[] = ["tummy-circles", "knees-circle", "one-leg-press", "tummy"];
const LIMBS: StrokeKey[] = ["hands", "feet", "thighs", "arm-extension", ...HIPS, "legs", "arms"];
const TAKES: Partial<Record<FindingId, StrokeKey[]>> = {
  umbilicus_unhealed: TUMMY,
  gastrostomy: TUMMY,
  diarrhoea: TUMMY,
  distension: TUMMY,
  hernia: [...TUMMY, "both-legs-flex"],
  abdominal_surgery: [...TUMMY, "both-legs-flex"],
  ddh: HIPS,
  pavlik_harness: [...HIPS, "thighs", "legs"],
  fracture: [...LIMBS, "shoulders", "chest"],
  osteogenesis_imperfecta: [...HIPS, "arm-extension", "legs", "arms"],
  recent_surgery_limb: LIMBS,
  sternotomy: ["chest", "arm-extension"],
  pacemaker: ["chest"],
  central_line: [...LIMBS, ...TUMMY, "neck", "chest"],
  vp_shunt: [...TUMMY, "head", "neck", "chest"],
  down_syndrome: ["neck"],
  brachial_plexus: ["shoulders", "arm-extension", "arms"],
  spina_bifida: ["waist", "warm-down-back", "back"],
  skin_broken: STROKE_KEYS.filter((key) => key !== "ask-and-hold"),
  under4w: STROKE_KEYS.filter((key) => key !== "ask-and-hold"),
};

test.each([...FINDINGS])("%s takes away what it must and nothing else", (id) => {
  const result = assess({
    findings: [{ id }],
    clearances: [],
    today: [],
    ageDays: 90,
    correctedAgeDays: null,
    now: new Date("2026-11-24T09:00:00Z"),
  });
  const gone = STROKE_KEYS.filter((key) => !kept(everyStroke, result).includes(key));
  expect(gone).toEqual(STROKE_KEYS.filter((key) => TAKES[id]?.includes(key)));
});

describe("whole routines", () => {
  test("hip harness: no flexibility and no gas relief at all", () => {
    for (const id of ["ddh", "pavlik_harness"] as const)
      for (const key of ["flexibility", "gas-relief"] as const) {
        const result = stepsFor(STARTERS[key], { findings: [id], limits: NO_LIMITS });
        expect(result).toMatchObject({ steps: [], blockedBy: [id], seconds: 0, mainStepsLeft: 0 });
        expect(result.removed).toHaveLength(STARTERS[key].steps.length);
      }
    expect(kept(STARTERS.standard, { findings: ["ddh"], limits: NO_LIMITS })).toHaveLength(9);
  });
  test("without findings and limits nothing changes, and a warm-down is on offer", () => {
    for (const starter of STARTER_LIST) {
      const result = stepsFor(starter, none);
      expect(result.steps.map(({ adapted: _, ...step }) => step)).toEqual(starter.steps);
      expect(result.removed).toEqual([]);
      expect(result.warmDown === null).toBe(starter.key === "flexibility");
    }
  });
  test("born early: every step a third shorter", () => {
    const result = stepsFor(STARTERS.flexibility, {
      findings: [],
      limits: limits({ shortenTo: 2 / 3 }),
    });
    expect(result.steps.map((step) => step.seconds)).toEqual([20, 40, 40, 20, 80]);
    expect(result.steps.every((step) => step.adapted.includes("shortened"))).toBe(true);
  });
  test("no tummy lying: the warm-down becomes a quiet hold, and none is offered elsewhere", () => {
    const baby = { findings: [], limits: limits({ withoutPositions: ["tummy"] }) };
    const last = stepsFor(STARTERS.flexibility, baby).steps.at(-1);
    expect(last).toMatchObject({ key: "quiet-hold", strokeKey: "ask-and-hold", position: "back" });
    expect(last?.adapted).toContain("instead_of_warm_down");
    expect(stepsFor(STARTERS["gas-relief"], baby).warmDown).toBeNull();
    expect(stepsFor(STARTERS.standard, baby).mainStepsLeft).toBe(0);
  });
  test("hands and feet only; the hold moves off the chest", () => {
    const result = stepsFor(STARTERS.standard, {
      findings: [],
      limits: limits({ onlyParts: ["hands", "feet"] }),
    });
    expect(result.steps.map((step) => step.strokeKey)).toEqual(["ask-and-hold", "hands", "feet"]);
    expect(result.steps[0]?.adapted).toEqual(["hold_elsewhere"]);
    expect(result.removed.find((each) => each.step.key === "neck")?.because).toEqual([
      { kind: "only_parts" },
    ]);
  });
  test("every removal says why", () => {
    const because = stepsFor(STARTERS.standard, {
      findings: ["vp_shunt"],
      limits: limits({ withoutParts: ["head"], withoutMoves: ["moving_touch"] }),
    }).removed.find((each) => each.step.key === "head")?.because;
    expect(because).toEqual([
      { kind: "finding", finding: "vp_shunt" },
      { kind: "part", part: "head" },
      { kind: "move", move: "moving_touch" },
    ]);
  });
  test("a ceiling of minutes: fewer rounds first, then shorter steps, then fewer steps", () => {
    const cap = (maxMinutes: number) =>
      stepsFor(STARTERS["gas-relief"], { findings: [], limits: limits({ maxMinutes }) });
    expect(cap(9).loop).toEqual({ maxRounds: 3 });
    expect(cap(6).loop).toEqual({ maxRounds: 2 });
    expect(cap(4).steps.map((step) => step.seconds)).toEqual([30, 60, 45, 60]);
    expect(cap(2).seconds).toBeLessThanOrEqual(120);
    expect(cap(1).seconds).toBeLessThanOrEqual(60);
    expect(cap(1).steps[0]?.strokeKey).toBe("ask-and-hold");
    expect(cap(1).loop).toEqual({ maxRounds: 1 });
  });
  test("when only the hold is left there is nothing to go round and no warm-down", () => {
    const baby = {
      findings: [],
      limits: limits({ withoutMoves: ["hip_bend"], withoutParts: ["tummy"] }),
    };
    expect(stepsFor(STARTERS["gas-relief"], baby)).toMatchObject({
      mainStepsLeft: 0,
      loop: null,
      warmDown: null,
      seconds: 30,
    });
  });
});

const anyLimits: fc.Arbitrary<Limits> = fc.record({
  withoutParts: fc.subarray([...BODY_PARTS], { maxLength: 4 }),
  onlyParts: fc.option(fc.subarray([...BODY_PARTS]), { nil: null, freq: 5 }),
  withoutPositions: fc.subarray(["back", "tummy"] as Limits["withoutPositions"]),
  withoutMoves: fc.subarray([...MOVES], { maxLength: 3 }),
  oil: fc.constantFrom("any", "tested", "none") as fc.Arbitrary<Limits["oil"]>,
  maxMinutes: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
  shortenTo: fc.constantFrom(0.25, 0.5, 2 / 3, 1),
  feedMinutes: fc.constant(45),
});
const anyRoutine: fc.Arbitrary<Routine> = fc.oneof(
  fc.constantFrom(...STARTER_LIST),
  fc
    .uniqueArray(fc.constantFrom(...STROKE_KEYS.slice(1)), { minLength: 1, maxLength: 12 })
    .map((keys) => ({
      ...everyStroke,
      steps: [
        ASK_AND_HOLD,
        ...keys.map((key) => stepOf(key, key === "warm-down-back" ? "warm_down" : "main")),
      ],
    })),
);

test("for random routines and limits no shown step carries a forbidden tag", () => {
  fc.assert(
    fc.property(
      anyRoutine,
      anyLimits,
      fc.subarray([...FINDINGS], { maxLength: 5 }),
      (routine, rules, findings) => {
        const result = stepsFor(routine, { findings, limits: rules });
        for (const step of [...result.steps, ...(result.warmDown ? [result.warmDown] : [])]) {
          const stroke = STROKES[step.strokeKey];
          const parts = step.adapted.includes("hold_elsewhere") ? [] : stroke.parts;
          expect(parts.filter((part) => rules.withoutParts.includes(part))).toEqual([]);
          expect(
            parts.filter((part) => rules.onlyParts && !rules.onlyParts.includes(part)),
          ).toEqual([]);
          expect(stroke.moves.filter((move) => rules.withoutMoves.includes(move))).toEqual([]);
          expect(stroke.blockedBy.filter((id) => findings.includes(id))).toEqual([]);
          expect(rules.withoutPositions).not.toContain(step.position);
        }
        if (routine.blockedBy.some((id) => findings.includes(id))) expect(result.steps).toEqual([]);
        if (rules.maxMinutes !== null)
          expect(result.seconds).toBeLessThanOrEqual(rules.maxMinutes * 60);
        expect(result.seconds).toBeLessThanOrEqual(totalSeconds(routine) + 60);
        // Nothing vanishes without a reason.
        const gone = routine.steps.filter(
          (step) => !result.steps.some((shown) => shown.key === step.key),
        );
        for (const step of gone)
          expect(
            result.removed.find((each) => each.step.key === step.key)?.because.length,
          ).toBeGreaterThan(0);
      },
    ),
    { numRuns: 1000 },
  );
});

describe("adherence counts listening", () => {
  const log = (outcome: PracticeLog["outcome"], day = "2026-11-24"): PracticeLog => ({
    day,
    minutes: 4,
    outcome,
  });
  test("a stop earns the same as a finish", () => {
    expect(adherence([log("done"), log("stopped"), log("partly")], 6)).toEqual({
      offered: 6,
      begun: 3,
      finished: 1,
      partly: 1,
      endedByBaby: 1,
      skipped: 0,
      share: 0.5,
    });
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(...OUTCOMES).filter((one) => one !== "skipped"),
          {
            maxLength: 40,
          },
        ),
        fc.integer({ min: 1, max: 40 }),
        (outcomes, offered) => {
          const mixed = adherence(
            outcomes.map((each) => log(each)),
            offered,
          );
          const allDone = adherence(
            outcomes.map(() => log("done")),
            offered,
          );
          expect(mixed.share).toBe(allDone.share);
          expect(mixed.finished + mixed.partly + mixed.endedByBaby).toBe(mixed.begun);
          expect(mixed.share).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
  test("a day that was left out is neither begun nor ended early", () => {
    expect(adherence([log("done"), log("skipped")], 4)).toMatchObject({
      begun: 1,
      skipped: 1,
      share: 0.25,
    });
    const logs: PracticeLog[] = [
      { ...log("skipped", "2026-11-22"), skipReason: "asleep" },
      { ...log("skipped", "2026-11-23"), skipReason: "asleep" },
      log("stopped", "2026-11-23"),
      log("skipped", "2026-11-24"),
      log("done", "2026-11-24"),
    ];
    const result = logSummary(logs, { today: "2026-11-24", days: 3 });
    expect(result.marks.map(({ mark }) => mark)).toEqual(["skipped", "ended_early", "done"]);
    expect(result).toMatchObject({ daysSkipped: 1, skipReasons: { asleep: 2 } });
  });
  test("nothing offered, nothing to measure", () => {
    expect(adherence([], 0).share).toBeNull();
    expect(adherence([log("done")], -3).offered).toBe(0);
  });
  test("fourteen marks by day, oldest first; today is open, not empty", () => {
    const logs: PracticeLog[] = [
      { ...log("stopped", "2026-11-23"), stopReason: "turned_away", reactions: ["gas"] },
      { ...log("done", "2026-11-22"), reactions: ["gas", "slept"] },
      { ...log("stopped", "2026-11-22"), stopReason: "turned_away" },
      log("done", "2026-11-10"),
    ];
    const result = logSummary(logs, { today: "2026-11-24" });
    expect(result.marks).toHaveLength(14);
    expect(result.marks[0]).toEqual({ day: "2026-11-11", mark: "none" });
    expect(result.marks.slice(-3).map((each) => each.mark)).toEqual([
      "done",
      "ended_early",
      "today",
    ]);
    expect(result).toMatchObject({
      daysDone: 1,
      daysEndedEarly: 1,
      minutes: 12,
      stopReasons: { turned_away: 2 },
      reactions: { gas: 2, slept: 1 },
    });
  });
});
