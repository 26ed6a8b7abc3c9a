import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minuteOf } from "@/lib/core/time";
import { nearness, nextDays, placeTerms, shownNumber, spread } from "./rules";

describe("a credential", () => {
  test("shows the number of a certificate, never that of an insurance", () => {
    expect(shownNumber("certificate", "17-20418")).toBe("17-20418");
    for (const kind of ["insurance", "background_check", "first_aid"])
      expect(shownNumber(kind, "POL-1")).toBeNull();
  });
});

describe("a typed place", () => {
  const redland = { text: "Redland, Bristol 9 Chandos Road BS6", postcode: "BS6", online: false };
  const near = (typed: string, place = redland) => nearness(placeTerms(typed), place);
  test.each([
    ["BS6", 0],
    ["bs6 6ja", 0],
    ["BS66JA", 0],
    ["Bristol", 0],
    ["bristol redland", 0],
    ["Bristol BS6", 0],
    ["BS7", 1],
    ["Bristol BS7", 1],
    ["Bath", null],
    ["B1", null],
    ["BS60", 1],
    ["10001", null],
    ["%%", null],
    ["__", null],
    ["", 0],
    [" , ", 0],
  ] as const)("%s", (typed, rank) => {
    expect(near(typed)).toBe(rank);
  });
  test("ZIP codes of one area are neighbours", () => {
    const brooklyn = { text: "Park Slope, Brooklyn", postcode: "11215", online: false };
    expect(near("11215", brooklyn)).toBe(0);
    expect(near("11217", brooklyn)).toBe(1);
    expect(near("10001", brooklyn)).toBeNull();
  });
  test("who teaches online is found from everywhere, after those nearby", () => {
    expect(near("Aberdeen", { ...redland, online: true })).toBe(2);
  });
  test("anything that can be typed is a place or none", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (typed) => {
        expect([0, 1, 2, null]).toContain(near(typed, { ...redland, online: true }));
      }),
    );
  });
});

const at = (text: string) => minuteOf(new Date(text));
const zone = "Europe/London";
const day1 = [at("2026-11-24T09:00Z"), at("2026-11-24T10:00Z"), at("2026-11-24T11:00Z")];
const day2 = [at("2026-11-25T09:00Z")];

test("a card's times give a choice of days first", () => {
  const one = { serviceId: "one", zone, slots: [...day1, ...day2] };
  expect(spread([one], 3).map((choice) => choice.start)).toEqual([day1[0], day1[1], day2[0]]);
  expect(spread([one], 2).map((choice) => choice.start)).toEqual([day1[0], day2[0]]);
  expect(spread([one], 3, { from: "2026-11-25" }).map((choice) => choice.start)).toEqual(day2);
  expect(spread([one], 3, { to: "2026-11-23" })).toEqual([]);
  expect(spread([], 3)).toEqual([]);
});

test("of two services at one start the first listed is shown, and every time is one of theirs", () => {
  const slots = fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }), { maxLength: 30 });
  fc.assert(
    fc.property(slots, slots, fc.integer({ min: 1, max: 6 }), (a, b, n) => {
      const free = [
        { serviceId: "a", zone, slots: a.sort((x, y) => x - y) },
        { serviceId: "b", zone, slots: b.sort((x, y) => x - y) },
      ];
      const picked = spread(free, n);
      expect(picked.length).toBe(Math.min(n, new Set([...a, ...b]).size));
      for (const choice of picked) {
        const own = choice.serviceId === "a" ? a : b;
        expect(own).toContain(choice.start);
        if (choice.serviceId === "b") expect(a).not.toContain(choice.start);
      }
      const starts = picked.map((choice) => choice.start);
      expect(starts).toEqual([...starts].sort((x, y) => x - y));
      if (starts.length > 0) expect(starts[0]).toBe(Math.min(...a, ...b));
    }),
  );
});

test("the panel of a profile: a few times on each of the next days", () => {
  expect(nextDays([...day1, ...day2], zone, 3, 2)).toEqual([
    { day: "2026-11-24", times: day1.slice(0, 2) },
    { day: "2026-11-25", times: day2 },
  ]);
});
