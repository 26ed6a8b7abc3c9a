import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ageDays,
  birthDayProblem,
  correctedAge,
  correctedAgeDays,
  formatGestation,
  GESTATION_MAX_DAYS,
  GESTATION_MIN_DAYS,
  gestationDays,
  gestationText,
  parseGestation,
  weeksAndDays,
} from "./age";
import { addDays, addMonths, dayFromNumber, dayNumber, daysBetween } from "./time";

const weeks = (text: string): number => {
  const days = parseGestation(text);
  if (days === null) throw new Error(text);
  return days;
};
const at = (birthDay: string, gestation: string, onDay: string) => ({
  birthDay,
  gestationDays: weeks(gestation),
  onDay,
});

describe("corrected age, golden cases", () => {
  test("28+3: 81 days early", () => {
    expect(correctedAgeDays(at("2026-01-01", "28+3", "2026-03-23"))).toBe(0);
    expect(correctedAgeDays(at("2026-01-01", "28+3", "2026-06-01"))).toBe(70);
    expect(ageDays("2026-01-01", "2026-06-01")).toBe(151);
  });

  test("33+4, the baby of the mock-ups: 45 days early", () => {
    const asked = at("2026-08-24", "33+4", "2026-11-22");
    expect(ageDays(asked.birthDay, asked.onDay)).toBe(90);
    expect(correctedAge(asked)).toEqual({ kind: "corrected", days: 45, dueDay: "2026-10-08" });
  });

  test("36+6 is early, 37+0 and 40+0 are not", () => {
    expect(correctedAgeDays(at("2026-01-01", "36+6", "2026-03-01"))).toBe(59 - 22);
    expect(correctedAge(at("2026-01-01", "37+0", "2026-03-01"))).toEqual({ kind: "born_at_term" });
    expect(correctedAgeDays(at("2026-01-01", "37+0", "2026-03-01"))).toBeNull();
    expect(correctedAgeDays(at("2026-01-01", "40+0", "2026-03-01"))).toBeNull();
    expect(correctedAgeDays(at("2026-01-01", "42+1", "2026-03-01"))).toBeNull();
  });

  test("before the due date the corrected age is negative and says so", () => {
    const asked = at("2026-01-01", "28+3", "2026-03-22");
    expect(correctedAge(asked)).toEqual({ kind: "before_term", days: -1, dueDay: "2026-03-23" });
    expect(correctedAgeDays(asked)).toBe(-1);
  });

  test("twins on both sides of midnight differ by a day in both ages", () => {
    const first = at("2026-02-28", "32+6", "2026-05-01");
    const second = at("2026-03-01", "33+0", "2026-05-01");
    expect(ageDays(first.birthDay, first.onDay)).toBe(ageDays(second.birthDay, second.onDay) + 1);
    // One pregnancy, one due date: a day more in the womb and a day less outside it.
    expect(correctedAgeDays(first)).toBe(correctedAgeDays(second));
  });

  test("born on 29 February", () => {
    expect(ageDays("2028-02-29", "2029-02-28")).toBe(365);
    expect(ageDays("2028-02-29", "2029-03-01")).toBe(366);
    expect(correctedAgeDays(at("2028-02-29", "30+0", "2028-05-09"))).toBe(0);
  });

  test("due on 29 February: correction ends on the last day of February two years on", () => {
    const birthDay = addDays("2028-02-29", -70);
    expect(correctedAgeDays(at(birthDay, "30+0", "2030-02-27"))).toBe(729);
    expect(correctedAge(at(birthDay, "30+0", "2030-02-28"))).toEqual({
      kind: "past_end",
      sinceDay: "2030-02-28",
    });
  });

  test("29: a very preterm child older than 2 years whose corrected age is not", () => {
    const birthDay = "2024-01-01";
    const due = addDays(birthDay, 16 * 7);
    expect(due).toBe("2024-04-22");
    expect(correctedAgeDays(at(birthDay, "24+0", addMonths(birthDay, 24)))).toBe(731 - 112);
    expect(correctedAgeDays(at(birthDay, "24+0", "2026-04-21"))).toBe(729);
    expect(correctedAgeDays(at(birthDay, "24+0", "2026-04-22"))).toBeNull();
  });

  test("another end age can be chosen", () => {
    const asked = at("2024-01-01", "24+0", "2026-04-22");
    expect(correctedAgeDays({ ...asked, untilMonths: 36 })).toBe(730);
    expect(correctedAgeDays({ ...asked, untilMonths: 12 })).toBeNull();
  });
});

test("both ages grow by one a day, and differ by the days missing to 40+0", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: dayNumber("2020-01-01"), max: dayNumber("2034-12-31") }),
      fc.integer({ min: GESTATION_MIN_DAYS, max: 258 }),
      fc.integer({ min: 0, max: 1100 }),
      (born, gestation, later) => {
        const birthDay = dayFromNumber(born);
        const onDay = addDays(birthDay, later);
        const days = correctedAgeDays({ birthDay, gestationDays: gestation, onDay });
        const due = addDays(birthDay, 280 - gestation);
        if (daysBetween(addMonths(due, 24), onDay) >= 0) expect(days).toBeNull();
        else expect(days).toBe(later - (280 - gestation));
      },
    ),
    { seed: 31 },
  );
});

describe("gestation", () => {
  test("reads and writes weeks + days", () => {
    expect(parseGestation("33+4")).toBe(235);
    expect(parseGestation(" 28 + 3 ")).toBe(199);
    for (const text of ["33", "33+7", "21+6", "45+0", "33+", "+3", "33-4", "033+4", ""]) {
      expect(parseGestation(text), text).toBeNull();
    }
    for (let days = GESTATION_MIN_DAYS; days <= GESTATION_MAX_DAYS; days += 1) {
      expect(parseGestation(formatGestation(days))).toBe(days);
    }
  });

  test("schemas", () => {
    expect(gestationDays.safeParse(235).success).toBe(true);
    expect(gestationDays.safeParse(100).success).toBe(false);
    expect(gestationText.parse("33+4")).toBe(235);
    expect(gestationText.safeParse("33+9").error?.issues[0]?.message).toBe("errors:gestation");
  });

  test("a length out of range is a mistake, not an age", () => {
    const asked = { birthDay: "2026-01-01", gestationDays: 33, onDay: "2026-02-01" };
    expect(() => correctedAgeDays(asked)).toThrow(RangeError);
  });

  test("weeks and days for display", () => {
    expect(weeksAndDays(59)).toEqual({ weeks: 8, days: 3 });
    expect(weeksAndDays(-1)).toEqual({ weeks: 0, days: -1 });
    expect(weeksAndDays(-15)).toEqual({ weeks: -2, days: -1 });
  });
});

test("a birth day is plausible from today back to the oldest age taught", () => {
  const today = "2026-11-22";
  expect(birthDayProblem("2026-11-22", today)).toBeNull();
  expect(birthDayProblem("2026-11-23", today)).toBe("in_future");
  expect(birthDayProblem("2020-11-22", today)).toBeNull();
  expect(birthDayProblem("2020-11-21", today)).toBe("too_long_ago");
  expect(birthDayProblem("1996-08-24", today)).toBe("too_long_ago");
  expect(birthDayProblem("2012-11-22", today, 18)).toBeNull();
});
