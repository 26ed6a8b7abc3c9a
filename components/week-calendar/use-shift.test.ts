import { expect, test } from "vitest";
import type { CalendarEvent } from "./model";
import { besideOf } from "./use-shift";

const who = (id: string) => ({ id, name: id.toUpperCase() });
const event = (own: string, ...others: string[]) =>
  ({
    practitioner: who(own),
    colleagues: others.map(who),
  }) as Partial<CalendarEvent> as CalendarEvent;

test("keys carry a lesson to the next colleague who could give it, over those who could not", () => {
  const people = ["a", "b", "c", "d"];
  expect(besideOf("ArrowRight", event("a", "c"), who("a"), people)).toEqual(who("c"));
  expect(besideOf("ArrowLeft", event("a", "c"), who("c"), people)).toEqual(who("a"));
  expect(besideOf("ArrowRight", event("a", "c"), who("c"), people)).toEqual(who("c"));
  expect(besideOf("ArrowLeft", event("a", "c"), who("a"), people)).toEqual(who("a"));
  expect(besideOf("ArrowRight", event("a"), who("a"), people)).toEqual(who("a"));
});

test("where each column is a day, and for other keys, there is nobody beside", () => {
  expect(besideOf("ArrowRight", event("a", "b"), who("a"), [])).toBeNull();
  expect(besideOf("ArrowDown", event("a", "b"), who("a"), ["a", "b"])).toBeNull();
});
