import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { noteHealth } from "@/db/testing/routines";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Actor } from "@/lib/core/actor";
import { RULES } from "@/lib/safety/catalogue";
import { BODY_PARTS, FINDINGS, GRADES, MOVES, POSITIONS } from "@/lib/safety/schema";
import { recordFindings, standing } from "@/lib/safety/standing";
import { inContext } from "@/lib/work/context";
import { mergeHealth, openHealth } from "./health";
import { EMPTY_HEALTH, joinAll, joinHealth } from "./health.rules";
import { saveHealth } from "./health.write";
import { alertsOf, healthStamp, MILD } from "./rules";
import { ALLOWED, type BabyHealth, babyHealth, type HealthGiven } from "./schema";

const db = testDatabase();
let at: TestPractice;
let family: TestFamily;
beforeAll(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
});
const baby = () => ({ practiceId: at.practiceId, babyId: family.babyId });
const as = <T>(actor: Actor, run: Parameters<typeof inContext<T>>[1]) =>
  inContext(actor, run, "read write");

const day = fc
  .integer({ min: 0, max: 400 })
  .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
const report = fc.record(
  {
    id: fc.constantFrom(...FINDINGS),
    parts: fc.subarray([...BODY_PARTS], { maxLength: 3 }),
    since: day,
    until: day,
  },
  { requiredKeys: ["id"] },
);
const allows = fc.record(
  {
    kind: fc.constantFrom(...ALLOWED),
    parts: fc.subarray([...BODY_PARTS], { maxLength: 3 }),
    positions: fc.subarray([...POSITIONS], { maxLength: 1 }),
    by: fc.constantFrom("Dr Haddad", "Dr Marsh"),
    on: fc.constantFrom("2026-07-01", "2026-08-01"),
    ended: fc.constant({ on: "2026-08-20", by: "Dr Haddad" }),
  },
  { requiredKeys: ["kind", "parts", "positions", "by", "on"] },
);
const health: fc.Arbitrary<BabyHealth> = fc
  .record({
    allergies: fc.subarray(["Nuts", "nuts", "Milk", "Eczema"]),
    familyAllergies: fc.subarray(["Coconut", "Asthma"]),
    findings: fc.subarray([...FINDINGS], { maxLength: 5 }),
    reports: fc.array(report, { maxLength: 6 }),
    feeding: fc.option(fc.constantFrom("breast", "tube", "bottle"), { nil: undefined }),
    allowed: fc.uniqueArray(allows, { maxLength: 2, selector: (one) => one.by }),
  })
  .map(({ feeding, reports, findings, ...rest }) =>
    babyHealth.parse({
      ...rest,
      reports,
      findings: [...new Set([...findings, ...reports.map((one) => one.id)])],
      ...(feeding && { feeding }),
    }),
  );
const on = { now: new Date("2026-09-01T10:00:00Z"), day: "2026-09-01", zone: "Europe/London" };
const held = (known: HealthGiven | null) =>
  standing({ bornOn: "2026-03-01", gestationDays: null, health: known }, on);

describe("two accounts of one baby", () => {
  test("together are never less careful than either", () => {
    fc.assert(
      fc.property(health, health, (a, told) => {
        const reports = told.findings.flatMap((id) => {
          const known = told.reports.filter((one) => one.id === id);
          return (known.length > 0 ? known : [{ id }]).map((one) => ({
            ...one,
            by: "family" as const,
          }));
        });
        const b: BabyHealth = { ...told, reports };
        const joined = joinHealth(a, b);
        const now = held(joined);
        // A family that says "by a tube" is told which tube by a practice that knows: that may say less.
        for (const one of b.feeding === "tube" ? [a] : [a, b]) {
          const before = held(one);
          expect(GRADES.indexOf(now.grade)).toBeGreaterThanOrEqual(GRADES.indexOf(before.grade));
          for (const part of before.limits.withoutParts)
            expect(now.limits.withoutParts).toContain(part);
          for (const move of before.limits.withoutMoves)
            expect(now.limits.withoutMoves).toContain(move);
          for (const position of before.limits.withoutPositions)
            expect(now.limits.withoutPositions).toContain(position);
          if (before.limits.onlyParts)
            expect(before.limits.onlyParts).toEqual(
              expect.arrayContaining(now.limits.onlyParts ?? ["anywhere"]),
            );
          expect(now.limits.feedMinutes).toBeGreaterThanOrEqual(before.limits.feedMinutes);
          expect(joined.findings).toEqual(expect.arrayContaining(one.findings));
        }
        expect(joinHealth(joined, b)).toEqual(joined);
      }),
      { numRuns: 300 },
    );
  });

  test("a tube that is out does not say which one the family tells of now", () => {
    const out = { id: "gastrostomy", until: "2026-08-01" };
    const before = babyHealth.parse({ findings: ["gastrostomy"], reports: [out], feeding: "tube" });
    const told = babyHealth.parse({
      findings: ["gastrostomy"],
      reports: [{ id: "gastrostomy", by: "family" }],
    });
    for (const known of [before, joinHealth(before, told)])
      expect(held(known).limits.withoutParts).toEqual(expect.arrayContaining(["face", "tummy"]));
  });

  test("a place or a day never narrows what was known without one", () => {
    const vague = babyHealth.parse({ findings: ["fracture"] });
    const narrow = babyHealth.parse({
      findings: ["fracture"],
      reports: [{ id: "fracture", parts: ["legs"], until: "2026-08-01" }],
    });
    expect(held(joinHealth(vague, narrow)).grade).toBe(held(vague).grade);
    expect(joinAll([null, vague, null])).toEqual(vague);
    expect(joinAll([])).toBeNull();
  });
});

describe("findings with places and days", () => {
  const one = (more: HealthGiven) =>
    recordFindings({ bornOn: "2026-03-01", gestationDays: null, health: more }, on);
  test("an operation that is over is over; what a baby was born with is not, whatever is written", () => {
    const over = (id: string) =>
      one({ findings: [id], reports: [{ id, until: "2026-08-31" }] }).map((each) => each.id);
    expect(over("ng_tube")).toEqual([]);
    expect(over("down_syndrome")).toEqual(["down_syndrome"]);
    expect(over("heart_condition")).toEqual(["heart_condition"]);
    expect(
      one({ findings: ["ng_tube"], reports: [{ id: "ng_tube", until: "2026-09-01" }] }),
    ).toEqual([{ id: "ng_tube" }]);
  });
  test("a vaccination counts from the end of its day; a day to come counts as no day", () => {
    const since = (of: string) =>
      one({ findings: ["vaccination"], reports: [{ id: "vaccination", since: of }] })[0];
    expect(since("2026-08-31")?.at?.toISOString()).toBe("2026-08-31T22:59:59.999Z");
    expect(since("2026-09-02")?.at).toBeUndefined();
  });
  test("a place that nobody knows is no place", () => {
    const parts = (names: string[]) =>
      one({ findings: ["lump"], reports: [{ id: "lump", parts: names }] })[0]?.parts;
    expect(parts(["legs"])).toEqual(["legs"]);
    expect(parts(["legs", "tail"])).toBeUndefined();
  });
  test("nuts in the family, and a tube that nobody named", () => {
    expect(one({ familyAllergies: ["Eczema, hazelnut"] }).map((each) => each.id)).toEqual([
      "nut_allergy",
    ]);
    expect(one({ feeding: "tube" }).map((each) => each.id)).toEqual(["ng_tube", "gastrostomy"]);
    expect(one({ feeding: "tube", findings: ["gastrostomy"] }).map((each) => each.id)).toEqual([
      "gastrostomy",
    ]);
    expect(one({ feeding: "both" })).toEqual([]);
  });
});

describe("what a doctor allows", () => {
  const said = (more: object) => ({
    allowed: [{ kind: "some" as const, by: "Dr Haddad", on: "2026-08-01", ...more }],
  });
  test("leaves the areas and the position that were named, and clears no finding", () => {
    const { limits, grade } = held(said({ parts: ["feet", "tail"], positions: ["back"] }));
    expect([limits.onlyParts, limits.withoutPositions]).toEqual([["feet"], ["tummy"]]);
    expect(grade).toBe("local");
    expect(held(said({ parts: ["tail"] })).limits.onlyParts).toEqual([]);
    const heart = { findings: ["heart_condition"] };
    for (const kind of ALLOWED)
      expect(held({ ...heart, ...said({ kind }) }).needsOkay).toEqual(held(heart).needsOkay);
    expect(held(said({ kind: "all" }))).toEqual(held({}));
  });
  test("still hands leave no movement at all, and do not run out with the time", () => {
    expect(held(said({ kind: "still", on: "2020-01-01" })).limits.withoutMoves).toEqual([...MOVES]);
  });
  test("ends when a practitioner writes who lifted it and when, and not by less", async () => {
    const other = await makeFamily(db.owner, at.practiceId);
    await noteHealth(db.owner, other, said({ kind: "still" }));
    const one = { practiceId: at.practiceId, babyId: other.babyId };
    const read = () => as(at.staff(), async (tx) => (await openHealth(tx, one)).health);
    const save = async (line: { endedOn?: string; endedBy?: string }) =>
      saveHealth(at.staff(), {
        babyId: other.babyId,
        seen: healthStamp(await read()),
        allowed: { "0": line },
      });
    await save({});
    expect((await read())?.allowed?.[0]?.ended).toBeUndefined();
    const refused = async (line: { endedOn?: string; endedBy?: string }) =>
      Object.keys((await refusalOf(save(line))).fields);
    expect(await refused({ endedOn: "2026-08-10" })).toEqual(["allowed.0.endedBy"]);
    expect(await refused({ endedBy: "Dr Haddad" })).toEqual(["allowed.0.endedOn"]);
    expect(await refused({ endedBy: "Dr Haddad", endedOn: "2026-07-31" })).toEqual([
      "allowed.0.endedOn",
    ]);
    expect(await refused({ endedBy: "Dr Haddad", endedOn: "2100-01-01" })).toEqual([
      "allowed.0.endedOn",
    ]);
    await save({ endedBy: "Dr Haddad, Whiteladies", endedOn: "2026-08-10" });
    const after = await read();
    expect(after?.allowed?.[0]?.ended).toEqual({
      by: "Dr Haddad, Whiteladies",
      on: "2026-08-10",
    });
    expect(held(after).limits).toEqual(held({}).limits);
  });
});

describe("what was learned", () => {
  test("is added to what is there, by staff, by the family and by a job; nothing is taken away", async () => {
    await noteHealth(db.owner, family, { allergies: ["Milk"], findings: ["reflux"] });
    const link: Actor = {
      kind: "link",
      link: "forms",
      practiceId: at.practiceId,
      subjectId: family.guardianId,
    };
    const tell = (actor: Actor, patch: HealthGiven) =>
      as(actor, (tx) => mergeHealth(tx, baby(), patch, "family"));
    expect(await tell(family.parent, { allergies: ["milk", "Wool"] })).toEqual(["allergies"]);
    expect(await tell(link, { findings: ["hernia"] })).toEqual(["findings", "reports"]);
    expect(
      await tell(at.staff(), { reports: [{ id: "lump", parts: ["legs"], since: "2026-08-30" }] }),
    ).toEqual(["findings", "reports"]);
    expect(await tell(at.system, { feeding: "tube", birthGrams: 1840 })).toEqual([
      "birthGrams",
      "feeding",
    ]);
    expect(await tell(family.parent, { feeding: "breast", allergies: [] })).toEqual([]);
    const { health: now } = await as(at.staff(), (tx) => openHealth(tx, baby()));
    expect(now).toMatchObject({
      allergies: ["Milk", "Wool"],
      findings: ["reflux", "hernia", "lump"],
      feeding: "tube",
      birthGrams: 1840,
    });
    expect(now?.reports).toContainEqual({ id: "hernia", by: "family" });
  });

  test("is refused for another family's baby, for a parent who may not see, and when it cannot be", async () => {
    const other = await makeFamily(db.owner, at.practiceId);
    const patch = { allergies: ["Nuts"] };
    const tell = (actor: Actor, told: HealthGiven) =>
      refusalOf(as(actor, (tx) => mergeHealth(tx, baby(), told, "family")));
    expect((await tell(other.parent, patch)).code).toBe("not_found");
    expect((await tell(at.staff(), { birthGrams: 43_000 })).code).toBe("invalid");
    expect((await tell(at.staff(), { allergies: ["a\u0000b"] })).code).toBe("invalid");
    const many = Array.from({ length: 60 }, (_, n) => `Allergy ${n}`);
    expect((await tell(at.staff(), { allergies: many })).code).toBe("invalid");
    expect(EMPTY_HEALTH.findings).toEqual([]);
  });
});

describe("a finding that is over", () => {
  const health = babyHealth.parse({
    findings: ["pavlik_harness", "heart_condition", "reflux"],
    reports: [
      { id: "pavlik_harness", until: "2026-06-01" },
      // What a baby is born with is over on no day.
      { id: "heart_condition", until: "2026-06-01" },
      { id: "reflux", until: "2026-06-01" },
      { id: "reflux" },
    ],
  });
  test("is an alert until its last day, then told as past; one that is still so elsewhere stays", () => {
    const on = (day: string) => alertsOf("practitioner", { gestationDays: null }, health, day);
    expect(on("2026-06-01")).toMatchObject({ count: 3, facts: { past: [] } });
    expect(on("2026-06-02")).toMatchObject({
      count: 2,
      facts: {
        findings: ["heart_condition", "reflux"],
        past: [{ id: "pavlik_harness", until: "2026-06-01" }],
      },
    });
  });
  test("agrees with what the safety rules count", () => {
    for (const day of ["2026-06-01", "2026-06-02"]) {
      const when = { now: new Date(`${day}T12:00:00Z`), day, zone: "UTC" };
      const counted = recordFindings({ bornOn: "2026-03-01", gestationDays: null, health }, when);
      const facts = alertsOf("practitioner", { gestationDays: null }, health, day).facts;
      expect([...new Set(counted.map(({ id }) => id))].sort()).toEqual(
        [...(facts?.findings ?? [])].sort(),
      );
    }
  });
});

describe("a finding beside written words", () => {
  const shown = (findings: string[], conditions: string[]) =>
    alertsOf("practitioner", { gestationDays: null }, { findings, conditions }, "2026-06-01").facts
      ?.findings;
  test("is mild where the safety rules adapt a routine and do no more", () => {
    const adapt = RULES.filter(({ grade }) => grade === "adapt").flatMap((one) => one.findings);
    expect([...MILD].sort()).toEqual([...adapt].sort());
  });
  test("is hidden by whole words alone, and never when it is more than a change of the routine", () => {
    expect(shown(["nas", "ng_tube"], ["Nasogastric tube at night"])).toEqual(["nas", "ng_tube"]);
    expect(shown(["ng_tube"], ["Breathing tube after birth"])).toEqual(["ng_tube"]);
    expect(shown(["hernia", "heart_condition"], ["Hernia, heart condition"])).toEqual([
      "hernia",
      "heart_condition",
    ]);
    expect(shown(["reflux", "nas", "muscle_tone"], ["Reflux; NAS, low muscle tone"])).toEqual([]);
  });
});
