"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { NoteContent } from "@/lib/notes/schema";
import { fillForm, readForm, type Sent } from "./fill";

export type Conflict = { version: number; theirs: NoteContent; noteId: string };
export type SaveState =
  | { is: "clean"; at: string | null }
  | { is: "waiting" | "saving" | "kept" | "signed_out" }
  | { is: "invalid"; detail: string }
  | { is: "closed"; noteId: string; detail: string };

type Kept = Pick<Sent, "seen" | "privacy"> & { content: NoteContent };

const EVERY_MS = 2000;
const AGAIN_MS = 6000;

type Options = {
  root: RefObject<HTMLElement | null>;
  keepAs: string;
  /** The same once the note is there: a note without a lesson is then kept by its own id. */
  keepSavedAs: string;
  first: { id: string; version: number; savedAt: string | null };
  onConflict: (conflict: Conflict) => void;
};

/**
 * Saves what is typed two seconds later, one request at a time. What could not be saved stays in this tab, over a
 * sign-in and a reload, and goes when it is saved.
 */
export function useAutosave({ root, keepAs, keepSavedAs, first, onConflict }: Options) {
  const [state, setState] = useState<SaveState>({ is: "clean", at: first.savedAt });
  const seen = useRef(first.version);
  const keptAs = useRef(keepAs);
  const dirty = useRef(false);
  const held = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const running = useRef<Promise<void> | null>(null);
  // The page hands in a new function with each render; what saves must stay the same one, or leaving and coming back
  // would be seen in every render, each with a save of its own.
  const meet = useRef(onConflict);
  useEffect(() => {
    meet.current = onConflict;
  }, [onConflict]);
  const form = useCallback(() => root.current?.closest("form") ?? null, [root]);

  const keep = useCallback(() => {
    const found = form();
    if (!found) return;
    try {
      sessionStorage.setItem(keptAs.current, JSON.stringify(readForm(found, seen.current)));
    } catch {
      // A browser that keeps nothing: the page still has it.
    }
  }, [form]);
  const forget = useCallback(() => {
    try {
      sessionStorage.removeItem(keptAs.current);
    } catch {
      // Nothing was kept.
    }
  }, []);

  /** The form's own sending follows the version that was saved last, whatever was rendered meanwhile. */
  const stamp = useCallback(() => {
    const field = form()?.elements.namedItem("seen");
    if (field instanceof HTMLInputElement) field.value = String(seen.current);
  }, [form]);

  const settle = useCallback(
    async (answer: Response, noteId: string, later: () => void) => {
      const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
      if (answer.ok) {
        seen.current = Number(body.version);
        const at = String(body.savedAt);
        stamp();
        if (!location.pathname.endsWith(noteId))
          history.replaceState(history.state, "", `/practice/notes/${noteId}/edit`);
        if (!dirty.current) setState({ is: "clean", at });
        if (!dirty.current || keptAs.current !== keepSavedAs) forget();
        keptAs.current = keepSavedAs;
        if (dirty.current) keep();
        return;
      }
      dirty.current = true;
      keep();
      const detail = String(body.detail ?? "");
      if (answer.status === 401) setState({ is: "signed_out" });
      else if (body.theirs) {
        held.current = true;
        meet.current({
          version: Number(body.version),
          theirs: body.theirs as NoteContent,
          noteId: String(body.noteId),
        });
      } else if (body.closed || answer.status === 404) setState({ is: "closed", noteId, detail });
      else if (answer.status === 422 || answer.status === 409) setState({ is: "invalid", detail });
      else {
        setState({ is: "kept" });
        later();
      }
    },
    [forget, keep, keepSavedAs, stamp],
  );

  const save = useCallback(
    (kind: "auto" | "save" | "joined" = "auto"): Promise<void> => {
      clearTimeout(timer.current);
      if (running.current)
        return running.current.then(() => (dirty.current ? save(kind) : undefined));
      const found = form();
      if (!found || (!dirty.current && kind === "auto") || held.current) return Promise.resolve();
      const sent = readForm(found, seen.current);
      const later = () => {
        timer.current = setTimeout(() => void save(kind), AGAIN_MS);
      };
      dirty.current = false;
      setState({ is: "saving" });
      running.current = fetch("/api/live/notes/save", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...sent, kind }),
        keepalive: true,
      })
        .then((answer) => settle(answer, sent.noteId, later))
        .catch(() => {
          dirty.current = true;
          keep();
          setState({ is: "kept" });
          later();
        })
        .finally(() => {
          running.current = null;
        });
      return running.current;
    },
    [form, keep, settle],
  );

  const touch = useCallback(() => {
    dirty.current = true;
    if (held.current) return keep();
    setState((now) => (now.is === "kept" || now.is === "signed_out" ? now : { is: "waiting" }));
    keep();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), EVERY_MS);
  }, [keep, save]);

  useEffect(() => {
    const again = () => {
      if (document.visibilityState === "visible" && dirty.current) void save();
    };
    const leave = () => {
      if (dirty.current) void save();
    };
    // Words that were not saved when this tab was left: they come back, and the version tells of anything newer.
    try {
      const left = sessionStorage.getItem(keptAs.current);
      const found = form();
      if (left && found) {
        const { content, privacy, seen: at } = JSON.parse(left) as Kept;
        fillForm(found, content, privacy);
        seen.current = Math.max(at, 0);
        dirty.current = true;
        void save();
      }
    } catch {
      forget();
    }
    window.addEventListener("online", again);
    window.addEventListener("focus", again);
    document.addEventListener("visibilitychange", again);
    window.addEventListener("pagehide", leave);
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener("online", again);
      window.removeEventListener("focus", again);
      document.removeEventListener("visibilitychange", again);
      window.removeEventListener("pagehide", leave);
      if (dirty.current) void save();
    };
  }, [save, form, forget]);

  return {
    state,
    touch,
    save,
    /** Both texts were joined: what is on the page now follows the other window's version. */
    rejoin: (version: number) => {
      seen.current = version;
      held.current = false;
      dirty.current = true;
      stamp();
    },
    stamp,
    /** The form itself is sent: nothing of this tab is kept after it. */
    forget: () => {
      stamp();
      forget();
    },
    hold: () => {
      held.current = true;
    },
  };
}
