"use client";

import { EventLines, eventLook } from "@/components/week-calendar/event-block";
import {
  type CalendarData,
  type CalendarEvent,
  type Icons,
  keyOf,
} from "@/components/week-calendar/model";
import {
  eventName,
  lengthText,
  type Speech,
  say,
  timeText,
} from "@/components/week-calendar/words";
import styles from "./agenda.module.css";

type Props = {
  data: CalendarData;
  day: string;
  speech: Speech;
  icons: Icons;
  onOpen: (event: CalendarEvent, at: HTMLElement) => void;
};

type Row =
  | { kind: "event"; at: number; event: CalendarEvent }
  | { kind: "gap"; at: number; minutes: number }
  | { kind: "now"; at: number };

const SHORTEST_GAP = 30;

/** A day in order of time: what is booked, what is free between, and where now is. */
export function rowsOf(data: CalendarData, day: string): Row[] {
  const one = data.days.find((each) => each.day === day);
  const now = data.now.day === day ? data.now.minute : null;
  const gaps = (one?.gaps ?? []).flatMap(({ start, end }): Row[] => {
    // What has gone by is not free any more.
    const from = day < data.now.day ? end : Math.max(start, now ?? start);
    return end - from >= SHORTEST_GAP ? [{ kind: "gap", at: from, minutes: end - from }] : [];
  });
  const events = data.events
    .filter((event) => event.day === day)
    .map((event): Row => ({ kind: "event", at: event.start, event }));
  const line: Row[] = now === null || events.length === 0 ? [] : [{ kind: "now", at: now }];
  const rank = { event: 0, now: 1, gap: 2 };
  return [...events, ...gaps, ...line].sort((a, b) => a.at - b.at || rank[a.kind] - rank[b.kind]);
}

export function Agenda({ data, day, speech, icons, onOpen }: Props) {
  const rows = rowsOf(data, day);
  if (!rows.some((row) => row.kind === "event"))
    return <p className={styles.empty}>{say(speech, "nothing")}</p>;
  return (
    <ol className={`${styles.agenda} num`}>
      {rows.map((row) => (
        <li key={row.kind === "event" ? keyOf(row.event) : `${row.kind}-${row.at}`}>
          {row.kind === "event" ? (
            <>
              <time aria-hidden="true">{timeText(speech, row.at)}</time>
              <button
                type="button"
                className={`${eventLook(row.event, data.now)} ${styles.event}`}
                aria-label={eventName(speech, row.event)}
                aria-haspopup="dialog"
                onClick={(press) => onOpen(row.event, press.currentTarget)}
              >
                <EventLines event={row.event} now={data.now} speech={speech} icons={icons} long />
              </button>
            </>
          ) : row.kind === "gap" ? (
            <p className={styles.gap}>
              {icons.clock}
              {say(speech, "gap", { length: lengthText(speech, row.minutes) })}
            </p>
          ) : (
            <p className={styles.now}>
              <span className="sr">{say(speech, "now")}</span>
              {timeText(speech, row.at)}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
