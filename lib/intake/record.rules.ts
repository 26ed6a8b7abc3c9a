import { pastFindings } from "@/lib/clients/health.rules";
import { type BabyHealth, HAPPENINGS, type HealthGiven } from "@/lib/clients/schema";
import { addDays, type Day, daysBetween, isDay } from "@/lib/core/time";
import { RULES } from "@/lib/safety/catalogue";
import type { FindingId } from "@/lib/safety/schema";
import type { Meaning } from "./rules";

/** How an ill baby is: kept for the day on which it is told and the next. After that every start asks anew. */
const OF_THE_DAY: readonly FindingId[] = ["fever", "acute_illness", "diarrhoea", "breathing"];

/** Seen on the day, and no day ends it: it holds until somebody of the practice writes down that it is over. */
const UNTIL_ENDED: readonly FindingId[] = [
  "jaundice",
  "lump",
  "unexplained_bruise",
  "umbilicus_unhealed",
  "skin_broken",
  "distension",
];

/** So until a doctor or the practice says otherwise. */
const LASTING: readonly FindingId[] = [
  ...RULES.filter((rule) => rule.ask === "intake").flatMap((rule) => rule.findings),
  "eczema_dry",
];

/**
 * Whether a finding of an answer goes into the baby's record. Hunger, sleep and the last feed are gone before anybody
 * reads them, and how a grown-up is tells nothing of the baby: every start asks for those.
 */
export const isKept = (id: FindingId): boolean =>
  id === "vaccination" || [OF_THE_DAY, UNTIL_ENDED, LASTING].some((some) => some.includes(id));

/** The rule counts its hours from the day of the vaccination; the record names it for a week, no practice waits longer. */
const VACCINATION_DAYS = 7;

type Days = { bornOn: Day; on: Day };
type Reports = NonNullable<HealthGiven["reports"]>;

/** A day that was told, if it can be: not before the birth and not yet to come. */
const canBe = (said: string | undefined, { bornOn, on }: Days): said is Day =>
  said !== undefined && isDay(said) && daysBetween(bornOn, said) >= 0 && daysBetween(said, on) >= 0;

/**
 * The last vaccination. "In the last three days" with a day that cannot be, or one of long ago, counts from the day it is
 * told; so does any day that cannot be: a wait too long is better than none.
 */
function vaccinated({ findings, vaccinated: told }: Meaning, days: Days): Reports {
  const lately = findings.includes("vaccination");
  if (!lately && told.length === 0) return [];
  const last = told
    .filter((one) => canBe(one, days))
    .toSorted()
    .at(-1);
  const over = last !== undefined && daysBetween(last, days.on) > VACCINATION_DAYS;
  if (over && !lately) return [];
  const since = last === undefined || over ? days.on : last;
  return [{ id: "vaccination", since, until: addDays(since, VACCINATION_DAYS) }];
}

/** Whether a call is more pressing than anything else. */
export const isPressing = ({ flag }: Meaning["flags"][number]): boolean =>
  flag === "urgent" || flag === "emergency";

const forToday = (ids: readonly FindingId[], on: Day): Reports =>
  ids.map((id) => ({ id, since: on, until: addDays(on, 1) }));

/**
 * What keeps the hands off today and tomorrow. An answer for which somebody has to call now does so too, whatever it is
 * about: no rule of the catalogue names blood or a baby who is hard to wake.
 */
function illNow({ findings, flags }: Meaning, more: readonly FindingId[]): FindingId[] {
  const ill = [...OF_THE_DAY, ...more].filter((id) => findings.includes(id));
  const named = ill.length > 0 || findings.includes("distension");
  return named || !flags.some(isPressing) ? ill : ["acute_illness"];
}

/** What is kept before a form is handed in, of answers that press: it ends by itself, should it have been a slip. */
export const pressingHealth = (meaning: Meaning, on: Day): HealthGiven => ({
  reports: forToday(illNow(meaning, ["distension"]), on),
});

/** What is told again and known already adds nothing; a lump that nobody has looked at is another one. */
function seen({ findings }: Meaning, { on }: Days, known: BabyHealth): Reports {
  const isKnown = (id: FindingId): boolean => {
    if (id === "lump" || !known.findings.includes(id)) return false;
    if (pastFindings(known, on).some((one) => one.id === id)) return false;
    const reports = known.reports.filter((report) => report.id === id);
    // What a doctor answered about yellow skin holds while it lasts; any other without a place is so everywhere.
    const open = reports.filter(({ until }) => !until);
    const same = open.some(({ parts = [] }) => id === "jaundice" || parts.length === 0);
    return reports.length === 0 || same;
  };
  return UNTIL_ENDED.filter((id) => findings.includes(id) && !isKnown(id)).map((id) => ({
    id,
    since: on,
  }));
}

/** Words typed as one line, as the record keeps them: each by itself, and no longer than fits. */
const words = (texts: readonly string[], most: number): string[] =>
  texts
    .flatMap((text) => text.split(/[,;\n]/))
    .map((text) => text.replace(/_/g, " ").trim().slice(0, most))
    .filter((text) => text.length > 0);

/** Several ways at once as the record has them: a tube above all, since the safety rules ask for it. */
function feedingOf(ways: readonly string[]): HealthGiven["feeding"] {
  if (ways.includes("tube")) return "tube";
  const bottle = ways.includes("expressed") || ways.includes("formula");
  if (ways.includes("breast")) return bottle ? "both" : "breast";
  return bottle ? "bottle" : undefined;
}

const OPERATIONS: readonly FindingId[] = ["abdominal_surgery", "recent_surgery_limb"];

/** What happened to the baby, and when: told without a day, or with one that cannot be, it counts from the day it is told. */
function happenedIn({ happened, happened_on }: Meaning["record"], days: Days) {
  const said = happened_on[0];
  const on = canBe(said, days) ? said : days.on;
  return HAPPENINGS.filter((what) => happened.includes(what)).map((what) => ({ what, on }));
}

/** What the answers add to the baby's record, of which `known` is known. */
export function healthOf(meaning: Meaning, days: Days, known: BabyHealth): HealthGiven {
  const { findings, record } = meaning;
  const grams = Number(record.birth_grams[0]);
  const feeding = feedingOf(record.feeding);
  const feedingTimes = record.feed_times[0]?.replace(/_/g, " ").slice(0, 120).trim();
  const happened = happenedIn(record, days);
  const operated = happened.find(({ what }) => what === "surgery");
  const operations = operated ? findings.filter((id) => OPERATIONS.includes(id)) : [];
  return {
    findings: findings.filter((id) => LASTING.includes(id)),
    reports: [
      ...operations.map((id) => ({ id, since: operated?.on })),
      ...forToday(illNow(meaning, []), days.on),
      ...vaccinated(meaning, days),
      ...seen(meaning, days, known),
    ],
    ...(happened.length > 0 && { happened }),
    allergies: words(record.allergy, 80),
    familyAllergies: words(record.family_allergy, 80),
    conditions: words(record.condition, 120),
    ...(Number.isInteger(grams) && grams > 0 && { birthGrams: grams }),
    ...(feeding && { feeding }),
    ...(feedingTimes && { feedingTimes }),
  };
}
