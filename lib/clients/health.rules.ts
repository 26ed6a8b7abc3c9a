import { type Day, daysBetween } from "@/lib/core/time";
import {
  type BabyHealth,
  babyHealth,
  type DoctorAllows,
  type Happening,
  type HealthGiven,
  type HealthReport,
} from "./schema";

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const both = (a: readonly string[], b: readonly string[]): string[] => [
  ...a,
  ...b.filter((one) => !a.some((known) => same(known, one))),
];

/** What is known of one finding: nothing, or its reports; a finding without any is so everywhere and always. */
const reportsOf = ({ findings, reports }: BabyHealth, id: string): HealthReport[] => {
  if (!findings.includes(id)) return [];
  const known = reports.filter((report) => report.id === id);
  return known.length > 0 ? known : [{ id }];
};

const ordered = ({ id, parts = [], since, until, by }: HealthReport): string =>
  [id, [...parts].sort().join(","), since ?? "", until ?? "", by ?? ""].join("|");

/**
 * Two accounts of one baby as one: everything that either says. Never less than before: a finding that was known without
 * a place or a day stays known without one, whatever the other account adds.
 */
export function joinHealth(before: BabyHealth, more: BabyHealth): BabyHealth {
  const findings = [...new Set([...before.findings, ...more.findings])];
  const reports = findings.flatMap((id) => {
    const all = [...reportsOf(before, id), ...reportsOf(more, id)];
    const once = all.filter((one, i) => all.findIndex((x) => ordered(x) === ordered(one)) === i);
    return once.length === 1 && ordered(once[0] ?? { id }) === ordered({ id }) ? [] : once;
  });
  const cares = both(
    before.takeCare ? [before.takeCare] : [],
    more.takeCare && !before.takeCare?.includes(more.takeCare) ? [more.takeCare] : [],
  );
  const takeCare = cares.join("\n") || undefined;
  const feeding = joinFeeding(before.feeding, more.feeding);
  const feedingTimes = more.feedingTimes ?? before.feedingTimes;
  const birthGrams = before.birthGrams ?? more.birthGrams;
  const allowed = joinAllowed(before.allowed ?? [], more.allowed ?? []);
  const happened = joinHappened(before.happened ?? [], more.happened ?? []);
  return {
    allergies: both(before.allergies, more.allergies),
    familyAllergies: both(before.familyAllergies, more.familyAllergies),
    conditions: both(before.conditions, more.conditions),
    findings,
    reports,
    ...(takeCare && { takeCare }),
    ...(feeding && { feeding }),
    ...(feedingTimes && { feedingTimes }),
    ...(birthGrams !== undefined && { birthGrams }),
    ...(allowed.length > 0 && { allowed }),
    ...(happened.length > 0 && { happened }),
  };
}

/** The same thing on the same day is one, whoever told it. */
const joinHappened = (before: readonly Happening[], more: readonly Happening[]): Happening[] => [
  ...before,
  ...more.filter((one) => !before.some(({ what, on }) => what === one.what && on === one.on)),
];

const saidOf = ({ kind, parts, positions, by, on }: DoctorAllows): string =>
  JSON.stringify([kind, [...parts].sort(), [...positions].sort(), by, on]);

/** Every doctor's word once. It has ended only where both accounts say so: what one still knows to hold, holds. */
function joinAllowed(
  before: readonly DoctorAllows[],
  more: readonly DoctorAllows[],
): DoctorAllows[] {
  const other = (list: readonly DoctorAllows[], one: DoctorAllows) =>
    list.find((known) => saidOf(known) === saidOf(one));
  const known = before.map((one): DoctorAllows => {
    const again = other(more, one);
    if (!again || again.ended) return one;
    const { ended: _, ...holds } = one;
    return holds;
  });
  return [...known, ...more.filter((one) => !other(before, one))];
}

/** A tube is never talked away: the safety rules keep the face and the tummy out for it. */
const joinFeeding = (before: BabyHealth["feeding"], more: BabyHealth["feeding"]) =>
  before === "tube" || more === "tube" ? "tube" : (more ?? before);

export const EMPTY_HEALTH: BabyHealth = babyHealth.parse({});

/** Several accounts of one baby, as after a merge of two records; null when there is none. */
export const joinAll = (accounts: readonly (HealthGiven | null)[]): BabyHealth | null =>
  accounts.reduce<BabyHealth | null>(
    (all, one) =>
      one ? (all ? joinHealth(all, babyHealth.parse(one)) : babyHealth.parse(one)) : all,
    null,
  );

/** Findings of the day, and those that weeks and age say by themselves, are no part of the form (lib/safety). */
const OF_THE_DAY = ["fever", "acute_illness", "diarrhoea", "breathing", "unwell_parent"];
const BY_THEMSELVES = ["fed_recently", "asleep_crying_hungry", "preterm", "under4w"];
export const onForm = (id: string): boolean => ![...OF_THE_DAY, ...BY_THEMSELVES].includes(id);

export type ShownFinding = {
  parts: string[];
  since?: string | undefined;
  until?: string | undefined;
};

/** Several reports of a finding as the one line that the form shows: it is over when all of them are. */
export function shownFinding(health: BabyHealth, id: string): ShownFinding | null {
  const known = reportsOf(health, id);
  if (known.length === 0) return null;
  const placed = known.every((report) => (report.parts ?? []).length > 0);
  const days = (key: "since" | "until") => known.flatMap((report) => report[key] ?? []).sort();
  const since = days("since")[0];
  const until = days("until").length === known.length ? days("until").at(-1) : undefined;
  const parts = placed ? [...new Set(known.flatMap((report) => report.parts ?? []))] : [];
  return { parts, ...(since && { since }), ...(until && { until }) };
}

/** What the form says of the findings it shows, over what was known; reports that it did not change stay as they are. */
export function saveReports(
  before: BabyHealth,
  form: Readonly<Record<string, ShownFinding>>,
): Pick<BabyHealth, "findings" | "reports"> {
  const findings = [
    ...before.findings.filter((id) => !onForm(id) || id in form),
    ...Object.keys(form).filter((id) => onForm(id) && !before.findings.includes(id)),
  ];
  const reports = findings.flatMap((id): HealthReport[] => {
    const known = before.reports.filter((report) => report.id === id);
    const line = form[id];
    const shown = shownFinding(before, id);
    if (!line || !onForm(id) || (shown && sameLine(line, shown))) return known;
    const by = known.some((report) => report.by === "doctor") ? "doctor" : "practice";
    const { parts, since, until } = line;
    return [
      {
        id,
        by,
        ...(parts.length > 0 && { parts }),
        ...(since && { since }),
        ...(until && { until }),
      },
    ];
  });
  return { findings, reports };
}

const sameLine = (a: ShownFinding, b: ShownFinding): boolean =>
  [...a.parts].sort().join() === [...b.parts].sort().join() &&
  (a.since ?? "") === (b.since ?? "") &&
  (a.until ?? "") === (b.until ?? "");

/**
 * Findings that can be over. What a baby is born with, had once in a serious way, or carries inside stays a reason to
 * ask whatever day is written beside it; so does an allergy.
 */
export const PASSING: readonly string[] = [
  "fever",
  "acute_illness",
  "diarrhoea",
  "breathing",
  "vaccination",
  "fracture",
  "abdominal_surgery",
  "recent_surgery_limb",
  "unexplained_bruise",
  "lump",
  "apnoea",
  "oxygen",
  "jaundice",
  "central_line",
  "gastrostomy",
  "ng_tube",
  "oral_aversion",
  "reflux",
  "ddh",
  "pavlik_harness",
  "umbilicus_unhealed",
  "hernia",
  "distension",
  "skin_broken",
  "eczema_dry",
  "nas",
  "medicine",
];

/** Whether a report says that a finding is over on a day; of one that cannot be over it never does. */
export const isOver = ({ id, until }: HealthReport, day: Day): boolean =>
  until !== undefined && PASSING.includes(id) && daysBetween(until, day) > 0;

export type PastFinding = { id: string; until: Day };
/** Findings of which every report is over: no reason for care any more, and still part of the record. */
export const pastFindings = (
  { findings = [], reports = [] }: HealthGiven,
  day: Day,
): PastFinding[] =>
  findings.flatMap((id) => {
    const known = reports.filter((report) => report.id === id);
    const last = known
      .flatMap(({ until }) => until ?? [])
      .sort()
      .at(-1);
    return last && known.every((report) => isOver(report, day)) ? [{ id, until: last }] : [];
  });
