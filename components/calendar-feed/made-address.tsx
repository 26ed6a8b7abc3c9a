"use client";

import { useState } from "react";
import { useForm } from "@/components/ui/form-context";
import styles from "./calendar-feed.module.css";

type Words = { label: string; hint: string; copy: string; copied: string; how: string };

/** The new secret address, shown once: selected with one press, copied with another. */
export function MadeAddress({ words }: { words: Words }) {
  const address = useForm()?.state.facts?.address;
  const [copied, setCopied] = useState(false);
  if (typeof address !== "string") return null;
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <div className={styles.made}>
      <label className="label" htmlFor="feed-address">
        {words.label}
      </label>
      <div className={styles.address}>
        <input
          id="feed-address"
          className="input"
          readOnly
          value={address}
          aria-describedby="feed-address-hint"
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" className="btn" onClick={() => void copy()}>
          <span aria-live="polite">{copied ? words.copied : words.copy}</span>
        </button>
      </div>
      <p className="hint" id="feed-address-hint">
        {words.hint}
      </p>
      <p className="sm">{words.how}</p>
    </div>
  );
}
