"use client";

import { useEffect, useRef, useState } from "react";
import styles from "../notes.module.css";

/** What the family will read, as it is typed. */
export function SummaryPreview({ title, reader }: { title: string; reader: string }) {
  const root = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    const field = root.current?.closest("form")?.querySelector("textarea");
    if (!field) return;
    const show = () => setWords(field.value);
    show();
    field.addEventListener("input", show);
    return () => field.removeEventListener("input", show);
  }, []);
  return (
    <div ref={root} className={words ? styles.preview : "sr"}>
      <p className="sm muted">{title}</p>
      <p className={styles.words}>{words}</p>
      <p className="sm muted">{reader}</p>
    </div>
  );
}
