"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { Agenda } from "@/components/agenda/agenda";
import { DayStrip } from "@/components/agenda/day-strip";
import { showToast } from "@/components/ui/toast";
import { ApproveDialog, type AskedWhy } from "./approve-dialog";
import styles from "./board.module.css";
import { BoardHead, type HeadLinks } from "./board-head";
import type { Column } from "./day-column";
import { EventPanel, type Opened } from "./event-panel";
import type { CalendarData, CalendarEvent, CalendarWords, Icons, View } from "./model";
import { MonthGrid } from "./month-grid";
import { MonthStrip } from "./month-strip";
import { MorePanel, type OpenedMore } from "./more-panel";
import { type Asking, MoveDialog } from "./move-dialog";
import { NewPanel, type OpenedNew } from "./new-panel";
import { type Asked, type Move, useCalendar, useMove, useOutcome } from "./use-calendar";
import type { Drawn } from "./use-draw";
import type { Shift } from "./use-shift";
import { WeekGrid } from "./week-grid";
import { dayText, placeAndTime, type Speech, say } from "./words";

export type BoardProps = {
  first: CalendarData;
  asked: Asked;
  view: View;
  /** The day that the address names. */
  day: string;
  locale: string;
  words: CalendarWords;
  icons: Icons;
  /** Who stands side by side in the view of a day; empty for one calendar. */
  lanes: readonly string[];
  links: HeadLinks;
};

/** The event as it is now: a panel may stay open while a colleague changes it. */
const latest = (data: CalendarData, event: CalendarEvent): CalendarEvent =>
  data.events.find((one) => one.id === event.id && one.day === event.day) ?? event;

const meant = ({ begins, minutes }: CalendarEvent) => ({
  day: begins.day,
  start: begins.minute,
  minutes,
});

/** A column a day; or, of one day of several people, a column a person. */
function columnsOf(data: CalendarData, only: string | null, lanes: readonly string[]): Column[] {
  const days = data.days.filter((one) => only === null || one.day === only);
  const people = only === null ? [] : data.lanes.filter((lane) => lanes.includes(lane.id));
  if (people.length === 0) return days.map((day) => ({ key: day.day, day, person: null }));
  return people.flatMap(({ id, name, days: each }) =>
    each.filter((one) => one.day === only).map((day) => ({ key: id, day, person: { id, name } })),
  );
}

export function CalendarBoard(props: BoardProps) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Board {...props} />
    </QueryClientProvider>
  );
}

function Board(props: BoardProps) {
  const { first, asked, view, day: from, locale, words, icons, lanes, links } = props;
  const speech: Speech = { words, locale };
  const { data, isError } = useCalendar(asked, first);
  const [day, setDay] = useState(from);
  const [said, setSaid] = useState("");
  const [opened, setOpened] = useState<Opened | null>(null);
  const [more, setMore] = useState<OpenedMore | null>(null);
  const [adding, setAdding] = useState<OpenedNew | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [why, setWhy] = useState<AskedWhy | null>(null);
  const focusNext = useRef<string | null>(null);

  const move = useMove(
    asked,
    speech,
    setSaid,
    ({ minutes, ...asked }: Move, { words: refusal, wants }) => {
      setSaid(refusal);
      // What is taken back goes where it was, or nowhere.
      if (wants === null || asked.outside === "undo") showToast({ text: refusal });
      else setAsking({ ...asked, minutes: minutes ?? asked.event.minutes, refusal, wants });
    },
  );
  const outcome = useOutcome(asked, speech, setSaid, (event, refusal) =>
    setWhy({ event, refusal }),
  );

  // A lesson that went to another day is another button there: the keyboard goes along.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every change of the events
  useEffect(() => {
    if (!focusNext.current) return;
    document.getElementById(focusNext.current)?.focus();
    focusNext.current = null;
  }, [data.events]);

  const onMove = useCallback(
    ({ event, day: to, start, end, by, practitioner }: Shift) => {
      if (by === "keys") focusNext.current = `event-${event.id}-${to}`;
      const minutes = end - start;
      move({
        event,
        day: to,
        start,
        ...(minutes !== event.end - event.start && { minutes }),
        ...(practitioner.id !== event.practitioner.id && { practitioner }),
      });
    },
    [move],
  );
  const onTell = ({ event, day: to, start, end, practitioner }: Shift) => {
    const words = placeAndTime(speech, { ...event, day: to, start, end });
    const { name } = practitioner;
    setSaid(name === event.practitioner.name ? words : say(speech, "movedTo", { words, name }));
  };
  const onNew = useCallback((drawn: Drawn, at: DOMRect) => setAdding({ drawn, at }), []);
  const onOpen = (event: CalendarEvent, at: HTMLElement) =>
    setOpened({ event, at: at.getBoundingClientRect() });
  const pick = (to: string) => {
    setDay(to);
    const address = new URL(window.location.href);
    address.searchParams.set("date", to);
    window.history.replaceState(null, "", address);
  };

  const columns = columnsOf(data, view === "day" ? day : null, lanes);
  return (
    <>
      <BoardHead {...{ view, day, data, speech, icons, links }} />
      {isError ? (
        <p className={`note note-bad ${styles.stale}`} role="status">
          {say(speech, "stale")}
        </p>
      ) : null}
      {view === "agenda" ? (
        data.days.map((one) => (
          <section key={one.day} className={styles.agendaDay} aria-labelledby={`agenda-${one.day}`}>
            <h2 id={`agenda-${one.day}`}>{dayText(speech, one.day)}</h2>
            <Agenda {...{ data, speech, icons, onOpen }} day={one.day} />
          </section>
        ))
      ) : view === "month" ? (
        <>
          <div className={styles.wide}>
            <MonthGrid {...{ data, day, speech, onOpen }} dayPath={links.views.day} />
          </div>
          <div className={styles.phone}>
            <MonthStrip {...{ data, day, speech }} onPick={pick} />
            <h2 className={styles.picked}>{dayText(speech, day)}</h2>
            <Agenda {...{ data, day, speech, icons, onOpen }} />
          </div>
        </>
      ) : (
        <>
          <div className={styles.wide}>
            <WeekGrid
              {...{ data, columns, speech, icons, onOpen, onTell, onMove, onNew }}
              onSay={setSaid}
              selected={opened?.event.id ?? null}
              onMore={(events, at) => setMore({ events, at: at.getBoundingClientRect() })}
            />
          </div>
          <div className={styles.phone}>
            <DayStrip {...{ data, day, speech }} onPick={pick} />
            <Agenda {...{ data, day, speech, icons, onOpen }} />
          </div>
        </>
      )}
      <EventPanel
        {...{ speech, icons }}
        opened={opened}
        event={opened && latest(data, opened.event)}
        now={data.now}
        onClose={() => setOpened(null)}
        onMove={(event) => setAsking({ event, ...meant(event), refusal: null, wants: null })}
        onOutcome={(event, what) => outcome({ event, what })}
      />
      <MorePanel
        {...{ more, speech, icons }}
        now={data.now}
        onClose={() => setMore(null)}
        onOpen={onOpen}
      />
      <NewPanel
        {...{ links, speech }}
        opened={adding}
        practitionerId={data.practitionerId}
        onClose={() => setAdding(null)}
      />
      <MoveDialog {...{ asking, speech }} onClose={() => setAsking(null)} onMove={move} />
      <ApproveDialog
        {...{ speech }}
        asked={why}
        onClose={() => setWhy(null)}
        onApprove={(event, limits) => outcome({ event, what: "approve", limits })}
      />
      <p role="status" className="sr">
        {said}
      </p>
    </>
  );
}
