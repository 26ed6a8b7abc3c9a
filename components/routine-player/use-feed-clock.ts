"use client";

import { useEffect, useState } from "react";
import { latestFeed } from "@/lib/safety/gate";

const ADDRESS = "/api/family/feed";
/** Another carer's tap is seen within five seconds. */
const ASK_EVERY_MS = 4000;

/** `here`: not written down, because the family took back its yes. It counts as long as this page is open. */
export type Told = "saved" | "later" | "failed" | "here";

export type Fed = {
  babyId: string;
  /** What was known when the page was made. */
  endedAt: string | null;
  /** Whether feeds are written down. */
  kept: boolean;
  /** The server's clock then. */
  now: string;
};

const instant = (answer: unknown): Date | null => {
  const told = (answer as { endedAt?: unknown } | null)?.endedAt;
  return typeof told === "string" ? new Date(told) : null;
};

/** When the baby's last feed ended, as all carers know it. Asks while somebody looks at the page. */
export function useFeedClock({ babyId, endedAt: known, kept, now }: Fed, asking: boolean) {
  const [endedAt, setEndedAt] = useState<Date | null>(known ? new Date(known) : null);
  const [here, setHere] = useState(!kept);
  const [ahead] = useState(() => Date.parse(now) - Date.now());

  useEffect(() => {
    if (here || !asking) return;
    let left = false;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const answer = await fetch(`${ADDRESS}?babyId=${babyId}`);
        if (!answer.ok) return;
        const told = instant(await answer.json());
        if (left) return;
        setEndedAt((before) => (before?.getTime() === told?.getTime() ? before : told));
      } catch {
        // Without a network the last known feed stays on show.
      }
    };
    const timer = setInterval(ask, ASK_EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      left = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [babyId, here, asking]);

  const countHere = (minutesAgo: number): Told => {
    setHere(true);
    const at = new Date(Date.now() + ahead - minutesAgo * 60_000);
    setEndedAt((before) => latestFeed(before ? [before, at] : [at]));
    return "here";
  };

  const fed = async (minutesAgo: number): Promise<Told> => {
    if (here) return countHere(minutesAgo);
    try {
      const answer = await fetch(ADDRESS, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ babyId, minutesAgo }),
      });
      if (answer.status === 409) return countHere(minutesAgo);
      const told = answer.ok ? instant(await answer.json()) : null;
      if (!told) return "failed";
      setEndedAt(told);
      const meant = Date.now() - minutesAgo * 60_000;
      return minutesAgo > 0 && told.getTime() > meant + 90_000 ? "later" : "saved";
    } catch {
      return "failed";
    }
  };

  return { endedAt, fed };
}
export type FeedClock = ReturnType<typeof useFeedClock>;
