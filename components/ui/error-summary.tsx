"use client";

import { type MouseEvent, type ReactNode, useEffect, useRef } from "react";

export type ErrorSummaryProps = {
  title: string;
  /** "Error: ", put before the page's title as long as this is shown. */
  titlePrefix?: string | undefined;
  message?: string | undefined;
  errors: readonly { id: string; text: string }[];
  /** Focus comes back here whenever this changes: the form's latest answer. */
  of?: unknown;
  /** What can be done about it. */
  children?: ReactNode;
};

const controls = "input:not([type=hidden]),select,textarea,button";

export function ErrorSummary({
  title,
  titlePrefix,
  message,
  errors,
  of,
  children,
}: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` is the signal that a new answer came
  useEffect(() => {
    box.current?.focus();
    if (!titlePrefix) return;
    const before = document.title;
    document.title = titlePrefix + before;
    return () => {
      // The next page may have its own title by now.
      if (document.title === titlePrefix + before) document.title = before;
    };
  }, [of, titlePrefix]);

  const goTo = (event: MouseEvent, id: string) => {
    const target = document.getElementById(id);
    if (!target) return;
    event.preventDefault();
    // A group of fields is not itself a control: its first one is.
    const control = target.matches(controls) ? target : target.querySelector<HTMLElement>(controls);
    target.scrollIntoView({ block: "center" });
    (control ?? target).focus({ preventScroll: true });
  };

  return (
    <div className="error-summary" ref={box} tabIndex={-1}>
      <div role="alert">
        <h2>{title}</h2>
        {message ? <p>{message}</p> : null}
        {errors.length > 0 ? (
          <ul>
            {errors.map(({ id, text }) => (
              <li key={id}>
                <a href={`#${id}`} onClick={(event) => goTo(event, id)}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {children}
    </div>
  );
}
