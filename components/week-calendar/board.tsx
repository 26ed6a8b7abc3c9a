"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { Agenda } from "@/components/agenda/agenda";
import { DayStrip } from "@/components/agenda/day-strip";
import { showToast } from "@/components/ui/toast";
import styles from "./board.module.css";
import { BoardHead, type HeadLinks } from "./board-head";
import { EventPanel, type Opened } from "./event-panel";
import type { CalendarData, CalendarEvent, CalendarWords, Icons, View } from "./model";
import { MorePanel, type OpenedMore } from "./more-panel";
import { type Asking, MoveDialog } from "./move-dialog";
import { type Asked, clock, type Move, useCalendar, useMove, useOutcome } from "./use-calendar";
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
  links: HeadLinks;
};

/** The event as it is now: a panel may stay open while a colleague changes it. */
const latest = (data: CalendarData, event: CalendarEvent): CalendarEvent =>
  data.events.find((one) => one.id === event.id && one.day === event.day) ?? event;

export function CalendarBoard(props: BoardProps) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Board {...props} />
    </QueryClientProvider>
  );
}

function Board({ first, asked, view, day: from, locale, words, icons, links }: BoardProps) {
  const router = useRouter();
  const speech: Speech = { words, locale };
  const { data, isError } = useCalendar(asked, first);
  const [day, setDay] = useState(from);
  const [said, setSaid] = useState("");
  const [opened, setOpened] = useState<Opened | null>(null);
  const [more, setMore] = useState<OpenedMore | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const focusNext = useRef<string | null>(null);

  const move = useMove(asked, speech, setSaid, ({ event, day: to, start }: Move, why) => {
    setSaid(why.words);
    if (why.outside) setAsking({ event, day: to, start, refusal: why.words });
    else showToast({ text: why.words });
  });
  const outcome = useOutcome(asked, speech, setSaid);

  // A lesson that went to another day is another button there: the keyboard goes along.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every change of the events
  useEffect(() => {
    if (!focusNext.current) return;
    document.getElementById(focusNext.current)?.focus();
    focusNext.current = null;
  }, [data.events]);

  const onMove = useCallback(
    ({ event, day: to, start, by }: Shift) => {
      if (by === "keys") focusNext.current = `event-${event.id}-${to}`;
      move({ event, day: to, start });
    },
    [move],
  );
  const onTell = ({ event, day: to, start }: Shift) =>
    setSaid(
      placeAndTime(speech, { ...event, day: to, start, end: start + event.end - event.start }),
    );
  const onOpen = (event: CalendarEvent, at: HTMLElement) =>
    setOpened({ event, at: at.getBoundingClientRect() });
  const pick = (to: string) => {
    setDay(to);
    const address = new URL(window.location.href);
    address.searchParams.set("date", to);
    window.history.replaceState(null, "", address);
  };

  const days = view === "day" ? data.days.filter((one) => one.day === day) : data.days;
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
      ) : (
        <>
          <div className={styles.wide}>
            <WeekGrid
              {...{ data, days, speech, icons, onOpen, onTell, onMove }}
              selected={opened?.event.id ?? null}
              onMore={(events, at) => setMore({ events, at: at.getBoundingClientRect() })}
              onNew={(on, minute) =>
                router.push(`${links.newBooking}?day=${on}&time=${clock(minute)}`)
              }
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
        onMove={(event) => setAsking({ event, day: event.day, start: event.start, refusal: null })}
        onOutcome={(event, what) => outcome({ event, what })}
      />
      <MorePanel
        {...{ more, speech, icons }}
        now={data.now}
        onClose={() => setMore(null)}
        onOpen={onOpen}
      />
      <MoveDialog {...{ asking, speech }} onClose={() => setAsking(null)} onMove={move} />
      <p role="status" className="sr">
        {said}
      </p>
    </>
  );
}
