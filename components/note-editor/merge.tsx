"use client";

import { useState } from "react";
import { canJoin, differing, type Pick } from "@/lib/notes/rules";
import type { ContentField, NoteContent } from "@/lib/notes/schema";
import { fieldLabel, shown } from "./labels";
import type { EditorWords } from "./model";
import styles from "./note-editor.module.css";

type Props = {
  mine: NoteContent;
  theirs: NoteContent;
  version: number;
  words: EditorWords;
  /** Null without JavaScript: the form itself is sent then. */
  onJoin: (picks: Partial<Record<ContentField, Pick>>) => void;
};

/** Two windows of one note side by side, part by part: choose one, or both where both can stand. */
export function Merge({ mine, theirs, version, words, onJoin }: Props) {
  const [picks, setPicks] = useState<Partial<Record<ContentField, Pick>>>({});
  const m = words.merge;
  return (
    <section className={`note note-glow ${styles.merge}`} aria-labelledby="merge" role="alert">
      <h2 id="merge">{m.title}</h2>
      <p>{m.intro}</p>
      <input type="hidden" name="merge.version" value={version} />
      {differing(mine, theirs).map((field) => (
        <fieldset key={field} className={styles.mergeRow}>
          <legend>{fieldLabel(field, words)}</legend>
          {(["mine", "theirs", ...(canJoin(field) ? (["both"] as const) : [])] as const).map(
            (pick) => (
              <label key={pick} className={styles.mergeSide}>
                <input
                  type="radio"
                  name={`merge.${field}`}
                  value={pick}
                  defaultChecked={pick === "mine"}
                  onChange={() => setPicks({ ...picks, [field]: pick })}
                />
                <span>
                  <b>{m[pick]}</b>
                  {pick === "both" ? null : (
                    <span className={styles.mergeText}>
                      {shown(field, (pick === "mine" ? mine : theirs)[field], words) || m.nothing}
                    </span>
                  )}
                </span>
              </label>
            ),
          )}
        </fieldset>
      ))}
      <button
        type="submit"
        name="intent"
        value="join"
        className="btn btn-primary"
        onClick={(event) => {
          event.preventDefault();
          onJoin(picks);
        }}
      >
        {m.save}
      </button>
    </section>
  );
}
