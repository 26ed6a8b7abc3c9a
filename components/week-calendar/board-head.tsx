"use client";

import { buttonClass } from "@/components/ui/button-class";
import { Link } from "@/components/ui/link";
import { Segmented } from "@/components/ui/tabs";
import styles from "./board.module.css";
import type { CalendarData, CalendarEvent, Icons, View } from "./model";
import { dayText, monthText, rangeText, type Speech, say } from "./words";

export type HeadLinks = {
  previous: string;
  next: string;
  today: string;
  views: Record<View, string>;
  newBooking: string;
  timeOff: string;
  daySheet: string;
  /** Which people stand side by side; empty outside that view. */
  lanes: { key: string; label: string; href: string; current: boolean }[];
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
  const range = view === "month" ? monthText(speech, day) : rangeText(speech, first, last);
  const colored = (event: CalendarEvent) => event.color !== null && event.color !== "brand";
  const used = kinds.filter((kind) =>
    data.events.some((event) => event.kind === kind && !colored(event)),
  );
  const services = new Map(
    data.events.flatMap((event) =>
      colored(event) && event.service ? [[event.service, event.color] as const] : [],
    ),
  );
  const step = view === "day" ? "Day" : view === "month" ? "Month" : "Week";
  // The head of a phone's day or week names the one day that is shown.
  const ranged = view === "agenda" || view === "month";
  return (
    <div className={styles.top}>
      <h1>
        <span className={ranged ? undefined : styles.wideOnly}>
          {view === "day" ? dayText(speech, day) : range}
        </span>
        {ranged ? null : <span className={styles.phoneOnly}>{dayText(speech, day)}</span>}
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
      {used.length + services.size > 0 && view !== "agenda" ? (
        <ul className={styles.legend}>
          {used.map((kind) => (
            <li key={kind} data-kind={kind}>
              <i />
              {say(speech, `kind.${kind}`)}
            </li>
          ))}
          {[...services].map(([name, color]) => (
            <li key={name} data-color={color}>
              <i />
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      {links.people.length > 0 ? (
        <Segmented label={say(speech, "whose")} items={links.people} />
      ) : null}
      {links.lanes.length > 0 ? (
        <div className={styles.lanes}>
          <span aria-hidden="true">{say(speech, "sideBySide")}</span>
          <Segmented label={say(speech, "sideBySide")} items={links.lanes} />
        </div>
      ) : null}
      <div className={styles.views}>
        <Segmented
          label={say(speech, "view")}
          items={(["day", "week", "month", "agenda"] as const).map((key) => ({
            key,
            label: say(speech, `views.${key}`),
            current: key === view,
            href: links.views[key],
          }))}
        />
      </div>
      {view === "day" ? (
        <Link className={buttonClass({})} href={links.daySheet}>
          {icons.printer}
          {say(speech, "daySheet")}
        </Link>
      ) : null}
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
