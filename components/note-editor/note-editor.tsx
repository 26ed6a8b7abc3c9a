"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { useForm } from "@/components/ui/form-context";
import { FormRoot } from "@/components/ui/form-root";
import { formatTime } from "@/components/ui/format";
import { type Pick as Choice, joined } from "@/lib/notes/rules";
import {
  type ContentField,
  NoteContent,
  PRIVACIES,
  TEMPLATES,
  type Template,
} from "@/lib/notes/schema";
import { fillForm, readForm } from "./fill";
import { Merge } from "./merge";
import type { NoteEditorProps } from "./model";
import styles from "./note-editor.module.css";
import { Choose, Pills } from "./pills";
import { Checks, FreeSection, LessonSections, SoapSections } from "./sections";
import { type Conflict, type SaveState, useAutosave } from "./use-autosave";

/** A note being written: a plain form that saves by itself where JavaScript runs. */
export function NoteEditor(props: NoteEditorProps) {
  const { action, formWords, formKey } = props;
  return (
    <FormRoot action={action} words={formWords} formKey={formKey} className={styles.form}>
      <Editor {...props} />
    </FormRoot>
  );
}

function Editor(props: NoteEditorProps) {
  const { note, words, keepAs, keepSavedAs, copy, aside } = props;
  const root = useRef<HTMLDivElement>(null);
  const sign = useRef<HTMLButtonElement>(null);
  const form = useForm();
  const facts = form?.state.facts;
  const [template, setTemplate] = useState<Template>(note.template);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [mine, setMine] = useState<NoteContent>(note.content);
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState("");
  const first = { id: note.id, version: note.version, savedAt: note.savedAt };
  const meet = (found: Conflict) => {
    const at = root.current?.closest("form");
    const own = at ? NoteContent.safeParse(readForm(at, 0).content) : undefined;
    if (own?.success) setMine(own.data);
    setConflict(found);
  };
  const saving = useAutosave({ root, keepAs, keepSavedAs, first, onConflict: meet });
  const { state, touch, save } = saving;

  // What the form's own sending came back with: a conflict, or the question who sits there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer matters
  useEffect(() => {
    if (!facts) return;
    if (facts.theirs) {
      saving.hold();
      meet({
        version: Number(facts.version),
        noteId: String(facts.noteId),
        theirs: NoteContent.parse(facts.theirs),
      });
    }
    if (facts.again) setAsking(true);
  }, [facts]);

  const element = () => root.current?.closest("form") ?? null;
  const onJoin = (picks: Partial<Record<ContentField, Choice>>) => {
    const at = element();
    if (!at || !conflict) return;
    fillForm(at, joined(mine, conflict.theirs, picks));
    const id = at.elements.namedItem("noteId");
    if (id instanceof HTMLInputElement) id.value = conflict.noteId;
    saving.rejoin(conflict.version);
    setConflict(null);
    void save("joined");
  };
  const askToSign = () => setAsking(true);
  const signNow = async () => {
    await save();
    const at = element();
    if (!at || !sign.current) return;
    setAsking(false);
    saving.stamp();
    at.requestSubmit(sign.current);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    askToSign();
  };
  const copyLast = () => {
    const at = element();
    if (!at || !copy) return;
    fillForm(at, copy);
    setTold(words.copied ?? "");
    touch();
  };
  const parts = { ...props, touch };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the shortcut of the whole form; each control keeps its own keys
    <div ref={root} onInput={touch} onKeyDown={onKeyDown}>
      <input type="hidden" name="noteId" defaultValue={note.id} />
      <input type="hidden" name="seen" defaultValue={note.version} />
      <input type="hidden" name="babyId" value={note.babyId} />
      <input type="hidden" name="lessonId" value={note.lessonId ?? ""} />
      <div className={styles.columns}>
        <div>
          <div className={styles.head}>
            <div
              onChange={(event) => {
                const { value } = event.target as HTMLInputElement;
                const next = TEMPLATES.find((one) => one === value);
                if (next) setTemplate(next);
              }}
            >
              <Pills
                name="template"
                legend={words.template}
                hideLegend
                type="radio"
                options={TEMPLATES.map((value) => ({ value, label: words.templates[value] }))}
                chosen={[note.template]}
              />
            </div>
            {copy ? (
              <button
                type="submit"
                name="intent"
                value="copy"
                className="btn"
                onClick={(event) => {
                  event.preventDefault();
                  copyLast();
                }}
              >
                {props.icons.copy}
                {words.copy}
              </button>
            ) : null}
          </div>
          <p role="status" className={told ? "sm muted" : "sr"}>
            {told}
          </p>
          {conflict ? (
            <Merge
              mine={mine}
              theirs={conflict.theirs}
              version={conflict.version}
              words={words}
              onJoin={onJoin}
            />
          ) : null}
          <div hidden={template !== "lesson"}>
            <LessonSections {...parts} />
          </div>
          <div hidden={template !== "soap"}>
            <SoapSections {...parts} />
          </div>
          <div hidden={template !== "free"}>
            <FreeSection {...parts} />
          </div>
          <Checks note={note} words={words} />
          <div className={styles.section}>
            <h2 id="privacy">{words.privacy}</h2>
            <div>
              <Choose
                id="f-privacy"
                name="privacy"
                label={words.privacy}
                hideLabel
                value={note.privacy}
                options={PRIVACIES.map((value) => ({
                  value,
                  label: words.privacies[value] ?? value,
                }))}
              />
              <p className="hint">{words.privacyHint}</p>
            </div>
          </div>
        </div>
        {aside}
      </div>
      <div className={styles.bar}>
        <Saved state={state} {...props} onAgain={() => void save()} />
        <button
          type="submit"
          name="intent"
          value="close"
          className={`btn ${styles.close}`}
          onClick={saving.forget}
        >
          {words.save}
        </button>
        <button
          type="submit"
          name="intent"
          value="sign"
          className="btn btn-primary btn-lg"
          aria-keyshortcuts="Control+Enter Meta+Enter"
          onClick={(event) => {
            event.preventDefault();
            askToSign();
          }}
        >
          {props.icons.sign}
          {words.sign}
        </button>
      </div>
      <button ref={sign} type="submit" name="intent" value="sign" hidden />
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={words.signTitle}
        actions={
          <>
            <button
              type="button"
              className="btn btn-lg"
              data-safe=""
              onClick={() => setAsking(false)}
            >
              {words.keepWriting}
            </button>
            <button type="button" className="btn btn-primary btn-lg" onClick={() => void signNow()}>
              {words.sign}
            </button>
          </>
        }
      >
        <p>{words.signBody}</p>
        {facts?.again === "password" ? (
          <TextField
            name="password"
            type="password"
            label={words.password}
            autoComplete="current-password"
          />
        ) : null}
      </Dialog>
    </div>
  );
}

function Saved({
  state,
  words,
  icons,
  locale,
  zone,
  note,
  onAgain,
}: NoteEditorProps & { state: SaveState; onAgain: () => void }) {
  const said = () => {
    switch (state.is) {
      case "clean":
        return state.at
          ? words.saved.replace("{time}", formatTime(state.at, { locale, zone }))
          : words.unsaved;
      case "invalid":
        return words.invalid.replace("{detail}", state.detail);
      case "closed":
        return state.detail;
      case "kept":
        return words.kept;
      case "signed_out":
        return words.signedOut;
      default:
        return words.saving;
    }
  };
  const loud = state.is === "kept" || state.is === "signed_out" || state.is === "invalid";
  return (
    <div className={styles.saved}>
      {icons.cloud}
      <span role={loud ? "alert" : "status"}>{said()}</span>
      {state.is === "closed" ? <a href={`/practice/notes/${note.id}`}>{words.closed}</a> : null}
      {state.is === "signed_out" ? (
        <a href={`/sign-in?next=%2Fpractice`} target="_blank" rel="noreferrer">
          {words.signIn}
        </a>
      ) : null}
      {state.is === "kept" || state.is === "signed_out" ? (
        <button type="button" className="btn btn-sm" onClick={onAgain}>
          {words.goOn}
        </button>
      ) : null}
    </div>
  );
}
