import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/core/time";
import { lengthChartOf, pairsOf, standingForLength } from "./proportion.rules";
import type { Child } from "./rules";
import { lmsForLength, valueAt } from "./who.rules";

const child = (more: Partial<Child> = {}): Child => ({
  ...{ bornOn: "2026-08-24", gestationDays: null, sex: "girl", correctUntilMonths: 24 },
  ...more,
});
const on = "2026-11-20";
const z = (who: Child, weight: number, length: number, day = on) =>
  standingForLength(who, { on: day, weight, length });

describe("weight for length", () => {
  // AnthStat (Apache-2.0), tests of WHO 2006.
  test.each([
    ["girl", 3000, 450, 2.11349355364926],
    ["boy", 2400, 450, -0.18503233427487],
    ["boy", 3500, 499, 0.62961642936973],
  ] as const)("a %s of %d g and %d mm", (sex, weight, length, expected) => {
    expect(Math.abs((z(child({ sex }), weight, length).z ?? 9) - expected)).toBeLessThan(0.005);
  });

  test("beyond three deviations it goes on in steps of the last one, and past five it may be a mistake", () => {
    const lms = lmsForLength("girl", 60)!;
    const [second, third] = [valueAt(2, lms), valueAt(3, lms)];
    for (const steps of [1, 1.9, 2.1]) {
      const found = z(child(), Math.round((third + steps * (third - second)) * 1000), 600);
      expect(found.z).toBeCloseTo(3 + steps, 2);
      expect(found).toMatchObject({
        flagged: steps > 2,
        basis: { reference: "who_length", mm: 600 },
      });
    }
  });

  test("it does not depend on the age between the due date and two years", () => {
    const early = child({ gestationDays: 30 * 7 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 650 }), (days) => {
        const day = addDays("2026-11-02", days);
        expect(z(early, 5000, 570, day)).toEqual(z(child(), 5000, 570, on));
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [
      "before the due date of a baby born early",
      { gestationDays: 30 * 7 },
      520,
      "2026-11-01",
      "before_due",
    ],
    ["past two years", {}, 850, "2028-08-25", "past_two_years"],
    ["when the record does not say girl or boy", { sex: "unsaid" as const }, 570, on, "sex_unsaid"],
    ["shorter than the curves", {}, 449, on, "off_lengths"],
    ["longer than the curves", {}, 1101, on, "off_lengths"],
  ] as const)("nothing is compared %s", (_name, more, length, day, why) => {
    expect(z(child(more), 4000, length, day)).toEqual({ z: null, why });
  });
});

const row = (
  id: string,
  kind: "weight" | "length" | "head",
  day: string,
  amount: number,
  confirmed = true,
) => ({
  ...{ id, kind, on: day, amount, confirmed },
});

test("a pair is the last weight and the last length of one day; it waits when one of them waits", () => {
  const pairs = pairsOf(child(), [
    row("a", "weight", "2026-11-20", 5000),
    row("b", "length", "2026-11-20", 570),
    row("c", "weight", "2026-11-20", 5100),
    row("d", "weight", "2026-11-21", 5200),
    row("e", "length", "2026-10-01", 530, false),
    row("f", "weight", "2026-10-01", 4100),
    row("g", "head", "2026-10-01", 380),
  ]);
  expect(pairs.map(({ id, weight, length, confirmed }) => [id, weight, length, confirmed])).toEqual(
    [
      ["f", 4100, 530, false],
      ["c", 5100, 570, true],
    ],
  );
});

test("the chart shows the lengths around the last one, with rising bands, and only what could be compared", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 400, max: 1150 }),
      fc.constantFrom("wide", "narrow"),
      fc.constantFrom("metric", "imperial"),
      (length, span, system) => {
        const pairs = pairsOf(child(), [
          row("w", "weight", on, 5000),
          row("l", "length", on, length),
        ]);
        const chart = lengthChartOf(child(), pairs, { span, system } as Parameters<
          typeof lengthChartOf
        >[2]);
        expect(chart.axis.from).toBeGreaterThanOrEqual(450);
        expect(chart.axis.to).toBeLessThanOrEqual(1100);
        expect(chart.points.length).toBe(length < 450 || length > 1100 ? 0 : 1);
        for (const { points } of chart.lines)
          for (const [at, point] of points.entries())
            if (at > 0) expect(point.amount).toBeGreaterThan(points[at - 1]!.amount);
        for (const { day } of chart.axis.ticks) {
          expect(day).toBeGreaterThanOrEqual(chart.axis.from);
          expect(day).toBeLessThanOrEqual(chart.axis.to);
        }
      },
    ),
    { numRuns: 60 },
  );
  const unsaid = child({ sex: "unsaid" });
  const pairs = pairsOf(unsaid, [row("w", "weight", on, 5000), row("l", "length", on, 570)]);
  const chart = lengthChartOf(unsaid, pairs, { span: "wide", system: "metric" });
  expect([chart.noBands, chart.lines.length, chart.points.length]).toEqual(["sex_unsaid", 0, 1]);
});
