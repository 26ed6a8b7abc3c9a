import type { Day } from "@/lib/core/time";
import { NO_LIMITS } from "@/lib/safety/rules";
import type { FindingId } from "@/lib/safety/schema";
import type { Standing } from "@/lib/safety/standing";
import { type RoutineForBaby, stepsFor } from "./rules";
import {
  type AdaptedStep,
  MAX_LOG_SECONDS,
  type Often,
  type RemovalReason,
  type Routine,
  Snapshot,
  type Step,
  type Why,
} from "./schema";

/** Why a routine cannot go home with this baby; the words are in the `assign` messages. */
export type Obstacle = "okay_needed" | "not_now" | "routine_blocked" | "nothing_left";

type Ground = Pick<Standing, "grade" | "needsOkay">;

/** "Wait" is asked before every start; everything above it keeps the hands off until somebody has answered. */
export function obstacle(standing: Ground, left: RoutineForBaby): Obstacle | null {
  if (standing.needsOkay.length > 0) return "okay_needed";
  if (standing.grade === "stop") return "not_now";
  if (left.blockedBy.length > 0) return "routine_blocked";
  return left.mainStepsLeft === 0 ? "nothing_left" : null;
}

/** The routine as this baby gets it, fixed: a later edit of the routine changes no family's steps. */
export function snapshotOf(
  routine: Routine,
  title: string,
  left: RoutineForBaby,
  { limits }: Pick<Standing, "limits">,
): Snapshot {
  const { starter, startPosition, endReasons, blockedBy, cautions } = routine;
  return Snapshot.parse({
    title,
    starter,
    startPosition,
    steps: left.steps,
    removed: left.removed.map(({ step }) => step),
    warmDown: left.warmDown,
    loop: left.loop,
    endReasons,
    blockedBy,
    cautions,
    shortenTo: limits.shortenTo,
  });
}

export const whyOf = (left: RoutineForBaby, covers: readonly FindingId[]): Why => ({
  removed: left.removed.map(({ step, because }) => ({ key: step.key, because })),
  covers: [...covers],
});

/** A stored snapshot, or null when it is none: nobody is shown half a routine. */
export function readSnapshot(stored: unknown): Snapshot | null {
  const read = Snapshot.safeParse(stored);
  return read.success ? read.data : null;
}

/**
 * What was assigned, under what is known of the baby now. It can only lose steps: a finding noted since takes its
 * strokes away at once, and one that has gone gives nothing back before the practitioner assigns anew.
 */
export function tighten(
  snapshot: Snapshot,
  now: Pick<Standing, "findings" | "limits">,
): RoutineForBaby {
  const shortenTo = Math.min(1, now.limits.shortenTo / snapshot.shortenTo);
  const left = stepsFor(asRoutine(snapshot), {
    findings: now.findings,
    limits: { ...NO_LIMITS, ...now.limits, shortenTo },
  });
  const before = new Map(snapshot.steps.map((step) => [step.key, step.adapted]));
  const kept = (step: AdaptedStep): AdaptedStep => ({
    ...step,
    adapted: [...new Set([...(before.get(step.key) ?? []), ...step.adapted])],
  });
  return {
    ...left,
    steps: left.steps.map(kept),
    warmDown: snapshot.warmDown && left.warmDown ? snapshot.warmDown : null,
  };
}

const asRoutine = (snapshot: Snapshot): Routine => ({
  key: snapshot.starter ?? "own",
  starter: snapshot.starter,
  startPosition: snapshot.startPosition,
  steps: snapshot.steps.map(({ adapted: _, ...step }) => step),
  loop: snapshot.loop,
  endReasons: snapshot.endReasons,
  blockedBy: snapshot.blockedBy,
  preChecks: [],
  cautions: snapshot.cautions,
  origin: "editor",
});

export type LeftOut = { step: Step; because: RemovalReason[] };

/** Everything that is left out, with its reasons: on the day it was assigned, and since. */
export function leftOut(snapshot: Snapshot, why: Why | null, now: RoutineForBaby): LeftOut[] {
  const told = new Map(why?.removed.map(({ key, because }) => [key, because]) ?? []);
  const first = snapshot.removed.map((step) => ({ step, because: told.get(step.key) ?? [] }));
  return [...first, ...now.removed];
}

/** As the two columns of an assignment hold it: one of them is filled. */
export const oftenOf = (row: { timesPerDay: number | null; timesPerWeek: number | null }): Often =>
  row.timesPerWeek === null
    ? { times: row.timesPerDay ?? 1, per: "day" }
    : { times: row.timesPerWeek, per: "week" };

export const oftenColumns = ({ times, per }: Often) =>
  per === "week"
    ? { timesPerDay: null, timesPerWeek: times }
    : { timesPerDay: times, timesPerWeek: null };

export type Term = { endedAt: Date | null; untilOn: Day | null };
/** `today` is the practice's day. */
export const isActive = ({ endedAt, untilOn }: Term, today: Day): boolean =>
  endedAt === null && (untilOn === null || today <= untilOn);

const MINUTE = 60_000;
/** A page opened before the end may lie open for a while and still tell what happened. */
const OPEN_PAGE = 12 * 60 * MINUTE;

export const startedInTerm = (startedAt: Date, { endedAt }: Pick<Term, "endedAt">): boolean =>
  endedAt === null || startedAt.getTime() <= endedAt.getTime() + OPEN_PAGE;

/**
 * When a practice began and how long it took, as far as it can be true. A phone's clock may be wrong and what
 * happened is stored all the same: a start that has not come yet, or lies before the routine was assigned, becomes
 * the latest start that fits.
 */
export function plausible(
  told: { startedAt: Date; seconds: number },
  { now, assignedAt }: { now: Date; assignedAt: Date },
): { startedAt: Date; seconds: number } {
  const at = told.startedAt.getTime();
  const wrong = at > now.getTime() + 2 * MINUTE || at < assignedAt.getTime() - 2 * MINUTE;
  const longest = Math.max(0, now.getTime() - assignedAt.getTime()) / 1000 + 120;
  const most = wrong ? longest : (now.getTime() - at) / 1000 + 120;
  const seconds = Math.round(Math.min(told.seconds, Math.max(0, most), MAX_LOG_SECONDS));
  const startedAt = wrong ? now.getTime() - seconds * 1000 : Math.min(at, now.getTime());
  return { startedAt: new Date(startedAt), seconds };
}
