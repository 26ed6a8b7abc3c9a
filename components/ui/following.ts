"use client";

import { useSyncExternalStore } from "react";

// The link that is being followed. Links are all over a page and what waits for them is the shell around it, so this is
// one value of the document, not of a tree.
let followed: string | null = null;
const hearers = new Set<() => void>();

function tell(next: string | null): void {
  followed = next;
  for (const hear of hearers) hear();
}

/** Says that a page was asked for; what it returns says that it is there, or that another one was asked for since. */
export function follow(href: string): () => void {
  tell(href);
  return () => {
    if (followed === href) tell(null);
  };
}

function subscribe(hear: () => void): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

/** Where the reader is going; null when nowhere. */
export const useFollowed = (): string | null =>
  useSyncExternalStore(
    subscribe,
    () => followed,
    () => null,
  );
