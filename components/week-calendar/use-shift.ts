"use client";

import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { type Hours, SNAP, snapTo } from "./layout";
import type { CalendarEvent } from "./model";

/** Where an event would go: drawn as a ghost while the event itself stays, so that focus and pointer stay with it. */
export type Shift = { event: CalendarEvent; day: string; start: number; by: "pointer" | "keys" };
type Started = { event: CalendarEvent; x: number; y: number };

type Options = {
  /** Holds the day columns; its --hh is the height of an hour. */
  grid: RefObject<HTMLElement | null>;
  days: readonly string[];
  hours: Hours;
  onMove: (shift: Shift) => void;
  onTell: (shift: Shift) => void;
};

// Less is a click with an unsteady hand.
const THRESHOLD = 5;

/** Moving by dragging and by Alt with the arrows. Escape leaves everything where it was. */
export function useShift({ grid, days, hours, onMove, onTell }: Options) {
  const [shift, setShift] = useState<Shift | null>(null);
  const started = useRef<Started | null>(null);
  const latest = useRef<Shift | null>(null);
  /** A drag ends in a click on the same button; that click opens nothing. */
  const dragged = useRef(false);
  const show = useCallback((next: Shift | null) => {
    latest.current = next;
    setShift(next);
  }, []);

  const finish = useCallback(
    (commit: boolean) => {
      const done = latest.current;
      started.current = null;
      show(null);
      if (!commit || !done) return;
      const { event, day, start } = done;
      if (event.day !== day || event.start !== start) onMove(done);
    },
    [onMove, show],
  );

  useEffect(() => {
    const move = (pointer: globalThis.PointerEvent) => {
      const from = started.current;
      const box = grid.current;
      if (!from || !box) return;
      const [dx, dy] = [pointer.clientX - from.x, pointer.clientY - from.y];
      if (!latest.current && Math.hypot(dx, dy) < THRESHOLD) return;
      dragged.current = true;
      const { event } = from;
      const columns = [...box.querySelectorAll<HTMLElement>("[data-day]")];
      const under = columns.find((column) => {
        const { left, right } = column.getBoundingClientRect();
        return pointer.clientX >= left && pointer.clientX < right;
      });
      const perMinute = Number.parseFloat(getComputedStyle(box).getPropertyValue("--hh")) / 60;
      const start = snapTo(event.start + dy / perMinute, event.end - event.start, hours);
      const day = under?.dataset.day ?? latest.current?.day ?? event.day;
      show({ event, day, start, by: "pointer" });
    };
    const up = () => {
      if (started.current) finish(true);
    };
    const cancel = () => {
      if (started.current) finish(false);
    };
    const key = (press: globalThis.KeyboardEvent) => {
      if (press.key !== "Escape" || !latest.current) return;
      press.preventDefault();
      press.stopPropagation();
      finish(false);
    };
    const release = (press: globalThis.KeyboardEvent) => {
      if (press.key === "Alt" && latest.current?.by === "keys") {
        // Alt alone would put the focus into the browser's menu.
        press.preventDefault();
        finish(true);
      }
    };
    const away = () => {
      if (latest.current?.by === "keys") finish(true);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", key, true);
    window.addEventListener("keyup", release);
    window.addEventListener("blur", away);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", key, true);
      window.removeEventListener("keyup", release);
      window.removeEventListener("blur", away);
    };
  }, [grid, hours, finish, show]);

  const press = (pointer: PointerEvent<HTMLElement>, event: CalendarEvent) => {
    dragged.current = false;
    // A finger scrolls; it moves lessons through "Move".
    if (pointer.button !== 0 || pointer.pointerType === "touch") return;
    started.current = { event, x: pointer.clientX, y: pointer.clientY };
  };

  /** True when the key was one of ours. */
  const arrow = (key: string, event: CalendarEvent): boolean => {
    const now = latest.current?.event.id === event.id ? latest.current : null;
    const at = now ?? { day: event.day, start: event.start };
    const next = stepped(key, at, event.end - event.start, days, hours);
    if (!next) return false;
    const shifted: Shift = { event, ...next, by: "keys" };
    show(shifted);
    onTell(shifted);
    return true;
  };

  return { shift, press, arrow, wasDragged: () => dragged.current };
}

type At = { day: string; start: number };

/** A quarter of an hour up or down, a day to the side; null for other keys. */
export function stepped(
  key: string,
  at: At,
  length: number,
  days: readonly string[],
  hours: Hours,
): At | null {
  if (key === "ArrowUp" || key === "ArrowDown") {
    const by = key === "ArrowUp" ? -SNAP : SNAP;
    return { day: at.day, start: snapTo(at.start + by, length, hours) };
  }
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const side = days[days.indexOf(at.day) + (key === "ArrowLeft" ? -1 : 1)];
    return { day: side ?? at.day, start: at.start };
  }
  return null;
}
