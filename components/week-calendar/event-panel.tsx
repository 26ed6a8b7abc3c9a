"use client";

import { type CSSProperties, type ReactNode, useLayoutEffect, useRef } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { formatList, formatMoney } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import styles from "./event-panel.module.css";
import { type CalendarEvent, changeable, type Icons, type Outcome, outcomesOf } from "./model";
import {
  careParts,
  dayText,
  eventName,
  marks,
  ordinalText,
  type Speech,
  say,
  spanText,
} from "./words";

export type Opened = { event: CalendarEvent; at: DOMRect };
type Now = { day: string; minute: number };

type Props = {
  opened: Opened | null;
  /** The same event as it is now. */
  event: CalendarEvent | null;
  now: Now;
  speech: Speech;
  icons: Icons;
  onClose: () => void;
  onMove: (event: CalendarEvent) => void;
  onOutcome: (event: CalendarEvent, what: Outcome) => void;
};

const WIDTH = 348;
const GAP = 8;

/** Beside its event where there is room; on a phone the style sheet makes it a sheet at the bottom. */
export function beside(at: DOMRect, height: number): CSSProperties {
  const right = at.right + GAP;
  const x = right + WIDTH < window.innerWidth ? right : Math.max(GAP, at.left - WIDTH - GAP);
  const y = Math.max(GAP, Math.min(at.top, window.innerHeight - height - GAP));
  return { "--x": `${x}px`, "--y": `${y}px` } as CSSProperties;
}

/** Details of an event with what can be done. The browser closes it on Escape or a press outside and returns focus. */
export function EventPanel(props: Props) {
  const { opened, event, onClose } = props;
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
  return (
    <div
      ref={box}
      popover="auto"
      role="dialog"
      aria-labelledby="event-title"
      className={styles.panel}
      onToggle={(toggled) => {
        if (toggled.newState === "closed") onClose();
      }}
    >
      {event ? (
        <Inside {...props} event={event} title={title} close={() => box.current?.hidePopover()} />
      ) : null}
    </div>
  );
}

type InsideProps = Omit<Props, "opened" | "event" | "onClose"> & {
  event: CalendarEvent;
  title: React.RefObject<HTMLHeadingElement | null>;
  close: () => void;
};

function Inside({ event, now, speech, icons, title, close, onMove, onOutcome }: InsideProps) {
  const care = careParts(speech, event);
  const done = (what: Outcome) => {
    close();
    onOutcome(event, what);
  };
  return (
    <>
      <div className={styles.about}>
        <div className={styles.head}>
          <div>
            <h2 id="event-title" ref={title} tabIndex={-1}>
              {event.title || say(speech, `status.${event.status}`)}
              <span className="sr">. {eventName(speech, event)}</span>
            </h2>
            {event.ordinal === null ? null : (
              <p className={`sm muted ${styles.sentence}`} aria-hidden="true">
                {say(speech, "withFamily", {
                  what: ordinalText(speech, event.ordinal),
                  who: formatList(event.guardians, speech.locale),
                })}
              </p>
            )}
          </div>
          <button
            type="button"
            className={buttonClass({ variant: "quiet", square: true, size: "sm" })}
            aria-label={say(speech, "close")}
            onClick={close}
          >
            {icons.x}
          </button>
        </div>
        <ul className={`${styles.facts} num`}>
          <Fact icon={icons.clock}>
            {spanText(speech, event)}, {dayText(speech, event.day, "short")}
            {event.zone
              ? ` (${say(speech, "otherZone", { zone: event.zone.replaceAll("_", " ") })})`
              : null}
          </Fact>
          {event.kind === "block" ? null : (
            <Fact icon={icons.house}>
              {say(speech, `kind.${event.kind}`)}
              {event.address ? `, ${event.address}` : null}
            </Fact>
          )}
          {event.service ? <Fact icon={icons.check}>{event.service}</Fact> : null}
          {event.doctorName ? (
            <Fact icon={icons.stethoscope}>
              {say(speech, "referredBy", { name: event.doctorName })}
            </Fact>
          ) : null}
          {event.price ? (
            <Fact icon={icons.wallet}>
              {formatMoney(event.price, speech.locale, say(speech, "noCharge"))}
            </Fact>
          ) : null}
          <Fact icon={icons.user}>{event.practitioner.name}</Fact>
          {marks(speech, event).map((mark) => (
            <Fact key={mark} icon={icons["circle-check"]}>
              <span className={styles.sentence}>{mark}</span>
            </Fact>
          ))}
        </ul>
        {care.length > 0 ? (
          <p className="note note-glow">
            {icons["triangle-alert"]}
            <span className={styles.sentence}>{care.join(". ")}</span>
          </p>
        ) : null}
      </div>
      <div className={styles.acts}>
        <Acts event={event} now={now} speech={speech} onMove={onMove} done={done} close={close} />
      </div>
    </>
  );
}

const Fact = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <li>
    {icon}
    <span>{children}</span>
  </li>
);

type ActsProps = Pick<InsideProps, "event" | "now" | "speech" | "onMove" | "close"> & {
  done: (what: Outcome) => void;
};

/** What may be done now, one thing first. */
function Acts({ event, now, speech, onMove, done, close }: ActsProps) {
  const outcomes = outcomesOf(event, now);
  const main = outcomes[0] !== "undo" && outcomes[0] !== "unblock";
  const { bookingId, clientId, status } = event;
  const page = `/practice/bookings/${bookingId ?? ""}`;
  const move = () => {
    close();
    onMove(event);
  };
  return (
    <>
      {outcomes.map((what, i) => (
        <button
          key={what}
          type="button"
          className={buttonClass({ variant: main && i === 0 ? "primary" : "default" })}
          onClick={() => done(what)}
        >
          {say(speech, what)}
        </button>
      ))}
      {bookingId ? (
        <Link
          className={buttonClass({ variant: outcomes.length === 0 ? "primary" : "default" })}
          href={page}
        >
          {say(speech, "openBooking")}
        </Link>
      ) : null}
      {clientId ? (
        <Link className={buttonClass({})} href={`/practice/clients/${clientId}`}>
          {say(speech, "openFamily")}
        </Link>
      ) : null}
      {changeable(event) ? (
        <button type="button" className={buttonClass({})} onClick={move}>
          {say(speech, "move")}
        </button>
      ) : null}
      {bookingId && status === "requested" ? (
        <Link className={buttonClass({})} href={`${page}/decline`}>
          {say(speech, "decline")}
        </Link>
      ) : null}
      {bookingId && (status === "booked" || status === "arrived") ? (
        <Link className={buttonClass({})} href={`${page}/cancel`}>
          {say(speech, "cancel")}
        </Link>
      ) : null}
    </>
  );
}
