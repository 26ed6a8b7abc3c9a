"use client";

import { useEffect, useRef, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { OfflineNote } from "@/components/ui/offline-note";
import { canStart, feedGate } from "@/lib/safety/gate";
import type { GateSkipReason, PreCheckKey } from "@/lib/safety/schema";
import { FeedRing } from "./feed-ring";
import { Frame, Title } from "./frame";
import styles from "./player.module.css";
import { type CheckRow, fill, type PlayerProps } from "./player-props";
import { useServerClock } from "./use-clock";
import type { FeedClock } from "./use-feed-clock";

/** What one tick answers. */
const ANSWERS: Record<CheckRow["key"], readonly PreCheckKey[]> = {
  state: ["content", "calm", "clear_eyed"],
  well: ["well_today"],
  jewellery: ["jewellery", "hands"],
  ready: ["diaper", "warm_place", "floor"],
  doctor: ["doctor"],
};

/** Kept while the page is open, so that a quiet hold does not ask everything again. */
export type Answers = {
  ticked: readonly CheckRow["key"][];
  oil: "none" | "tested";
  longAgo: boolean;
  skip: GateSkipReason | null;
};

export const firstAnswers = (rows: readonly CheckRow[]): Answers => ({
  ticked: rows.filter((row) => row.known).map((row) => row.key),
  oil: "none",
  longAgo: false,
  skip: null,
});

export type GateScreenProps = Pick<
  PlayerProps,
  "gate" | "words" | "icons" | "now" | "locale" | "zone" | "back"
> & {
  /** Kept by the page as well: a feed that nobody writes down must outlive a quiet hold. */
  clock: FeedClock;
  answers: Answers;
  onAnswer: (answers: Answers) => void;
  onStart: (skipped: GateSkipReason | null) => void;
  onHold: () => void;
  /** After a quiet hold: the focus comes back to the heading. */
  returning: boolean;
};

export function GateScreen(props: GateScreenProps) {
  const { gate, words, icons, answers, onAnswer, onStart, onHold } = props;
  const now = useServerClock(props.now, true);
  const { endedAt, fed } = props.clock;
  const feed = feedGate({ fedEndedAt: endedAt, now, minutes: gate.minutes });
  const change = (part: Partial<Answers>) => onAnswer({ ...answers, ...part });
  const tick = (key: CheckRow["key"], on: boolean) =>
    change({ ticked: [...answers.ticked.filter((one) => one !== key), ...(on ? [key] : [])] });

  const confirmed = [
    ...answers.ticked.flatMap((key) => ANSWERS[key]),
    ...(answers.longAgo ? (["feed"] as const) : []),
    ...(answers.oil === "tested" ? (["oil_patch"] as const) : []),
  ];
  const checks = answers.oil === "tested" ? gate.checks.oil : gate.checks.plain;
  const may = canStart({ checks, confirmed, feed, grade: gate.grade, gateSkipped: answers.skip });
  const why = may.ok ? words.start : fill(words.startReasons[may.reasonKey], may.params);

  // One pulse when the wait is over, where the phone can.
  const before = useRef(feed.state);
  useEffect(() => {
    if (before.current === "waiting" && feed.state === "ready") navigator.vibrate?.(200);
    before.current = feed.state;
  }, [feed.state]);

  return (
    <Frame
      head={
        <>
          <a
            className={buttonClass({ variant: "quiet", square: true })}
            href={props.back}
            aria-label={words.back}
          >
            {icons.back}
          </a>
          <span className="grow" />
          <span className="muted sm">{words.length}</span>
        </>
      }
      controls={
        <>
          <button
            type="button"
            className={buttonClass({ variant: "primary", size: "xl", block: true })}
            aria-disabled={may.ok ? undefined : true}
            onClick={() => may.ok && onStart(may.gateSkipped)}
          >
            {why}
          </button>
          <button
            type="button"
            className={buttonClass({ variant: "quiet", size: "lg", block: true })}
            onClick={onHold}
          >
            {words.hold}
          </button>
        </>
      }
    >
      <div className={styles.body}>
        <OfflineNote
          words={words.offline}
          locale={props.locale}
          icon={icons.offline}
          className={styles.away}
        />
        <Title focus={props.returning}>{words.title}</Title>
        <FeedRing
          feed={feed}
          endedAt={endedAt}
          fed={fed}
          longAgo={{ picked: answers.longAgo, pick: (longAgo) => change({ longAgo }) }}
          words={words.feed}
          locale={props.locale}
          zone={props.zone}
        />
        {feed.state === "waiting" ? (
          <Skip words={words} picked={answers.skip} pick={(skip) => change({ skip })} />
        ) : null}
        <div className={`list ${styles.checks}`}>
          {gate.rows.map((row) => (
            <label key={row.key} className={styles.check}>
              <input
                type="checkbox"
                checked={answers.ticked.includes(row.key)}
                onChange={(event) => tick(row.key, event.currentTarget.checked)}
              />
              <span className="grow">
                <b>{row.prompt}</b>
                <span>{row.hint}</span>
              </span>
            </label>
          ))}
        </div>
        {gate.oil ? (
          <Oil oil={gate.oil} picked={answers.oil} pick={(oil) => change({ oil })} />
        ) : null}
        <ul className={styles.advice}>
          {gate.advice.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <details className={styles.more}>
          <summary>{gate.notToday.title}</summary>
          <ul>
            {gate.notToday.items.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      </div>
    </Frame>
  );
}

/** The wait can be cut short, with the reason that is then kept in the log. */
function Skip({
  words,
  picked,
  pick,
}: {
  words: PlayerProps["words"];
  picked: GateSkipReason | null;
  pick: (reason: GateSkipReason | null) => void;
}) {
  const [open, setOpen] = useState(picked !== null);
  const toggle = () => {
    if (open) pick(null);
    setOpen(!open);
  };
  return (
    <div className={styles.skip}>
      <button
        type="button"
        className={buttonClass({ variant: "quiet" })}
        aria-expanded={open}
        onClick={toggle}
      >
        {words.skip}
      </button>
      {open ? (
        <fieldset className="choices">
          <legend className="label">{words.skipWhy}</legend>
          {Object.entries(words.skipReasons).map(([reason, label]) => (
            <label key={reason} className="choice">
              <input
                type="radio"
                name="skip"
                checked={picked === reason}
                onChange={() => pick(reason as GateSkipReason)}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}

function Oil({
  oil,
  picked,
  pick,
}: {
  oil: NonNullable<PlayerProps["gate"]["oil"]>;
  picked: Answers["oil"];
  pick: (oil: Answers["oil"]) => void;
}) {
  return (
    <fieldset className={styles.oil}>
      <legend>{oil.label}</legend>
      <div className="choices">
        <label className="choice">
          <input
            type="radio"
            name="oil"
            checked={picked === "none"}
            onChange={() => pick("none")}
          />
          <span>{oil.none}</span>
        </label>
        <label className="choice tall">
          <input
            type="radio"
            name="oil"
            checked={picked === "tested"}
            onChange={() => pick("tested")}
          />
          <span>
            <b>{oil.tested}</b>
            <span className="detail">{oil.hint}</span>
          </span>
        </label>
      </div>
    </fieldset>
  );
}
