/** A practice's terms for changing a lesson of one service (features c14-c17). */
export type ChangePolicy = {
  /** c16: hours before the start until which a change is free. */
  cancelHours: number;
  /** c17: minutes after booking in which a change is free, whatever the notice. */
  graceMinutes: number;
  /** c16: what a later change costs, in hundredths of the price. */
  lateFeePercent: number;
  /** An ill baby stays at home: a change for that is free also on the day. */
  illnessFree: boolean;
};
export type ChangeFacts = {
  startsAt: Date;
  bookedAt: Date;
  now: Date;
  priceMinor: number;
  /** A request that nobody answered yet binds neither side. */
  requested: boolean;
};
export type ChangeTerms = {
  /** Until when a change is free; the start itself when it always is. */
  freeUntil: Date;
  /** By which rule a change made now is what it is. */
  rule: "free" | "grace" | "late";
  /** What a change made now costs. */
  feeMinor: number;
  /** What it costs after freeUntil. */
  lateFeeMinor: number;
  illnessFree: boolean;
};

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Half a penny goes to the family. */
export const lateFee = (priceMinor: number, percent: number): number =>
  Math.max(0, Math.ceil((priceMinor * percent) / 100 - 0.5));

/** Hours before the start until which a change is free, as it is said beforehand: none where no change costs anything. */
export const freeHours = (
  { cancelHours, lateFeePercent }: Pick<ChangePolicy, "cancelHours" | "lateFeePercent">,
  priceMinor: number,
): number => (lateFee(priceMinor, lateFeePercent) > 0 ? cancelHours : 0);

export function changeTerms(policy: ChangePolicy, facts: ChangeFacts): ChangeTerms {
  const { startsAt, bookedAt, now, requested } = facts;
  const lateFeeMinor = lateFee(facts.priceMinor, policy.lateFeePercent);
  const start = startsAt.getTime();
  const notice = start - policy.cancelHours * HOUR;
  const grace = Math.min(bookedAt.getTime() + policy.graceMinutes * MINUTE, start);
  const always = requested || lateFeeMinor === 0;
  const freeUntil = new Date(always ? start : Math.max(notice, grace));
  const at = now.getTime();
  const rule = always || at <= notice ? "free" : at <= grace ? "grace" : "late";
  return {
    freeUntil,
    rule,
    feeMinor: rule === "late" ? lateFeeMinor : 0,
    lateFeeMinor,
    illnessFree: policy.illnessFree,
  };
}

/** What a family says when it gives its seat back: names, never words, so nothing about anybody's health is kept. */
export const FAMILY_REASONS = ["ill", "plans", "not_now", "somewhere_else", "other"] as const;
export type FamilyReason = (typeof FAMILY_REASONS)[number];

/** Why a practice does not take a lesson that was asked for: names that the family reads in words. */
export const DECLINE_REASONS = ["time", "full", "fit", "other"] as const;

export type Applied = { rule: "free" | "grace" | "late" | "illness"; feeMinor: number };

/** What a change costs once the reason is known: illness counts only where it spares a fee. */
export function applied(terms: ChangeTerms, ill: boolean): Applied {
  if (terms.rule === "late" && ill && terms.illnessFree) return { rule: "illness", feeMinor: 0 };
  return { rule: terms.rule, feeMinor: terms.feeMinor };
}

export type ChangeProblem = "begun" | "closed";

/** Why a family cannot change its lesson itself any more, or null. */
export function changeProblem(status: string, startsAt: Date, now: Date): ChangeProblem | null {
  if (status !== "requested" && status !== "booked") return "closed";
  return startsAt <= now ? "begun" : null;
}

const ANSWER_BEFORE_START = 2 * HOUR;
const LEAST_TO_ANSWER = HOUR;

/**
 * Until when a request is answered: the practice's own time for it, but two hours before the lesson at the latest, and
 * never less than an hour from now, unless the lesson itself is nearer.
 */
export const answerBy = (now: Date, startsAt: Date, requestHours: number): Date =>
  answerByMoved(now, startsAt, new Date(now.getTime() + requestHours * HOUR));

/** The same for a request that staff move: until when it was to be answered bounds it still, however often it moves. */
export function answerByMoved(now: Date, startsAt: Date, promised: Date): Date {
  const latest = startsAt.getTime() - ANSWER_BEFORE_START;
  const least = now.getTime() + LEAST_TO_ANSWER;
  return new Date(
    Math.min(startsAt.getTime(), Math.max(least, Math.min(promised.getTime(), latest))),
  );
}

/** A lesson that moves keeps its length and its buffers, whatever became of the service since. */
export function shifted<
  T extends Record<"startsAt" | "endsAt" | "blockedFrom" | "blockedUntil", Date>,
>(lesson: T, start: Date) {
  const by = start.getTime() - lesson.startsAt.getTime();
  const moved = (at: Date) => new Date(at.getTime() + by);
  return {
    startsAt: start,
    endsAt: moved(lesson.endsAt),
    blockedFrom: moved(lesson.blockedFrom),
    blockedUntil: moved(lesson.blockedUntil),
  };
}

/** A lesson that becomes longer or shorter begins when it did; its buffers keep their length. */
export function resized<
  T extends Record<"startsAt" | "endsAt" | "blockedFrom" | "blockedUntil", Date>,
>(lesson: T, minutes: number) {
  const endsAt = new Date(lesson.startsAt.getTime() + minutes * MINUTE);
  const after = lesson.blockedUntil.getTime() - lesson.endsAt.getTime();
  return { ...lesson, endsAt, blockedUntil: new Date(endsAt.getTime() + after) };
}

/** Cancellations by the practice that can be taken back: after a death nobody presses a button for that. */
export const RESTORED_RULES: readonly string[] = ["free", "late", "illness", "untold"];

/**
 * Somebody who drags a lesson tries a few places, and a lesson that was cancelled may be taken back: the family hears
 * of how it ends, once, after three minutes (feature e2).
 */
export const UNDO_MS = 180_000;

/** When the family hears of what staff did, and under which name: what is done next takes the place of what waits. */
export const afterUndo = (bookingId: string, now: Date) => ({
  key: `changed:${bookingId}`,
  runAt: new Date(now.getTime() + UNDO_MS),
});
