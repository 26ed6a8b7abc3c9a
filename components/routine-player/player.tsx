"use client";

import { type KeyboardEvent, useEffect, useReducer, useRef, useState } from "react";
import { useLine } from "@/components/ui/offline";
import {
  atGate,
  GATE_CHECKS,
  logDraft,
  nextStep,
  type PlayerEvent,
  type PlayerPlan,
  type PlayerState,
} from "@/lib/routines/player";
import type { GateSkipReason } from "@/lib/safety/schema";
import { DoneScreen, HoldScreen, type More, StopScreen } from "./end-screens";
import { type Answers, firstAnswers, GateScreen } from "./gate-screen";
import styles from "./player.module.css";
import type { PlayerProps } from "./player-props";
import type { Report } from "./send-report";
import { StepScreen } from "./step-screen";
import { useTicker } from "./use-clock";
import { useFeedClock } from "./use-feed-clock";
import { newStartKey, type Sending, useOutbox } from "./use-outbox";
import { useReadAloud } from "./use-read-aloud";
import { useWakeLock } from "./use-wake-lock";

type Start = Pick<Report, "startKey" | "startedAt"> & { gateSkipped: GateSkipReason | null };
const NOTHING_MORE: More = { liked: null, reactions: null, note: "" };

function reportOf(
  assignmentId: string,
  plan: PlayerPlan,
  state: PlayerState,
  start: Start | null,
  more: More,
): Report | null {
  const draft = logDraft(plan, state);
  if (!draft || !start) return null;
  const { minutes: _, reactions, ...facts } = draft;
  const { gateSkipped, ...begun } = start;
  return {
    assignmentId,
    ...begun,
    ...facts,
    reactions: more.reactions ?? reactions,
    ...(more.liked && { liked: more.liked }),
    ...(more.note && { note: more.note }),
    ...(gateSkipped && { gateSkipped }),
  };
}

/** The check before, the steps, the stop and the end: one page, driven by lib/routines/player.ts. */
export function Player(props: PlayerProps) {
  const { plan, views, words } = props;
  const [state, dispatch] = useReducer(
    (before: PlayerState, event: PlayerEvent) => nextStep(plan, before, event),
    undefined,
    atGate,
  );
  const [answers, setAnswers] = useState<Answers>(() => firstAnswers(props.gate.rows));
  const [start, setStart] = useState<Start | null>(null);
  const [returning, setReturning] = useState(false);
  const [more, setMore] = useState<More>(NOTHING_MORE);

  const report = props.kept ? reportOf(props.assignmentId, plan, state, start, more) : null;
  const outbox = useOutbox(props.person, report);
  const sending: Sending = props.kept
    ? outbox
    : { ...outbox, state: "refused", why: words.send.notKept };
  const clock = useFeedClock({ ...props, endedAt: props.feedEndedAt }, state.at === "gate");
  const away = useLine().since !== null;
  const playing = state.at === "running" || state.at === "paused" || state.at === "asking";
  useWakeLock(playing || state.at === "holding");
  useTicker(state.at === "running" || state.at === "holding", (seconds) =>
    dispatch({ type: "tick", seconds }),
  );

  const view = playing ? views[state.index] : undefined;
  const aloud = useReadAloud(
    view
      ? [view.turn, `${view.title}.`, view.how, view.note, view.cue].filter(Boolean).join(" ")
      : null,
    props.locale,
  );

  // A pulse at each change of step, for eyes that rest on the baby.
  const place = playing ? `${state.round}.${state.index}` : null;
  const before = useRef(place);
  useEffect(() => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (before.current && place && place !== before.current && !still) navigator.vibrate?.(200);
    before.current = place;
  }, [place]);

  const answer = (next: Answers) => {
    setAnswers(next);
    const yes = next.ticked.includes("state");
    for (const check of GATE_CHECKS) dispatch({ type: "answer", check, yes });
  };
  const begin = (gateSkipped: GateSkipReason | null) => {
    setStart({ startKey: newStartKey(), startedAt: new Date().toISOString(), gateSkipped });
    dispatch({ type: "start", gate: { ok: true } });
  };

  // Keys work while the focus is in the player, never from elsewhere on a page (WCAG 2.1.4).
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = event.target as HTMLElement;
    if (!playing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (at.matches("input, textarea, select")) return;
    if (event.key === " " && at.matches("button, a")) return;
    const pause = { type: state.at === "running" ? "pause" : "resume" } as const;
    const keys: Record<string, PlayerEvent> = {
      " ": pause,
      ArrowRight: { type: "next" },
      ArrowLeft: { type: "previous" },
      s: { type: "babySaidNo" },
      S: { type: "babySaidNo" },
    };
    const meant = keys[event.key];
    if (!meant) return;
    event.preventDefault();
    dispatch(meant);
  };

  const common = { words, icons: props.icons, dispatch };
  const draft = logDraft(plan, state);
  return (
    <div className={styles.room}>
      <main id="main" className={styles.player} onKeyDown={onKeyDown} tabIndex={-1}>
        {state.at === "gate" ? (
          <GateScreen
            {...props}
            clock={clock}
            answers={answers}
            onAnswer={answer}
            onStart={begin}
            onHold={() => {
              setReturning(true);
              dispatch({ type: "holdInstead" });
            }}
            returning={returning}
          />
        ) : null}
        {playing ? (
          <StepScreen
            {...common}
            plan={plan}
            state={state}
            views={views}
            endsWithGas={props.endsWithGas}
            aloud={aloud}
            away={away}
          />
        ) : null}
        {state.at === "holding" ? (
          <HoldScreen words={words} dispatch={dispatch} state={state} figure={props.holdFigure} />
        ) : null}
        {state.at === "stopped" ? (
          <StopScreen {...common} picked={state.stopReason} sending={sending} />
        ) : null}
        {state.at === "finished" ? (
          <DoneScreen
            {...common}
            sending={sending}
            minutes={draft?.minutes ?? 0}
            stopped={state.outcome === "stopped"}
            warmDown={nextStep(plan, state, { type: "warmDown" }) !== state}
            more={more}
            reactions={more.reactions ?? draft?.reactions ?? []}
            onMore={setMore}
            home={props.home}
          />
        ) : null}
      </main>
    </div>
  );
}
