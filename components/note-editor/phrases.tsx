"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { TextArea } from "@/components/ui/field";
import type { EditorWords, NoteEditorProps } from "./model";
import styles from "./note-editor.module.css";

type Heard = {
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
  resultIndex: number;
};
type Recogniser = {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
  onresult: ((heard: Heard) => void) | null;
  onend: (() => void) | null;
};
type Hearing = {
  SpeechRecognition?: new () => Recogniser;
  webkitSpeechRecognition?: new () => Recogniser;
};

type Props = {
  name: string;
  label: string;
  hint: string;
  hideLabel?: boolean;
  value: string | undefined;
  rows?: number;
  snippets: NoteEditorProps["snippets"];
  words: EditorWords;
  locale: string;
  icon: ReactNode;
  onChange: () => void;
};

/** A text with `/` phrases, and dictation where the browser has it. */
export function PhraseText({
  name,
  label,
  hint,
  value,
  rows = 4,
  snippets,
  words,
  locale,
  icon,
  onChange,
}: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [speech, setSpeech] = useState(false);
  const [listening, setListening] = useState<Recogniser | null>(null);
  useEffect(() => {
    const can = window as Hearing;
    setSpeech(Boolean(can.SpeechRecognition ?? can.webkitSpeechRecognition));
  }, []);
  useEffect(() => () => listening?.stop(), [listening]);
  const area = () => box.current?.querySelector("textarea") ?? null;

  /** Puts words where the cursor is, in the place of a `/` that asked for them. */
  const put = (text: string) => {
    const at = area();
    if (!at) return;
    const end = at.selectionEnd;
    const start = at.value.slice(0, at.selectionStart).endsWith("/")
      ? at.selectionStart - 1
      : at.selectionStart;
    const before = at.value.slice(0, start);
    const gap = before === "" || /\s$/.test(before) ? "" : " ";
    at.setRangeText(`${gap}${text}`, start, end, "end");
    at.focus();
    onChange();
  };
  const onKeyUp = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!(event.target instanceof HTMLTextAreaElement) || event.key !== "/") return;
    const before = event.target.value.slice(0, event.target.selectionStart);
    if (/(^|\s)\/$/.test(before)) setOpen(true);
  };
  const dictate = () => {
    if (listening) return listening.stop();
    const can = window as Hearing;
    const Make = can.SpeechRecognition ?? can.webkitSpeechRecognition;
    if (!Make) return;
    const made = new Make();
    Object.assign(made, { lang: locale, continuous: true, interimResults: false });
    made.onresult = (heard) => {
      for (let i = heard.resultIndex; i < heard.results.length; i++)
        if (heard.results[i]?.isFinal) put(heard.results[i]?.[0]?.transcript.trim() ?? "");
    };
    made.onend = () => setListening(null);
    made.start();
    setListening(made);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the text inside for a slash
    <div ref={box} onKeyUp={onKeyUp} className={styles.text}>
      <TextArea name={name} label={label} hint={hint} defaultValue={value ?? ""} rows={rows} />
      <div className={styles.tools}>
        {speech ? (
          <button
            type="button"
            className={styles.pillButton}
            aria-pressed={listening !== null}
            onClick={dictate}
          >
            {icon}
            {listening ? words.dictating : words.dictate}
          </button>
        ) : null}
        <button
          type="button"
          className={styles.pillButton}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {words.phrases}
        </button>
      </div>
      {open ? (
        <PhraseList
          snippets={snippets}
          words={words}
          onPick={(text) => {
            setOpen(false);
            if (text !== null) put(text);
            else area()?.focus();
          }}
        />
      ) : null}
    </div>
  );
}

function PhraseList({
  snippets,
  words,
  onPick,
}: Pick<Props, "snippets" | "words"> & { onPick: (text: string | null) => void }) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector("button")?.focus(), []);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const all = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = all.findIndex((button) => button.matches(":focus"));
    if (event.key === "Escape") onPick(null);
    else if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
    else if (event.key === "ArrowUp") all[(at - 1 + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ul ref={list} className={styles.phrases} onKeyDown={onKeyDown}>
      {snippets.map(({ id, name, words: text }) => (
        <li key={id}>
          <button type="button" onClick={() => onPick(text)}>
            <b>/{name}</b> <span>{text}</span>
          </button>
        </li>
      ))}
      {snippets.length === 0 ? <li className="sm muted">{words.noPhrases}</li> : null}
      <li>
        <a href="/practice/notes/phrases" target="_blank" rel="noreferrer">
          {words.managePhrases}
        </a>
      </li>
    </ul>
  );
}
