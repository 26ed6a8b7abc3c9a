import { expect, test } from "vitest";
import { dateOrder, readDate } from "./date-parts";

const british = dateOrder("en-GB");
const american = dateOrder("en-US");

test("each locale has its order", () => {
  expect(british).toEqual(["day", "month", "year"]);
  expect(american).toEqual(["month", "day", "year"]);
  expect(dateOrder("sv-SE")).toEqual(["year", "month", "day"]);
});

test.each([
  ["24/8/2026", british, { day: "24", month: "8", year: "2026" }],
  [" 24.08.2026 ", british, { day: "24", month: "8", year: "2026" }],
  ["24 8 2026", british, { day: "24", month: "8", year: "2026" }],
  ["8/24/2026", american, { day: "24", month: "8", year: "2026" }],
  ["2026-08-24", american, { day: "24", month: "8", year: "2026" }],
  ["2026-08-24T10:00:00Z", british, { day: "24", month: "8", year: "2026" }],
  ["24/8/2026", american, null],
  ["24/8/26", british, null],
  ["07700 900142", british, null],
  ["24", british, null],
])("%s", (text, order, parts) => {
  expect(readDate(text, order)).toEqual(parts);
});
