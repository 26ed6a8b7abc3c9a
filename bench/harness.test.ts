import { describe, expect, test } from "vitest";
import budgets from "./budgets.json" with { type: "json" };
import { BOOKINGS, checksum, HORIZONS, random, slotQuestion } from "./data";
import { type Budgets, geomean, interleaved, judge, median, quantile, type Row } from "./harness";

const row = (goal: string, value: number): Row => ({ goal, name: goal, value, unit: "×" });
const goals: Budgets = {
  fast: { suite: "slots", what: "", each: { min: 50 }, geomean: { min: 100 } },
  small: { suite: "slots", what: "", each: { max: 0.3 } },
  other: { suite: "web", what: "", each: { max: 1 } },
  planned: { suite: "later", what: "", each: { max: 1 } },
};
const states = (rows: Row[], suites = ["slots"]): Record<string, string> =>
  Object.fromEntries(judge(rows, goals, suites).map(({ goal, state }) => [goal, state]));

describe("goals", () => {
  test("each row and the geometric mean must hold", () => {
    expect(states([row("fast", 60), row("fast", 400)]).fast).toBe("met");
    expect(states([row("fast", 60), row("fast", 70)]).fast).toBe("missed");
    expect(states([row("fast", 49), row("fast", 4000)]).fast).toBe("missed");
    expect(states([row("small", 0.3)]).small).toBe("met");
    expect(states([row("small", 0.31)]).small).toBe("missed");
  });

  test("a figure that could not be taken is missed, one that was not taken is open", () => {
    expect(states([row("small", Number.NaN)]).small).toBe("missed");
    expect(states([row("fast", Number.NaN)]).fast).toBe("missed");
    expect(states([]).small).toBe("open");
    expect(states([])).not.toHaveProperty("other");
    expect(states([])).not.toHaveProperty("planned");
    expect(states([], ["slots", "later"]).planned).toBe("later");
  });

  test("the file keeps to the form", () => {
    for (const [goal, budget] of Object.entries<Budgets[string]>(budgets)) {
      const limits = [budget.each, budget.geomean].filter((limit) => limit !== undefined);
      expect(limits.length, goal).toBeGreaterThan(0);
      for (const limit of limits) expect(limit.min ?? limit.max, goal).toBeTypeOf("number");
    }
  });
});

test("medians, quantiles and means", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([0, 100], 0.99)).toBe(99);
  expect(geomean([1, 100])).toBeCloseTo(10);
});

test("the sides take turns, also when they are asynchronous", async () => {
  const order: string[] = [];
  const samples = await interleaved(
    { anchor: () => order.push("a"), ours: async () => order.push("o") },
    { repeats: 3, minMs: 0 },
  );
  expect(order.join("")).toBe("aoaoaoao");
  expect(samples.anchor.calls).toBe(3);
  expect(samples.ours.median).toBeGreaterThanOrEqual(0);
});

test("same seed, same data", () => {
  const next = random(1);
  expect([next(), next(), next()].map((value) => value.toFixed(6))).toEqual([
    "0.627074",
    "0.002736",
    "0.527447",
  ]);
  const world = () => HORIZONS.flatMap((days) => BOOKINGS.map((n) => slotQuestion(days, n)));
  expect(checksum(world())).toBe(checksum(world()));
  expect(checksum(slotQuestion(30, 20, 1))).not.toBe(checksum(slotQuestion(30, 20, 2)));
});
