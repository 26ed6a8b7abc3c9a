"use client";

import { useSyncExternalStore } from "react";

/** `since` when the line is away; `asked` once something that needs it was pressed. */
export type Line = { since: Date | null; asked: boolean };

const PROBE = "/theme.js";
const AGAIN_MS = 5000;
const THERE: Line = { since: null, asked: false };
let line = THERE;
let timer: ReturnType<typeof setTimeout> | undefined;
const hearers = new Set<() => void>();

function tell(next: Line): void {
  line = next;
  for (const hear of hearers) hear();
}

/** A browser also says "offline" where only the internet is away and Handsel runs next door: asking tells. */
async function reached(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(AGAIN_MS);
    await fetch(PROBE, { method: "HEAD", cache: "no-store", signal });
    return true;
  } catch {
    return false;
  }
}

async function look(): Promise<void> {
  clearTimeout(timer);
  if (navigator.onLine && !line.since) return;
  if (await reached()) {
    if (line.since) tell(THERE);
    return;
  }
  if (!line.since) tell({ since: new Date(), asked: false });
  clearTimeout(timer);
  if (hearers.size > 0) timer = setTimeout(look, AGAIN_MS);
}

/** The page that is open is all there is: a browser would put its own "no internet" in its place. */
function stay(event: Event): void {
  if (!line.since) return;
  event.preventDefault();
  if (!line.asked) tell({ ...line, asked: true });
}
function onClick(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.origin !== location.origin || link.hasAttribute("download")) return;
  const inside = link.hash !== "" && link.pathname === location.pathname;
  if (!inside && event.button === 0) stay(event);
}
/** Forms that scripts send say themselves what became of it; those the browser sends would take the page away. */
function onSubmit(event: Event): void {
  if (!event.defaultPrevented) stay(event);
}

function subscribe(hear: () => void): () => void {
  hearers.add(hear);
  if (hearers.size === 1) {
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    // Before the link's own listener, which would fetch.
    window.addEventListener("click", onClick, true);
    window.addEventListener("submit", onSubmit);
    void look();
  }
  return () => {
    hearers.delete(hear);
    if (hearers.size > 0) return;
    clearTimeout(timer);
    window.removeEventListener("online", look);
    window.removeEventListener("offline", look);
    window.removeEventListener("click", onClick, true);
    window.removeEventListener("submit", onSubmit);
  };
}

/** Whether Handsel can be reached from here. While it cannot, links and forms leave the open page where it is. */
export const useLine = (): Line =>
  useSyncExternalStore(
    subscribe,
    () => line,
    () => THERE,
  );
