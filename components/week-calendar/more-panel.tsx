"use client";

import { type CSSProperties, useLayoutEffect, useRef } from "react";
import { EventLines, eventLook } from "./event-block";
import styles from "./event-panel.module.css";
import { type CalendarEvent, type Icons, keyOf } from "./model";
import { eventName, type Speech, say } from "./words";

export type OpenedMore = { events: CalendarEvent[]; at: DOMRect };

type Props = {
  more: OpenedMore | null;
  now: { day: string; minute: number };
  speech: Speech;
  icons: Icons;
  onClose: () => void;
  onOpen: (event: CalendarEvent, at: HTMLElement) => void;
};

/** The events behind "+n", where more than three happen at once. */
export function MorePanel({ more, now, speech, icons, onClose, onOpen }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const panel = box.current;
    if (!panel || !more) return;
    panel.showPopover();
    panel.querySelector("button")?.focus();
  }, [more]);
  const at = more && { "--x": `${Math.max(8, more.at.left - 160)}px`, "--y": `${more.at.top}px` };
  return (
    <div
      ref={box}
      popover="auto"
      role="dialog"
      aria-label={say(speech, "moreTitle")}
      className={styles.panel}
      style={(at ?? {}) as CSSProperties}
      onToggle={(toggled) => {
        if (toggled.newState === "closed") onClose();
      }}
    >
      <ul className={styles.list}>
        {more?.events.map((event) => (
          <li key={keyOf(event)}>
            <button
              type="button"
              className={eventLook(event, now)}
              aria-label={eventName(speech, event)}
              aria-haspopup="dialog"
              onClick={(press) => onOpen(event, press.currentTarget)}
            >
              <EventLines event={event} now={now} speech={speech} icons={icons} long />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
