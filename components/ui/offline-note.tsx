"use client";

import type { ReactNode } from "react";
import { formatTime } from "./format";
import { useLine } from "./offline";

export type OfflineNoteProps = {
  words: {
    /** {time} is left open. */
    since: string;
    /** After something was pressed that needs the line. */
    asked: string;
  };
  locale: string;
  icon: ReactNode;
  className?: string | undefined;
};

/** Says that the line is away, since when, and why a link does not open. Nothing while it is there. */
export function OfflineNote({ words, locale, icon, className }: OfflineNoteProps) {
  const { since, asked } = useLine();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className={className} role="status">
      {since ? (
        <div className="note note-glow">
          {icon}
          <span>
            {words.since.replace("{time}", formatTime(since, { locale, zone }))}
            {asked ? ` ${words.asked}` : null}
          </span>
        </div>
      ) : null}
    </div>
  );
}
