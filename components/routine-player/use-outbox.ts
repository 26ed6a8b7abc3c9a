"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { forgetReport, keepReport } from "./kept-reports";
import { Refused, type Report, sendReport } from "./send-report";

export type SendState = "nothing" | "sending" | "saved" | "unsent" | "signed_out" | "refused";
export type Sending = {
  state: SendState;
  /** All of it is on this phone and goes by itself, also from another page. */
  safe: boolean;
  /** Why it was refused for good, in words; empty where nobody said. */
  why: string;
  retry: () => void;
};

const RETRY_MS = 15_000;

const facts = ({ seconds, stepsDone, outcome }: Report) => `${seconds} ${stepsDone} ${outcome}`;

async function send(report: Report, sent: { id: string; report: Report } | null) {
  // More minutes are told as the same start again; what the family adds goes to the log it has.
  if (!sent || facts(report) !== facts(sent.report))
    return sendReport("/api/family/practice", report);
  const { stopReason, liked, reactions, note } = report;
  const more = { logId: sent.id, reactions, stopReason, liked, note };
  return sendReport("/api/family/practice/more", more);
}

/** What the family answered, which is not left behind on a phone. */
const answers = ({ stopReason, liked, note, reactions }: Report): boolean =>
  Boolean(stopReason || liked || note) || reactions.length > 0;

/**
 * Sends what happened, at once, and again until it has arrived or was refused for good. That it happened is kept on the phone meanwhile; what
 * it says of the baby's health is in memory only.
 */
export function useOutbox(person: string, report: Report | null): Sending {
  const [state, setState] = useState<SendState>("nothing");
  const [safe, setSafe] = useState(false);
  const [why, setWhy] = useState("");
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
        const known = sent.current && facts(next) === facts(sent.current.report);
        const kept = !known && keepReport(person, next);
        setSafe(kept && !answers(next));
        const { id } = await send(next, sent.current);
        forgetReport(person, next.startKey);
        sent.current = { id, report: next };
      }
      setState("saved");
    } catch (error) {
      if (error instanceof Refused) {
        if (wanted.current) forgetReport(person, wanted.current.startKey);
        setWhy(error.message);
        setState("refused");
        return;
      }
      const signedOut = error instanceof Error && error.message === "401";
      setState(signedOut ? "signed_out" : "unsent");
    } finally {
      busy.current = false;
    }
  }, [person]);

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
    if (!safe) window.addEventListener("beforeunload", stay);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
      window.removeEventListener("beforeunload", stay);
    };
  }, [stuck, safe, work]);

  return { state, safe, why, retry: () => void work() };
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
