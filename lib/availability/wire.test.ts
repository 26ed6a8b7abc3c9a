import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wireQuestion } from "@/bench/data";
import { openSlots } from "./rules";
import { decodeSlots, encodeSlots, isoSlots } from "./wire";

const minutes = fc
  .uniqueArray(fc.integer({ min: 0, max: 60_000_000 }))
  .map((list) => list.sort((a, b) => a - b));

describe("slots on the wire", () => {
  test("come back as they went, through JSON", () => {
    fc.assert(
      fc.property(minutes, (slots) => {
        expect(decodeSlots(JSON.parse(JSON.stringify(encodeSlots(slots))))).toEqual(slots);
      }),
      { seed: 61 },
    );
  });

  test("are the first minute and then differences", () => {
    expect(encodeSlots([29_000_000, 29_000_015, 29_000_060])).toEqual([29_000_000, 15, 45]);
    expect(encodeSlots([])).toEqual([]);
  });

  test("junk is refused", () => {
    for (const junk of [[1, 0], [1, -5], [1.5], [Number.NaN], [1, Number.POSITIVE_INFINITY]]) {
      expect(() => decodeSlots(junk)).toThrow(RangeError);
    }
  });

  test("as ISO text they read as toISOString writes", () => {
    fc.assert(
      fc.property(minutes, (slots) => {
        expect(isoSlots(slots)).toEqual(slots.map((slot) => new Date(slot * 60_000).toISOString()));
      }),
      { seed: 62 },
    );
  });

  test("S5: a month takes at most 0.3 of the bytes of ISO objects", () => {
    const slots = openSlots(wireQuestion());
    const objects = JSON.stringify(isoSlots(slots).map((time) => ({ time })));
    expect(slots.length).toBeGreaterThan(300);
    expect(JSON.stringify(encodeSlots(slots)).length / objects.length).toBeLessThan(0.3);
  });
});
