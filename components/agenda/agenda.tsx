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
  spanText,
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
  | { kind: "now"; at: number }
  | { kind: "elsewhere" | "travel"; at: number; end: number; who: string };

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
  const nameless = (["elsewhere", "travel"] as const).flatMap((kind) =>
    data[kind]
      .filter((each) => each.day === day)
      .map(
        ({ start, end, practitionerId }): Row => ({ kind, at: start, end, who: practitionerId }),
      ),
  );
  const rank = { event: 0, now: 1, gap: 2, elsewhere: 3, travel: 4 };
  return [...events, ...gaps, ...line, ...nameless].sort(
    (a, b) => a.at - b.at || rank[a.kind] - rank[b.kind],
  );
}

const keyOfRow = (row: Row): string =>
  row.kind === "event"
    ? keyOf(row.event)
    : `${row.kind}-${row.at}${"who" in row ? `-${row.who}` : ""}`;

export function Agenda({ data, day, speech, icons, onOpen }: Props) {
  const rows = rowsOf(data, day);
  if (!rows.some((row) => row.kind === "event" || row.kind === "elsewhere"))
    return <p className={styles.empty}>{say(speech, "nothing")}</p>;
  return (
    <ol className={`${styles.agenda} num`}>
      {rows.map((row) => (
        <li key={keyOfRow(row)}>
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
          ) : row.kind === "travel" ? (
            <p className={styles.gap}>
              {icons.car}
              {say(speech, "travelLeave", {
                length: lengthText(speech, row.end - row.at),
                time: timeText(speech, row.at),
              })}
            </p>
          ) : row.kind === "elsewhere" ? (
            <>
              <time aria-hidden="true">{timeText(speech, row.at)}</time>
              <p className={styles.elsewhere}>
                <b>{say(speech, "elsewhere")}</b>
                <span>{spanText(speech, { start: row.at, end: row.end })}</span>
              </p>
            </>
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
