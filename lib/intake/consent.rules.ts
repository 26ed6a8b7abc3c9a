import type { ConsentKind } from "./schema";

export type Said = {
  guardianId: string;
  kind: ConsentKind;
  answer: "given" | "declined" | "withdrawn";
  signedAt: Date;
};

/**
 * What holds for a family, from everything its grown-ups ever said, newest last. Each grown-up's latest answer counts;
 * one of them saying no is not outvoted by another's yes, whoever spoke last.
 */
export function standing(said: readonly Said[]): Map<ConsentKind, "given" | "objected"> {
  const latest = new Map<string, Said>();
  for (const one of said) latest.set(`${one.kind}:${one.guardianId}`, one);
  const result = new Map<ConsentKind, "given" | "objected">();
  for (const { kind, answer } of latest.values()) {
    if (answer !== "given") result.set(kind, "objected");
    else if (!result.has(kind)) result.set(kind, "given");
  }
  return result;
}
