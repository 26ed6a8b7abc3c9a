import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layoutDay, shownHours, snapTo } from "./layout";

const items = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: 1380 }),
      length: fc.integer({ min: 5, max: 240 }),
    }),
    {
      maxLength: 24,
    },
  )
  .map((list) =>
    list.map(({ start, length }, i) => ({
      id: `e${i}`,
      start,
      end: Math.min(1440, start + length),
    })),
  );
const overlap = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  a.start < b.end && b.start < a.end;

describe("events of one day side by side", () => {
  test("every event is placed once, or counted once", () => {
    fc.assert(
      fc.property(items, (list) => {
        const { placed, more } = layoutDay(list);
        const ids = [...placed.keys(), ...more.flatMap((one) => one.ids)].sort();
        expect(ids).toEqual(list.map((item) => item.id).sort());
      }),
    );
  });

  test("no two visible events of one time share a column", () => {
    fc.assert(
      fc.property(items, (list) => {
        const { placed } = layoutDay(list);
        for (const a of list)
          for (const b of list) {
            const [pa, pb] = [placed.get(a.id), placed.get(b.id)];
            if (a.id < b.id && pa && pb && overlap(a, b)) expect(pa.column).not.toBe(pb.column);
          }
      }),
    );
  });

  test("an event that meets nothing has the whole width, and columns are few and never empty", () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 5 }), (list, most) => {
        const { placed, more } = layoutDay(list, most);
        for (const item of list) {
          const at = placed.get(item.id);
          if (!at) continue;
          expect(at.column).toBeLessThan(at.columns);
          expect(at.columns).toBeLessThanOrEqual(most);
          if (!list.some((other) => other.id !== item.id && overlap(item, other)))
            expect(at).toEqual({ column: 0, columns: 1 });
        }
        // What is behind "+n" lies inside the time that "+n" spans.
        for (const one of more)
          for (const id of one.ids) {
            const item = list.find((each) => each.id === id)!;
            expect(item.start).toBeGreaterThanOrEqual(one.start);
            expect(item.end).toBeLessThanOrEqual(one.end);
          }
      }),
    );
  });

  test("nothing is hidden while three columns are enough", () => {
    fc.assert(
      fc.property(items, (list) => {
        const atOnce = Math.max(
          0,
          ...list.map(
            (item) =>
              list.filter((other) => other.start <= item.start && item.start < other.end).length,
          ),
        );
        fc.pre(atOnce <= 3);
        expect(layoutDay(list).more).toEqual([]);
      }),
    );
  });

  test("the order in which events arrive does not matter to who is side by side", () => {
    fc.assert(
      fc.property(items, (list) => {
        const there = layoutDay(list);
        const back = layoutDay([...list].reverse());
        for (const { id } of list)
          expect(back.placed.get(id)?.columns).toBe(there.placed.get(id)?.columns);
      }),
    );
  });
});

test("the shown hours hold everything, a working day at least", () => {
  fc.assert(
    fc.property(items, (list) => {
      const { first, last } = shownHours(list);
      expect(first % 60).toBe(0);
      expect(last % 60).toBe(0);
      expect(first).toBeLessThanOrEqual(9 * 60);
      expect(last).toBeGreaterThanOrEqual(17 * 60);
      for (const { start, end } of list) {
        expect(start).toBeGreaterThanOrEqual(first);
        expect(end).toBeLessThanOrEqual(last);
      }
    }),
  );
  expect(shownHours([])).toEqual({ first: 480, last: 1080 });
});

test("a dragged event lands on a quarter of an hour and inside the day", () => {
  const hours = { first: 480, last: 1080 };
  expect(snapTo(617, 60, hours)).toBe(615);
  expect(snapTo(100, 60, hours)).toBe(480);
  expect(snapTo(2000, 75, hours)).toBe(1005);
});
