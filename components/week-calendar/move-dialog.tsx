"use client";

import { type FormEvent, useId } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Dialog } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import type { CalendarEvent } from "./model";
import styles from "./move-dialog.module.css";
import { LimitReason, Reason } from "./reason";
import type { Wanted } from "./send";
import { clock, type Move } from "./use-calendar";
import { dayText, type Speech, say, spanText } from "./words";

export type Asking = {
  event: CalendarEvent;
  day: string;
  start: number;
  /** How long it is meant to be. */
  minutes: number;
  /** The colleague who is meant to give it. */
  practitioner?: CalendarEvent["practitioner"] | undefined;
  /** The reasons that were given already. */
  outside?: string | undefined;
  onTop?: string | undefined;
  limits?: string | undefined;
  /** Set after a move was refused that may be made for a reason. */
  refusal: string | null;
  wants: Wanted | null;
};

type Props = {
  asking: Asking | null;
  speech: Speech;
  onClose: () => void;
  onMove: (to: Move) => void;
};

const DAY_MINUTES = 1440;
const outsideReasons = ["family_asked", "urgent", "catch_up", "other"];
const onTopReasons = ["family_asked", "short", "together", "other"];

/** Another day and time in fields: for everybody who does not drag. */
export function MoveDialog({ asking, speech, onClose, onMove }: Props) {
  const event = asking?.event;
  return (
    <Dialog
      open={asking !== null}
      onClose={onClose}
      title={event ? say(speech, "moveTitle", { name: event.title }) : ""}
    >
      {asking ? (
        <Fields
          key={`${asking.event.id}-${asking.day}-${asking.start}-${asking.wants}`}
          {...{ asking, speech, onClose, onMove }}
        />
      ) : null}
    </Dialog>
  );
}

function Fields({ asking, speech, onClose, onMove }: Props & { asking: Asking }) {
  const id = useId();
  const { event, refusal, wants } = asking;
  const send = (submit: FormEvent<HTMLFormElement>) => {
    submit.preventDefault();
    const form = new FormData(submit.currentTarget);
    const [day, time, outside, onTop, limits, length, who] = [
      ...["day", "time", "outside", "onTop", "limits", "minutes", "practitionerId"],
    ].map((name) => String(form.get(name) ?? ""));
    const practitioner = event.colleagues.find(({ id: one }) => one === who);
    const long = length ? Number(length) : event.minutes;
    const [hours, minutes] = (time ?? "").split(":").map(Number);
    if (!day || hours === undefined || minutes === undefined || Number.isNaN(minutes)) return;
    onClose();
    onMove({
      event,
      day,
      start: hours * 60 + minutes,
      ...(long !== event.minutes && { minutes: long }),
      ...(practitioner && { practitioner }),
      ...(outside && { outside }),
      ...(onTop && { onTop }),
      ...(limits && { limits }),
    });
  };
  return (
    <form className={styles.form} onSubmit={send}>
      <p className="sm muted">
        {say(speech, "moveFrom", {
          day: dayText(speech, event.begins.day),
          time: spanText(speech, {
            start: event.begins.minute,
            end: event.begins.minute + event.minutes,
          }),
        })}
      </p>
      {refusal ? (
        <p className="note note-glow" role="alert">
          {refusal}
        </p>
      ) : null}
      <div className={styles.pair}>
        <div className="field">
          <label htmlFor={`${id}-day`}>{say(speech, "day")}</label>
          <input
            className="input"
            id={`${id}-day`}
            name="day"
            type="date"
            defaultValue={asking.day}
            required
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-time`}>{say(speech, "start")}</label>
          <input
            className="input"
            id={`${id}-time`}
            name="time"
            type="time"
            defaultValue={clock(asking.start)}
            required
          />
        </div>
      </div>
      {/* Time off of several days keeps its length. */}
      {event.minutes > DAY_MINUTES ? null : (
        <div className="field">
          <label htmlFor={`${id}-minutes`}>{say(speech, "length")}</label>
          <input
            className="input"
            id={`${id}-minutes`}
            name="minutes"
            type="number"
            inputMode="numeric"
            min={5}
            max={DAY_MINUTES}
            defaultValue={asking.minutes}
            required
          />
        </div>
      )}
      {event.colleagues.length > 0 ? (
        <div className="field">
          <label htmlFor={`${id}-with`}>{say(speech, "with")}</label>
          <select
            className="input"
            id={`${id}-with`}
            name="practitionerId"
            defaultValue={(asking.practitioner ?? event.practitioner).id}
          >
            {[event.practitioner, ...event.colleagues].map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      {event.kind === "block" ? null : (
        <Reason
          name="outside"
          label={say(speech, "outside")}
          none={say(speech, "outsideNone")}
          reasons={outsideReasons.map((one) => [one, say(speech, `reason.${one}`)])}
          given={asking.outside}
          required={wants === "outside"}
        />
      )}
      {wants === "onTop" || asking.onTop ? (
        <Reason
          name="onTop"
          label={say(speech, "over.label")}
          none={say(speech, "over.none")}
          hint={say(speech, "over.hint")}
          reasons={onTopReasons.map((one) => [one, say(speech, `over.reason.${one}`)])}
          given={asking.onTop}
        />
      ) : null}
      {wants === "limits" || asking.limits ? (
        <LimitReason {...{ speech }} given={asking.limits} required={wants === "limits"} />
      ) : null}
      {event.bookingId ? (
        <p>
          <Link className={styles.link} href={`/practice/bookings/${event.bookingId}/move`}>
            {say(speech, "seeFree")}
          </Link>
        </p>
      ) : null}
      <div className="wrap-row">
        <button type="submit" className={buttonClass({ variant: "primary", size: "lg" })}>
          {say(speech, "moveSubmit")}
        </button>
        <button type="button" className={buttonClass({ size: "lg" })} onClick={onClose}>
          {say(speech, "keepTime")}
        </button>
      </div>
    </form>
  );
}
