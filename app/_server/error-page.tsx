"use client";

import { buttonClass } from "@/components/ui/button-class";
import { error as words } from "@/messages/en-US/edge.json";

/** `retry` asks the server again. */
export type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

/**
 * What is shown when a page breaks. It is made in the browser, where no translations are loaded: its few words come
 * with it, and a test keeps them the same in every kind of English.
 */
export function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <main className="wrap wrap-narrow">
      <div className="stack">
        <h1>{words.title}</h1>
        <p className="measure">{words.body}</p>
        <Reference error={error} />
        <p className="wrap-row">
          <button type="button" className={buttonClass({ variant: "primary" })} onClick={retry}>
            {words.retry}
          </button>
          <a className={buttonClass({})} href="/">
            {words.home}
          </a>
        </p>
      </div>
    </main>
  );
}

/** The same inside a shell, which stays as it is: the reader can go on elsewhere. */
export function ErrorInShell({ error, retry }: ErrorPageProps) {
  return (
    <div className="stack">
      <h1>{words.inShell}</h1>
      <div className="note note-bad" role="alert">
        <svg
          className="icon"
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeLinecap="round"
          aria-hidden="true"
        >
          <path d="M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M12 8L12 12M12 16L12.01 16" />
        </svg>
        <div className="grow stack">
          <p className="measure">{words.body}</p>
          <Reference error={error} />
        </div>
        <button type="button" className={buttonClass({})} onClick={retry}>
          {words.retry}
        </button>
      </div>
    </div>
  );
}

const Reference = ({ error }: Pick<ErrorPageProps, "error">) =>
  error.digest ? (
    <p className="sm">{words.reference.replace("{reference}", error.digest)}</p>
  ) : null;
