import { z } from "zod";
import { day, minutesOfDay, type WallTime, wallTime, wallTimeEnd } from "@/lib/core/time";

type Window = { start: WallTime; end: WallTime };

const endsAfterStart = (window: Window): boolean =>
  minutesOfDay(window.end) > minutesOfDay(window.start);

const disjoint = (windows: readonly Window[]): boolean => {
  const sorted = windows
    .map((window) => [minutesOfDay(window.start), minutesOfDay(window.end)] as const)
    .sort((a, b) => a[0] - b[0]);
  return sorted.every(([start], i) => i === 0 || start >= (sorted[i - 1]?.[1] ?? 0));
};

const window = {
  start: wallTime,
  end: wallTimeEnd,
  /** Where; absent means at every place. */
  placeId: z.uuid().nullish(),
};

// A window ends on the day it begins, at 24:00 at the latest: no lesson with a baby runs over
// midnight, and one window then has one date, one weekday and one override.
const notOverMidnight = { error: "errors:endsBeforeStart", path: ["end"] };
const oneBody = { error: "errors:hoursOverlap" };

export const openWindow = z.strictObject(window).refine(endsAfterStart, notOverMidnight);

export const weeklyHours = z
  .strictObject({ weekday: z.int().min(1).max(7), ...window })
  .refine(endsAfterStart, notOverMidnight);

/** A practitioner is in one place at a time, so windows of a weekday must not overlap. */
export const weeklyPlan = z
  .array(weeklyHours)
  .max(70)
  .refine(
    (plan) =>
      [1, 2, 3, 4, 5, 6, 7].every((weekday) => disjoint(plan.filter((h) => h.weekday === weekday))),
    oneBody,
  );

/** Replaces the weekly hours of its day altogether. */
export const dateOverride = z.union([
  z.strictObject({ day, closed: z.literal(true) }),
  z.strictObject({ day, hours: z.array(openWindow).min(1).max(10).refine(disjoint, oneBody) }),
]);

/** Taken time in epoch minutes, end exclusive; lessons bring their own buffers with them. */
export const busy = z
  .strictObject({ start: z.int(), end: z.int() })
  .refine((taken) => taken.end > taken.start, { error: "errors:endsBeforeStart", path: ["end"] });

export const serviceTiming = z.strictObject({
  durationMinutes: z.int().min(5).max(480),
  /** Null: as long as a visit with its buffers, so that visits follow without holes. */
  stepMinutes: z.int().min(5).max(480).nullable(),
  bufferBefore: z.int().min(0).max(240),
  bufferAfter: z.int().min(0).max(240),
  /** Elapsed minutes, not wall time: 24 hours stay 24 hours over a change of the clocks. */
  minNoticeMinutes: z
    .int()
    .min(0)
    .max(60 * 24 * 60),
  /** Calendar days after today, in the place's zone; 0 offers today only. */
  horizonDays: z.int().min(0).max(730),
  /** False: today is not offered, whatever the notice. */
  sameDay: z.boolean().optional(),
  /** Days between which lessons may lie, in the place's zone, both included. */
  opensOn: day.nullish(),
  closesOn: day.nullish(),
});

export type OpenWindow = z.output<typeof openWindow>;
export type WeeklyHours = z.output<typeof weeklyHours>;
export type DateOverride = z.output<typeof dateOverride>;
export type Busy = z.output<typeof busy>;
export type ServiceTiming = z.output<typeof serviceTiming>;
