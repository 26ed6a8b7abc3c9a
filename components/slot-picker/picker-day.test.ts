import { expect, test } from "vitest";
import { dayPart, ownClock } from "./picker-day";

test("the own time of a reader elsewhere stands beside the place's only where nobody travels", () => {
  const clock = { zone: "Europe/London", locale: "en-GB", text: "% for you" };
  expect(ownClock("online", clock)).toEqual(clock);
  for (const kind of ["studio", "home", "hospital"]) expect(ownClock(kind, clock)).toBeUndefined();
});

test("noon belongs to the afternoon, and five o'clock to the evening", () => {
  expect(["00:00", "11:59", "12:00", "16:59", "17:00"].map(dayPart)).toEqual([
    ...["morning", "morning", "afternoon", "afternoon", "evening"],
  ]);
});
