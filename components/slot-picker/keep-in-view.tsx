"use client";

import { useEffect, useRef } from "react";

/** Scrolls the picked day of the row it stands in into sight. */
export function KeepInView({ of }: { of: string | null }) {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (of === null) return;
    mark.current?.parentElement
      ?.querySelector("[aria-current]")
      ?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [of]);
  return <span ref={mark} hidden />;
}
