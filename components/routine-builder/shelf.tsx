import { type ReactNode, useState } from "react";
import styles from "./builder.module.css";
import {
  type BuilderIcon,
  type BuilderWords,
  fill,
  type Press,
  type Stroke,
} from "./builder-props";

export type ShelfProps = {
  shelf: readonly Stroke[];
  full: boolean;
  words: BuilderWords;
  icons: Record<BuilderIcon, ReactNode>;
  press: Press;
};

/** Every stroke that the safety rules know, with its picture; others do not exist here. */
export function Shelf({ shelf, full, words, icons, press }: ShelfProps) {
  const [sought, setSought] = useState("");
  const said = sought.trim().toLocaleLowerCase();
  const shown = shelf.filter(({ title, short }) =>
    `${title} ${short}`.toLocaleLowerCase().includes(said),
  );
  return (
    <section className={`card ${styles.shelf}`} aria-labelledby="shelf-head">
      <h2 id="shelf-head">{words.strokes}</h2>
      <input
        type="search"
        className={`input js-only ${styles.search}`}
        placeholder={words.search}
        aria-label={words.search}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      {full ? <p className="sm muted">{words.full}</p> : null}
      {shown.length === 0 ? <p className="sm muted">{words.none}</p> : null}
      <ul className={styles.strokes}>
        {shown.map(({ key, title, picture }) => (
          <li key={key}>
            <button
              {...press({ do: "add", stroke: key })}
              disabled={full}
              aria-label={fill(words.add, { step: title })}
            >
              <span className={styles.pic}>{picture}</span>
              <span className={styles.label}>
                {title}
                {icons.add}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
