"use client";

import { buttonClass } from "@/components/ui/button-class";
import { error as words } from "@/messages/en-US/edge.json";

export type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

/**
 * What is shown when a page breaks. It is made in the browser, where no translations are loaded: its few words come
 * with it, and a test keeps them the same in every kind of English.
 */
export function ErrorPage({ error, reset, inShell }: ErrorPageProps & { inShell?: boolean }) {
  const inside = (
    <div className="stack">
      <h1>{words.title}</h1>
      <p className="measure">{words.body}</p>
      {error.digest ? (
        <p className="quiet sm">{words.reference.replace("{reference}", error.digest)}</p>
      ) : null}
      <p className="wrap-row">
        <button type="button" className={buttonClass({ variant: "primary" })} onClick={reset}>
          {words.retry}
        </button>
        <a className={buttonClass({})} href="/">
          {words.home}
        </a>
      </p>
    </div>
  );
  return inShell ? inside : <main className="wrap wrap-narrow">{inside}</main>;
}
