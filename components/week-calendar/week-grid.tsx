"use client";

import { type CSSProperties, useMemo, useRef } from "react";
import { type Column, DayColumn } from "./day-column";
import { HourCursor } from "./hour-cursor";
import { shownHours } from "./layout";
import {
  type CalendarData,
  type CalendarDay,
  type CalendarEvent,
  freeAhead,
  type Icons,
} from "./model";
import { type Drawn, useDraw } from "./use-draw";
import { type Shift, useShift } from "./use-shift";
import styles from "./week-grid.module.css";
import { dayText, hourText, lengthText, quartersText, type Speech, say } from "./words";

type Props = {
  data: CalendarData;
  /** Seven days, one, or one day of several people. */
  columns: readonly Column[];
  speech: Speech;
  icons: Icons;
  selected: string | null;
  onOpen: (event: CalendarEvent, at: HTMLElement) => void;
  onMore: (events: CalendarEvent[], at: HTMLElement) => void;
  onMove: (shift: Shift) => void;
  onTell: (shift: Shift) => void;
  onSay: (words: string) => void;
  onNew: (drawn: Drawn, at: DOMRect) => void;
};

const place = (values: Record<`--${string}`, number | string>) => values as CSSProperties;

export function WeekGrid({ columns, onMove, onTell, onSay, ...props }: Props) {
  const { data, speech, onNew } = props;
  const grid = useRef<HTMLDivElement>(null);
  const shownDays = [...new Set(columns.map((one) => one.day.day))];
  const shown = data.events.filter((event) => shownDays.includes(event.day));
  const { first, last } = shownHours([
    ...columns.flatMap((one) => one.day.open),
    // A day that is blocked from midnight must not draw the whole night.
    ...shown.filter((event) => event.kind !== "block"),
  ]);
  const hours = useMemo(() => ({ first, last }), [first, last]);
  const people = columns.flatMap(({ person }) => (person ? [person.id] : []));
  const moving = useShift({ grid, days: shownDays, people, hours, onMove, onTell });
  const drawing = useDraw(hours, onNew);
  const marks = Array.from({ length: (last - first) / 60 - 1 }, (_, i) => first + (i + 1) * 60);
  return (
    <div
      ref={grid}
      className={`${styles.grid} num`}
      style={place({ "--days": columns.length, "--h0": first, "--h1": last })}
    >
      <div className={styles.corner} />
      {columns.map((one, i) => (
        <Head key={one.key} column={one} at={i + 2} data={data} speech={speech} />
      ))}
      <div className={styles.hours} aria-hidden="true">
        {marks.map((minute) => (
          <span key={minute} style={place({ "--at": minute })}>
            {hourText(speech, minute)}
          </span>
        ))}
      </div>
      {columns.map((one, i) => (
        <DayColumn
          key={one.key}
          {...{ ...props, hours, moving, drawing }}
          column={one}
          at={i + 2}
        />
      ))}
      <HourCursor
        columns={columns.map(({ day, person }) => ({
          day: day.day,
          practitionerId: person?.id ?? null,
          name: person?.name ?? null,
        }))}
        {...{ hours, speech, onNew }}
        onTell={onSay}
      />
      <p id="calendar-keys" hidden>
        {say(speech, "keys")}
      </p>
      <p id="calendar-cursor" hidden>
        {say(speech, "cursorKeys")}
      </p>
    </div>
  );
}

type HeadProps = { column: Column; at: number; data: CalendarData; speech: Speech };

function Head({ column, at, data, speech }: HeadProps) {
  const { day, person, key } = column;
  const today = !person && day.day === data.now.day;
  const whole = data.days.find((one) => one.day === day.day);
  return (
    <h2
      className={today ? `${styles.head} ${styles.today}` : styles.head}
      style={place({ "--n": at })}
      id={`column-${key}`}
    >
      {person ? (
        <>
          <span className={styles.name}>{person.name}</span>
          <span className="sr">, {dayText(speech, day.day)}</span>
        </>
      ) : (
        <>
          <span aria-hidden="true">
            {dayText(speech, day.day, "short").split(" ")[0]?.replace(",", "")}
          </span>
          <b aria-hidden="true">{Number(day.day.slice(8))}</b>
          <span className="sr">{dayText(speech, day.day)}</span>
        </>
      )}
      {day.away ? (
        <span className={styles.free}>{say(speech, "away")}</span>
      ) : whole && !person ? (
        <Free day={whole} now={data.now} speech={speech} />
      ) : null}
    </h2>
  );
}

type FreeProps = { day: CalendarDay; now: CalendarData["now"]; speech: Speech };

function Free({ day, now, speech }: FreeProps) {
  const free = day.free === null ? null : freeAhead(day, now);
  if (free === null) return null;
  return (
    <span className={styles.free}>
      {free > 0 ? (
        <>
          <span aria-hidden="true">{quartersText(speech, free)}</span>
          <span className="sr">{say(speech, "gap", { length: lengthText(speech, free) })}</span>
        </>
      ) : (
        say(speech, "full")
      )}
    </span>
  );
}
