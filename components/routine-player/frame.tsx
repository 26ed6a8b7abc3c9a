"use client";

import { type ReactNode, useEffect, useRef } from "react";
import styles from "./player.module.css";

/** A screen of the player: a head, a middle that may scroll, and the controls at the thumb. */
export function Frame({
  head,
  controls,
  children,
}: {
  head: ReactNode;
  controls: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <div className={styles.head}>{head}</div>
      <div className={styles.middle}>{children}</div>
      <div className={styles.controls}>{controls}</div>
    </>
  );
}

/** The screen's heading; it takes the focus when the screen appears, so that it is read and keys work here. */
export function Title({ children, focus = true }: { children: ReactNode; focus?: boolean }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) title.current?.focus();
  }, [focus]);
  return (
    <h1 ref={title} tabIndex={-1}>
      {children}
    </h1>
  );
}
