import { expect, test } from "vitest";
import { shapeOf } from "./page-shapes";

const today = "/practice";

test("a page that can take long has boxes of its own, any other one some", () => {
  const boxes = ["/practice/calendar", "/practice/clients", "/practice/babies/1", "/family"].map(
    (to) => shapeOf("/practice/team", to),
  );
  expect(new Set(boxes).size).toBe(4);
  expect(boxes).not.toContain(null);
  expect(shapeOf(today, "/practice/team")).toBe(shapeOf(today, "/practice/places"));
});

test("what only changes in part stays", () => {
  expect(shapeOf("/practice/clients", "/practice/clients")).toBeNull();
  expect(shapeOf("/practice/babies/1", "/practice/babies/1/growth")).toBeNull();
  expect(shapeOf("/practice/babies/1/notes", "/practice/babies/1")).toBeNull();
  expect(shapeOf("/practice/referrals", "/practice/referrals/1")).toBeNull();
  expect(shapeOf("/practice/babies/1", "/practice/babies/2")).not.toBeNull();
});
