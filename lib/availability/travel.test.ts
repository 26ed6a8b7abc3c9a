import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { kilometres, type Point, tooFar, travelMinutes, whereabouts } from "./travel";

const db = testDatabase();

/** Hundred-thousandths of a degree, as maps write them: a metre. */
const degrees = (most: number) =>
  fc.integer({ min: -most * 100_000, max: most * 100_000 }).map((n) => n / 100_000);
const anywhere: fc.Arbitrary<Point> = fc.record({ latitude: degrees(89), longitude: degrees(180) });
/** Two points of one town, where the minutes are counted that matter. */
const near = fc
  .tuple(anywhere, degrees(0.2), degrees(0.2))
  .map(([a, north, east]): [Point, Point] => [
    a,
    { latitude: a.latitude + north, longitude: a.longitude + east },
  ]);
const pair = fc.oneof(near, fc.tuple(anywhere, anywhere));
const kmh = fc.integer({ min: 3, max: 150 });

const redland: Point = { latitude: 51.4716, longitude: -2.6046 };
const bath: Point = { latitude: 51.3811, longitude: -2.359 };

describe("the way between two lessons", () => {
  test("is counted alike here and in the database", async () => {
    const cases = fc.sample(fc.tuple(pair, kmh, fc.integer({ min: 0, max: 40 })), {
      numRuns: 2000,
      seed: 91,
    });
    const column = (of: (one: (typeof cases)[number]) => number) =>
      sql`${`{${cases.map(of).join(",")}}`}::float8[]`;
    const rows = await db.owner.execute<{ minutes: number }>(sql`
      select travel_minutes(a, b, c, d, v::int, e) as minutes
      from unnest(${column(([[a]]) => a.latitude)}, ${column(([[a]]) => a.longitude)}, ${column(([[, b]]) => b.latitude)},
        ${column(([[, b]]) => b.longitude)}, ${column(([, v]) => v)}, ${column(([, , e]) => e)})
        with ordinality as t(a, b, c, d, v, e, n) order by n`);
    expect(rows.map((row) => row.minutes)).toEqual(
      cases.map(([[a, b], speed, more]) => travelMinutes(a, b, speed, more)),
    );
  });

  test("is as long there as back, none to where one is, and never shorter for going slower or further", () => {
    fc.assert(
      fc.property(pair, kmh, fc.integer({ min: 0, max: 30 }), ([a, b], speed, more) => {
        expect(travelMinutes(a, b, speed)).toBe(travelMinutes(b, a, speed));
        expect(travelMinutes(a, a, speed)).toBe(0);
        expect(travelMinutes(a, b, speed, more)).toBeGreaterThanOrEqual(travelMinutes(a, b, speed));
        expect(travelMinutes(a, b, Math.max(3, speed - 1))).toBeGreaterThanOrEqual(
          travelMinutes(a, b, speed),
        );
      }),
      { seed: 92 },
    );
  });

  test("Redland to Bath is 20 km as the crow flies and 52 minutes at 30 km an hour", () => {
    expect(kilometres(redland, bath)).toBeCloseTo(19.8, 0);
    expect(travelMinutes(redland, bath, 30)).toBe(52);
    expect(travelMinutes(redland, null, 30)).toBe(0);
    expect(travelMinutes(redland, bath, null)).toBe(0);
  });
});

describe("where a lesson is", () => {
  const area = { kind: "home", ...redland, radiusMiles: 5 } as const;

  test("a home visit is anywhere in its area until the family has said where", () => {
    expect(whereabouts(area)).toEqual({ ...redland, slackKm: 5 * 1.609344 });
    expect(whereabouts(area, bath)).toEqual({ ...bath, slackKm: 0 });
    expect(whereabouts({ ...area, kind: "studio" }, bath)).toEqual({ ...redland, slackKm: 0 });
    expect(whereabouts({ ...area, kind: "online" })).toBeNull();
    expect(whereabouts({ ...area, latitude: null, longitude: null })).toBeNull();
  });

  test("the way to the middle with the radius is never shorter than the way to any family inside", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        anywhere,
        kmh,
        (direction, part, other, speed) => {
          const far = (5 * 1.609344 * part) / 111.2;
          const family = {
            latitude: redland.latitude + far * Math.cos(direction),
            longitude:
              redland.longitude +
              (far * Math.sin(direction)) / Math.cos((redland.latitude * Math.PI) / 180),
          };
          fc.pre(!tooFar(area, family));
          const middle = whereabouts(area);
          expect(travelMinutes(middle, other, speed, middle?.slackKm ?? 0)).toBeGreaterThanOrEqual(
            travelMinutes(family, other, speed),
          );
        },
      ),
      { seed: 93 },
    );
  });

  test("a visit outside the area is too far; one that is not known is not", () => {
    expect(tooFar(area, bath)).toBe(true);
    expect(tooFar(area, redland)).toBe(false);
    expect(tooFar(area, null)).toBe(false);
    expect(tooFar({ ...area, radiusMiles: null }, bath)).toBe(false);
    expect(tooFar({ ...area, kind: "studio" }, bath)).toBe(false);
  });
});
