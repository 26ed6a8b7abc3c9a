import { describe, expect, test } from "vitest";
import { correctedAgeDays } from "@/lib/core/age";
import { addDays, type Day } from "@/lib/core/time";
import { type BirthTyped, typedAges, typedAgeText } from "./gestation-age";

const today = new Date(2026, 10, 22, 23, 30);
const typed: BirthTyped = { day: "24", month: "8", year: "2026", weeks: "33", days: "4" };
const words = { corrected: "{age} corrected", beforeDue: "{age} before the due date" };

test("the same days as the rule that every other page uses", () => {
  for (let back = 0; back < 900; back += 13) {
    const birthDay = addDays("2026-11-22" as Day, -back);
    const [year = "", month = "", day = ""] = birthDay.split("-");
    for (const weeks of [22, 29, 33, 36])
      for (const days of [0, 3, 6]) {
        const ages = typedAges(
          { year, month, day, weeks: String(weeks), days: String(days) },
          today,
        );
        const rule = correctedAgeDays({
          birthDay,
          gestationDays: weeks * 7 + days,
          onDay: "2026-11-22" as Day,
        });
        expect(ages?.correctedDays ?? null).toBe(rule);
        if (ages) expect(ages.days).toBe(back);
      }
  }
});

describe("words", () => {
  test("both ages; before the due date in its own words; no days typed are none", () => {
    expect(typedAgeText(typed, today, "en-GB", words)).toBe("12 weeks · 6 weeks 3 days corrected");
    expect(typedAgeText({ ...typed, days: "" }, today, "en-GB", words)).toContain("5 weeks 6 days");
    expect(typedAgeText({ ...typed, month: "11", day: "20" }, today, "en-GB", words)).toBe(
      "2 days · 6 weeks 1 day before the due date",
    );
  });
  test.each<Partial<BirthTyped>>([
    { weeks: "" },
    { weeks: "3" },
    { weeks: "37" },
    { weeks: "-33" },
    { days: "7" },
    { days: "x" },
    { day: "31", month: "2" },
    { year: "26" },
    { year: "2027" },
    { month: "\u0000" },
  ])("nothing while it makes no sense: %o", (part) => {
    expect(typedAgeText({ ...typed, ...part }, today, "en-GB", words)).toBe("");
  });
});
