"use client";

import { type CSSProperties, type MouseEvent, useRef } from "react";
import { EventLines, eventLook } from "./event-block";
import { type Hours, layoutDay, shownHours } from "./layout";
import {
  type CalendarData,
  type CalendarDay,
  type CalendarEvent,
  freeAhead,
  type Icons,
  keyOf,
  movable,
} from "./model";
import { type Shift, useShift } from "./use-shift";
import styles from "./week-grid.module.css";
import {
  dayText,
  eventName,
  hourText,
  lengthText,
  quartersText,
  type Speech,
  say,
  spanText,
} from "./words";

type Props = {
  data: CalendarData;
  /** The days that are shown: seven, or one. */
  days: readonly CalendarDay[];
  speech: Speech;
  icons: Icons;
  selected: string | null;
  onOpen: (event: CalendarEvent, at: HTMLElement) => void;
  onMore: (events: CalendarEvent[], at: HTMLElement) => void;
  onMove: (shift: Shift) => void;
  onTell: (shift: Shift) => void;
  onNew: (day: string, minute: number) => void;
};

const place = (values: Record<`--${string}`, number | string>) => values as CSSProperties;

export function WeekGrid(props: Props) {
  const { data, days, speech, onMove, onTell } = props;
  const grid = useRef<HTMLDivElement>(null);
  const shownDays = days.map((one) => one.day);
  const shown = data.events.filter((event) => shownDays.includes(event.day));
  const hours = shownHours([
    ...days.flatMap((one) => one.open),
    // A day that is blocked from midnight must not draw the whole night.
    ...shown.filter((event) => event.kind !== "block"),
  ]);
  const moving = useShift({ grid, days: shownDays, hours, onMove, onTell });
  const marks = Array.from(
    { length: (hours.last - hours.first) / 60 - 1 },
    (_, i) => hours.first + (i + 1) * 60,
  );
  return (
    <div
      ref={grid}
      className={`${styles.grid} num`}
      style={place({ "--days": days.length, "--h0": hours.first, "--h1": hours.last })}
    >
      <div className={styles.corner} />
      {days.map((one) => (
        <DayHead key={one.day} day={one} now={data.now} speech={speech} />
      ))}
      <div className={styles.hours} aria-hidden="true">
        {marks.map((minute) => (
          <span key={minute} style={place({ "--at": minute })}>
            {hourText(speech, minute)}
          </span>
        ))}
      </div>
      {days.map((one) => (
        <DayColumn key={one.day} {...props} day={one} hours={hours} moving={moving} />
      ))}
      <p id="calendar-keys" hidden>
        {say(speech, "keys")}
      </p>
    </div>
  );
}

type HeadProps = { day: CalendarDay; now: CalendarData["now"]; speech: Speech };

function DayHead({ day, now, speech }: HeadProps) {
  const [weekday, number] = [dayText(speech, day.day, "short").split(" ")[0], day.day.slice(8)];
  const free = day.free === null ? null : freeAhead(day, now);
  return (
    <h2
      className={day.day === now.day ? `${styles.head} ${styles.today}` : styles.head}
      id={`day-${day.day}`}
    >
      <span aria-hidden="true">{weekday?.replace(",", "")}</span>
      <b aria-hidden="true">{Number(number)}</b>
      <span className="sr">{dayText(speech, day.day)}</span>
      {free !== null ? (
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
      ) : null}
    </h2>
  );
}

type ColumnProps = Props & {
  day: CalendarDay;
  hours: Hours;
  moving: ReturnType<typeof useShift>;
};

function DayColumn({ day, hours, moving, ...props }: ColumnProps) {
  const { data, speech, onMore, onNew } = props;
  const events = data.events
    .filter((event) => event.day === day.day)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const { placed, more } = layoutDay(events.map((event) => ({ ...event, id: keyOf(event) })));
  const { shift } = moving;
  const ghost = shift?.day === day.day ? shift : null;
  const book = (click: MouseEvent<HTMLElement>) => {
    const box = click.currentTarget.getBoundingClientRect();
    const minute =
      hours.first + ((click.clientY - box.top) / box.height) * (hours.last - hours.first);
    onNew(day.day, Math.floor(minute / 15) * 15);
  };
  return (
    <section
      className={styles.day}
      data-day={day.day}
      aria-labelledby={`day-${day.day}`}
      onDoubleClick={book}
    >
      {day.open.map((open) => (
        <div
          key={open.start}
          className={styles.open}
          style={place({ "--s": open.start, "--e": open.end })}
        />
      ))}
      {data.now.day === day.day ? (
        <div className={styles.now} style={place({ "--at": data.now.minute })} />
      ) : null}
      <ul>
        {events.map((event) => {
          const at = placed.get(keyOf(event));
          return at ? (
            <li
              key={keyOf(event)}
              className={styles.item}
              style={place({
                "--s": Math.max(event.start, hours.first),
                "--e": Math.min(event.end, hours.last),
                "--col": at.column,
                "--of": at.columns,
              })}
            >
              <EventButton event={event} moving={moving} {...props} />
            </li>
          ) : null;
        })}
        {more.map((one) => (
          <li
            key={one.ids.join()}
            className={styles.item}
            style={place({ "--s": one.start, "--e": one.end, "--col": 2, "--of": 3 })}
          >
            <button
              type="button"
              className={styles.more}
              aria-haspopup="dialog"
              aria-label={say(speech, "moreNamed", {
                count: one.ids.length,
                time: spanText(speech, one),
              })}
              onClick={(press) =>
                onMore(
                  events.filter((event) => one.ids.includes(keyOf(event))),
                  press.currentTarget,
                )
              }
            >
              {say(speech, "more", { count: one.ids.length })}
            </button>
          </li>
        ))}
      </ul>
      {ghost ? (
        <div
          className={styles.ghost}
          style={place({
            "--s": ghost.start,
            "--e": ghost.start + ghost.event.end - ghost.event.start,
          })}
          aria-hidden="true"
        >
          <b>{ghost.event.title}</b>
          <span>
            {spanText(speech, {
              start: ghost.start,
              end: ghost.start + ghost.event.end - ghost.event.start,
            })}
          </span>
        </div>
      ) : null}
    </section>
  );
}

type EventProps = Omit<ColumnProps, "day" | "hours"> & { event: CalendarEvent };

function EventButton({ event, moving, data, speech, icons, selected, onOpen }: EventProps) {
  const mine = moving.shift?.event.id === event.id;
  const looks = [
    eventLook(event, data.now),
    styles.button,
    selected === event.id ? styles.selected : "",
    mine ? styles.moving : "",
  ];
  const can = movable(event);
  return (
    <button
      type="button"
      id={`event-${keyOf(event)}`}
      className={looks.filter(Boolean).join(" ")}
      aria-label={eventName(speech, event)}
      aria-haspopup="dialog"
      {...(can && {
        "aria-describedby": "calendar-keys",
        onPointerDown: (pointer) => moving.press(pointer, event),
        onKeyDown: (press) => {
          if (press.altKey && moving.arrow(press.key, event)) press.preventDefault();
        },
      })}
      onClick={(press) => {
        if (!moving.wasDragged()) onOpen(event, press.currentTarget);
      }}
      onDoubleClick={(press) => press.stopPropagation()}
    >
      <EventLines event={event} now={data.now} speech={speech} icons={icons} />
    </button>
  );
}
