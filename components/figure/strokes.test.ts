import { describe, expect, test } from "vitest";
import british from "@/messages/en-GB/figure.json";
import american from "@/messages/en-US/figure.json";
import { isStrokeKey, type Stroke, type StrokeKey, strokes } from "./strokes";

const all = Object.keys(strokes)
  .filter(isStrokeKey)
  .map((key): [StrokeKey, Stroke] => [key, strokes[key]]);
const word = (key: StrokeKey) => american.pictures[key];

/** Points along the straight lines between a path's written points: enough to know the turn. */
const points = (d: string): [number, number][] => {
  const numbers = [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map((match) => Number(match[0]));
  return numbers.flatMap((x, at) => (at % 2 === 0 ? [[x, numbers[at + 1] ?? 0]] : []));
};

describe.each(all)("%s", (key, stroke) => {
  test("has a name and a picture in words, and says the position that is drawn", () => {
    expect(american.names[key].length).toBeGreaterThan(3);
    const lies = stroke.view === "front" ? "Baby on their back" : "Baby on their tummy";
    expect(word(key)).toContain(lies);
  });
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
  test("only what is done one side at a time can be turned over", () => {
    if (stroke.sided) expect(word(key)).toContain("{side, select, right");
    if (/clockwise/.test(word(key))) expect(stroke.sided).toBeUndefined();
  });
});

// Clinical: the circle follows the bowel. The source says clockwise, as the parent sees the tummy.
test.each(["tummy", "knees-circle"] as const)("%s turns clockwise on the screen", (key) => {
  const [ribbon] = strokes[key].ribbons;
  const arc = /^M([\d.]+) ([\d.]+) A([\d.]+) \3 0 1 1 ([\d.]+) ([\d.]+)$/.exec(ribbon.d);
  expect(arc, "one long arc with the sweep flag set, which is clockwise").not.toBeNull();
  const [startX, , , endX] = (arc ?? []).slice(1).map(Number);
  expect(startX, "it begins on the left, so it goes up there").toBeLessThan(endX ?? 0);
});

test("British words differ only where Britain does", () => {
  expect(JSON.stringify(british)).not.toMatch(/diaper/);
  for (const key of Object.keys(british.pictures)) expect(isStrokeKey(key)).toBe(true);
});
