"use client";

import type { CalendarData } from "./model";
import { dayMarks, dayNamed, eventsOn } from "./month-grid";
import styles from "./month-grid.module.css";
import { dayText, type Speech, say } from "./words";

type Props = {
  data: CalendarData;
  day: string;
  speech: Speech;
  onPick: (day: string) => void;
};

const MOST_DOTS = 4;

/** The month of a phone: a dot for each lesson of a day, up to four; the chosen day's agenda is below. */
export function MonthStrip({ data, day, speech, onPick }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to forms, these are views
    <div className={`${styles.strip} num`} role="group" aria-label={say(speech, "dayStrip")}>
      {data.days.slice(0, 7).map((one) => (
        <small key={one.day} aria-hidden="true">
          {dayText(speech, one.day, "short").split(" ")[0]?.replace(",", "")}
        </small>
      ))}
      {data.days.map((one) => {
        const events = eventsOn(data, one.day);
        const lessons = events.filter((event) => event.kind !== "block").length;
        const other = one.day.slice(0, 7) !== day.slice(0, 7);
        return (
          <button
            key={one.day}
            type="button"
            className={other ? styles.other : undefined}
            aria-pressed={one.day === day}
            aria-current={one.day === data.now.day ? "date" : undefined}
            aria-label={[dayNamed(speech, one.day, events), ...dayMarks(speech, one, data)].join(
              ", ",
            )}
            onClick={() => onPick(one.day)}
          >
            {Number(one.day.slice(8))}
            <i aria-hidden="true">
              {lessons > MOST_DOTS ? lessons : "•".repeat(lessons) || (one.away ? "–" : "")}
            </i>
          </button>
        );
      })}
    </div>
  );
}
