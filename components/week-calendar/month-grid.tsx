"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link } from "@/components/ui/link";
import { eventLook } from "./event-block";
import { type CalendarData, type CalendarDay, type CalendarEvent, freeAhead, keyOf } from "./model";
import styles from "./month-grid.module.css";
import { dayText, eventName, quartersText, type Speech, say, timeText } from "./words";

type Props = {
  data: CalendarData;
  /** The day that is chosen; its month is shown, the days around it are quiet. */
  day: string;
  speech: Speech;
  /** The address of the view of a day; another day is put in its place. */
  dayPath: string;
  onOpen: (event: CalendarEvent, at: HTMLElement) => void;
};

/** The same calendar on another day, or in another view. */
function addressOn(path: string, day: string, view: "day" | "month"): string {
  const [before, search = ""] = path.split("?");
  const asked = new URLSearchParams(search);
  asked.set("date", day);
  asked.set("view", view);
  return `${before}?${asked}`;
}

const LINES = 3;
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** The day that the keys led to, while the month that shows it is fetched. */
let walking: string | null = null;

/** Six weeks at most. The arrow keys walk from day to day, Enter opens the one that they stopped at. */
export function MonthGrid(props: Props) {
  const { data, day: chosen, speech, dayPath } = props;
  const router = useRouter();
  const box = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState(chosen);
  useEffect(() => {
    if (walking !== chosen) return;
    walking = null;
    setAt(chosen);
    box.current?.querySelector<HTMLElement>(`[data-day="${chosen}"]`)?.focus();
  }, [chosen]);
  const weeks = Array.from({ length: data.days.length / 7 }, (_, i) =>
    data.days.slice(i * 7, i * 7 + 7),
  );
  const key = (press: KeyboardEvent<HTMLAnchorElement>, index: number) => {
    if (press.altKey || press.ctrlKey || press.metaKey) return;
    const weekday = index % 7;
    const by =
      press.key === "Home" ? -weekday : press.key === "End" ? 6 - weekday : steps[press.key];
    if (by === undefined) return;
    press.preventDefault();
    const to = data.days[index + by]?.day;
    if (to === undefined) {
      // Over the edge of what is shown: the week before or after it, which another month shows.
      const next = new Date(`${data.days[index]?.day}T00:00:00Z`);
      next.setUTCDate(next.getUTCDate() + by);
      walking = next.toISOString().slice(0, 10);
      router.push(addressOn(dayPath, walking, "month"));
      return;
    }
    setAt(to);
    box.current?.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus();
  };
  return (
    <table
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of days, one of them in the tab order
      role="grid"
      className={`${styles.month} num`}
      aria-label={say(speech, "monthGrid")}
    >
      <thead>
        <tr>
          {data.days.slice(0, 7).map(({ day }) => (
            <th key={day} scope="col">
              {dayText(speech, day, "short").split(" ")[0]?.replace(",", "")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, w) => (
          <tr key={week[0]?.day}>
            {week.map((one, i) => (
              <Cell
                key={one.day}
                {...props}
                one={one}
                current={one.day === at}
                onKey={(press) => key(press, w * 7 + i)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type CellProps = Props & {
  one: CalendarDay;
  current: boolean;
  onKey: (press: KeyboardEvent<HTMLAnchorElement>) => void;
};

function Cell({ one, data, day: chosen, current, speech, dayPath, onKey, onOpen }: CellProps) {
  const href = addressOn(dayPath, one.day, "day");
  const events = eventsOn(data, one.day);
  // One line more is shown instead of "+1 more".
  const shown = events.length <= LINES + 1 ? events : events.slice(0, LINES);
  const marks = dayMarks(speech, one, data);
  const looks = [
    one.day.slice(0, 7) === chosen.slice(0, 7) ? "" : styles.other,
    one.open.length > 0 || one.free === null ? "" : styles.closed,
    one.day === data.now.day ? styles.today : "",
  ];
  return (
    <td className={looks.filter(Boolean).join(" ") || undefined}>
      <div className={styles.head}>
        <Link
          href={href}
          data-day={one.day}
          tabIndex={current ? 0 : -1}
          aria-current={one.day === data.now.day ? "date" : undefined}
          aria-label={[dayNamed(speech, one.day, events), ...marks].join(", ")}
          onKeyDown={onKey}
        >
          {Number(one.day.slice(8))}
        </Link>
        <span aria-hidden="true">{marks.join(", ")}</span>
      </div>
      <ul>
        {shown.map((event) => (
          <li key={keyOf(event)}>
            {/* The day's own view has all of them in the tab order. */}
            <button
              type="button"
              tabIndex={-1}
              className={`${eventLook(event, data.now)} ${styles.line}`}
              aria-label={eventName(speech, event)}
              aria-haspopup="dialog"
              onClick={(press) => onOpen(event, press.currentTarget)}
            >
              <span>
                {event.start > 0 ? `${timeText(speech, event.start)} ` : null}
                <b>{event.title || say(speech, `status.${event.status}`)}</b>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length < events.length ? (
        <Link href={href} tabIndex={-1} className={styles.more}>
          {say(speech, "plusMore", { count: events.length - shown.length })}
        </Link>
      ) : null}
    </td>
  );
}

export const eventsOn = (data: CalendarData, day: string): CalendarEvent[] =>
  data.events.filter((event) => event.day === day).sort((a, b) => a.start - b.start);

export const dayNamed = (speech: Speech, day: string, events: readonly CalendarEvent[]): string =>
  say(speech, "dayNamed", {
    day: dayText(speech, day),
    count: events.filter((event) => event.kind !== "block").length,
  });

/** "Away", or what is free: only of days that are still to come. */
export function dayMarks(speech: Speech, one: CalendarDay, { now }: CalendarData): string[] {
  if (one.away) return [say(speech, "away")];
  const free = one.free === null ? null : freeAhead(one, now);
  if (free === null) return [];
  return [
    free > 0 ? say(speech, "gap", { length: quartersText(speech, free) }) : say(speech, "full"),
  ];
}
