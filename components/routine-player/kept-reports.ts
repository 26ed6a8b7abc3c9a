"use client";

import { Refused, type Report, sendReport } from "./send-report";

// A practice that has not arrived stays on this phone, which others may hold as well: that a routine was started, when,
// how long and how far, under the account of whoever played it. No name, no reason, no reaction and no words: those
// live as long as the page (docs/decisions/0033-a-practice-waits-on-the-phone.md).

type Kept = Pick<
  Report,
  "assignmentId" | "startKey" | "startedAt" | "seconds" | "stepsDone" | "outcome" | "gateSkipped"
>;

const DAY = 86_400_000;
const DAYS_KEPT = 30;
const under = (person: string): string => `handsel.practice.${person}.`;

/** Whether this browser keeps anything. */
export function keepReport(person: string, report: Report): boolean {
  const { assignmentId, startKey, startedAt, seconds, stepsDone, outcome, gateSkipped } = report;
  const kept: Kept = { assignmentId, startKey, startedAt, seconds, stepsDone, outcome };
  try {
    const text = JSON.stringify({ ...kept, ...(gateSkipped && { gateSkipped }) });
    localStorage.setItem(under(person) + startKey, text);
    return true;
  } catch {
    return false;
  }
}

export function forgetReport(person: string, startKey: string): void {
  try {
    localStorage.removeItem(under(person) + startKey);
  } catch {
    // Nothing was kept.
  }
}

function read(name: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

/** What `person` has here still; what nobody came back for within a month, or nobody can read, is dropped. */
function keptReports(person: string): Report[] {
  let names: string[] = [];
  try {
    names = Object.keys(localStorage).filter((name) => name.startsWith(under(person)));
  } catch {
    // This browser keeps nothing.
  }
  return names.flatMap((name) => {
    const kept = read(name);
    const at = Date.parse(kept?.startedAt ?? "");
    if (kept && Date.now() - at < DAYS_KEPT * DAY) return [{ ...kept, reactions: [] }];
    localStorage.removeItem(name);
    return [];
  });
}

/** Sends what waits here and forgets it. Returns how many arrived; the rest is tried the next time. */
export async function sendKept(person: string): Promise<number> {
  let arrived = 0;
  for (const report of keptReports(person)) {
    try {
      await sendReport("/api/family/practice", report);
      arrived += 1;
    } catch (error) {
      if (!(error instanceof Refused)) continue;
    }
    forgetReport(person, report.startKey);
  }
  return arrived;
}
