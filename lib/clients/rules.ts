import type { Staff } from "@/lib/core/actor";
import { ageDays, bornEarly, CORRECT_UNTIL_MONTHS, correctedAgeDays } from "@/lib/core/age";
import { type Day, daysBetween, isDay } from "@/lib/core/time";
import { stampOf } from "@/lib/practices/rules";
import { onForm, type PastFinding, pastFindings } from "./health.rules";
import type { DoctorAllows, HealthGiven } from "./schema";

export type Ages = { days: number; correctedDays: number | null };

/** Both ages of a baby on a day where the family is; `untilMonths` is the practice's (correctUntilMonths). */
export const agesOf = (
  bornOn: Day,
  gestationDays: number | null,
  onDay: Day,
  untilMonths: number = CORRECT_UNTIL_MONTHS,
): Ages => ({
  days: ageDays(bornOn, onDay),
  correctedDays:
    gestationDays === null
      ? null
      : correctedAgeDays({ birthDay: bornOn, gestationDays, onDay, untilMonths }),
});

export type HealthFacts = {
  allergies: string[];
  familyAllergies: string[];
  conditions: string[];
  takeCare: string | null;
  findings: string[];
  /** How and when the baby is fed: lessons are planned around it. Nothing to take care of by itself. */
  feeding: { how: HealthGiven["feeding"] | null; times: string | null } | null;
  /** What a doctor allows only, as long as nobody lifted it. */
  limits: DoctorLimit[];
  /** What is over: told as past, and no alert. */
  past: PastFinding[];
};
export type DoctorLimit = Pick<DoctorAllows, "kind" | "parts" | "positions" | "by" | "on">;
/** What stands beside a baby's name wherever somebody acts on it (design, checklist 10). */
export type Alerts = {
  /** Completed days of pregnancy, when that was before 37 weeks. */
  bornEarly: number | null;
  /** Nobody knows how early the baby was born: the corrected age and the curves may not fit. */
  weeksUnknown: boolean;
  /** How many facts there are to take care of. */
  count: number;
  /** The facts themselves; null for the front desk. */
  facts: HealthFacts | null;
};

type Weeks = { gestationDays: number | null; gestationUnknown?: boolean | undefined };

/** The babies of whom an answer tells what to take care of: their sealed record was read. */
export const factsShown = (babies: readonly { id: string; alerts: Alerts }[]): string[] => [
  ...new Set(
    babies.flatMap(({ id, alerts: { facts, count } }) =>
      facts !== null && (count > 0 || facts.feeding !== null) ? [id] : [],
    ),
  ),
];

/**
 * The front desk arranges lessons and has no need of a diagnosis, so it learns that there is something to take care
 * of and how much, never what (45 CFR 164.502(b), GDPR article 5(1)(c): the least that the task needs). Weeks at birth
 * it sees, because it asks for them when it books.
 */
export function alertsOf(
  role: Staff["role"],
  { gestationDays, gestationUnknown = false }: Weeks,
  health: HealthGiven | null,
  on: Day,
): Alerts {
  const facts = shownFacts(health, on);
  const { allergies, familyAllergies, conditions, takeCare } = facts;
  const written =
    allergies.length + familyAllergies.length + conditions.length + (takeCare ? 1 : 0);
  return {
    bornEarly: gestationDays !== null && bornEarly(gestationDays) ? gestationDays : null,
    weeksUnknown: gestationUnknown,
    count: written + facts.findings.length + facts.limits.length,
    facts: role === "front_desk" ? null : facts,
  };
}

/** What only changes a routine (lib/safety). Anything more serious is named, whatever the words beside it seem to say. */
export const MILD: readonly string[] = [
  "reflux",
  "muscle_tone",
  "brachial_plexus",
  "eczema_dry",
  "nut_allergy",
  "nas",
  "under4w",
];

/** Findings repeat what somebody wrote in words, or what the weeks at birth say: those are told once. */
function shownFacts(health: HealthGiven | null, on: Day): HealthFacts {
  const { allergies = [], conditions = [], takeCare, findings = [] } = health ?? {};
  const { familyAllergies = [], feeding, feedingTimes } = health ?? {};
  const past = health ? pastFindings(health, on) : [];
  const words = new Set(
    conditions
      .join(" ")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  );
  const told = (finding: string): boolean =>
    finding === "preterm" ||
    (finding === "nut_allergy" && allergies.length + familyAllergies.length > 0) ||
    (MILD.includes(finding) && finding.split("_").every((part) => words.has(part)));
  return {
    allergies,
    familyAllergies,
    conditions,
    takeCare: takeCare ?? null,
    feeding: feeding || feedingTimes ? { how: feeding ?? null, times: feedingTimes ?? null } : null,
    findings: findings.filter(
      (finding) => !told(finding) && !past.some(({ id }) => id === finding),
    ),
    limits: doctorLimits(health),
    // A fever that ended by itself is nothing to tell of any more; the answers of that day are kept.
    past: past.filter(({ id }) => onForm(id)),
  };
}

/** Of what doctors allow, what narrows: "all" says nothing that the rules do not. */
export const doctorLimits = (health: HealthGiven | null): DoctorLimit[] =>
  (health?.allowed ?? [])
    .filter(({ kind, ended }) => kind !== "all" && !ended)
    .map(({ kind, parts = [], positions = [], by, on }) => ({ kind, parts, positions, by, on }));

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

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** A day as people type it in a search: "2026-08-24", "24.8.2026", "24 Aug 2026"; month first in the United States. */
export function typedDay(text: string, locale: string): Day | null {
  const parts = text
    .toLowerCase()
    .split(/[\s./,-]+/)
    .filter(Boolean)
    .map((part) => {
      const month = MONTHS.indexOf(part.slice(0, 3));
      return { part, month: month >= 0 && /^[a-z]+$/.test(part) ? month + 1 : null };
    });
  const numbers = parts
    .filter(({ month }) => month === null)
    .map(({ part }) => ({ part, n: Number(part) }));
  const named = parts.flatMap(({ month }) => month ?? []);
  if (parts.length !== 3 || !numbers.every(({ part }) => /^\d{1,4}$/.test(part))) return null;
  const year = numbers.find(({ part }) => part.length === 4)?.n;
  const rest = numbers.filter(({ part }) => part.length <= 2).map(({ n }) => n);
  if (year === undefined || rest.length + named.length !== 2) return null;
  const first = /^\d{4}/.test(text.trim()) || locale === "en-US";
  const [month, day] = named[0] ? [named[0], rest[0]] : first ? rest : [rest[1], rest[0]];
  const two = (n: number | undefined) => String(n ?? 0).padStart(2, "0");
  const typed = `${year}-${two(month)}-${two(day)}`;
  return isDay(typed) ? typed : null;
}

/** Whether somebody may sign for a baby on a day: a foster carer only while the authority's written consent holds. */
export function mayConsentOn(
  one: {
    kin: string | null;
    mayConsent: string;
    fosterOn: Day | null;
    fosterUntil: Day | null;
  },
  day: Day,
): boolean {
  if (one.mayConsent !== "yes") return false;
  if (one.kin !== "foster_carer") return true;
  if (!one.fosterOn || daysBetween(one.fosterOn, day) < 0) return false;
  return !one.fosterUntil || daysBetween(day, one.fosterUntil) >= 0;
}

/** What the forms of one family compare with: a save from an older look is refused. */
export const guardianStamp = (row: {
  name: string;
  email: string | null;
  phone: string | null;
  relation: string | null;
  kin: string | null;
  responsibility: string;
  mayConsent: string;
  mayAttend: string;
  maySee: string;
  fosterBy: string | null;
  fosterOn: string | null;
  fosterUntil: string | null;
}): string =>
  stampOf([
    ...[row.name, row.email, row.phone, row.relation, row.kin, row.responsibility],
    ...[row.mayConsent, row.mayAttend, row.maySee],
    ...[row.fosterBy, row.fosterOn, row.fosterUntil],
  ]);
export const babyStamp = (row: {
  firstName: string;
  bornOn: string;
  gestationDays: number | null;
  gestationUnknown: boolean;
  sex: string;
  bornOf: number | null;
  birthOrder: number | null;
  bornAt: string | null;
}): string =>
  stampOf([
    ...[row.firstName, row.bornOn, row.gestationDays, row.gestationUnknown, row.sex],
    ...[row.bornOf, row.birthOrder, row.bornAt?.slice(0, 5) ?? null],
  ]);
export const healthStamp = (health: HealthGiven | null): string => stampOf(health);
