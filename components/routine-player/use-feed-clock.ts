"use client";

import { useCallback, useEffect, useState } from "react";

const ADDRESS = "/api/family/feed";
/** Another carer's tap is seen within five seconds. */
const ASK_EVERY_MS = 4000;

type Told = "saved" | "later" | "failed";

const instant = (answer: unknown): Date | null => {
  const told = (answer as { endedAt?: unknown } | null)?.endedAt;
  return typeof told === "string" ? new Date(told) : null;
};

/** When the baby's last feed ended, as all carers know it. Asks while somebody looks at the page. */
export function useFeedClock(babyId: string, known: string | null, asking: boolean) {
  const [endedAt, setEndedAt] = useState<Date | null>(known ? new Date(known) : null);

  useEffect(() => {
    if (!asking) return;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const answer = await fetch(`${ADDRESS}?babyId=${babyId}`);
        if (!answer.ok) return;
        const told = instant(await answer.json());
        setEndedAt((before) => (before?.getTime() === told?.getTime() ? before : told));
      } catch {
        // Without a network the last known feed stays on show.
      }
    };
    const timer = setInterval(ask, ASK_EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [babyId, asking]);

  const fed = useCallback(
    async (minutesAgo: number): Promise<Told> => {
      try {
        const answer = await fetch(ADDRESS, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ babyId, minutesAgo }),
        });
        const told = answer.ok ? instant(await answer.json()) : null;
        if (!told) return "failed";
        setEndedAt(told);
        const meant = Date.now() - minutesAgo * 60_000;
        return minutesAgo > 0 && told.getTime() > meant + 90_000 ? "later" : "saved";
      } catch {
        return "failed";
      }
    },
    [babyId],
  );

  return { endedAt, fed };
}
