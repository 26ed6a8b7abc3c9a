"use client";

import { useLayoutEffect, useRef } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Link } from "@/components/ui/link";
import { beside } from "./event-panel";
import styles from "./event-panel.module.css";
import { clock } from "./use-calendar";
import type { Drawn } from "./use-draw";
import { dayText, type Speech, say, spanText } from "./words";

export type OpenedNew = { drawn: Drawn; at: DOMRect };
type Props = {
  opened: OpenedNew | null;
  links: { newBooking: string; timeOff: string };
  /** Whose calendar it is, where the column does not say. */
  practitionerId: string | null;
  speech: Speech;
  onClose: () => void;
};

/** What to put on an empty stretch: a lesson, or time off. */
export function NewPanel({ opened, links, practitionerId, speech, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const panel = box.current;
    if (!panel || !opened) return;
    panel.showPopover();
    for (const [name, value] of Object.entries(beside(opened.at, panel.offsetHeight)))
      panel.style.setProperty(name, String(value));
    title.current?.focus();
  }, [opened]);
  const drawn = opened?.drawn;
  const who = drawn?.practitionerId ?? practitionerId;
  const address = (path: string, more: Record<string, string>) =>
    `${path}?${new URLSearchParams({ ...more, ...(who && { for: who }) })}`;
  return (
    <div
      ref={box}
      popover="auto"
      role="dialog"
      aria-labelledby="new-title"
      className={styles.panel}
      onToggle={(toggled) => {
        if (toggled.newState === "closed") onClose();
      }}
    >
      {drawn ? (
        <>
          <h2 id="new-title" ref={title} tabIndex={-1} className={styles.when}>
            {dayText(speech, drawn.day)}, {spanText(speech, drawn)}
          </h2>
          <div className={styles.acts}>
            <Link
              className={buttonClass({ variant: "primary" })}
              href={address(links.newBooking, { day: drawn.day, time: clock(drawn.start) })}
            >
              {say(speech, "newBooking")}
            </Link>
            <Link
              className={buttonClass({})}
              href={address(links.timeOff, {
                day: drawn.day,
                time: clock(drawn.start),
                until: clock(drawn.end),
              })}
            >
              {say(speech, "timeOff")}
            </Link>
          </div>
        </>
      ) : null}
    </div>
  );
}
