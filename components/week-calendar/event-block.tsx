"use client";

import type { ReactNode } from "react";
import styles from "./event.module.css";
import { type CalendarEvent, type Icons, unsaid } from "./model";
import {
  careParts,
  gestationText,
  lengthText,
  marks,
  ordinalText,
  type Speech,
  say,
  sentence,
  timeText,
} from "./words";

// Less than two lines of text are high.
const SHORT = 40;

type Now = { day: string; minute: number };

/** Kind is the colour, how it stands is border, picture and word. */
export function eventLook(event: CalendarEvent, now: Now): string {
  const past = event.status === "completed" || event.status === "no_show";
  return [
    styles.event,
    event.kind === "block" ? styles.block : styles[event.kind],
    event.color && event.color !== "brand" ? styles[`c-${event.color}`] : "",
    event.onTop ? styles.onTop : "",
    past ? styles.done : "",
    event.status === "requested" || event.status === "held" ? styles.asked : "",
    unsaid(event, now) ? styles.unsaid : "",
    event.end - event.start < SHORT ? styles.short : "",
  ]
    .filter(Boolean)
    .join(" ");
}

type Props = { event: CalendarEvent; now: Now; speech: Speech; icons: Icons; long?: boolean };

/** The lines inside an event; `long` where there is room for place, length and what to take care of. */
export function EventLines({ event, now, speech, icons, long }: Props) {
  // Whole sentences are for the panel.
  const brief = { ...event, care: event.care.map((care) => ({ ...care, takeCare: null })) };
  const care = long && event.care.length > 0 ? careParts(speech, brief) : [];
  return (
    <>
      <b className={styles.title}>{event.title || say(speech, `status.${event.status}`)}</b>
      <span className={styles.line}>
        {statusLine({ event, now, speech, icons, ...(long && { long }) })}
      </span>
      {care.length > 0 ? (
        <span className={styles.line}>
          {icons["triangle-alert"]}
          {sentence(care.join(", "))}
        </span>
      ) : event.bornEarly !== null ? (
        <span className={styles.line}>
          {icons.baby}
          {say(speech, "bornShort", { at: gestationText(event.bornEarly) })}
        </span>
      ) : event.weeksUnknown ? (
        <span className={styles.line}>
          {icons.baby}
          {say(speech, "weeksShort")}
        </span>
      ) : event.careCount > 0 ? (
        <span className={styles.line}>
          {icons["triangle-alert"]}
          {say(speech, "careShort")}
        </span>
      ) : null}
      {event.onTop ? <span className={styles.line}>{say(speech, "short.onTop")}</span> : null}
    </>
  );
}

function statusLine({ event, now, speech, icons, long }: Props): ReactNode {
  const { status, kind, start, ordinal } = event;
  const whose = long && event.among ? [event.practitioner.name] : [];
  if (kind === "block") return [say(speech, "short.busy"), ...whose].join(", ");
  if (status === "completed") {
    const { note } = event;
    const picture = note === null || note === "signed" ? icons.check : icons["pen-line"];
    return [
      picture,
      note ? sentence(say(speech, `note.${note}`)) : say(speech, "short.completed"),
    ].map(keyed);
  }
  if (status === "no_show") return [icons["circle-x"], say(speech, "short.no_show")].map(keyed);
  if (status === "held") return [icons.clock, say(speech, "short.held")].map(keyed);
  if (status === "requested") {
    const asked = say(speech, "askedFor", { time: timeText(speech, start) });
    return long ? [asked, ...marks(speech, event).map(sentence)].join(". ") : asked;
  }
  const said = unsaid(event, now) ? "howDidItGo" : status === "arrived" ? "short.arrived" : null;
  if (said && !long)
    return [status === "arrived" && icons["map-pin"], say(speech, said)].map(keyed);
  const what = [
    ...(long ? [say(speech, `kind.${kind}`)] : [timeText(speech, start)]),
    ...(ordinal === null ? [] : [ordinalText(speech, ordinal)]),
    ...(long ? [lengthText(speech, event.end - start)] : []),
    ...whose,
  ].join(", ");
  if (said) return `${what}. ${say(speech, said)}`;
  if (!event.willCome) return what;
  const coming = long ? `${what}. ${say(speech, "short.willCome")}` : what;
  return [icons["circle-check"], coming].map(keyed);
}

const keyed = (part: ReactNode, i: number) => <span key={i === 0 ? "icon" : "word"}>{part}</span>;
