"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { useLine } from "@/components/ui/offline";
import { clockText } from "@/lib/routines/clock";
import type { PlayerEvent, PlayerState } from "@/lib/routines/player";
import type { Liked, Reaction, StopReason } from "@/lib/routines/schema";
import { Frame, Title } from "./frame";
import styles from "./player.module.css";
import type { PlayerProps } from "./player-props";
import type { Sending } from "./use-outbox";

type Common = Pick<PlayerProps, "words" | "icons"> & {
  dispatch: (event: PlayerEvent) => void;
};

/**
 * Whether what happened has arrived; while it has not, the page says so and tries again by itself. What is refused for
 * good is said once, and nothing more is asked.
 */
function Sent({
  sending: { state, safe, why, retry },
  words,
  icons,
}: Pick<Common, "words" | "icons"> & { sending: Sending }) {
  const stuck = state === "unsent" || state === "signed_out";
  const { asked } = useLine();
  return (
    <div className={styles.sent} role="status">
      {state === "saved" ? (
        <span className="tag tag-good">
          {icons.check}
          <span>{words.send.saved}</span>
        </span>
      ) : null}
      {state === "sending" ? <span className="tag">{words.send.sending}</span> : null}
      {state === "refused" ? (
        <div className="note note-info">
          {icons.alert}
          <div className="grow">{why || words.send.refused}</div>
        </div>
      ) : null}
      {stuck ? (
        <div className="note note-glow">
          {state === "unsent" ? icons.offline : icons.alert}
          <div className="grow">
            {words.send[state === "signed_out" ? "signIn" : safe ? "kept" : "unsent"]}
            {asked ? ` ${words.offline.asked}` : null}
          </div>
          <button type="button" className={buttonClass({ size: "sm" })} onClick={retry}>
            {words.send.again}
          </button>
        </div>
      ) : null}
    </div>
  );
}

export function HoldScreen({
  state,
  words,
  dispatch,
  figure,
}: Pick<Common, "words" | "dispatch"> & {
  state: Extract<PlayerState, { at: "holding" }>;
  figure: ReactNode;
}) {
  const { holding } = words;
  const leave = () =>
    dispatch(
      state.from === "stopped" ? { type: "finish", reason: "parent_finished" } : { type: "resume" },
    );
  return (
    <Frame
      head={<span className="grow" />}
      controls={
        <>
          <p className={`num ${styles.time} ${styles.still}`}>{clockText(state.holdLeft)}</p>
          <button
            type="button"
            className={buttonClass({ size: "xl", block: true })}
            onClick={leave}
          >
            {holding[state.from]}
          </button>
        </>
      }
    >
      <div className={styles.stage}>{figure}</div>
      <div className={styles.say}>
        <Title>{holding.title}</Title>
        <p>{holding.text}</p>
      </div>
    </Frame>
  );
}

export function StopScreen({
  picked,
  words,
  icons,
  dispatch,
  sending,
}: Common & { picked: StopReason | null; sending: Sending }) {
  const { stopped } = words;
  const asks = sending.state !== "refused";
  return (
    <Frame
      head={<Sent sending={sending} words={words} icons={icons} />}
      controls={
        <>
          <button
            type="button"
            className={buttonClass({ size: "xl", block: true })}
            onClick={() => dispatch({ type: "holdInstead" })}
          >
            {stopped.hold}
          </button>
          <button
            type="button"
            className={buttonClass({ variant: "quiet", size: "lg", block: true })}
            onClick={() => dispatch({ type: "finish", reason: "parent_finished" })}
          >
            {stopped.finish}
          </button>
        </>
      }
    >
      <div className={styles.body}>
        <Title>{stopped.title}</Title>
        <p className={styles.lead}>{asks ? `${stopped.lead} ${stopped.question}` : stopped.lead}</p>
        {asks ? (
          <fieldset className={styles.reasons} aria-label={stopped.question}>
            {(Object.entries(stopped.reasons) as [StopReason, string][]).map(([reason, label]) => (
              <button
                key={reason}
                type="button"
                aria-pressed={picked === reason}
                onClick={() => dispatch({ type: "babySaidNo", reason })}
              >
                {icons[reason]}
                {label}
              </button>
            ))}
          </fieldset>
        ) : null}
        <p className={`note note-info ${styles.help}`}>
          {icons.phone}
          <span>{stopped.help}</span>
        </p>
      </div>
    </Frame>
  );
}

/** What the family adds; `reactions` is null until they touched it. */
export type More = { liked: Liked | null; reactions: readonly Reaction[] | null; note: string };

export function DoneScreen({
  words,
  icons,
  dispatch,
  sending,
  minutes,
  stopped,
  warmDown,
  more,
  reactions,
  onMore,
  home,
}: Common & {
  sending: Sending;
  minutes: number;
  stopped: boolean;
  /** There is a warm-down to begin. */
  warmDown: boolean;
  more: More;
  reactions: readonly Reaction[];
  onMore: (more: More) => void;
  home: string;
}) {
  const { done } = words;
  const asks = sending.state !== "refused";
  const [noted, setNoted] = useState(false);
  const counts = done.counts[Math.min(minutes, done.counts.length - 1)] ?? "";
  const toggle = (one: Reaction) =>
    onMore({
      ...more,
      reactions: reactions.includes(one)
        ? reactions.filter((each) => each !== one)
        : [...reactions, one],
    });
  const saveNote = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get("note");
    if (typeof text !== "string" || !text.trim()) return;
    onMore({ ...more, note: text.trim() });
    setNoted(true);
  };
  return (
    <Frame
      head={<Sent sending={sending} words={words} icons={icons} />}
      controls={
        <>
          {warmDown ? (
            <button
              type="button"
              className={buttonClass({ size: "xl", block: true })}
              onClick={() => dispatch({ type: "warmDown" })}
            >
              {done.warmDown}
            </button>
          ) : null}
          <a className={buttonClass({ variant: "primary", size: "xl", block: true })} href={home}>
            {done.today}
          </a>
        </>
      }
    >
      <div className={styles.body}>
        <Title>{stopped || !asks ? counts : done.question}</Title>
        {asks ? (
          <>
            <p className={styles.lead}>{stopped ? done.question : counts}</p>
            <fieldset className={styles.liked} aria-label={done.question}>
              {(Object.entries(done.liked) as [Liked, string][]).map(([liked, label]) => (
                <button
                  key={liked}
                  type="button"
                  className={buttonClass({ size: "xl" })}
                  aria-pressed={more.liked === liked}
                  onClick={() => onMore({ ...more, liked })}
                >
                  {label}
                </button>
              ))}
            </fieldset>
            <fieldset className={`chips ${styles.also}`}>
              <legend className="label">{done.also}</legend>
              {(Object.entries(done.reactions) as [Reaction, string][]).map(([one, label]) => (
                <label key={one} className="choice chip">
                  <input
                    type="checkbox"
                    checked={reactions.includes(one)}
                    onChange={() => toggle(one)}
                  />
                  <span>{label}</span>
                </label>
              ))}
            </fieldset>
            <form className={styles.noteForm} onSubmit={saveNote}>
              <label className="label" htmlFor="note">
                {done.note}
              </label>
              <textarea
                id="note"
                name="note"
                className="input"
                rows={2}
                maxLength={500}
                onChange={() => setNoted(false)}
              />
              <button type="submit" className={buttonClass({})}>
                {done.saveNote}
              </button>
              <p role="status" className={noted && sending.state === "saved" ? "sm muted" : "sr"}>
                {noted && sending.state === "saved" ? done.noteSaved : ""}
              </p>
            </form>
          </>
        ) : null}
      </div>
    </Frame>
  );
}
