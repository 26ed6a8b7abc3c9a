import type {
  EndReason,
  PractisedOutcome as Outcome,
  Reaction,
  Step,
  StopReason,
  View,
} from "./schema";

// Runs on the phone, with oily hands and perhaps offline: no zod, no catalogue, no clock in here.

export const GATE_CHECKS = ["content", "calm", "clear_eyed"] as const;
export type GateCheck = (typeof GATE_CHECKS)[number];
export type GateAnswers = Record<GateCheck, boolean>;

/** Time to get the hands ready before each step's clock. */
export const LEAD_IN_SECONDS = 5;
export const QUIET_HOLD_SECONDS = 60;

export type PlayerPlan = {
  steps: readonly Step[];
  loop: { maxRounds: number } | null;
  /** Offered at the end when the steps hold none. */
  warmDown: Step | null;
};

type Ended = { outcome: Outcome; reason: EndReason; stopReason: StopReason | null };

/** Where we are; kept through pauses, holds and stops, so the log can always be written. */
export type Progress = {
  index: number;
  round: number;
  leadIn: number;
  secondsLeft: number;
  elapsed: number;
  reactions: readonly Reaction[];
  /** Set when a warm-down was begun after the routine had already ended. */
  ended: Ended | null;
};

export type PlayerState =
  | { at: "gate"; answers: GateAnswers }
  | ({ at: "running" } & Progress)
  | ({ at: "paused" } & Progress)
  /** Before a step that is only for babies who enjoy it: `resume` is yes, `next` is no. */
  | ({ at: "asking" } & Progress)
  | ({ at: "holding"; holdLeft: number; from: "gate"; answers: GateAnswers } & Progress)
  | ({ at: "holding"; holdLeft: number; from: "routine" } & Progress)
  | ({ at: "holding"; holdLeft: number; from: "stopped"; stopReason: StopReason | null } & Progress)
  | ({ at: "stopped"; stopReason: StopReason | null } & Progress)
  | ({ at: "finished" } & Ended & Progress);

/** What a grown-up can say. The rest of the end reasons the player finds by itself. */
export type FinishReason = Exclude<EndReason, "all_steps_done" | "warm_down_done" | "stop_cue">;

export type PlayerEvent =
  | { type: "answer"; check: GateCheck; yes: boolean }
  /** `gate` is the answer of canStart: feed, health, jewellery and the rest. */
  | { type: "start"; gate: { ok: boolean } }
  | { type: "resume" }
  | { type: "tick"; seconds?: number }
  | { type: "pause" }
  | { type: "next" }
  | { type: "previous" }
  | { type: "babySaidNo"; reason?: StopReason }
  | { type: "finish"; reason: FinishReason }
  | { type: "warmDown" }
  | { type: "holdInstead" };

export const atGate = (): PlayerState => ({
  at: "gate",
  answers: { content: false, calm: false, clear_eyed: false },
});

const NOTHING_YET: Progress = {
  index: 0,
  round: 1,
  leadIn: 0,
  secondsLeft: 0,
  elapsed: 0,
  reactions: [],
  ended: null,
};

const progressOf = (state: PlayerState): Progress => {
  if (state.at === "gate") return NOTHING_YET;
  const { index, round, leadIn, secondsLeft, elapsed, reactions, ended } = state;
  return { index, round, leadIn, secondsLeft, elapsed, reactions, ended };
};

/** The offered warm-down sits one place after the last step. */
const stepAt = (plan: PlayerPlan, index: number): Step | null =>
  plan.steps[index] ?? (index === plan.steps.length ? plan.warmDown : null);

export const currentStep = (plan: PlayerPlan, state: PlayerState): Step | null =>
  state.at === "gate" ? null : stepAt(plan, state.index);

/** The side of the figure that is drawn. */
export const viewOf = (position: Step["position"]): View =>
  position === "back" ? "front" : "back";

/** All rounds of one step. */
export const stepSeconds = ({ seconds, rounds }: Pick<Step, "seconds" | "rounds">): number =>
  seconds * (rounds ?? 1);

/** Which round of the step it is, from 1. */
export const roundNow = ({ seconds, rounds = 1 }: Step, secondsLeft: number): number =>
  Math.min(rounds, Math.max(1, rounds + 1 - Math.ceil(secondsLeft / seconds)));

/** Which hand or leg: of each round the first half of the time is the left, the second the right. */
export function sideNow(step: Step, secondsLeft: number): "left" | "right" | "both" | "centre" {
  if (step.side !== "left_then_right") return step.side;
  const inRound = secondsLeft - (Math.ceil(secondsLeft / step.seconds) - 1) * step.seconds;
  return secondsLeft > 0 && inRound > step.seconds / 2 ? "left" : "right";
}

function goTo(plan: PlayerPlan, progress: Progress, index: number, round: number): PlayerState {
  const step = stepAt(plan, index);
  if (!step) return end(progress, "done", "all_steps_done");
  const there = {
    ...progress,
    index,
    round,
    leadIn: LEAD_IN_SECONDS,
    secondsLeft: stepSeconds(step),
  };
  return { at: step.conditional ? "asking" : "running", ...there };
}

function end(
  progress: Progress,
  outcome: Outcome,
  reason: EndReason,
  stopReason: StopReason | null = null,
): PlayerState {
  return {
    at: "finished",
    ...progress,
    ...(progress.ended ?? { outcome, reason, stopReason }),
    ended: null,
  };
}

function advance(plan: PlayerPlan, progress: Progress): PlayerState {
  const { index, round } = progress;
  const next = plan.steps[index + 1];
  const here = stepAt(plan, index);
  const lastOfLoop = here?.phase === "main" && next?.phase !== "main";
  if (plan.loop && lastOfLoop && round < plan.loop.maxRounds) {
    const first = plan.steps.findIndex((step) => step.phase === "main");
    return goTo(plan, progress, first, round + 1);
  }
  if (next) return goTo(plan, progress, index + 1, round);
  return end(progress, "done", here?.phase === "warm_down" ? "warm_down_done" : "all_steps_done");
}

function goBack(plan: PlayerPlan, progress: Progress): PlayerState {
  const { index, round } = progress;
  // In a warm-down after the end there is only the warm-down to begin again.
  if (progress.ended) return goTo(plan, progress, index, round);
  const first = plan.steps.findIndex((step) => step.phase === "main");
  if (plan.loop && round > 1 && index === first) {
    const last = plan.steps.findLastIndex((step) => step.phase === "main");
    return goTo(plan, progress, last, round - 1);
  }
  return goTo(plan, progress, Math.max(0, index - 1), round);
}

const END_OUTCOMES: Record<FinishReason, { outcome: Outcome; reaction?: Reaction }> = {
  gas_released: { outcome: "done", reaction: "gas" },
  bowel_movement: { outcome: "done", reaction: "bowel_movement" },
  // The baby has had enough: that is the baby's word, so it is logged as stopped.
  not_tolerated: { outcome: "stopped" },
  parent_finished: { outcome: "partly" },
};

function finish(progress: Progress, reason: FinishReason): PlayerState {
  const { outcome, reaction } = END_OUTCOMES[reason];
  const reactions =
    reaction && !progress.reactions.includes(reaction)
      ? [...progress.reactions, reaction]
      : progress.reactions;
  return end({ ...progress, reactions }, outcome, reason);
}

function tick(plan: PlayerPlan, state: PlayerState, asked: number): PlayerState {
  const seconds = Number.isFinite(asked) ? Math.max(0, asked) : 0;
  if (state.at === "holding") {
    const holdLeft = Math.max(0, state.holdLeft - seconds);
    if (holdLeft > 0) return { ...state, holdLeft };
    if (state.from === "gate") return { at: "gate", answers: state.answers };
    const progress = progressOf(state);
    if (state.from === "routine") return { at: "paused", ...progress };
    return end(progress, "stopped", "stop_cue", state.stopReason);
  }
  if (state.at !== "running") return state;
  if (state.leadIn > 0) return { ...state, leadIn: Math.max(0, state.leadIn - seconds) };
  // A phone that slept never runs through steps nobody saw: one tick ends one step at most.
  const spent = Math.min(seconds, state.secondsLeft);
  const progress = {
    ...progressOf(state),
    secondsLeft: state.secondsLeft - spent,
    elapsed: state.elapsed + spent,
  };
  return progress.secondsLeft > 0 ? { at: "running", ...progress } : advance(plan, progress);
}

function startWarmDown(plan: PlayerPlan, state: PlayerState): PlayerState {
  const own = plan.steps.findIndex((step) => step.phase === "warm_down");
  const index = own >= 0 ? own : plan.steps.length;
  const progress = progressOf(state);
  if (!stepAt(plan, index) || progress.index >= index) return state;
  const ended =
    state.at === "finished"
      ? { outcome: state.outcome, reason: state.reason, stopReason: state.stopReason }
      : null;
  return goTo(plan, { ...progress, ended }, index, progress.round);
}

function hold(state: PlayerState): PlayerState {
  const progress = progressOf(state);
  const base = { at: "holding", holdLeft: QUIET_HOLD_SECONDS, ...progress } as const;
  if (state.at === "gate") return { ...base, from: "gate", answers: state.answers };
  if (state.at === "running" || state.at === "paused") return { ...base, from: "routine" };
  if (state.at === "stopped") return { ...base, from: "stopped", stopReason: state.stopReason };
  return state;
}

/**
 * The guided routine. Pure: the page only draws the state and sends events. Once the baby has said
 * no there is no way back to `running`, and an event that makes no sense leaves the state as it is.
 */
export function nextStep(plan: PlayerPlan, state: PlayerState, event: PlayerEvent): PlayerState {
  const progress = progressOf(state);
  // From everywhere, at once, before anything else is looked at.
  if (event.type === "babySaidNo") {
    const known = "stopReason" in state ? state.stopReason : null;
    return { at: "stopped", ...progress, ended: null, stopReason: event.reason ?? known };
  }
  if (event.type === "tick") return tick(plan, state, event.seconds ?? 1);
  if (event.type === "holdInstead") return hold(state);
  switch (state.at) {
    case "gate":
      if (event.type === "answer")
        return { at: "gate", answers: { ...state.answers, [event.check]: event.yes } };
      if (event.type === "start" && event.gate.ok && plan.steps.length > 0) {
        const three = GATE_CHECKS.every((check) => state.answers[check]);
        return three ? goTo(plan, NOTHING_YET, 0, 1) : state;
      }
      return state;
    case "running":
      if (event.type === "pause") return { ...state, at: "paused" };
      return whileOpen(plan, state, event);
    case "paused":
    case "asking":
      if (event.type === "resume") return { ...state, at: "running" };
      return whileOpen(plan, state, event);
    case "holding":
      if (event.type === "resume" && state.from === "gate")
        return { at: "gate", answers: state.answers };
      if (event.type === "resume" && state.from === "routine") return { at: "paused", ...progress };
      if (event.type !== "finish" || state.from === "gate") return state;
      return state.from === "stopped"
        ? end(progress, "stopped", "stop_cue", state.stopReason)
        : finish(progress, event.reason);
    case "stopped":
      if (event.type === "finish") return end(progress, "stopped", "stop_cue", state.stopReason);
      return state;
    case "finished":
      if (event.type === "warmDown" && state.outcome !== "stopped")
        return startWarmDown(plan, state);
      return state;
    default:
      return state satisfies never;
  }
}

function whileOpen(
  plan: PlayerPlan,
  state: Extract<PlayerState, { at: "running" | "paused" | "asking" }>,
  event: PlayerEvent,
): PlayerState {
  if (event.type === "next") return advance(plan, progressOf(state));
  if (event.type === "previous") return goBack(plan, progressOf(state));
  if (event.type === "warmDown") return startWarmDown(plan, state);
  if (event.type === "finish") return finish(progressOf(state), event.reason);
  return state;
}

/** What is still to come, this step included; never negative. */
export function secondsLeftIn(plan: PlayerPlan, state: PlayerState): number {
  if (state.at === "stopped" || state.at === "finished") return 0;
  const { index, round, secondsLeft } = progressOf(state);
  const steps = plan.steps.filter((_, i) => state.at === "gate" || i > index);
  const main = plan.steps.filter((step) => step.phase === "main");
  const inLoop =
    state.at === "gate" || plan.steps.findLastIndex((s) => s.phase === "main") >= index;
  const rounds = plan.loop && inLoop ? Math.max(0, plan.loop.maxRounds - round) : 0;
  const total = (list: readonly Step[]) => list.reduce((sum, step) => sum + stepSeconds(step), 0);
  return secondsLeft + total(steps) + rounds * total(main);
}

export type LogDraft = {
  seconds: number;
  minutes: number;
  /** Reached, counting every round. */
  stepsDone: number;
  outcome: Outcome;
  stopReason?: StopReason;
  reactions: Reaction[];
};

/** What to save. A stop is saved the moment it happens; null while there is nothing to tell. */
export function logDraft(plan: PlayerPlan, state: PlayerState): LogDraft | null {
  const stopped = state.at === "stopped" || (state.at === "holding" && state.from === "stopped");
  if (!stopped && state.at !== "finished") return null;
  const { elapsed, reactions, index, round } = progressOf(state);
  const perRound = plan.steps.filter((step) => step.phase === "main").length;
  const reason = "stopReason" in state ? state.stopReason : null;
  const outcome = state.at === "finished" ? state.outcome : "stopped";
  return {
    seconds: Math.round(elapsed),
    stepsDone: elapsed > 0 ? index + 1 + (round - 1) * perRound : 0,
    minutes: elapsed > 0 ? Math.max(1, Math.round(elapsed / 60)) : 0,
    outcome,
    ...(reason && { stopReason: reason }),
    reactions: [...reactions],
  };
}
