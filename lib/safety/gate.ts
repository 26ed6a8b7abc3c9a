import type { GateSkipReason, Grade, PreCheck, PreCheckKey } from "./schema";

// Runs in the parent's browser every second: no catalogue and no zod may be reached from here.

/** About 45 minutes after a feed (source article). A practice may ask for longer, never shorter. */
export const FEED_MINUTES = 45;
const MINUTE = 60_000;

export type FeedGate = {
  state: "unknown" | "waiting" | "ready";
  ready: boolean;
  readyAt: Date | null;
  minutesLeft: number;
  minutes: number;
};

/** Instants only, so a clock-change night neither adds nor takes an hour. */
export function feedGate(input: {
  fedEndedAt: Date | null;
  now: Date;
  minutes?: number | undefined;
}): FeedGate {
  const asked = input.minutes ?? FEED_MINUTES;
  const minutes = Number.isFinite(asked) ? Math.max(FEED_MINUTES, asked) : FEED_MINUTES;
  if (!input.fedEndedAt)
    return { state: "unknown", ready: false, readyAt: null, minutesLeft: 0, minutes };
  const readyAt = new Date(input.fedEndedAt.getTime() + minutes * MINUTE);
  const left = readyAt.getTime() - input.now.getTime();
  const ready = left <= 0;
  return {
    state: ready ? "ready" : "waiting",
    ready,
    readyAt,
    minutesLeft: ready ? 0 : Math.ceil(left / MINUTE),
    minutes,
  };
}

/** A phone clock may run a little ahead; more than two minutes is a slip of the finger. */
export function feedTimeProblem(endedAt: Date, now: Date): "in_future" | "too_old" | null {
  const age = now.getTime() - endedAt.getTime();
  if (age < -2 * MINUTE) return "in_future";
  return age > 24 * 60 * MINUTE ? "too_old" : null;
}

/** All carers of a baby log feeds, perhaps offline: the latest one counts. */
export function latestFeed(endedAt: readonly Date[]): Date | null {
  return endedAt.reduce<Date | null>((last, at) => (last && last >= at ? last : at), null);
}

export type StartAnswers = {
  checks: readonly PreCheck[];
  confirmed: readonly PreCheckKey[];
  feed: FeedGate;
  grade: Grade;
  gateSkipped?: GateSkipReason | null | undefined;
};

export type StartReasonKey =
  | "start.stop"
  | "start.stop_until_clearance"
  | "start.clearance"
  | "start.wait"
  | "start.feed_unknown"
  | "start.feed_wait"
  | `start.check.${PreCheckKey}`;

/** Keys are read in the `safety` messages. */
export type CanStart =
  | { ok: true; gateSkipped: GateSkipReason | null }
  | { ok: false; reasonKey: StartReasonKey; params: { minutes: number } };

/** Asked before every start, whatever list the page was given. */
const ALWAYS_ASKED: readonly PreCheckKey[] = [
  "content",
  "calm",
  "clear_eyed",
  "well_today",
  "jewellery",
  "diaper",
];

/** Only the feed timer can be skipped, with a reason that is kept; nothing else gives way. */
export function canStart(answers: StartAnswers): CanStart {
  const { checks, confirmed, feed, grade } = answers;
  const no = (reasonKey: StartReasonKey): CanStart => ({
    ok: false,
    reasonKey,
    params: { minutes: feed.minutesLeft },
  });
  if (
    grade === "stop" ||
    grade === "stop_until_clearance" ||
    grade === "clearance" ||
    grade === "wait"
  )
    return no(`start.${grade}`);
  const skip = feed.state === "waiting" ? (answers.gateSkipped ?? null) : null;
  if (feed.state === "waiting" && !skip) return no("start.feed_wait");
  if (feed.state === "unknown" && !confirmed.includes("feed")) return no("start.feed_unknown");
  const blocking = checks.filter((check) => check.kind === "blocking").map((check) => check.key);
  const open = [...ALWAYS_ASKED, ...blocking].find((key) => !confirmed.includes(key));
  return open ? no(`start.check.${open}`) : { ok: true, gateSkipped: skip };
}
