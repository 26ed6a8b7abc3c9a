"use client";

import { type FormEvent, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { formatTime } from "@/components/ui/format";
import type { FeedGate } from "@/lib/safety/gate";
import styles from "./player.module.css";
import { fill, type PlayerWords } from "./player-props";
import type { Told } from "./use-feed-clock";

const R = 47;
const AROUND = 2 * Math.PI * R;

export type FeedRingProps = {
  feed: FeedGate;
  endedAt: Date | null;
  fed: (minutesAgo: number) => Promise<Told>;
  /** "Longer ago than the time to wait": enough of an answer, and nothing to write down. */
  longAgo: { picked: boolean; pick: (picked: boolean) => void };
  words: PlayerWords["feed"];
  locale: string;
  zone: string;
};

export function FeedRing({ feed, endedAt, fed, longAgo, words, locale, zone }: FeedRingProps) {
  const [changing, setChanging] = useState(false);
  const [said, setSaid] = useState("");
  const time = (at: Date) => formatTime(at, { locale, zone });
  const tell = async (minutesAgo: number) => {
    const told = await fed(minutesAgo);
    setSaid(told === "saved" ? "" : words[told]);
    if (told === "saved" || told === "here") setChanging(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const minutes = Number(new FormData(event.currentTarget).get("minutes"));
    if (Number.isInteger(minutes) && minutes >= 0 && minutes <= 1440) void tell(minutes);
  };
  const unknown = feed.state === "unknown";
  return (
    <section className={styles.feed} aria-label={words.label}>
      {unknown ? null : <Ring feed={feed} words={words} />}
      <div>
        <p className={styles.fedAt}>
          {endedAt ? fill(words.fedAt, { time: time(endedAt) }) : words.question}
        </p>
        <p className={styles.fedHint}>
          {feed.state === "ready"
            ? words.ready
            : feed.readyAt
              ? fill(words.waitUntil, { time: time(feed.readyAt) })
              : words.why}
        </p>
        <div className="wrap-row">
          {unknown ? (
            <>
              <Now words={words} tell={tell} />
              <button
                type="button"
                className={buttonClass({})}
                aria-pressed={longAgo.picked}
                onClick={() => longAgo.pick(!longAgo.picked)}
              >
                {fill(words.longAgo, { minutes: feed.minutes })}
              </button>
            </>
          ) : null}
          <button
            type="button"
            className={buttonClass({ variant: unknown ? "quiet" : "default" })}
            aria-expanded={changing}
            onClick={() => setChanging(!changing)}
          >
            {unknown ? words.some : words.change}
          </button>
        </div>
        {changing ? (
          <form className={styles.ago} onSubmit={submit}>
            <label htmlFor="feed-minutes">{words.ago}</label>
            <input
              id="feed-minutes"
              name="minutes"
              className="input num"
              type="number"
              inputMode="numeric"
              min={0}
              max={1440}
              required
            />
            <button type="submit" className={buttonClass({})}>
              {words.save}
            </button>
            {unknown ? null : <Now words={words} tell={tell} />}
          </form>
        ) : null}
        <p role="status" className={said ? styles.fedHint : "sr"}>
          {said || (feed.state === "ready" ? words.readyNow : "")}
        </p>
      </div>
    </section>
  );
}

const Now = ({
  words,
  tell,
}: {
  words: PlayerWords["feed"];
  tell: (minutesAgo: number) => Promise<void>;
}) => (
  <button type="button" className={buttonClass({})} onClick={() => void tell(0)}>
    {words.now}
  </button>
);

function Ring({ feed, words }: { feed: FeedGate; words: PlayerWords["feed"] }) {
  const { minutesLeft, minutes } = feed;
  const done = 1 - Math.min(1, minutesLeft / minutes);
  return (
    <svg
      className={styles.ring}
      viewBox="0 0 108 108"
      role="img"
      aria-label={fill(words.ring, { minutes: minutesLeft, all: minutes })}
    >
      <circle cx="54" cy="54" r={R} fill="none" stroke="var(--line)" strokeWidth="9" />
      <circle
        cx="54"
        cy="54"
        r={R}
        fill="none"
        stroke={feed.ready ? "var(--good)" : "var(--glow)"}
        strokeWidth="9"
        strokeLinecap="round"
        strokeDasharray={`${AROUND * done} ${AROUND}`}
        transform="rotate(-90 54 54)"
      />
      {feed.ready ? (
        <path
          d="M38 55l11 11 22-23"
          fill="none"
          stroke="var(--good)"
          strokeWidth="6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : (
        <>
          <text x="54" y="58" fontSize="31" className={styles.ringNumber}>
            {minutesLeft}
          </text>
          <text x="54" y="77" fontSize="13" className={styles.ringWord}>
            {words.minLeft}
          </text>
        </>
      )}
    </svg>
  );
}
