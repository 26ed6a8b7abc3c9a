"use client";

import type { FormEvent } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Dialog } from "@/components/ui/dialog";
import type { CalendarEvent } from "./model";
import styles from "./move-dialog.module.css";
import { LimitReason } from "./reason";
import { type Speech, say } from "./words";

/** A yes that was refused, and may be said for a reason. */
export type AskedWhy = { event: CalendarEvent; refusal: string };

type Props = {
  asked: AskedWhy | null;
  speech: Speech;
  onClose: () => void;
  onApprove: (event: CalendarEvent, limits: string) => void;
};

/** Why a request is taken though it is one lesson too many, or too near to another visit. */
export function ApproveDialog({ asked, speech, onClose, onApprove }: Props) {
  const send = (submit: FormEvent<HTMLFormElement>) => {
    submit.preventDefault();
    const why = String(new FormData(submit.currentTarget).get("limits") ?? "");
    if (!asked || !why) return;
    onClose();
    onApprove(asked.event, why);
  };
  return (
    <Dialog open={asked !== null} onClose={onClose} title={asked?.event.title ?? ""}>
      {asked ? (
        <form className={styles.form} onSubmit={send}>
          <p className="note note-glow" role="alert">
            {asked.refusal}
          </p>
          <LimitReason speech={speech} required />
          <div className="wrap-row">
            <button type="submit" className={buttonClass({ variant: "primary", size: "lg" })}>
              {say(speech, "approve")}
            </button>
            <button type="button" className={buttonClass({ size: "lg" })} onClick={onClose}>
              {say(speech, "close")}
            </button>
          </div>
        </form>
      ) : null}
    </Dialog>
  );
}
