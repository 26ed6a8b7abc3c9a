import { describe, expect, test } from "vitest";
import { findingsFromAllergies, findingsFromBirth, NO_LIMITS, oilsFor, preChecks } from "./rules";
import type { FindingId } from "./schema";

describe("from the record", () => {
  test("allergies", () => {
    expect(findingsFromAllergies([])).toEqual([]);
    expect(findingsFromAllergies(["None", " ", "NKDA", "no known allergies"])).toEqual([]);
    expect(findingsFromAllergies(["peanut"])).toEqual(["nut_allergy"]);
    expect(findingsFromAllergies(["Atopic dermatitis"])).toEqual(["nut_allergy", "eczema_dry"]);
  });
  test("weeks at birth", () => {
    expect(findingsFromBirth(258)).toEqual(["preterm"]);
    expect(findingsFromBirth(259)).toEqual([]);
    expect(findingsFromBirth(null)).toEqual([]);
  });
  test("oils: no olive ever, no coconut with a nut allergy, none when the limits say so", () => {
    expect(oilsFor({ allergies: [], limits: NO_LIMITS })).toEqual(["safflower", "coconut"]);
    expect(oilsFor({ allergies: ["Tree nuts"], limits: NO_LIMITS })).toEqual(["safflower"]);
    expect(oilsFor({ allergies: [], limits: { ...NO_LIMITS, oil: "none" } })).toEqual([]);
  });
  test("the checks before a start", () => {
    const keys = (over: Partial<Parameters<typeof preChecks>[1]>, position: "back" | "tummy") =>
      preChecks({ steps: [{ position }] }, { findings: [], usesOil: false, ...over });
    const plain = keys({}, "back");
    expect(plain.map((check) => check.key)).not.toContain("oil_patch");
    expect(plain.map((check) => check.key)).not.toContain("watched_on_tummy");
    expect(plain.find((check) => check.key === "doctor")?.kind).toBe("advice");
    expect(keys({}, "tummy").at(-1)?.key).toBe("watched_on_tummy");
    const oil = (findings: FindingId[]) =>
      keys({ usesOil: true, findings }, "back").find((check) => check.key === "oil_patch")?.kind;
    expect(oil([])).toBe("advice");
    expect(oil(["nut_allergy"])).toBe("blocking");
    const sore = keys({ findings: ["skin_broken"] }, "back");
    expect(sore.find((check) => check.key === "doctor")?.kind).toBe("advice");
    const early = keys({ findings: ["preterm"], feedMinutes: 60 }, "back");
    expect(early.find((check) => check.key === "doctor")?.kind).toBe("blocking");
    expect(early[0]).toMatchObject({ key: "feed", kind: "timer", minutes: 60 });
  });
});
