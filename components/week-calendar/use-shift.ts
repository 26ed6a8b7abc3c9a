"use client";

import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { type Hours, SNAP, snapEnd, snapTo } from "./layout";
import type { CalendarEvent } from "./model";

/**
 * Where an event would be: drawn as a ghost while the event itself stays, so that focus and pointer stay with it.
 */
export type Shift = {
  event: CalendarEvent;
  day: string;
  start: number;
  end: number;
  /** In whose column it is, where people stand side by side. */
  practitioner: CalendarEvent["practitioner"];
  by: "pointer" | "keys";
};
type Edge = "whole" | "end";
type Started = { event: CalendarEvent; edge: Edge; x: number; y: number; grip: number };

type Options = {
  /** Holds the day columns; its --hh is the height of an hour. */
  grid: RefObject<HTMLElement | null>;
  days: readonly string[];
  /** Who stands side by side, in order; empty where each column is a day. */
  people: readonly string[];
  hours: Hours;
  onMove: (shift: Shift) => void;
  onTell: (shift: Shift) => void;
};

// Less is a click with an unsteady hand.
const THRESHOLD = 5;

/** Moving and resizing by dragging and by Alt with the arrows. Escape leaves everything where it was. */
export function useShift({ grid, days, people, hours, onMove, onTell }: Options) {
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
      const { event, day, start, end, practitioner } = done;
      const moved = event.day !== day || event.start !== start || event.end !== end;
      if (moved || event.practitioner.id !== practitioner.id) onMove(done);
    },
    [onMove, show],
  );

  useEffect(() => {
    const follow = (x: number, y: number) => {
      const from = started.current;
      const box = grid.current;
      if (!from || !box) return;
      if (!latest.current && Math.hypot(x - from.x, y - from.y) < THRESHOLD) return;
      dragged.current = true;
      const { event, edge } = from;
      const columns = [...box.querySelectorAll<HTMLElement>("[data-day]")];
      // From the column itself, so that scrolling under a still pointer counts too.
      const minute = minuteAt(columns[0], y, hours) - from.grip;
      if (edge === "end") {
        const end = snapEnd(minute, event.start, hours);
        const { day, start, practitioner } = event;
        show({ event, day, start, end, practitioner, by: "pointer" });
        return;
      }
      const under = columns.find((column) => {
        const { left, right } = column.getBoundingClientRect();
        return x >= left && x < right;
      });
      const length = event.end - event.start;
      const start = snapTo(minute, length, hours);
      const day = under?.dataset.day ?? latest.current?.day ?? event.day;
      const practitioner = takerIn(event, under?.dataset.person) ?? latest.current?.practitioner;
      const end = start + length;
      show({
        event,
        day,
        start,
        end,
        practitioner: practitioner ?? event.practitioner,
        by: "pointer",
      });
    };
    let at = { x: 0, y: 0 };
    const scroll = autoScroll(() => follow(at.x, at.y));
    const move = (pointer: globalThis.PointerEvent) => {
      at = { x: pointer.clientX, y: pointer.clientY };
      follow(at.x, at.y);
      if (latest.current?.by === "pointer") scroll.near(at.y);
    };
    const end = (commit: boolean) => () => {
      scroll.stop();
      if (started.current) finish(commit);
    };
    const [up, cancel] = [end(true), end(false)];
    const key = (press: globalThis.KeyboardEvent) => {
      if (press.key !== "Escape" || !latest.current) return;
      press.preventDefault();
      press.stopPropagation();
      scroll.stop();
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
      scroll.stop();
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", key, true);
      window.removeEventListener("keyup", release);
      window.removeEventListener("blur", away);
    };
  }, [grid, hours, finish, show]);

  const press = (pointer: PointerEvent<HTMLElement>, event: CalendarEvent, edge: Edge) => {
    dragged.current = false;
    // A finger scrolls; it moves lessons through "Move".
    if (pointer.button !== 0 || pointer.pointerType === "touch") return;
    pointer.stopPropagation();
    const column = pointer.currentTarget.closest<HTMLElement>("[data-day]");
    const grip =
      minuteAt(column, pointer.clientY, hours) - (edge === "end" ? event.end : event.start);
    started.current = { event, edge, x: pointer.clientX, y: pointer.clientY, grip };
  };

  /** True when the key was one of ours; with Shift it is the end that moves. */
  const arrow = (key: string, event: CalendarEvent, resize: boolean): boolean => {
    const held = latest.current?.event.id === event.id ? latest.current : null;
    const now = held ?? event;
    const at = { day: now.day, start: now.start, end: now.end };
    const practitioner = held?.practitioner ?? event.practitioner;
    const beside = resize ? null : besideOf(key, event, practitioner, people);
    const next = beside ? at : resize ? stretched(key, at, hours) : stepped(key, at, days, hours);
    if (!next) return false;
    const shifted: Shift = { event, ...next, practitioner: beside ?? practitioner, by: "keys" };
    show(shifted);
    onTell(shifted);
    return true;
  };

  return { shift, press, arrow, wasDragged: () => dragged.current };
}

/** The minute of the wall at a height of the window. */
export function minuteAt(column: HTMLElement | null | undefined, y: number, hours: Hours): number {
  if (!column) return hours.first;
  const { top, height } = column.getBoundingClientRect();
  return hours.first + ((y - top) / height) * (hours.last - hours.first);
}

const EDGE = 56;
const PACE = 14;

/** Scrolls the page while the pointer is near its upper or lower end, and tells after each step. */
export function autoScroll(onStep: () => void) {
  let by = 0;
  let frame = 0;
  const step = () => {
    frame = 0;
    if (by === 0) return;
    window.scrollBy(0, by);
    onStep();
    frame = requestAnimationFrame(step);
  };
  return {
    near(y: number) {
      const low = window.innerHeight - EDGE;
      by = y < EDGE ? -PACE : y > low ? PACE : 0;
      if (by !== 0 && frame === 0) frame = requestAnimationFrame(step);
    },
    stop() {
      by = 0;
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}

type Who = CalendarEvent["practitioner"];
/** Who could give an event, by the column that it is over: its own practitioner and the colleagues it may go to. */
const takerIn = (event: CalendarEvent, id: string | undefined): Who | undefined =>
  [event.practitioner, ...event.colleagues].find((one) => one.id === id);

/** The next person to the side who could give it; null for other keys, and where each column is a day. */
export function besideOf(
  key: string,
  event: CalendarEvent,
  now: Who,
  people: readonly string[],
): Who | null {
  if (people.length === 0 || (key !== "ArrowLeft" && key !== "ArrowRight")) return null;
  const by = key === "ArrowLeft" ? -1 : 1;
  for (let i = people.indexOf(now.id) + by; i >= 0 && i < people.length; i += by) {
    const found = takerIn(event, people[i]);
    if (found) return found;
  }
  return now;
}

type At = { day: string; start: number; end: number };

/** A quarter of an hour up or down, a day to the side; null for other keys. */
export function stepped(key: string, at: At, days: readonly string[], hours: Hours): At | null {
  const length = at.end - at.start;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const start = snapTo(at.start + (key === "ArrowUp" ? -SNAP : SNAP), length, hours);
    return { day: at.day, start, end: start + length };
  }
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const side = days[days.indexOf(at.day) + (key === "ArrowLeft" ? -1 : 1)];
    return { ...at, day: side ?? at.day };
  }
  return null;
}

/** The end a quarter of an hour earlier or later; null for other keys. */
export function stretched(key: string, at: At, hours: Hours): At | null {
  if (key !== "ArrowUp" && key !== "ArrowDown") return null;
  return { ...at, end: snapEnd(at.end + (key === "ArrowUp" ? -SNAP : SNAP), at.start, hours) };
}
