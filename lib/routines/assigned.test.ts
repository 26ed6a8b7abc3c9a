import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FINDINGS, type FindingId } from "@/lib/safety/schema";
import {
  type BabyRecord,
  type DoctorsOkay,
  okayDayProblem,
  recordFindings,
  standing,
} from "@/lib/safety/standing";
import {
  isActive,
  leftOut,
  obstacle,
  plausible,
  readSnapshot,
  snapshotOf,
  startedInTerm,
  tighten,
  whyOf,
} from "./assigned";
import { STARTER_LIST, STARTERS, STROKES } from "./library";
import { stepsFor } from "./rules";
import type { Routine } from "./schema";

const now = new Date("2026-11-24T09:00:00Z");
const at = { now, day: "2026-11-24", zone: "Europe/London" };
const baby = (findings: readonly FindingId[], more: Partial<BabyRecord> = {}): BabyRecord => ({
  bornOn: "2026-08-01",
  gestationDays: null,
  health: { allergies: [], conditions: [], findings: [...findings] },
  ...more,
});
/** As the practitioner assigns it, with a doctor's okay for whatever asks for one. */
function given(routine: Routine, record: BabyRecord) {
  const bare = standing(record, at);
  const covers = bare.needsOkay;
  const holds = standing(record, at, { on: "2026-11-20", by: "Dr A", covers });
  const left = stepsFor(routine, holds);
  return { bare, holds, left, covers };
}

const someFindings = fc.uniqueArray(fc.constantFrom(...FINDINGS), { maxLength: 5 });
const someRoutine = fc.constantFrom(...STARTER_LIST);

describe("what a family is shown", () => {
  test("never holds a step that the record rules out, on the day or later, and never gets longer", () => {
    fc.assert(
      fc.property(someRoutine, someFindings, someFindings, (routine, first, later) => {
        const start = given(routine, baby(first));
        if (start.left.steps.length === 0) return;
        const snapshot = snapshotOf(routine, "Routine", start.left, start.holds);
        expect(readSnapshot(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
        const record = baby([...new Set([...first, ...later])]);
        const holds = standing(record, at);
        const shown = tighten(snapshot, holds);
        const before = start.left.steps.map((step) => step.key);
        const kept = shown.steps.filter((step) => step.strokeKey !== "ask-and-hold");
        for (const step of kept) {
          const stroke = STROKES[step.strokeKey];
          expect(stroke.blockedBy.filter((id) => holds.findings.includes(id))).toEqual([]);
          expect(stroke.parts.filter((part) => holds.limits.withoutParts.includes(part))).toEqual(
            [],
          );
          expect(stroke.moves.filter((move) => holds.limits.withoutMoves.includes(move))).toEqual(
            [],
          );
          expect(before).toContain(step.key);
        }
        for (const step of shown.steps) {
          const earlier = start.left.steps.find(({ key }) => key === step.key);
          if (earlier) expect(step.seconds).toBeLessThanOrEqual(earlier.seconds);
        }
        const gone = leftOut(snapshot, whyOf(start.left, start.covers), shown);
        const shownKeys = shown.steps.map(({ key }) => key);
        expect(gone.filter(({ step }) => shownKeys.includes(step.key))).toEqual([]);
        expect(gone.every(({ because }) => because.length > 0)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("nothing changes while the record stays as it was: no step is shortened twice", () => {
    fc.assert(
      fc.property(someRoutine, someFindings, (routine, findings) => {
        const { holds, left } = given(routine, baby(findings));
        if (left.steps.length === 0) return;
        const again = tighten(snapshotOf(routine, "Routine", left, holds), holds);
        expect(again.steps).toEqual(left.steps);
        expect(again.seconds).toBe(left.seconds);
        expect(again.warmDown).toEqual(left.warmDown);
        expect(again.loop).toEqual(left.loop);
      }),
    );
  });

  test("a shunt found since takes head, neck and tummy away and says why", () => {
    const { holds, left } = given(STARTERS.standard, baby([]));
    const snapshot = snapshotOf(STARTERS.standard, "Standard", left, holds);
    const shown = tighten(snapshot, standing(baby(["vp_shunt"]), at));
    expect(shown.steps.map((step) => step.strokeKey)).not.toContain("head");
    expect(shown.removed.map(({ step }) => step.key)).toEqual(["neck", "head"]);
  });
});

describe("what keeps a routine from going home", () => {
  const blocked = (routine: Routine, record: BabyRecord, withOkay: boolean) => {
    const { bare, holds, left } = given(routine, record);
    return obstacle(withOkay ? holds : bare, left);
  };
  test.each<[string, Routine, BabyRecord, string | null, string | null]>([
    ["a baby born at term", STARTERS.standard, baby([]), null, null],
    ["born early", STARTERS.standard, baby([], { gestationDays: 235 }), "okay_needed", null],
    ["a heart condition", STARTERS.standard, baby(["heart_condition"]), "okay_needed", null],
    ["brittle bones", STARTERS.standard, baby(["osteogenesis_imperfecta"]), "okay_needed", null],
    ["reflux", STARTERS.standard, baby(["reflux"]), null, null],
    ["an infection", STARTERS.standard, baby(["acute_illness"]), "not_now", "not_now"],
    [
      "a harness and gas relief",
      STARTERS["gas-relief"],
      baby(["pavlik_harness"]),
      "okay_needed",
      "routine_blocked",
    ],
    [
      "younger than four weeks",
      STARTERS.standard,
      baby([], { bornOn: "2026-11-10" }),
      "nothing_left",
      "nothing_left",
    ],
  ])("%s", (_, routine, record, without, withOkay) => {
    expect(blocked(routine, record, false)).toBe(without);
    expect(blocked(routine, record, true)).toBe(withOkay);
  });

  test("a doctor's okay covers what it was asked for, for ninety days", () => {
    const record = baby(["heart_condition"]);
    const okay = { on: "2026-11-24", by: "Dr A", covers: ["heart_condition"] as FindingId[] };
    const on = (day: string) =>
      standing(record, { ...at, day, now: new Date(`${day}T12:00:00Z`) }, okay).needsOkay;
    expect(on("2026-11-24")).toEqual([]);
    expect(on("2027-02-21")).toEqual([]);
    expect(on("2027-02-22")).toEqual(["heart_condition"]);
    const more = baby(["heart_condition", "seizures"]);
    expect(standing(more, at, okay).needsOkay).toEqual(["seizures"]);
    expect(standing(record, at, { ...okay, covers: [] }).needsOkay).toEqual(["heart_condition"]);
  });

  test("an okay ends with a diagnosis or an operation that began after it, for all that it covers", () => {
    const okay = { on: "2026-11-20", by: "Dr A", covers: ["heart_condition", "abdominal_surgery"] };
    const needs = (id: FindingId, since: string) => {
      const bare = baby(["heart_condition", "abdominal_surgery", id]);
      const record = { ...bare, health: { ...bare.health, reports: [{ id, since }] } };
      return standing(record, at, okay as DoctorsOkay).needsOkay;
    };
    expect(needs("abdominal_surgery", "2026-11-20")).toEqual([]);
    expect(needs("abdominal_surgery", "2026-11-21").toSorted()).toEqual(okay.covers.toSorted());
    expect(needs("seizures", "2026-11-21")).toContain("heart_condition");
    expect(needs("eczema_dry", "2026-11-22")).toEqual([]);
  });

  test.each([
    ["2026-11-24", null],
    ["2026-08-26", "too_old"],
    ["2026-08-27", null],
    ["2026-11-25", "in_future"],
  ])("an okay given on %s", (on, problem) => {
    expect(okayDayProblem(on, "2026-11-24", "2026-08-01")).toBe(problem);
  });
  test("nobody clears a baby who is not born yet", () => {
    expect(okayDayProblem("2026-11-01", "2026-11-24", "2026-11-02")).toBe("too_old");
  });

  test("the record speaks through findings, allergies and weeks at birth, each once", () => {
    const health = { allergies: ["Peanut"], conditions: [], findings: ["preterm", "made_up"] };
    const found = recordFindings(baby([], { gestationDays: 235, health }));
    expect(found.map(({ id }) => id)).toEqual(["preterm", "nut_allergy"]);
    expect(recordFindings(baby([], { health: null }))).toEqual([]);
  });
});

describe("terms and times", () => {
  test("active until the end of the last day, or until it was ended", () => {
    expect(isActive({ endedAt: null, untilOn: null }, "2026-11-24")).toBe(true);
    expect(isActive({ endedAt: null, untilOn: "2026-11-24" }, "2026-11-24")).toBe(true);
    expect(isActive({ endedAt: null, untilOn: "2026-11-23" }, "2026-11-24")).toBe(false);
    expect(isActive({ endedAt: now, untilOn: null }, "2026-11-24")).toBe(false);
  });
  test("a page that lay open may still tell", () => {
    const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
    expect(startedInTerm(later(1), { endedAt: now })).toBe(true);
    expect(startedInTerm(later(13), { endedAt: now })).toBe(false);
    expect(startedInTerm(later(9999), { endedAt: null })).toBe(true);
  });
  const assignedAt = new Date("2026-11-20T09:00:00Z");
  const known = (startedAt: string, seconds: number) =>
    plausible({ startedAt: new Date(startedAt), seconds }, { now, assignedAt });
  test("a clock that is right is believed", () => {
    expect(known("2026-11-24T08:50:00Z", 300)).toEqual({
      startedAt: new Date("2026-11-24T08:50:00Z"),
      seconds: 300,
    });
  });
  test("a start that has not come, or came before the routine, becomes the latest that fits", () => {
    const fits = { startedAt: new Date("2026-11-24T08:55:00Z"), seconds: 300 };
    expect(known("2026-11-24T10:00:00Z", 300)).toEqual(fits);
    expect(known("2019-01-01T00:00:00Z", 300)).toEqual(fits);
    expect(known("2026-11-24T09:01:00Z", 30).startedAt).toEqual(now);
  });
  test("it cannot have taken longer than there was time, and never less than nothing", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.nat(20_000), (startedAt, seconds) => {
        const result = plausible({ startedAt, seconds }, { now, assignedAt });
        expect(result.startedAt.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(result.seconds).toBeGreaterThanOrEqual(0);
        expect(result.seconds).toBeLessThanOrEqual(Math.min(seconds, 14_400));
        const end = result.startedAt.getTime() + result.seconds * 1000;
        expect(end).toBeLessThanOrEqual(now.getTime() + 4 * 60_000);
      }),
    );
    expect(known("2026-11-24T08:59:00Z", 3600).seconds).toBe(180);
  });
});
