"use client";

import { type PointerEvent, useEffect, useRef, useState } from "react";
import { type Hours, SNAP } from "./layout";
import { autoScroll, minuteAt } from "./use-shift";

/** An empty stretch that somebody marked to put something there. */
export type Drawn = {
  day: string;
  start: number;
  end: number;
  /** Whose column it was drawn in; null where columns are days. */
  practitionerId: string | null;
};
type Begun = Pick<Drawn, "day" | "practitionerId"> & {
  column: HTMLElement;
  minute: number;
  y: number;
};

const THRESHOLD = 8;

/** Dragging over an empty stretch of a day. Escape lets go of it. */
export function useDraw(hours: Hours, onDrawn: (drawn: Drawn, at: DOMRect) => void) {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const begun = useRef<Begun | null>(null);
  const latest = useRef<Drawn | null>(null);
  useEffect(() => {
    const show = (next: Drawn | null) => {
      latest.current = next;
      setDrawn(next);
    };
    const follow = (y: number) => {
      const from = begun.current;
      if (!from || (!latest.current && Math.abs(y - from.y) < THRESHOLD)) return;
      const [a, b] = [from.minute, minuteAt(from.column, y, hours)].sort((x, z) => x - z);
      const start = Math.max(hours.first, Math.floor((a ?? 0) / SNAP) * SNAP);
      const end = Math.min(hours.last, Math.max(start + SNAP, Math.ceil((b ?? 0) / SNAP) * SNAP));
      show({ day: from.day, practitionerId: from.practitionerId, start, end });
    };
    let y = 0;
    const scroll = autoScroll(() => follow(y));
    const stop = () => {
      scroll.stop();
      begun.current = null;
      show(null);
    };
    const move = (pointer: globalThis.PointerEvent) => {
      y = pointer.clientY;
      follow(y);
      if (latest.current) scroll.near(y);
    };
    const up = (pointer: globalThis.PointerEvent) => {
      const [from, done] = [begun.current, latest.current];
      stop();
      if (!from || !done) return;
      const { left, width } = from.column.getBoundingClientRect();
      onDrawn(done, new DOMRect(left, pointer.clientY, width, 0));
    };
    const key = (press: globalThis.KeyboardEvent) => {
      if (press.key === "Escape" && latest.current) stop();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", stop);
    window.addEventListener("keydown", key, true);
    return () => {
      scroll.stop();
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", stop);
      window.removeEventListener("keydown", key, true);
    };
  }, [hours, onDrawn]);

  const press = (
    pointer: PointerEvent<HTMLElement>,
    at: Pick<Drawn, "day" | "practitionerId">,
  ): void => {
    if (pointer.button !== 0 || pointer.pointerType === "touch") return;
    const column = pointer.currentTarget;
    const minute = minuteAt(column, pointer.clientY, hours);
    begun.current = { ...at, column, minute, y: pointer.clientY };
  };
  return { drawn, press };
}
