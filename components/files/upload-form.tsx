"use client";

import { type FormEvent, useRef, useState } from "react";
import { buttonClass } from "../ui/button-class";
import styles from "./files.module.css";
import { FILE_TYPES, refusalText, sendForm } from "./send";

export type UploadWords = Record<
  | "pick"
  | "pickHint"
  | "about"
  | "aboutLetter"
  | "aboutPhoto"
  | "aboutOther"
  | "caption"
  | "optional"
  | "onDay"
  | "onDayHint"
  | "send"
  | "sending"
  | "looking"
  | "lost"
  | "tooBig"
  | "sealed"
  | "seen",
  string
> & {
  /** With its place as `{percent}`. */
  sent: string;
};
type Props = {
  action: string;
  done: string;
  /** Makes the same form, sent twice, one file. */
  fileId: string;
  today: string;
  mostBytes: number;
  /** Why a picture of the baby cannot be added, or null. */
  photoWaits: string | null;
  words: UploadWords;
};

/** Sends a file and says how far it is; a refusal leaves everything as it was typed. Without JavaScript it is a form. */
export function UploadForm({ action, done, fileId, today, mostBytes, photoWaits, words }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const note = useRef<HTMLParagraphElement>(null);

  const refuse = (why: string) => {
    setPercent(null);
    setProblem(why);
    requestAnimationFrame(() => note.current?.focus());
  };
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (percent !== null) return;
    const data = new FormData(event.currentTarget);
    const file = data.get("file");
    if (file instanceof File && file.size > mostBytes) return refuse(words.tooBig);
    setProblem(null);
    setPercent(0);
    const { status, text } = await sendForm(action, data, setPercent);
    if (status === 201) window.location.assign(done);
    else refuse(refusalText(text, words.lost));
  };
  const state =
    percent === null
      ? ""
      : percent < 100
        ? words.sent.replace("{percent}", String(percent))
        : words.looking;
  return (
    <form
      action={action}
      method="post"
      encType="multipart/form-data"
      onSubmit={send}
      className="form"
      id="upload"
    >
      <input type="hidden" name="id" value={fileId} />
      {problem ? (
        <p className="note note-bad" role="alert" tabIndex={-1} ref={note}>
          {problem}
        </p>
      ) : null}
      <div className="field">
        <label htmlFor="upload-file">{words.pick}</label>
        <span className="hint" id="upload-file-hint">
          {words.pickHint}
        </span>
        <input
          className={`input ${styles.pick}`}
          id="upload-file"
          name="file"
          type="file"
          required
          accept={FILE_TYPES}
          aria-describedby="upload-file-hint"
        />
      </div>
      <fieldset className="field">
        <legend>{words.about}</legend>
        <div className="choices">
          <label className="choice">
            <input type="radio" name="about" value="letter" defaultChecked />
            <span>{words.aboutLetter}</span>
          </label>
          <label className={photoWaits ? "choice tall" : "choice"}>
            <input type="radio" name="about" value="photo" disabled={photoWaits !== null} />
            <span>
              {words.aboutPhoto}
              {photoWaits ? <span className="detail">{photoWaits}</span> : null}
            </span>
          </label>
          <label className="choice">
            <input type="radio" name="about" value="other" />
            <span>{words.aboutOther}</span>
          </label>
        </div>
      </fieldset>
      <div className="field">
        <label htmlFor="upload-caption">
          {words.caption} <span className="optional">{words.optional}</span>
        </label>
        <input className="input" id="upload-caption" name="caption" maxLength={300} />
      </div>
      <div className="field">
        <label htmlFor="upload-day">{words.onDay}</label>
        <span className="hint" id="upload-day-hint">
          {words.onDayHint}
        </span>
        <input
          className={`input ${styles.day}`}
          id="upload-day"
          name="onDay"
          type="date"
          required
          defaultValue={today}
          max={today}
          aria-describedby="upload-day-hint"
        />
      </div>
      <p className="sm muted">
        {words.seen} {words.sealed}
      </p>
      <div className="wrap-row">
        <button
          type="submit"
          className={buttonClass({ variant: "primary", size: "lg" })}
          aria-disabled={percent !== null || undefined}
        >
          {percent === null ? words.send : words.sending}
        </button>
        <span role="status" className="muted num">
          {state}
        </span>
      </div>
      {percent === null ? null : (
        <progress className={styles.bar} max={100} value={percent} aria-label={words.sending} />
      )}
    </form>
  );
}
