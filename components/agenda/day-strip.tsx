"use client";

import type { CSSProperties } from "react";
import type { CalendarData } from "@/components/week-calendar/model";
import { dayText, type Speech, say } from "@/components/week-calendar/words";
import styles from "./agenda.module.css";

type Props = {
  data: CalendarData;
  day: string;
  speech: Speech;
  onPick: (day: string) => void;
};

/** The week in seven buttons; the bar under a day is as long as the day is full. */
export function DayStrip({ data, day, speech, onPick }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to forms, these are views
    <div className={styles.strip} role="group" aria-label={say(speech, "dayStrip")}>
      {data.days.map(({ day: one }) => {
        const booked = data.events.filter((event) => event.day === one && event.kind !== "block");
        const [weekday] = dayText(speech, one, "short").split(" ");
        return (
          <button
            key={one}
            type="button"
            aria-pressed={one === day}
            aria-current={one === data.now.day ? "date" : undefined}
            aria-label={say(speech, "dayNamed", {
              day: dayText(speech, one),
              count: booked.length,
            })}
            onClick={() => onPick(one)}
          >
            <small>{weekday?.replace(",", "")}</small>
            {Number(one.slice(8))}
            <i style={{ "--n": Math.min(booked.length, 6) } as CSSProperties} />
          </button>
        );
      })}
    </div>
  );
}
