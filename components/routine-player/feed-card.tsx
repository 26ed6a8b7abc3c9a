"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { formatTime } from "@/components/ui/format";
import { feedGate } from "@/lib/safety/gate";
import styles from "./feed-card.module.css";
import { fill } from "./player-props";
import { useServerClock } from "./use-clock";
import { type Fed, useFeedClock } from "./use-feed-clock";

export type FeedCardProps = Fed & {
  minutes: number;
  locale: string;
  zone: string;
  icon: ReactNode;
  /** {minutes} and {time} are left open. */
  words: Record<
    | "label"
    | "readyIn"
    | "ready"
    | "unknown"
    | "now"
    | "ago"
    | "minutes"
    | "save"
    | "failed"
    | "later"
    | "here",
    string
  >;
};

/** The feed clock of a baby: one tap starts it, and every carer's phone shows the same. */
export function FeedCard({ words, icon, ...props }: FeedCardProps) {
  const now = useServerClock(props.now, true);
  const { endedAt, fed } = useFeedClock(props, true);
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const id = useId();
  const feed = feedGate({ fedEndedAt: endedAt, now, minutes: props.minutes });
  const time = endedAt ? formatTime(endedAt, { locale: props.locale, zone: props.zone }) : "";
  const text = {
    unknown: words.unknown,
    waiting: fill(words.readyIn, { minutes: feed.minutesLeft, time }),
    ready: fill(words.ready, { time }),
  }[feed.state];
  const tell = async (minutesAgo: number) => {
    const told = await fed(minutesAgo);
    setSaid(told === "saved" ? "" : words[told]);
    if (told !== "failed") setOpen(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const minutes = Number(new FormData(event.currentTarget).get("minutes"));
    if (Number.isInteger(minutes) && minutes >= 0 && minutes <= 1440) void tell(minutes);
  };
  return (
    <section className={styles.card} aria-label={words.label}>
      <div className={styles.line}>
        {icon}
        <span className="grow num">{text}</span>
        <button type="button" className={buttonClass({})} onClick={() => void tell(0)}>
          {words.now}
        </button>
      </div>
      <button
        type="button"
        className={styles.ago}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {words.ago}
      </button>
      {open ? (
        <form className={styles.form} onSubmit={submit}>
          <label htmlFor={id}>{words.minutes}</label>
          <input
            id={id}
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
        </form>
      ) : null}
      <p role="status" className={said ? "sm" : "sr"}>
        {said}
      </p>
    </section>
  );
}
