import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dayFromNumber, dayOfWeek } from "@/lib/core/time";
import { firstWeekdayIn, monthGrid, monthOf, weekStart } from "./month.rules";

// 1970 to 2149.
const days = fc.integer({ min: 0, max: 65_700 }).map(dayFromNumber);
const firsts = fc.constantFrom(1 as const, 7 as const);

test("a month is whole weeks, six at most, that hold each of its days once and begin where weeks begin", () => {
  fc.assert(
    fc.property(days, firsts, (day, first) => {
      const grid = monthGrid(day, first);
      const shown = Array.from({ length: grid.days }, (_, i) => addDays(grid.from, i));
      expect(dayOfWeek(grid.from)).toBe(first);
      expect(grid.days % 7).toBe(0);
      expect(grid.days).toBeGreaterThanOrEqual(28);
      expect(grid.days).toBeLessThanOrEqual(42);
      expect(new Set(shown).size).toBe(grid.days);
      const inMonth = shown.filter((one) => monthOf(one) === monthOf(day));
      const last = Number(addDays(`${monthOf(addDays(`${monthOf(day)}-01`, 31))}-01`, -1).slice(8));
      expect(inMonth).toHaveLength(last);
      // No week without a day of the month.
      for (let week = 0; week < shown.length; week += 7)
        expect(shown.slice(week, week + 7).some((one) => monthOf(one) === monthOf(day))).toBe(true);
    }),
  );
});

test.each([
  // The month in which the clocks of Europe go forward begins on a Sunday; the one of the other change on a Thursday.
  ["2026-03-29", 1, "2026-02-23", 42],
  ["2026-03-29", 7, "2026-03-01", 35],
  ["2026-10-25", 1, "2026-09-28", 35],
  // America's: 8 March and 1 November.
  ["2026-11-01", 7, "2026-11-01", 35],
  ["2026-11-01", 1, "2026-10-26", 42],
  // A February that is four weeks, and one of a leap year.
  ["2027-02-14", 1, "2027-02-01", 28],
  ["2028-02-29", 1, "2028-01-31", 35],
  ["2026-12-31", 1, "2026-11-30", 35],
] as const)("%s with weeks from %i on", (day, first, from, length) => {
  expect(monthGrid(day, first)).toEqual({ from, days: length });
});

test("weeks begin on Sunday in America and on Monday in Britain", () => {
  expect(firstWeekdayIn("en-US")).toBe(7);
  expect(firstWeekdayIn("en-GB")).toBe(1);
  expect(weekStart("2026-11-22", 7)).toBe("2026-11-22");
  expect(weekStart("2026-11-22", 1)).toBe("2026-11-16");
  expect(weekStart("2026-11-21", 7)).toBe("2026-11-15");
});
