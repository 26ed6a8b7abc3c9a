"use client";

import type { ReactNode } from "react";
import { useField } from "@/components/ui/form-context";
import { keptList } from "@/components/ui/form-state";
import { TAUGHT } from "@/lib/notes/schema";
import type { EditorWords } from "./model";
import styles from "./note-editor.module.css";

type Props = {
  keys: readonly string[];
  strokes: readonly string[];
  taught: readonly string[];
  medals: Readonly<Record<string, ReactNode>>;
  words: Pick<EditorWords, "strokeNames" | "taughtAs" | "howTaught">;
};

/** One card a stroke: a tap says that it was taught, the line below how. */
export function Strokes({ keys, strokes, taught, medals, words }: Props) {
  const [chosen, how] = [useField("content.strokes"), useField("content.taught")];
  const now = chosen.sent ? keptList(chosen.kept) : strokes;
  const ways = how.sent ? keptList(how.kept) : taught;
  return (
    <div className={styles.strokes}>
      {keys.map((key) => {
        const name = words.strokeNames[key] ?? key;
        const way = TAUGHT.find((one) => ways.includes(`${key}:${one}`)) ?? "parent";
        return (
          <div key={key} className={styles.stroke}>
            <label>
              <input
                type="checkbox"
                name="content.strokes"
                value={key}
                defaultChecked={now.includes(key)}
              />
              {medals[key]}
              <span className={styles.strokeName}>{name}</span>
            </label>
            <select
              name="content.taught"
              aria-label={words.howTaught.replace("{stroke}", name)}
              defaultValue={`${key}:${way}`}
            >
              {TAUGHT.map((one) => (
                <option key={one} value={`${key}:${one}`}>
                  {words.taughtAs[one]}
                </option>
              ))}
            </select>
          </div>
        );
      })}
    </div>
  );
}
