"use client";

import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { FILE_TYPES, refusalText, sendForm } from "../files/send";
import { sizeText } from "../files/size";
import { buttonClass } from "../ui/button-class";
import { FieldError } from "../ui/field";
import { useField, useForm } from "../ui/form-context";
import { Icon } from "../ui/icon";
import styles from "./form-fill.module.css";

export type GivenFile = { id: string; name: string; size: string };
export type FileWords = Record<
  "pick" | "another" | "sending" | "looking" | "there" | "gone" | "remove" | "open" | "lost",
  string
> &
  Record<"tooBig" | "signIn" | "plain" | "types", string> & {
    /** With its place as `{percent}`. */
    sent: string;
  };
type Props = {
  name: string;
  label: string;
  hint: string | undefined;
  optional: boolean;
  items: readonly GivenFile[];
  /** Where a file of this question goes; null where nothing is sent. */
  send: string | null;
  /** Where one can be fetched again, before its id; null by a link. */
  download: string | null;
  mostFiles: number;
  mostBytes: number;
  locale: string;
  words: FileWords;
};

/** Files as an answer: each is kept at once. Without scripts a button saves the part and goes to a page that takes one. */
export function FileQuestion(props: Props) {
  const { name, label, hint, optional, send, download, mostFiles, mostBytes, words } = props;
  const form = useForm();
  const { id, error } = useField(name);
  const [items, setItems] = useState(props.items);
  const [percent, setPercent] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const [wrong, setWrong] = useState<string | undefined>();
  const input = useRef<HTMLInputElement>(null);
  const busy = percent !== null;
  const problem = wrong ?? (items.length > 0 ? undefined : error);

  const refuse = (why: string) => {
    setPercent(null);
    setWrong(why);
  };
  const whyOf = (status: number, text: string) =>
    status === 401 ? words.signIn : refusalText(text, words.lost);
  const take = async (file: File | undefined) => {
    if (!file || busy || !send) return;
    setSaid("");
    setWrong(undefined);
    if (file.size > mostBytes) return refuse(words.tooBig);
    setPercent(0);
    const data = new FormData();
    data.set("id", crypto.randomUUID());
    data.set("file", file);
    const { status, text } = await sendForm(send, data, setPercent);
    if (status !== 201) return refuse(whyOf(status, text));
    const made: { fileId: string; name: string; length: number } = JSON.parse(text);
    const size = sizeText(made.length, props.locale);
    setItems((before) => [...before, { id: made.fileId, name: made.name, size }]);
    setPercent(null);
    setSaid(words.there);
    if (input.current) input.current.value = "";
  };
  const remove = async (fileId: string) => {
    if (busy || !send) return;
    setSaid("");
    setWrong(undefined);
    const { status, text } = await sendForm(`${send}&remove=${fileId}`, new FormData(), () => {});
    if (status !== 201) return refuse(whyOf(status, text));
    setItems((before) => before.filter((one) => one.id !== fileId));
    setSaid(words.gone);
    requestAnimationFrame(() => input.current?.focus());
  };
  const pick = (event: ChangeEvent<HTMLInputElement>) => void take(event.target.files?.[0]);
  const first = useRef(take);
  // Chosen before the scripts were there.
  useEffect(() => void first.current(input.current?.files?.[0]), []);

  const state =
    percent === null
      ? said
      : percent < 100
        ? words.sent.replace("{percent}", String(percent))
        : words.looking;
  const described = [`${id}-hint`, problem ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <fieldset className="field" id={id}>
      <legend>
        {label}
        {optional && form ? <span className="optional"> {form.words.optional}</span> : null}
      </legend>
      <span className="hint" id={`${id}-hint`}>
        {hint ? `${hint} ` : null}
        {words.types}
      </span>
      {items.length > 0 ? (
        <ul className={styles.files}>
          {items.map((file) => (
            <li key={file.id} className={styles.file}>
              <Icon name="file-text" />
              <span className={styles.fileName}>
                {download ? (
                  <a
                    href={`${download}/${file.id}`}
                    download
                    aria-label={`${words.open} ${file.name}`}
                  >
                    {file.name}
                  </a>
                ) : (
                  file.name
                )}{" "}
                <span className="sm muted num">{file.size}</span>
              </span>
              <button
                type="button"
                className={buttonClass({ variant: "quiet" }, styles.scripted)}
                aria-label={`${words.remove} ${file.name}`}
                aria-disabled={busy || undefined}
                onClick={() => remove(file.id)}
              >
                {words.remove}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {items.length < mostFiles ? (
        <label className={styles.scripted}>
          <span className={styles.pickLabel}>{items.length > 0 ? words.another : words.pick}</span>
          <input
            ref={input}
            className={`input ${styles.pick}`}
            id={`${id}-file`}
            type="file"
            accept={FILE_TYPES}
            aria-describedby={described}
            aria-invalid={problem ? true : undefined}
            disabled={send === null}
            onChange={pick}
          />
        </label>
      ) : null}
      {send ? (
        <button
          type="submit"
          name="go"
          value={`file:${name.slice(2)}`}
          className={buttonClass({ size: "lg" }, styles.unscripted)}
        >
          {words.plain}
        </button>
      ) : null}
      {busy ? (
        <progress className={styles.bar} max={100} value={percent} aria-label={words.sending} />
      ) : null}
      <p className={`sm muted num ${styles.saved}`} role="status">
        {state}
      </p>
      {problem ? (
        <div role={wrong ? "alert" : undefined}>
          <FieldError id={`${id}-error`}>{problem}</FieldError>
        </div>
      ) : null}
    </fieldset>
  );
}
