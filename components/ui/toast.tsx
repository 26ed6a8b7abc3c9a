"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import styles from "./toast.module.css";

const SHOWN_MS = 8000;
const EVENT = "handsel:toast";

export type ToastWords = { region: string; undo: string; close: string };
export type ToastMessage = { text: string; onUndo?: (() => void) | undefined };

/** Says what was just done. With `onUndo` it can be taken back for as long as it is shown. */
export const showToast = (message: ToastMessage): void => {
  window.dispatchEvent(new CustomEvent(EVENT, { detail: message }));
};

export type ToastProps = {
  text: ReactNode;
  closeLabel: string;
  onClose?: (() => void) | undefined;
  /** An undo button, or a form with one. */
  children?: ReactNode;
};

/** One message: eight seconds, and as long as somebody points at it or is inside it. */
export function Toast({ text, closeLabel, onClose, children }: ToastProps) {
  const [held, setHeld] = useState(false);
  const [gone, setGone] = useState(false);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (held || gone) return;
    const timer = setTimeout(() => {
      setGone(true);
      close.current?.();
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, gone]);
  if (gone) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only stops its clock
    <div
      className={styles.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{text}</span>
      {children}
      <button
        type="button"
        className={styles.close}
        aria-label={closeLabel}
        onClick={() => {
          setGone(true);
          onClose?.();
        }}
      >
        <svg
          className="icon"
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          aria-hidden="true"
        >
          <path d="M18 6 6 18M6 6l12 12" strokeLinecap="round" />
        </svg>
      </button>
    </div>
  );
}

/** Where messages appear; once in each shell. F8 brings the keyboard here and back. */
export function Toaster({ words, children }: { words: ToastWords; children?: ReactNode }) {
  const [shown, setShown] = useState<{ id: number; message: ToastMessage } | null>(null);
  const region = useRef<HTMLElement>(null);

  useEffect(() => {
    let count = 0;
    let before: HTMLElement | null = null;
    const show = (event: Event) => {
      if (!(event instanceof CustomEvent)) return;
      count += 1;
      setShown({ id: count, message: event.detail as ToastMessage });
    };
    const jump = (event: KeyboardEvent) => {
      if (event.key !== "F8") return;
      event.preventDefault();
      const inside = region.current?.contains(document.activeElement) === true;
      if (inside) before?.focus();
      else {
        before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
        (region.current?.querySelector<HTMLElement>("button") ?? region.current)?.focus();
      }
    };
    window.addEventListener(EVENT, show);
    window.addEventListener("keydown", jump);
    return () => {
      window.removeEventListener(EVENT, show);
      window.removeEventListener("keydown", jump);
    };
  }, []);

  const { id, message } = shown ?? {};
  return (
    <section ref={region} className={styles.region} aria-label={words.region} tabIndex={-1}>
      <div role="status">
        {children}
        {message ? (
          <Toast
            key={id}
            text={message.text}
            closeLabel={words.close}
            onClose={() => setShown(null)}
          >
            {message.onUndo ? (
              <button
                type="button"
                onClick={() => {
                  message.onUndo?.();
                  setShown(null);
                }}
              >
                {words.undo}
              </button>
            ) : null}
          </Toast>
        ) : null}
      </div>
    </section>
  );
}
