"use client";

import { useSyncExternalStore } from "react";
import { clocksDiffer, formatDay, formatTime } from "./format";

const never = () => () => {};
/** The clock of the reader's device. Servers do not know it: while a page comes alive nobody is elsewhere. */
const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export type ZoneNoteProps = {
  /** The clock that is shown, and the instants that are shown by it. */
  zone: string;
  at: readonly string[];
  text: string;
  /** A line of its own, or some words after a time. */
  look?: "line" | "inline" | undefined;
  className?: string | undefined;
};

/** For a reader whose clock shows another time than the place's, at one of these moments: says whose time it is. */
export function ZoneNote({ zone, at, text, look = "line", className }: ZoneNoteProps) {
  const elsewhere = useSyncExternalStore(
    never,
    () => at.some((moment) => clocksDiffer(ownZone(), zone, moment)),
    () => false,
  );
  if (!elsewhere) return null;
  return look === "line" ? (
    <p className={`sm muted ${className ?? ""}`}>{text}</p>
  ) : (
    <span className={className}>{` ${text}`}</span>
  );
}

export type OwnTimeProps = {
  zone: string;
  at: string;
  locale: string;
  /** "% your time". */
  text: string;
  className?: string | undefined;
};

/** The reader's own time beside the place's, where the two differ; with its day, where that is another. */
export function OwnTime({ zone, at, locale, text, className }: OwnTimeProps) {
  const own = useSyncExternalStore(
    never,
    () => ownTime({ zone, at, locale }),
    () => "",
  );
  return own ? <span className={className}>{text.replace("%", own)}</span> : null;
}

function ownTime({ zone, at, locale }: Pick<OwnTimeProps, "zone" | "at" | "locale">): string {
  const own = ownZone();
  if (!clocksDiffer(own, zone, at)) return "";
  const here = { locale, zone: own };
  const day = formatDay(at, here);
  const time = formatTime(at, here);
  return day === formatDay(at, { locale, zone }) ? time : `${day}, ${time}`;
}
