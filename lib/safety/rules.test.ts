import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RULES } from "./catalogue";
import {
  type AssessInput,
  assess,
  combineLimits,
  NO_LIMITS,
  notToday,
  oilsFor,
  worstGrade,
} from "./rules";
import {
  BODY_PARTS,
  type Clearance,
  type ClearanceAnswer,
  FINDINGS,
  type Finding,
  type FindingId,
  GRADES,
  type Grade,
  type Limits,
  MOVES,
  type RuleId,
} from "./schema";

const now = new Date("2026-11-24T09:00:00Z");
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);
const input = (over: Partial<AssessInput> = {}): AssessInput => ({
  findings: [],
  clearances: [],
  today: [],
  ageDays: 90,
  correctedAgeDays: null,
  now,
  ...over,
});
const clearance = (
  covers: FindingId[],
  answer: ClearanceAnswer = "unrestricted",
  over: Partial<Clearance> = {},
): Clearance => ({
  covers,
  answer,
  limits: NO_LIMITS,
  givenAt: hours(-24),
  expiresAt: hours(24),
  ...over,
});

// What a practitioner expects, said once more and by hand: [rule, present, cleared without limits].
// A doctor cannot clear a day of fever or a feed; only "ask the doctor" rules give way.
const TABLE: [RuleId, Grade, Grade][] = [
  ["fever", "stop", "stop"],
  ["acute_illness", "stop", "stop"],
  ["diarrhoea", "stop", "stop"],
  ["breathing", "stop", "stop"],
  ["unwell_parent", "stop", "stop"],
  ["vaccination", "wait", "wait"],
  ["fed_recently", "wait", "wait"],
  ["asleep_crying_hungry", "wait", "wait"],
  ["bleeding", "stop_until_clearance", "ok"],
  ["fracture", "stop_until_clearance", "local"],
  ["surgery", "stop_until_clearance", "local"],
  ["unexplained_bruise", "stop", "stop"],
  ["lump", "stop_until_clearance", "ok"],
  ["cancer", "clearance", "ok"],
  ["cardiac", "clearance", "local"],
  ["apnoea", "clearance", "ok"],
  ["oxygen", "clearance", "adapt"],
  ["seizures", "clearance", "ok"],
  ["hydrocephalus", "clearance", "local"],
  ["jaundice", "clearance", "ok"],
  ["preterm", "clearance", "adapt"],
  ["central_line", "clearance", "local"],
  ["feeding_tube", "clearance", "local"],
  ["reflux", "adapt", "adapt"],
  ["ddh", "clearance", "local"],
  ["down_syndrome", "clearance", "local"],
  ["cp_tone", "adapt", "adapt"],
  ["spina_bifida", "clearance", "local"],
  ["umbilicus", "local", "local"],
  ["hernia", "clearance", "ok"],
  ["distension", "stop", "stop"],
  ["skin_broken", "local", "local"],
  ["eczema_dry", "adapt", "adapt"],
  ["nut_allergy", "adapt", "adapt"],
  ["nas", "adapt", "adapt"],
  ["under4w", "adapt", "adapt"],
  ["medicine", "clearance", "ok"],
];

describe("every rule, present, absent and cleared", () => {
  test("the table and the catalogue name the same rules, once each", () => {
    const ids = RULES.map((rule) => rule.id);
    expect([...ids].sort()).toEqual(TABLE.map(([id]) => id).sort());
    expect(new Set(ids).size).toBe(37);
  });

  test.each(TABLE)("%s", (id, present, cleared) => {
    const findings = RULES.find((rule) => rule.id === id)?.findings ?? [];
    const all = findings.map((finding): Finding => ({ id: finding }));
    expect(all.length).toBeGreaterThan(0);
    for (const finding of all) {
      const alone = assess(input({ findings: [finding] }));
      expect([finding.id, alone.grade]).toEqual([finding.id, present]);
      expect(alone.reasons.map((reason) => reason.rule)).toEqual([id]);
      expect(assess(input({ today: [finding] })).grade).toBe(present);
    }
    expect(assess(input({ findings: all, clearances: [clearance([...findings])] })).grade).toBe(
      cleared,
    );
    expect(assess(input()).grade).toBe("ok");
  });
});

describe("clearances", () => {
  const ddh: Finding = { id: "ddh" };
  const grade = (clearances: Clearance[], finding = ddh) =>
    assess(input({ findings: [finding], clearances })).grade;

  test("one that has run out, is not yet given, or covers something else changes nothing", () => {
    expect(grade([clearance(["ddh"], "unrestricted", { expiresAt: now })])).toBe("clearance");
    expect(grade([clearance(["ddh"], "unrestricted", { givenAt: hours(1) })])).toBe("clearance");
    expect(grade([clearance(["hernia"])])).toBe("clearance");
  });
  test("'not advised' is as strong as no written answer, whatever the rule asked", () => {
    expect(grade([clearance(["ddh"], "not_advised")])).toBe("stop_until_clearance");
    expect(grade([clearance(["bleeding"], "not_advised")], { id: "bleeding" })).toBe(
      "stop_until_clearance",
    );
  });
  test("the latest answer speaks; of two at one instant the stricter", () => {
    const older = clearance(["ddh"], "not_advised", { givenAt: hours(-48) });
    expect(grade([older, clearance(["ddh"])])).toBe("local");
    expect(grade([clearance(["ddh"]), clearance(["ddh"], "not_advised")])).toBe(
      "stop_until_clearance",
    );
  });
  test("limits in the answer are added to what the finding keeps out", () => {
    const limits: Limits = { ...NO_LIMITS, withoutPositions: ["tummy"], maxMinutes: 5 };
    const result = assess(
      input({ findings: [ddh], clearances: [clearance(["ddh"], "restricted", { limits })] }),
    );
    expect(result.limits.withoutPositions).toEqual(["tummy"]);
    expect(result.limits.maxMinutes).toBe(5);
    expect(result.limits.withoutMoves).toContain("hip_circle");
    expect(result.findings).toEqual(["ddh"]);
    expect(result.reasons[0]?.sentenceKey).toBe("rules.ddh.care");
  });
  test("only a hernia gets its place back, because only that rule says 'until cleared'", () => {
    const free = assess(
      input({ findings: [{ id: "hernia" }], clearances: [clearance(["hernia"])] }),
    );
    expect(free.limits).toEqual(NO_LIMITS);
    expect(free.findings).toEqual([]);
    expect(RULES.filter((rule) => rule.clearanceRestores).map((rule) => rule.id)).toEqual([
      "hernia",
    ]);
    const some = assess(
      input({ findings: [{ id: "hernia" }], clearances: [clearance(["hernia"], "restricted")] }),
    );
    expect(some.limits.withoutParts).toEqual(["tummy"]);
    expect(some.findings).toEqual(["hernia"]);
  });
});

describe("a doctor's word about the baby as a whole", () => {
  const limits: Limits = { ...NO_LIMITS, onlyParts: ["hands", "feet"] };
  const said = (answer: ClearanceAnswer, over: Partial<Clearance> = {}, findings: Finding[] = []) =>
    assess(input({ findings, clearances: [clearance([], answer, over)] }));
  test("'not advised' stops a healthy baby too, and limits hold without any finding", () => {
    expect(said("not_advised")).toMatchObject({ grade: "stop_until_clearance", mode: "none" });
    expect(said("not_advised").reasons[0]?.sentenceKey).toBe("doctor.not_advised");
    expect(said("restricted", { limits })).toMatchObject({ grade: "local", limits });
    expect(said("restricted").grade).toBe("adapt");
    expect(said("unrestricted")).toMatchObject({ grade: "ok", reasons: [] });
  });
  test("it clears no finding by itself", () => {
    expect(said("unrestricted", {}, [{ id: "ddh" }]).grade).toBe("clearance");
  });
  test("limits stand for findings of every grade, until an answer to the same takes their place", () => {
    const reflux: Finding[] = [{ id: "reflux" }];
    const given = clearance(["reflux"], "restricted", { limits, givenAt: hours(-48) });
    expect(assess(input({ findings: reflux, clearances: [given] })).limits.onlyParts).toEqual([
      "hands",
      "feet",
    ]);
    const newer = clearance(["reflux"]);
    const after = assess(input({ findings: reflux, clearances: [given, newer] }));
    expect(after).toMatchObject({ grade: "adapt", limits: { onlyParts: null } });
    const against = clearance(["reflux"], "not_advised");
    expect(assess(input({ findings: reflux, clearances: [against] })).grade).toBe(
      "stop_until_clearance",
    );
  });
});

describe("waits", () => {
  const shot: Finding = { id: "vaccination", at: now };
  const at = (moment: Date, vaccinationHours?: number) =>
    assess(input({ findings: [shot], now: moment, settings: { vaccinationHours } }));
  test("72 hours unless the practice says otherwise, never under 24", () => {
    expect(at(hours(71.99)).grade).toBe("wait");
    expect(at(hours(71.99)).allowedFrom).toEqual(hours(72));
    expect(at(hours(72)).grade).toBe("ok");
    expect(at(hours(47), 48).grade).toBe("wait");
    expect(at(hours(48), 48).grade).toBe("ok");
    expect(at(hours(23), 1).allowedFrom).toEqual(hours(24));
    expect(at(hours(71), Number.NaN).allowedFrom).toEqual(hours(72));
  });
  test("the later of two reports counts, and the longest of several waits", () => {
    const earlier: Finding = { id: "vaccination", at: hours(-100) };
    const feed: Finding = { id: "fed_recently", at: now };
    for (const findings of [
      [shot, earlier, feed],
      [feed, earlier, shot],
    ])
      expect(assess(input({ findings })).allowedFrom).toEqual(hours(72));
    expect(assess(input({ findings: [feed] })).allowedFrom).toEqual(hours(0.75));
  });
  test("without a time the wait has no end, and a second report without one tightens", () => {
    expect(assess(input({ findings: [{ id: "vaccination" }] })).allowedFrom).toBeNull();
    const both = assess(
      input({ findings: [shot], today: [{ id: "vaccination" }], now: hours(100) }),
    );
    expect(both.grade).toBe("wait");
  });
});

describe("places, ages and help", () => {
  test("a sore with a place leaves that place out; without one it leaves every place out", () => {
    const placed = assess(input({ today: [{ id: "skin_broken", parts: ["hands"] }] }));
    expect(placed.limits.withoutParts).toEqual(["hands"]);
    const unplaced = assess(input({ today: [{ id: "skin_broken" }] }));
    expect(unplaced.limits.withoutParts).toEqual([...BODY_PARTS]);
  });
  test("under four weeks by the younger age: still hands, no oil", () => {
    const early = assess(input({ ageDays: 60, correctedAgeDays: 27 }));
    expect(early.limits).toMatchObject({ withoutMoves: ["moving_touch"], oil: "none" });
    expect(assess(input({ ageDays: 60, correctedAgeDays: 28 })).grade).toBe("ok");
    expect(assess(input({ ageDays: 27 })).grade).toBe("adapt");
    expect(assess(input({ ageDays: 90, correctedAgeDays: -3 })).grade).toBe("adapt");
  });
  test("fever is more urgent under three months", () => {
    const fever = (ageDays: number) =>
      assess(input({ ageDays, today: [{ id: "fever" }] })).escalate;
    expect(fever(90)).toBe("urgent");
    expect(fever(91)).toBe("doctor");
    expect(assess(input({ today: [{ id: "fever" }, { id: "breathing" }] })).escalate).toBe(
      "emergency",
    );
  });
  test("what is left to do while waiting", () => {
    const mode = (id: FindingId) => assess(input({ findings: [{ id }] })).mode;
    expect(mode("reflux")).toBe("massage");
    expect(mode("fed_recently")).toBe("hold_and_wait");
    expect(mode("ddh")).toBe("learn_on_doll");
    expect(mode("bleeding")).toBe("none");
    expect(mode("fever")).toBe("none");
  });
});

// Parts and movements are checked stroke by stroke in lib/routines/rules.test.ts.
const CHANGES: Partial<Record<FindingId, Partial<Limits>>> = {
  diarrhoea: { withoutParts: ["tummy"] },
  distension: { withoutParts: ["tummy"] },
  ng_tube: { withoutParts: ["face"] },
  oral_aversion: { withoutParts: ["face"] },
  brachial_plexus: { withoutParts: ["arms"], withoutMoves: ["arm_stretch"] },
  eczema_dry: { oil: "tested" },
  nut_allergy: { oil: "tested" },
  oxygen: { oil: "none" },
  under4w: { oil: "none" },
  preterm: { shortenTo: 2 / 3 },
  nas: { shortenTo: 2 / 3 },
  reflux: { feedMinutes: 60 },
};
test.each([...FINDINGS])("%s changes oil, length and feed time as it must", (id) => {
  const { limits } = assess(input({ findings: [{ id }] }));
  const { oil, shortenTo, feedMinutes, maxMinutes } = { ...NO_LIMITS, ...CHANGES[id] };
  expect(limits).toMatchObject({ oil, shortenTo, feedMinutes, maxMinutes, ...CHANGES[id] });
});

const finding: fc.Arbitrary<Finding> = fc.record({
  id: fc.constantFrom(...FINDINGS),
  parts: fc.option(fc.uniqueArray(fc.constantFrom(...BODY_PARTS), { maxLength: 3 }), {
    nil: undefined,
  }),
  at: fc.option(
    fc.integer({ min: -200, max: 0 }).map((n) => hours(n)),
    { nil: null },
  ),
});
const clearances = fc.array(
  fc
    .record({
      covers: fc.uniqueArray(fc.constantFrom(...FINDINGS), { maxLength: 6 }),
      answer: fc.constantFrom(
        "unrestricted",
        "restricted",
        "not_advised",
      ) as fc.Arbitrary<ClearanceAnswer>,
      given: fc.integer({ min: -90, max: 1 }),
    })
    .map(({ covers, answer, given }) => clearance(covers, answer, { givenAt: hours(given * 24) })),
  { maxLength: 4 },
);
const rank = (grade: Grade) => GRADES.indexOf(grade);

describe("properties", () => {
  test("answers of the day can only tighten", () => {
    fc.assert(
      fc.property(
        fc.array(finding, { maxLength: 6 }),
        fc.array(finding, { maxLength: 6 }),
        clearances,
        fc.integer({ min: 0, max: 400 }),
        (findings, today, given, ageDays) => {
          const base = assess(input({ findings, clearances: given, ageDays }));
          const after = assess(input({ findings, today, clearances: given, ageDays }));
          expect(rank(after.grade)).toBeGreaterThanOrEqual(rank(base.grade));
          expect(combineLimits(base.limits, after.limits)).toEqual(after.limits);
          expect(after.findings).toEqual(expect.arrayContaining(base.findings));
        },
      ),
      { numRuns: 500 },
    );
  });
  test("the worst grade wins, in any order", () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 8 }), clearances, (findings, given) => {
        const result = assess(input({ findings, clearances: given }));
        expect(result.grade).toBe(worstGrade(result.reasons.map((reason) => reason.grade)));
        const turned = assess(input({ findings: [...findings].reverse(), clearances: given }));
        expect(turned.grade).toBe(result.grade);
        expect(turned.limits).toEqual(result.limits);
      }),
    );
  });
  test("combined limits are never wider than either", () => {
    const limits: fc.Arbitrary<Limits> = fc.record({
      withoutParts: fc.subarray([...BODY_PARTS]),
      onlyParts: fc.option(fc.subarray([...BODY_PARTS]), { nil: null }),
      withoutPositions: fc.subarray(["back", "tummy"] as ("back" | "tummy")[]),
      withoutMoves: fc.subarray([...MOVES]),
      oil: fc.constantFrom("any", "tested", "none") as fc.Arbitrary<Limits["oil"]>,
      maxMinutes: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
      shortenTo: fc.constantFrom(0.5, 1),
      feedMinutes: fc.integer({ min: 45, max: 120 }),
    });
    fc.assert(
      fc.property(limits, limits, (a, b) => {
        const both = combineLimits(a, b);
        expect(both.withoutParts).toEqual(expect.arrayContaining(a.withoutParts));
        expect(both.withoutMoves).toEqual(expect.arrayContaining(b.withoutMoves));
        for (const part of both.onlyParts ?? []) {
          expect(a.onlyParts ?? BODY_PARTS).toContain(part);
          expect(b.onlyParts ?? BODY_PARTS).toContain(part);
        }
        expect(both.maxMinutes ?? 99).toBe(Math.min(a.maxMinutes ?? 99, b.maxMinutes ?? 99));
        expect(both.feedMinutes).toBe(Math.max(a.feedMinutes, b.feedMinutes));
        expect(both.shortenTo).toBe(Math.min(a.shortenTo, b.shortenTo));
        expect(combineLimits(both, a)).toEqual(both);
      }),
    );
  });
});

test("the page before a start names every day rule that keeps the hands off, and none that is known already", () => {
  const ids = notToday([]).map(({ id }) => id);
  const asked = RULES.filter(({ ask, grade }) => ask === "day" && grade !== "adapt");
  const ownCheck: RuleId[] = ["fed_recently", "asleep_crying_hungry"];
  expect([...ids, ...ownCheck].sort()).toEqual(asked.map(({ id }) => id).sort());
  for (const id of ["jaundice", "lump", "umbilicus", "vaccination"] as const) {
    expect(ids).toContain(id);
    expect(notToday([id, "doctor"]).map((rule) => rule.id)).toEqual(ids.filter((x) => x !== id));
  }
});

describe("oils", () => {
  const oils = (...allergies: string[]) => oilsFor({ allergies, limits: NO_LIMITS });
  test("no coconut for a child with a nut allergy, told in one word or by the nut's own name", () => {
    expect(oils()).toEqual(["safflower", "coconut"]);
    const nuts =
      "Almonds,cashew,Pistachio,pecan nuts,hazel,macadamia,Brazils,walnut,pine nuts,Marzipan";
    for (const nut of nuts.split(","))
      expect([nut, oils("Milk", nut)]).toEqual([nut, ["safflower"]]);
    expect(oils("cashew, almonds", "camomile")).toEqual([]);
  });
});
