import { EMPTY_HEALTH } from "./health.rules";
import type { BabyHealth, DoctorAllows, Happening, HealthReport } from "./schema";

/** One thing that is known of a child; two accounts that share it hold it in the same words. */
export type Fact =
  | { field: "allergies" | "familyAllergies" | "conditions" | "takeCare"; value: string }
  | { field: "feeding" | "feedingTimes"; value: string }
  | { field: "birthGrams"; value: number }
  | { field: "allowed"; value: DoctorAllows }
  | { field: "happened"; value: Happening }
  | { field: "finding"; value: HealthReport };
/** What became known, or was taken away, while two rows were one child. */
export type Change = { is: "added" | "removed"; fact: Fact };
/** Which of the two children it is true of. */
export const SIDES = ["into", "from", "both"] as const;
export type Side = (typeof SIDES)[number];

const same = ({ field, value }: Fact): string =>
  field === "finding"
    ? JSON.stringify([
        ...[field, value.id, [...(value.parts ?? [])].sort(), value.since ?? null],
        ...[value.until ?? null, value.by ?? null],
      ])
    : JSON.stringify([field, value]);

function factsOf(health: BabyHealth): Fact[] {
  const texts = (["allergies", "familyAllergies", "conditions"] as const).flatMap((field) =>
    health[field].map((value): Fact => ({ field, value })),
  );
  const care = (health.takeCare ?? "").split("\n").filter(Boolean);
  const found = health.findings.flatMap((id): Fact[] => {
    const known = health.reports.filter((report) => report.id === id);
    return (known.length > 0 ? known : [{ id }]).map((value) => ({ field: "finding", value }));
  });
  return [
    ...found,
    ...texts,
    ...care.map((value): Fact => ({ field: "takeCare", value })),
    ...(["feeding", "feedingTimes"] as const).flatMap((field): Fact[] => {
      const value = health[field];
      return value ? [{ field, value }] : [];
    }),
    ...(health.birthGrams === undefined
      ? []
      : [{ field: "birthGrams", value: health.birthGrams } as const]),
    ...(health.allowed ?? []).map((value): Fact => ({ field: "allowed", value })),
    ...(health.happened ?? []).map((value): Fact => ({ field: "happened", value })),
  ];
}

/** What is different in an account since two others were joined into it; in an order that is always the same. */
export function changesSince(joined: BabyHealth | null, now: BabyHealth | null): Change[] {
  const [before, after] = [factsOf(joined ?? EMPTY_HEALTH), factsOf(now ?? EMPTY_HEALTH)];
  const without = (all: Fact[], those: Fact[]) => {
    const known = new Set(those.map(same));
    return all.filter((fact) => !known.has(same(fact)));
  };
  return [
    ...without(after, before).map((fact): Change => ({ is: "added", fact })),
    ...without(before, after).map((fact): Change => ({ is: "removed", fact })),
  ];
}

/** A child's own account, with the changes that are true of this child. */
export function withChanges(own: BabyHealth | null, changes: readonly Change[]): BabyHealth {
  const gone = new Set(changes.filter(({ is }) => is === "removed").map(({ fact }) => same(fact)));
  const kept = factsOf(own ?? EMPTY_HEALTH).filter((fact) => !gone.has(same(fact)));
  const added = changes.flatMap(({ is, fact }) => (is === "added" ? [fact] : []));
  const facts = [...kept, ...added.filter((fact) => !kept.some((one) => same(one) === same(fact)))];
  const texts = (field: Fact["field"]) =>
    facts.flatMap((fact) => (fact.field === field ? String(fact.value) : []));
  const reports = facts.flatMap((fact) => (fact.field === "finding" ? fact.value : []));
  const bare = ({ id, ...more }: HealthReport) => Object.keys(more).length === 0;
  const findings = [...new Set(reports.map(({ id }) => id))];
  const takeCare = texts("takeCare").join("\n");
  const [feeding, feedingTimes] = [texts("feeding").at(-1), texts("feedingTimes").at(-1)];
  const allowed = facts.flatMap((fact) => (fact.field === "allowed" ? fact.value : []));
  const happened = facts.flatMap((fact) => (fact.field === "happened" ? fact.value : []));
  const grams = facts.findLast((fact) => fact.field === "birthGrams")?.value;
  return {
    allergies: texts("allergies"),
    familyAllergies: texts("familyAllergies"),
    conditions: texts("conditions"),
    findings,
    // A finding alone without a place or a day needs no report to say so.
    reports: reports.filter(
      (report) => !bare(report) || reports.filter(({ id }) => id === report.id).length > 1,
    ),
    ...(takeCare && { takeCare }),
    ...(feeding && { feeding: feeding as NonNullable<BabyHealth["feeding"]> }),
    ...(feedingTimes && { feedingTimes }),
    ...(typeof grams === "number" && { birthGrams: grams }),
    ...(allowed.length > 0 && { allowed }),
    ...(happened.length > 0 && { happened }),
  };
}

/**
 * Whether a change only takes away, or ends with a day, what was known: all that may be written of a baby once its family
 * took back the yes to keep health information.
 */
export const onlyLess = (before: BabyHealth | null, next: BabyHealth): boolean => {
  const changes = changesSince(before, next);
  const gone = changes.flatMap(({ is, fact }) => (is === "removed" ? [fact] : []));
  return changes.every(({ is, fact }) => {
    if (is === "removed") return true;
    if (fact.field === "finding" && fact.value.until)
      return gone.some((one) => one.field === "finding" && one.value.id === fact.value.id);
    return (
      fact.field === "allowed" &&
      fact.value.ended !== undefined &&
      gone.some((one) => one.field === "allowed" && one.value.by === fact.value.by)
    );
  });
};
