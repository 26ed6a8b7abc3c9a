import type { ConsentKind } from "@/db/schema";
import { addDays, type Day, startOfDay, type Zone } from "@/lib/core/time";

/**
 * Raised with every change of the words of a consent. A yes to older words covers what these said and no more, so whoever
 * gave it is asked again (ESIGN and UETA: a signature belongs to its exact record).
 */
export const CONSENT_VERSIONS: Readonly<Record<ConsentKind, number>> = {
  teaching: 1,
  health_data: 1,
  share_with_doctor: 1,
  report_back: 1,
  photo_video: 1,
  reminders: 1,
};

export const isOlder = ({ kind, textVersion }: { kind: ConsentKind; textVersion: number }) =>
  textVersion < CONSENT_VERSIONS[kind];

export type Said = {
  guardianId: string;
  kind: ConsentKind;
  answer: "given" | "declined" | "withdrawn";
  textVersion: number;
  /** From when on it holds (heldFrom). */
  at: Date;
  /** Whether this grown-up may sign for the baby now (mayConsentOn): whose right has ended neither opens nor forbids. */
  counts: boolean;
};

/**
 * From when on an answer holds. Paper has a day and no hour, and may be typed weeks later: a yes on it counts from the
 * beginning of its day, a no until the end of it, so that what somebody said themselves meanwhile is not undone.
 */
export function heldFrom(
  { answer, signedAt, paperOn }: { answer: Said["answer"]; signedAt: Date; paperOn: Day | null },
  zone: Zone,
): Date {
  if (!paperOn) return signedAt;
  if (answer === "given") return startOfDay(paperOn, zone);
  const end = startOfDay(addDays(paperOn, 1), zone);
  return end < signedAt ? end : signedAt;
}

/** `older`: nobody objects, and every yes was said to earlier words than today's. */
export type Stands = "given" | "objected" | "older";

/**
 * What holds for a family, from everything its grown-ups ever said, newest last. Each grown-up's latest answer counts;
 * one of them saying no, to whichever words, is not outvoted by another's yes, whoever spoke last.
 */
export function standing(said: readonly Said[]): Map<ConsentKind, Stands> {
  const latest = new Map<string, Said>();
  for (const one of said) if (one.counts) latest.set(`${one.kind}:${one.guardianId}`, one);
  const result = new Map<ConsentKind, Stands>();
  for (const one of latest.values()) {
    const before = result.get(one.kind);
    if (one.answer !== "given") result.set(one.kind, "objected");
    else if (before !== "objected" && !isOlder(one)) result.set(one.kind, "given");
    else if (!before) result.set(one.kind, "older");
  }
  return result;
}
