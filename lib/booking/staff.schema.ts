import { z } from "zod";
import { newBaby } from "@/lib/clients/schema";
import { id } from "@/lib/core/id";
import { email, line, optionalPhone, optionalProse, ticked, wholeNumber } from "@/lib/core/text";
import { day, wallTime, wallTimeEnd } from "@/lib/core/time";
import { CANCEL_REASONS } from "./calendar.rules";
import { LIMIT_REASONS } from "./limits.rules";

const version = wholeNumber(1, 2_000_000_000, "errors:staleForm");
const blank = (typed: unknown) => (typed === "" ? undefined : typed);

export const CANCEL_RULES = ["free", "late", "illness"] as const;

export const OneSeat = z.strictObject({ bookingId: id("booking"), version });

export const CancelByStaff = OneSeat.extend({
  reason: z.enum(CANCEL_REASONS, "calendar:errors.reason"),
  /** Read by the family. Kept in the open, so nothing about a baby's health belongs in it. */
  note: optionalProse(300),
  /** By which rule; what the practice itself has to cancel costs the family nothing. */
  rule: z.preprocess(blank, z.enum(CANCEL_RULES, "calendar:errors.rule").default("free")),
});

/** Why staff book outside the hours: said once, kept in the audit trail. */
export const OUTSIDE_REASONS = ["family_asked", "urgent", "catch_up", "other"] as const;
const outside = z.preprocess(
  blank,
  z.enum(OUTSIDE_REASONS, "calendar:errors.outsideReason").optional(),
);

/** Why two lessons lie on top of each other: said once, kept in the audit trail. */
export const ON_TOP_REASONS = ["family_asked", "short", "together", "other"] as const;
const onTop = z.preprocess(blank, z.enum(ON_TOP_REASONS, "calendar:errors.onTopReason").optional());

const limits = z.preprocess(
  blank,
  z.enum(LIMIT_REASONS, "calendar:errors.limitsReason").optional(),
);
/** A lesson that comes to stand, or to stand again, where it lies. */
export const SeatThatStands = OneSeat.extend({ limits });

const [LEAST_MINUTES, MOST_MINUTES] = [5, 1440];
export const MoveByStaff = z.strictObject({
  lessonId: id("lesson"),
  version,
  /** Wall time where the practice is; the server makes the instant. */
  day,
  time: wallTime,
  /** Another length; without it the lesson stays as long as it is. */
  minutes: z.preprocess(
    blank,
    wholeNumber(LEAST_MINUTES, MOST_MINUTES, "calendar:errors.minutes").optional(),
  ),
  /** "undo" brings a lesson back to where it was a moment ago. */
  outside: z.preprocess(
    blank,
    z.enum([...OUTSIDE_REASONS, "undo"], "calendar:errors.outsideReason").optional(),
  ),
  onTop,
  limits,
  /** The colleague who gives the lesson from now on; without it, whoever gives it already. */
  practitionerId: z.preprocess(blank, id("practitioner").optional()),
});

const family = z.strictObject({
  name: line(80, "clients:errors.guardianName"),
  email: z.preprocess(blank, email().optional()),
  phone: optionalPhone,
  baby: newBaby,
});

export const BookByStaff = z.strictObject({
  serviceId: z.uuid("calendar:errors.service").brand<"service">(),
  day,
  time: wallTime,
  clientId: id("client").optional(),
  babyIds: z.array(id("baby")).max(6).default([]),
  family: family.optional(),
  visitAddress: optionalProse(300),
  note: optionalProse(2000),
  outside,
  onTop,
  limits,
});
export type BookByStaff = z.output<typeof BookByStaff>;

export const BlockTime = z
  .strictObject({
    practitionerId: id("practitioner"),
    title: line(80, "calendar:errors.title"),
    from: day,
    fromTime: z.preprocess(blank, wallTime.default("00:00")),
    until: z.preprocess(blank, day.optional()),
    untilTime: z.preprocess(blank, wallTimeEnd.default("24:00")),
    allDay: ticked,
    /** The colleague whom families are sent to meanwhile. */
    handOverTo: z.preprocess(blank, id("practitioner").optional()),
  })
  .refine(({ from, until }) => until === undefined || until >= from, {
    error: "errors:endsBeforeStart",
    path: ["until"],
  });
export const UnblockTime = z.strictObject({ lessonId: id("lesson"), version });
