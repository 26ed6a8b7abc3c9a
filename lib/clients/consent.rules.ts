import type { ConsentKind } from "@/db/schema";
import { addDays, type Day, startOfDay, type Zone } from "@/lib/core/time";

export type Said = {
  guardianId: string;
  kind: ConsentKind;
  answer: "given" | "declined" | "withdrawn";
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

/**
 * What holds for a family, from everything its grown-ups ever said, newest last. Each grown-up's latest answer counts;
 * one of them saying no is not outvoted by another's yes, whoever spoke last.
 */
export function standing(said: readonly Said[]): Map<ConsentKind, "given" | "objected"> {
  const latest = new Map<string, Said>();
  for (const one of said) if (one.counts) latest.set(`${one.kind}:${one.guardianId}`, one);
  const result = new Map<ConsentKind, "given" | "objected">();
  for (const { kind, answer } of latest.values()) {
    if (answer !== "given") result.set(kind, "objected");
    else if (!result.has(kind)) result.set(kind, "given");
  }
  return result;
}
