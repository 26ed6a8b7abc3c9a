"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Liked, Outcome, Reaction, StopReason } from "@/lib/routines/schema";
import type { GateSkipReason } from "@/lib/safety/schema";

/** Everything that is known of one practice so far. */
export type Report = {
  assignmentId: string;
  startKey: string;
  startedAt: string;
  seconds: number;
  stepsDone: number;
  outcome: Outcome;
  stopReason?: StopReason;
  reactions: readonly Reaction[];
  liked?: Liked;
  note?: string;
  gateSkipped?: GateSkipReason;
};
export type SendState = "nothing" | "sending" | "saved" | "unsent" | "signed_out";

const RETRY_MS = 15_000;

async function post(address: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // The page may be left the moment after.
    keepalive: true,
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const told: unknown = await answer.json();
  const id = (told as { id?: unknown }).id;
  if (typeof id !== "string") throw new Error("no id");
  return { id };
}

const facts = ({ seconds, stepsDone, outcome }: Report) => `${seconds} ${stepsDone} ${outcome}`;

async function send(report: Report, sent: { id: string; report: Report } | null) {
  // More minutes are told as the same start again; what the family adds goes to the log it has.
  if (!sent || facts(report) !== facts(sent.report)) return post("/api/family/practice", report);
  const { stopReason, liked, reactions, note } = report;
  const more = { logId: sent.id, reactions, stopReason, liked, note };
  return post("/api/family/practice/more", more);
}

/**
 * Sends what happened, at once, and again until it has arrived. It is kept in memory only: nothing about a baby's
 * health is left behind in the browser.
 */
export function useOutbox(report: Report | null): { state: SendState; retry: () => void } {
  const [state, setState] = useState<SendState>("nothing");
  const sent = useRef<{ id: string; report: Report } | null>(null);
  const wanted = useRef<Report | null>(null);
  const busy = useRef(false);

  const work = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      while (wanted.current && wanted.current !== sent.current?.report) {
        const next: Report = wanted.current;
        setState("sending");
        const { id } = await send(next, sent.current);
        sent.current = { id, report: next };
      }
      setState("saved");
    } catch (error) {
      const signedOut = error instanceof Error && error.message === "401";
      setState(signedOut ? "signed_out" : "unsent");
    } finally {
      busy.current = false;
    }
  }, []);

  const text = report && JSON.stringify(report);
  useEffect(() => {
    if (!text) return;
    wanted.current = JSON.parse(text) as Report;
    void work();
  }, [text, work]);

  const stuck = state === "unsent" || state === "signed_out";
  useEffect(() => {
    if (!stuck) return;
    const again = () => void work();
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    const timer = setInterval(again, RETRY_MS);
    window.addEventListener("online", again);
    window.addEventListener("beforeunload", stay);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
      window.removeEventListener("beforeunload", stay);
    };
  }, [stuck, work]);

  return { state, retry: () => void work() };
}

/** A mark of this start. `randomUUID` is missing on plain http in a home network; random bytes are not. */
export function newStartKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
