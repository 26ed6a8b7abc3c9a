import type { Staff } from "@/lib/core/actor";
import { ageDays, bornEarly, correctedAgeDays } from "@/lib/core/age";
import type { Day } from "@/lib/core/time";
import { stampOf } from "@/lib/practices/rules";
import type { BabyHealth } from "./schema";

export type Ages = { days: number; correctedDays: number | null };

/** Both ages of a baby on a day where the family is. */
export const agesOf = (bornOn: Day, gestationDays: number | null, onDay: Day): Ages => ({
  days: ageDays(bornOn, onDay),
  correctedDays:
    gestationDays === null ? null : correctedAgeDays({ birthDay: bornOn, gestationDays, onDay }),
});

export type HealthFacts = {
  allergies: string[];
  conditions: string[];
  takeCare: string | null;
  findings: string[];
};
/** What stands beside a baby's name wherever somebody acts on it (design, checklist 10). */
export type Alerts = {
  /** Completed days of pregnancy, when that was before 37 weeks. */
  bornEarly: number | null;
  /** How many facts there are to take care of. */
  count: number;
  /** The facts themselves; null for the front desk. */
  facts: HealthFacts | null;
};

/**
 * The front desk arranges lessons and has no need of a diagnosis, so it learns that there is something to take care
 * of and how much, never what (45 CFR 164.502(b), GDPR article 5(1)(c): the least that the task needs). Weeks at birth
 * it sees, because it asks for them when it books.
 */
export function alertsOf(
  role: Staff["role"],
  gestationDays: number | null,
  health: BabyHealth | null,
): Alerts {
  const facts = shownFacts(health);
  const written = facts.allergies.length + facts.conditions.length + (facts.takeCare ? 1 : 0);
  return {
    bornEarly: gestationDays !== null && bornEarly(gestationDays) ? gestationDays : null,
    count: written + facts.findings.length,
    facts: role === "front_desk" ? null : facts,
  };
}

/** Findings repeat what somebody wrote in words, or what the weeks at birth say: those are told once. */
function shownFacts(health: BabyHealth | null): HealthFacts {
  const { allergies = [], conditions = [], takeCare, findings = [] } = health ?? {};
  const words = conditions.join(" ").toLowerCase();
  const told = (finding: string): boolean =>
    finding === "preterm" ||
    (finding === "nut_allergy" && allergies.length > 0) ||
    finding.split("_").every((part) => words.includes(part));
  return {
    allergies,
    conditions,
    takeCare: takeCare ?? null,
    findings: findings.filter((finding) => !told(finding)),
  };
}

/** "Okoye" of "Ana Okoye", "Okoye" or "Okoye family": how a practice tells two Milas apart. */
export function surnameOf(familyName: string): string {
  const words = familyName
    .replace(/\s+family$/i, "")
    .trim()
    .split(/\s+/);
  return words.at(-1) ?? "";
}

/** "Mila Okoye"; "Ada and Bea Finch" with the names already joined in the reader's language. */
export function babyTitle(firstNames: string, familyName: string): string {
  const surname = surnameOf(familyName);
  if (!firstNames) return familyName;
  return !surname || firstNames.toLowerCase().endsWith(surname.toLowerCase())
    ? firstNames
    : `${firstNames} ${surname}`;
}

/** A search as LIKE wants it: what people type is never a pattern. */
export const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** What the forms of one family compare with: a save from an older look is refused. */
export const guardianStamp = (row: {
  name: string;
  email: string | null;
  phone: string | null;
  relation: string | null;
}): string => stampOf([row.name, row.email, row.phone, row.relation]);
export const babyStamp = (row: {
  firstName: string;
  bornOn: string;
  gestationDays: number | null;
  sex: string;
}): string => stampOf([row.firstName, row.bornOn, row.gestationDays, row.sex]);
export const healthStamp = (health: BabyHealth | null): string =>
  stampOf(health && [health.allergies, health.conditions, health.takeCare ?? null]);
