import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomOf } from "@/lib/availability/zones-proof";
import { addDays } from "@/lib/core/time";
import { aimAtRandom, RUSH } from "./concurrent";
import { emptyModel, type Row } from "./model";
import { aimOf, stepArbitrary } from "./sequential";
import { DAYS, type Days, quarterAt } from "./small-world";
import { type Aim, isThief, type Known } from "./steps";

const ATTEMPTS = 2000;
const world: Days = {
  zone: "UTC",
  days: Array.from({ length: DAYS + ATTEMPTS / RUSH }, (_, i) => addDays("2026-06-01", i)),
};
const hold: Known = {
  lessonId: "0199c3a1-7000-7000-8000-000000000001",
  version: 1,
  service: 1,
  start: quarterAt(world, 1, 6),
  holdSecret: "A".repeat(43),
  booking: null,
};
const isForHold = ({ step, start, row }: Aim): boolean =>
  row !== null && start === row.start && step.service === row.service;
const stolen = (aims: readonly Aim[]) => aims.filter((aim) => isThief(aim.step) && isForHold(aim));

// What a proof does not try it cannot find: a short one tries these as well.
test("of attempts one after another, some come for a held time as it is held, without its secret", () => {
  const row: Row = {
    ...hold,
    ...{ kind: "lesson", status: "held", alive: true, onTop: false, sequence: 0 },
    ...{ end: hold.start + 45, from: hold.start - 10, until: hold.start + 50 },
    ...{ bookingStatus: null, undoable: false, back: null, overdue: false },
    ...{ byStaff: false, untold: false, mourned: false },
  };
  const model = { ...emptyModel(), rows: [row] };
  const aims = fc
    .sample(stepArbitrary, { seed: 1, numRuns: ATTEMPTS })
    .map((step) => aimOf(world, model, step));
  expect(stolen(aims).length).toBeGreaterThan(10);
  expect(aims.some((aim) => aim.step.do === "release" && aim.step.twist === 9)).toBe(true);
});

describe("of attempts at once", () => {
  const free = { maxPerDay: null, maxPerWeek: null, travelKmh: null };
  const aimsIn = (limits: typeof free | { maxPerDay: number }) => {
    const random = randomOf("1");
    const at = { world: { ...world, ...free, ...limits }, rows: [hold], sent: null };
    return Array.from({ length: ATTEMPTS }, (_, n) => aimAtRandom(at, random, n));
  };
  const aims = aimsIn(free);
  const rushesOf = (of: readonly Aim[]) =>
    Array.from({ length: ATTEMPTS / RUSH }, (_, n) =>
      of.slice(n * RUSH, (n + 1) * RUSH).filter(({ step }) => step.day === DAYS + n),
    );

  test("some come for a held time as it is held, without its secret", () => {
    expect(stolen(aims).length).toBeGreaterThan(5);
  });

  test("most rushes want one hour of a day of their own with every service, on top and beside", () => {
    const rushes = rushesOf(aims);
    const wild = rushes.filter((rush) => {
      const starts = rush.map(({ start }) => start);
      const onTop = rush.filter(({ step }) => step.do === "bookByStaff" && step.onTop);
      const beside = rush.filter(({ step }) => step.do === "book" || step.do === "hold");
      const anHour = Math.max(...starts) - Math.min(...starts) <= 60;
      return onTop.length > 0 && beside.length > 1 && anHour;
    });
    expect(wild.length).toBeGreaterThan(rushes.length / 2);
    expect(new Set(rushes.flat().map(({ step }) => step.service)).size).toBe(3);
  });

  test("where a day has room for a few lessons, more families at once want it, at different times", () => {
    for (const rush of rushesOf(aimsIn({ maxPerDay: 3 }))) {
      const families = rush.filter(({ step }) => step.do === "book" || step.do === "hold");
      expect(families.length).toBeGreaterThan(3);
      expect(new Set(families.map(({ start }) => start)).size).toBeGreaterThan(1);
    }
  });
});
