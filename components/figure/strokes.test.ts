import { describe, expect, test } from "vitest";
import { STROKE_KEYS } from "@/lib/routines/schema";
import words from "@/messages/en-US/strokes.json";
import { type DrawingKey, isDrawingKey, type Stroke, strokes } from "./strokes";

const all = Object.keys(strokes)
  .filter(isDrawingKey)
  .map((key): [DrawingKey, Stroke] => [key, strokes[key]]);

/** Points along the straight lines between a path's written points: enough to know the turn. */
const points = (d: string): [number, number][] => {
  const numbers = [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map((match) => Number(match[0]));
  return numbers.flatMap((x, at) => (at % 2 === 0 ? [[x, numbers[at + 1] ?? 0]] : []));
};

describe.each(all)("%s", (_key, stroke) => {
  test("stays inside the picture", () => {
    for (const { d } of stroke.ribbons) {
      if (d.includes("A")) continue;
      for (const [x, y] of points(d)) {
        expect(x).toBeGreaterThan(24);
        expect(x).toBeLessThan(296);
        expect(y).toBeGreaterThan(20);
        expect(y).toBeLessThan(412);
      }
    }
    const [x, y, width, height] = stroke.crop;
    expect(x).toBeGreaterThanOrEqual(24);
    expect(y).toBeGreaterThanOrEqual(20);
    expect(x + width).toBeLessThanOrEqual(296);
    expect(y + height).toBeLessThanOrEqual(420);
  });
  test("every path that is drawn now shows its direction; a still hand has no path", () => {
    for (const { tips, later } of stroke.ribbons) expect(tips.length > 0).toBe(!later);
    if (stroke.ribbons.length === 0) expect(stroke.hands?.every(({ still }) => still)).toBe(true);
  });
});

describe.each(STROKE_KEYS)("the words of %s", (key) => {
  const stroke: Stroke = strokes[key];
  const said = words[key].figure;
  test("lie the way the picture lies", () => {
    expect(said).toContain(stroke.view === "front" ? "on the back" : "on the tummy");
    // The words speak of an adult's hand, so one is drawn.
    expect(stroke.hands?.length).toBeGreaterThan(0);
  });
  test("a circle is never turned over; what is done on one side at a time can be", () => {
    if (said.includes("clockwise")) expect(stroke.sided).toBeUndefined();
    if (stroke.sided) expect(said).toMatch(/then the other/);
  });
});

// Clinical: the circle follows the bowel. The source says clockwise, as the parent sees the tummy.
test.each(["tummy-circles", "knees-circle"] as const)("%s turns clockwise on the screen", (key) => {
  const [ribbon] = strokes[key].ribbons;
  const arc = /^M([\d.]+) ([\d.]+) A([\d.]+) \3 0 1 1 ([\d.]+) ([\d.]+)$/.exec(ribbon.d);
  expect(arc, "one long arc with the sweep flag set, which is clockwise").not.toBeNull();
  const [startX, , , endX] = (arc ?? []).slice(1).map(Number);
  expect(startX, "it begins on the left, so it goes up there").toBeLessThan(endX ?? 0);
});
