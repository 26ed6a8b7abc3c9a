"use client";

import { type CSSProperties, type KeyboardEvent, useState } from "react";
import type { Hours } from "./layout";
import type { Drawn } from "./use-draw";
import styles from "./week-grid.module.css";
import { dayText, type Speech, say, timeText } from "./words";

type Place = { day: string; practitionerId: string | null; name: string | null };
type Props = {
  columns: readonly Place[];
  hours: Hours;
  speech: Speech;
  onTell: (words: string) => void;
  onNew: (drawn: Drawn, at: DOMRect) => void;
};

const STEP = 15;
const LENGTH = 60;

/** An hour that the arrow keys carry over the grid; Enter puts something there. What a pointer does by drawing. */
export function HourCursor({ columns, hours, speech, onTell, onNew }: Props) {
  const [at, setAt] = useState({ column: 0, minute: Math.max(hours.first, 9 * 60) });
  const column = Math.min(at.column, columns.length - 1);
  const place = columns[column];
  if (!place) return null;
  const words = ({ day, name }: Place, minute: number) =>
    [dayText(speech, day), timeText(speech, minute), ...(name ? [name] : [])].join(", ");
  const key = (press: KeyboardEvent<HTMLButtonElement>) => {
    const [dx, dy] = steps[press.key] ?? [0, 0];
    if ((dx === 0 && dy === 0) || press.altKey || press.ctrlKey || press.metaKey) return;
    press.preventDefault();
    const next = {
      column: Math.min(Math.max(column + dx, 0), columns.length - 1),
      minute: Math.min(Math.max(at.minute + dy, hours.first), hours.last - LENGTH),
    };
    setAt(next);
    onTell(words(columns[next.column] ?? place, next.minute));
  };
  const { day, practitionerId } = place;
  return (
    <button
      type="button"
      className={styles.cursor}
      style={{ "--n": column + 2, "--s": at.minute, "--e": at.minute + LENGTH } as CSSProperties}
      aria-label={say(speech, "putHere", { where: words(place, at.minute) })}
      aria-describedby="calendar-cursor"
      aria-haspopup="dialog"
      onKeyDown={key}
      onClick={(press) =>
        onNew(
          { day, practitionerId, start: at.minute, end: at.minute + LENGTH },
          press.currentTarget.getBoundingClientRect(),
        )
      }
    >
      {timeText(speech, at.minute)}
    </button>
  );
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
  PageUp: [0, -LENGTH],
  PageDown: [0, LENGTH],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
