"use client";

import Link from "next/link";
import { buttonClass } from "@/components/ui/button-class";
import { Segmented } from "@/components/ui/tabs";
import styles from "./board.module.css";
import type { CalendarData, Icons, View } from "./model";
import { dayText, rangeText, type Speech, say } from "./words";

export type HeadLinks = {
  previous: string;
  next: string;
  today: string;
  views: Record<View, string>;
  newBooking: string;
  /** Whose calendar; empty where only one person teaches. */
  people: { key: string; label: string; href: string; current: boolean }[];
};

type Props = {
  view: View;
  day: string;
  data: CalendarData;
  speech: Speech;
  icons: Icons;
  links: HeadLinks;
};

const kinds = ["home", "studio", "online", "hospital"] as const;

export function BoardHead({ view, day, data, speech, icons, links }: Props) {
  const [first, last] = [data.days[0]?.day ?? day, data.days.at(-1)?.day ?? day];
  const range = rangeText(speech, first, last);
  const used = kinds.filter((kind) => data.events.some((event) => event.kind === kind));
  const step = view === "day" ? "Day" : "Week";
  return (
    <div className={styles.top}>
      <h1>
        <span className={view === "agenda" ? undefined : styles.wideOnly}>
          {view === "day" ? dayText(speech, day) : range}
        </span>
        {view === "agenda" ? null : (
          <span className={styles.phoneOnly}>{dayText(speech, day)}</span>
        )}
      </h1>
      <nav className={styles.steps} aria-label={say(speech, "steps")}>
        <Link
          className={buttonClass({ square: true })}
          href={links.previous}
          aria-label={say(speech, `previous${step}`)}
        >
          {icons["chevron-left"]}
        </Link>
        <Link className={buttonClass({})} href={links.today}>
          {say(speech, "today")}
        </Link>
        <Link
          className={buttonClass({ square: true })}
          href={links.next}
          aria-label={say(speech, `next${step}`)}
        >
          {icons["chevron-right"]}
        </Link>
      </nav>
      {used.length > 0 && view !== "agenda" ? (
        <ul className={styles.legend}>
          {used.map((kind) => (
            <li key={kind} data-kind={kind}>
              <i />
              {say(speech, `kind.${kind}`)}
            </li>
          ))}
        </ul>
      ) : null}
      {links.people.length > 0 ? (
        <Segmented label={say(speech, "whose")} items={links.people} />
      ) : null}
      <div className={styles.views}>
        <Segmented
          label={say(speech, "view")}
          items={(["day", "week", "agenda"] as const).map((key) => ({
            key,
            label: say(speech, `views.${key}`),
            current: key === view,
            href: links.views[key],
          }))}
        />
      </div>
      <Link
        className={buttonClass({ variant: "primary" }, styles.wideOnly)}
        href={links.newBooking}
      >
        {icons.plus}
        {say(speech, "newBooking")}
      </Link>
      <Link
        className={buttonClass({ variant: "primary", size: "xl" }, "fab")}
        href={links.newBooking}
      >
        {icons.plus}
        {say(speech, "newBooking")}
      </Link>
    </div>
  );
}
