"use client";

import { type CSSProperties, type ReactNode, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { clockText } from "@/lib/routines/clock";
import {
  currentStep,
  type PlayerEvent,
  type PlayerPlan,
  type PlayerState,
  roundNow,
  sideNow,
  stepSeconds,
} from "@/lib/routines/player";
import { Frame, Title } from "./frame";
import styles from "./player.module.css";
import { fill, type PlayerProps, type StepView } from "./player-props";

type At = Extract<PlayerState, { at: "running" | "paused" | "asking" }>;
export type StepScreenProps = Pick<PlayerProps, "views" | "words" | "icons" | "endsWithGas"> & {
  plan: PlayerPlan;
  state: At;
  dispatch: (event: PlayerEvent) => void;
  aloud: { on: boolean; able: boolean; turn: () => void };
  /** The line is away; the routine goes on. */
  away: boolean;
};

export function StepScreen(props: StepScreenProps) {
  const { plan, state, views, words, icons, dispatch, aloud, away } = props;
  const [which, setWhich] = useState(false);
  const step = currentStep(plan, state);
  const view = views[state.index];
  if (!step || !view) return null;
  const { player } = words;
  const side = sideNow(step, state.secondsLeft);
  const waiting = state.at === "asking";
  const paused = state.at === "paused";
  const time = clockText(state.secondsLeft);
  return (
    <Frame
      head={
        <>
          <button
            type="button"
            className={buttonClass({ variant: "quiet", square: true })}
            aria-label={player.leave}
            onClick={() => dispatch({ type: "finish", reason: "parent_finished" })}
          >
            {icons.close}
          </button>
          <Progress plan={plan} state={state} words={words} />
          <button
            type="button"
            className={buttonClass({ variant: "quiet", square: true })}
            aria-label={aloud.on ? player.aloudOn : player.aloudOff}
            aria-pressed={aloud.on}
            hidden={!aloud.able}
            onClick={aloud.turn}
          >
            {aloud.on ? icons.aloud : icons.quiet}
          </button>
        </>
      }
      controls={
        <>
          {waiting ? (
            <div className={styles.two}>
              <button
                type="button"
                className={buttonClass({ size: "xl" })}
                onClick={() => dispatch({ type: "next" })}
              >
                {words.asking.no}
              </button>
              <button
                type="button"
                className={buttonClass({ variant: "primary", size: "xl" })}
                onClick={() => dispatch({ type: "resume" })}
              >
                {words.asking.yes}
              </button>
            </div>
          ) : (
            <div className={styles.clock}>
              <Round
                label={player.previous}
                icon={icons.previous}
                onClick={() => dispatch({ type: "previous" })}
              />
              <button
                type="button"
                className={`num ${styles.time}`}
                aria-label={`${fill(player.left, { time })}. ${paused ? player.resume : player.pause}`}
                onClick={() => dispatch({ type: paused ? "resume" : "pause" })}
              >
                {paused ? icons.play : icons.pause}
                {time}
              </button>
              <Round
                label={player.next}
                icon={icons.next}
                onClick={() => dispatch({ type: "next" })}
              />
            </div>
          )}
          {props.endsWithGas ? (
            <GasEnd words={words} open={which} onOpen={setWhich} dispatch={dispatch} />
          ) : null}
          <button
            type="button"
            className={`btn btn-block ${styles.no}`}
            onClick={() => dispatch({ type: "babySaidNo" })}
          >
            {icons.hand}
            {player.no}
          </button>
        </>
      }
    >
      <div className={styles.stage} data-paused={state.at === "running" ? undefined : ""}>
        {views.map((each, index) => (
          <Figure
            // The list never changes while it plays.
            // biome-ignore lint/suspicious/noArrayIndexKey: a stroke may stand in it twice
            key={index}
            view={each}
            shown={index === state.index}
            side={side === "right" ? "right" : "left"}
          />
        ))}
        <span className={`tag ${styles.position}`}>
          {icons.turn}
          <span>{view.position}</span>
        </span>
        {side === "left" || side === "right" ? (
          <span className={`tag ${styles.side}`}>{view.sides[side]}</span>
        ) : null}
        <span className={styles.offline} role="status">
          {away ? (
            <span className="tag tag-glow">
              {icons.offline}
              <span>{words.offline.short}</span>
            </span>
          ) : null}
        </span>
        {step.rounds && !waiting ? (
          <span className={`tag num ${styles.turns}`}>
            {fill(player.stepRound, {
              round: roundNow(step, state.secondsLeft),
              count: step.rounds,
            })}
          </span>
        ) : null}
      </div>
      <div className={styles.say}>
        <div aria-live="polite">
          <Title>{waiting ? words.asking.question : view.title}</Title>
          <p>{waiting ? `${view.title}. ${view.how}` : view.how}</p>
        </div>
        {view.note ? <p className={styles.note}>{view.note}</p> : null}
        <p className={styles.cue}>
          {icons.cue}
          <span>{state.leadIn > 0 && !waiting ? (view.turn ?? player.ready) : view.cue}</span>
        </p>
      </div>
    </Frame>
  );
}

const Round = ({
  label,
  icon,
  onClick,
}: {
  label: string;
  icon: ReactNode;
  onClick: () => void;
}) => (
  <button type="button" className="btn" aria-label={label} onClick={onClick}>
    {icon}
  </button>
);

/** Every picture is on the page from the start; the phone shows one of them. */
function Figure({ view, shown, side }: { view: StepView; shown: boolean; side: "left" | "right" }) {
  const { figure } = view;
  if (figure !== null && typeof figure === "object" && "left" in figure)
    return (
      <>
        <div hidden={!shown || side !== "left"}>{figure.left}</div>
        <div hidden={!shown || side !== "right"}>{figure.right}</div>
      </>
    );
  return <div hidden={!shown}>{figure}</div>;
}

function Progress({
  plan,
  state,
  words,
}: {
  plan: PlayerPlan;
  state: At;
  words: PlayerProps["words"];
}) {
  const step = currentStep(plan, state);
  const count = Math.max(plan.steps.length, state.index + 1);
  const part = step ? 1 - state.secondsLeft / stepSeconds(step) : 0;
  const label = fill(words.player.step, { step: state.index + 1, count });
  const rounds = plan.loop?.maxRounds ?? 1;
  return (
    <>
      <div className={styles.progress} role="img" aria-label={label}>
        {Array.from({ length: count }, (_, index) => (
          <i
            // biome-ignore lint/suspicious/noArrayIndexKey: marks without a life of their own
            key={index}
            style={
              {
                "--part": index < state.index ? 1 : index === state.index ? part : 0,
              } as CSSProperties
            }
          />
        ))}
      </div>
      {rounds > 1 && step?.phase === "main" ? (
        <span className={`num xs muted ${styles.round}`}>
          {fill(words.player.round, { round: state.round, count: rounds })}
        </span>
      ) : null}
    </>
  );
}

/** Gas relief has no fixed time: it ends with gas or a poo (source article). */
function GasEnd({
  words: { player },
  open,
  onOpen,
  dispatch,
}: {
  words: PlayerProps["words"];
  open: boolean;
  onOpen: (open: boolean) => void;
  dispatch: StepScreenProps["dispatch"];
}) {
  if (!open)
    return (
      <button type="button" className="btn btn-block btn-lg" onClick={() => onOpen(true)}>
        {player.gasFinish}
      </button>
    );
  return (
    <fieldset className={styles.which} aria-label={player.gasWhich}>
      <button
        type="button"
        className="btn btn-soft btn-lg"
        onClick={() => dispatch({ type: "finish", reason: "gas_released" })}
      >
        {player.gas}
      </button>
      <button
        type="button"
        className="btn btn-soft btn-lg"
        onClick={() => dispatch({ type: "finish", reason: "bowel_movement" })}
      >
        {player.bowel}
      </button>
      <button type="button" className="btn btn-quiet btn-lg" onClick={() => onOpen(false)}>
        {player.neither}
      </button>
    </fieldset>
  );
}
