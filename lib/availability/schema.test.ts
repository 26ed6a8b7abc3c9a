import { expect, test } from "vitest";
import { busy, dateOverride, serviceTiming, weeklyHours, weeklyPlan } from "./schema";

const message = (result: { error?: { issues: { message: string }[] } | undefined }) =>
  result.error?.issues[0]?.message;

test("a window ends after it begins, at 24:00 at the latest, on its own day", () => {
  const window = (start: string, end: string) => weeklyHours.safeParse({ weekday: 1, start, end });
  expect(window("09:00", "24:00").success).toBe(true);
  expect(message(window("22:00", "02:00"))).toBe("errors:endsBeforeStart");
  expect(message(window("09:00", "09:00"))).toBe("errors:endsBeforeStart");
  expect(message(window("24:00", "24:00"))).toBe("errors:time");
  expect(message(window("09:00", "24:30"))).toBe("errors:time");
  expect(weeklyHours.safeParse({ weekday: 0, start: "09:00", end: "10:00" }).success).toBe(false);
  expect(weeklyHours.safeParse({ weekday: 1, start: "09:00", end: "10:00", x: 1 }).success).toBe(
    false,
  );
});

test("windows of a weekday may touch but not overlap", () => {
  const plan = (...times: [number, string, string][]) =>
    weeklyPlan.safeParse(times.map(([weekday, start, end]) => ({ weekday, start, end })));
  expect(plan([1, "13:00", "17:00"], [1, "09:00", "13:00"], [2, "12:00", "14:00"]).success).toBe(
    true,
  );
  expect(message(plan([1, "09:00", "13:00"], [1, "12:00", "14:00"]))).toBe("errors:hoursOverlap");
  expect(plan().success).toBe(true);
});

test("an override closes its day or gives it hours, never both, never neither", () => {
  const day = "2026-12-24";
  const hours = [{ start: "09:00", end: "12:00" }];
  expect(dateOverride.safeParse({ day, closed: true }).success).toBe(true);
  expect(dateOverride.safeParse({ day, hours }).success).toBe(true);
  for (const junk of [
    { day },
    { day, hours: [] },
    { day, closed: false },
    { day, closed: true, hours },
    { day, hours: [...hours, { start: "11:00", end: "13:00" }] },
    { day: "2026-12-32", closed: true },
  ]) {
    expect(dateOverride.safeParse(junk).success, JSON.stringify(junk)).toBe(false);
  }
});

test("timings and busy times are whole, bounded numbers", () => {
  const timing = {
    durationMinutes: 45,
    stepMinutes: null,
    bufferBefore: 0,
    bufferAfter: 15,
    minNoticeMinutes: 1440,
    horizonDays: 60,
  };
  expect(serviceTiming.safeParse(timing).success).toBe(true);
  for (const change of [
    { durationMinutes: 0 },
    { durationMinutes: 1.5 },
    { stepMinutes: 0 },
    { bufferAfter: -5 },
    { minNoticeMinutes: Number.POSITIVE_INFINITY },
    { horizonDays: 5000 },
  ]) {
    expect(serviceTiming.safeParse({ ...timing, ...change }).success).toBe(false);
  }
  expect(busy.safeParse({ start: 100, end: 160 }).success).toBe(true);
  expect(message(busy.safeParse({ start: 160, end: 160 }))).toBe("errors:endsBeforeStart");
});
