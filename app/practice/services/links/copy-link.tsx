"use client";

import { useState } from "react";
import { buttonClass } from "@/components/ui/button-class";

type Props = { address: string; label: string; words: { copy: string; copied: string } };

/** The address as text that can be selected, and a button that copies it where the browser lets it. */
export function CopyLink({ address, label, words }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <div className="wrap-row">
      <input className="input grow" readOnly value={address} aria-label={label} />
      <button
        type="button"
        className={`${buttonClass({ size: "md" })} js-only`}
        onClick={() => void copy().catch(() => setCopied(false))}
      >
        {copied ? words.copied : words.copy}
      </button>
      <span className="sr" role="status">
        {copied ? words.copied : ""}
      </span>
    </div>
  );
}
