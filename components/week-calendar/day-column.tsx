"use client";

import { type CSSProperties, Fragment } from "react";
import { EventLines, eventLook } from "./event-block";
import { type Hours, layoutDay } from "./layout";
import {
  type CalendarData,
  type CalendarDay,
  type CalendarEvent,
  type Icons,
  keyOf,
  movable,
} from "./model";
import type { Drawn, useDraw } from "./use-draw";
import { minuteAt, type useShift } from "./use-shift";
import styles from "./week-grid.module.css";
import { eventName, lengthText, type Speech, say, spanText } from "./words";

/** A day, or one person's day beside those of others. */
export type Column = {
  key: string;
  day: Pick<CalendarDay, "day" | "open" | "away">;
  person: { id: string; name: string } | null;
};

type Shown = {
  data: CalendarData;
  speech: Speech;
  icons: Icons;
  selected: string | null;
  onOpen: (event: CalendarEvent, at: HTMLElement) => void;
  onMore: (events: CalendarEvent[], at: HTMLElement) => void;
  onNew: (drawn: Drawn, at: DOMRect) => void;
  moving: ReturnType<typeof useShift>;
};
type Props = Shown & {
  column: Column;
  /** Which column of the grid. */
  at: number;
  hours: Hours;
  drawing: ReturnType<typeof useDraw>;
};

const place = (values: Record<`--${string}`, number | string>) => values as CSSProperties;
const HOUR = 60;

export function DayColumn({ column, at: n, hours, drawing, ...shown }: Props) {
  const { data, speech, onMore, onNew, moving } = shown;
  const { day, person } = column;
  const here = (one: { day: string; practitionerId: string }) =>
    one.day === day.day && (!person || one.practitionerId === person.id);
  const events = data.events
    .filter((event) => here({ day: event.day, practitionerId: event.practitioner.id }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const { placed, more } = layoutDay(events.map((event) => ({ ...event, id: keyOf(event) })));
  const inside = ({ start, end }: { start: number; end: number }) =>
    place({ "--s": Math.max(start, hours.first), "--e": Math.min(end, hours.last) });
  // A way that there is no time for is told in the agenda; here it would lie under the lesson before it.
  const ways = data.travel
    .filter(here)
    .filter((way) => !events.some((one) => one.start < way.end && one.end > way.start));
  const where = { day: day.day, practitionerId: person?.id ?? null };
  return (
    <section
      className={styles.day}
      style={place({ "--n": n })}
      data-day={day.day}
      data-person={person?.id}
      aria-labelledby={`column-${column.key}`}
      onPointerDown={(pointer) => drawing.press(pointer, where)}
      onDoubleClick={(click) => {
        const minute = minuteAt(click.currentTarget, click.clientY, hours);
        const start = Math.floor(minute / 15) * 15;
        const { left, width } = click.currentTarget.getBoundingClientRect();
        const end = Math.min(start + HOUR, hours.last);
        onNew({ ...where, start, end }, new DOMRect(left, click.clientY, width, 0));
      }}
    >
      {day.open.map((open) => (
        <div key={open.start} className={styles.open} style={inside(open)} />
      ))}
      {data.now.day === day.day ? (
        <div className={styles.now} style={place({ "--at": data.now.minute })} />
      ) : null}
      {data.elsewhere.filter(here).map((one) => (
        <p
          key={`${one.practitionerId}-${one.start}`}
          className={styles.elsewhere}
          style={inside(one)}
        >
          <span>{say(speech, "elsewhere")}</span>
          <span className="sr">{spanText(speech, one)}</span>
        </p>
      ))}
      {ways.map((way) => (
        <p key={`${way.practitionerId}-${way.start}`} className={styles.way} style={inside(way)}>
          <span>
            {shown.icons.car}
            {say(speech, "travel", { length: lengthText(speech, way.end - way.start) })}
          </span>
        </p>
      ))}
      <ul>
        {events.map((event) => {
          const at = placed.get(keyOf(event));
          return at ? (
            <li
              key={keyOf(event)}
              className={styles.item}
              style={{ ...inside(event), ...place({ "--col": at.column, "--of": at.columns }) }}
            >
              <EventButton event={event} {...shown} />
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
      <Ghosts {...{ moving, drawing, speech, where }} />
    </section>
  );
}

type GhostProps = Pick<Props, "moving" | "drawing" | "speech"> & {
  where: { day: string; practitionerId: string | null };
};

/** Where an event would go, or what is being drawn. */
function Ghosts({ moving: { shift }, drawing: { drawn }, speech, where }: GhostProps) {
  const ghosts = [
    ...(shift?.day === where.day &&
    (where.practitionerId === null || shift.practitioner.id === where.practitionerId)
      ? [{ title: shift.event.title, start: shift.start, end: shift.end }]
      : []),
    ...(drawn?.day === where.day && drawn.practitionerId === where.practitionerId
      ? [{ title: "", start: drawn.start, end: drawn.end }]
      : []),
  ];
  return ghosts.map(({ title, start, end }) => (
    <div
      key={title}
      className={`${styles.ghost} ${end - start <= HOUR ? styles.low : ""}`}
      style={place({ "--s": start, "--e": end })}
      aria-hidden="true"
    >
      {title ? <b>{title}</b> : null}
      <span>{spanText(speech, { start, end })}</span>
    </div>
  ));
}

type EventProps = Shown & { event: CalendarEvent };

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
    <Fragment>
      <button
        type="button"
        id={`event-${keyOf(event)}`}
        className={looks.filter(Boolean).join(" ")}
        aria-label={eventName(speech, event)}
        aria-haspopup="dialog"
        onPointerDown={(pointer) => {
          if (can) moving.press(pointer, event, "whole");
          else pointer.stopPropagation();
        }}
        {...(can && {
          "aria-describedby": "calendar-keys",
          onKeyDown: (press) => {
            if (press.altKey && moving.arrow(press.key, event, press.shiftKey))
              press.preventDefault();
          },
        })}
        onClick={(press) => {
          if (!moving.wasDragged()) onOpen(event, press.currentTarget);
        }}
        onDoubleClick={(press) => press.stopPropagation()}
      >
        <EventLines event={event} now={data.now} speech={speech} icons={icons} />
      </button>
      {can ? (
        // For a pointer only: keys have Alt+Shift and the arrows, fingers "Move…".
        <span
          className={styles.edge}
          onPointerDown={(pointer) => moving.press(pointer, event, "end")}
          aria-hidden="true"
        />
      ) : null}
    </Fragment>
  );
}
