"use client";

import { useEffect, useRef, useState } from "react";

/** Calls back about once a second with the seconds that really went by; a phone that slept tells all of them. */
export function useTicker(running: boolean, onTick: (seconds: number) => void): void {
  const latest = useRef(onTick);
  useEffect(() => {
    latest.current = onTick;
  });
  useEffect(() => {
    if (!running) return;
    let before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      latest.current((now - before) / 1000);
      before = now;
    }, 1000);
    return () => clearInterval(timer);
  }, [running]);
}

/** The server's clock, carried on by the phone's: right even where the phone's date is not. */
export function useServerClock(serverNow: string, running: boolean): Date {
  const [now, setNow] = useState(() => new Date(serverNow));
  useEffect(() => {
    if (!running) return;
    const ahead = Date.parse(serverNow) - Date.now();
    const read = () => setNow(new Date(Date.now() + ahead));
    const timer = setInterval(read, 1000);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [serverNow, running]);
  return now;
}
