import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_HEALTH, joinAll } from "./health.rules";
import { changesSince, onlyLess, withChanges } from "./parting.rules";
import { type BabyHealth, babyHealth } from "./schema";

const words = fc.uniqueArray(fc.constantFrom("Milk", "Nuts", "Egg", "Hip", "Ear"), {
  maxLength: 3,
});
const findings = ["reflux", "hernia", "hip_harness"] as const;
const account = fc
  .record({
    ...{ allergies: words, familyAllergies: words, conditions: words },
    takeCare: fc.option(fc.constantFrom("Left leg", "Her back"), { nil: undefined }),
    findings: fc.uniqueArray(fc.constantFrom(...findings)),
    until: fc.option(fc.constantFrom("2026-11-01", "2026-12-01"), { nil: undefined }),
    feeding: fc.option(fc.constantFrom("breast", "bottle"), { nil: undefined }),
    birthGrams: fc.option(fc.integer({ min: 500, max: 5000 }), { nil: undefined }),
  })
  .map(({ until, ...health }): BabyHealth => {
    const reports = until ? health.findings.map((id) => ({ id, until })) : [];
    return babyHealth.parse(JSON.parse(JSON.stringify({ ...health, reports })));
  });
const sorted = (health: BabyHealth) => ({
  ...health,
  findings: [...health.findings].sort(),
  reports: [...health.reports].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
});

test("nothing written since: each child has exactly what it had", () => {
  fc.assert(
    fc.property(account, account, (a, b) => {
      const joined = joinAll([a, b]);
      expect(changesSince(joined, joined)).toEqual([]);
      expect(sorted(withChanges(a, []))).toEqual(sorted(a));
    }),
  );
});

test("every change, true of both, makes of the joined account the one of now", () => {
  fc.assert(
    fc.property(account, account, account, (a, b, now) => {
      const joined = joinAll([a, b]) ?? EMPTY_HEALTH;
      const changes = changesSince(joined, now);
      const next = withChanges(joined, changes);
      expect(changesSince(next, now)).toEqual([]);
    }),
  );
});

test("what was taken away of one child is gone there, and stays with the other", () => {
  fc.assert(
    fc.property(account, account, account, (a, b, now) => {
      const changes = changesSince(joinAll([a, b]), now);
      const next = withChanges(a, changes);
      for (const { is, fact } of changes)
        if (is === "removed" && fact.field !== "finding")
          expect([next[fact.field]].flat()).not.toContain(fact.value);
      expect(sorted(withChanges(b, []))).toEqual(sorted(b));
    }),
  );
});

test("once nothing new may be written, facts are still taken out and ended", () => {
  const known = babyHealth.parse({ allergies: ["Milk"], findings: ["reflux", "hernia"] });
  const ended = { ...known, reports: [{ id: "reflux", until: "2026-11-01" }] };
  expect(onlyLess(known, { ...known, allergies: [], findings: ["hernia"] })).toBe(true);
  expect(onlyLess(known, ended)).toBe(true);
  expect(onlyLess(known, { ...known, conditions: ["Hip"] })).toBe(false);
  expect(onlyLess(known, { ...known, findings: [...known.findings, "fever"] })).toBe(false);
  expect(onlyLess(known, { ...ended, reports: [{ id: "reflux", since: "2026-11-01" }] })).toBe(
    false,
  );
  expect(onlyLess(null, known)).toBe(false);
});

test("every field of an account is sorted; one that is added to it is missed here", () => {
  const full: BabyHealth = babyHealth.parse({
    ...{ allergies: ["a"], familyAllergies: ["b"], conditions: ["c"], takeCare: "d" },
    ...{ findings: ["reflux"], reports: [{ id: "reflux", by: "doctor" }], feeding: "breast" },
    ...{ feedingTimes: "e", birthGrams: 3000 },
    happened: [{ what: "hospital", on: "2026-11-01", by: "family" }],
    allowed: [{ kind: "some", parts: ["feet"], by: "Dr A", on: "2026-11-01" }],
  });
  expect(Object.keys(full).toSorted()).toEqual(Object.keys(babyHealth.shape).toSorted());
  expect(withChanges(null, changesSince(null, full))).toEqual(full);
});
