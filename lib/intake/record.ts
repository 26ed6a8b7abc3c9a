import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { formAlerts } from "@/db/schema";
import { acting } from "@/lib/accounts/elevate";
import { mergeHealth } from "@/lib/clients/health";
import { HAPPENINGS, type HealthGiven } from "@/lib/clients/schema";
import { newId } from "@/lib/core/id";
import { type Day, daysBetween, isDay } from "@/lib/core/time";
import { RULES } from "@/lib/safety/catalogue";
import type { FindingId } from "@/lib/safety/schema";
import { type DataKey, seal, unseal } from "@/lib/work/vault";
import { keepWeeks, weeksOf } from "./birth";
import type { Meaning } from "./rules";
import { AlertBody } from "./schema";

const lasting = new Set<FindingId>([
  ...RULES.filter((rule) => rule.ask === "intake").flatMap((rule) => rule.findings),
  "eczema_dry",
]);

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
function happenedIn({ happened, happened_on }: Meaning["record"], born: Day, told: Day) {
  const said = happened_on[0];
  const can = said && isDay(said) && daysBetween(born, said) >= 0 && daysBetween(said, told) >= 0;
  const on = can ? said : told;
  return HAPPENINGS.filter((what) => happened.includes(what)).map((what) => ({ what, on }));
}

/** What the answers add to the baby's record; how the baby is on one day is for that day and is not added. */
export function healthOf(
  { findings, record }: Meaning,
  days: { bornOn: Day; on: Day },
): HealthGiven | null {
  const grams = Number(record.birth_grams[0]);
  const feeding = feedingOf(record.feeding);
  const feedingTimes = record.feed_times[0]?.replace(/_/g, " ").slice(0, 120).trim();
  const happened = happenedIn(record, days.bornOn, days.on);
  const operated = happened.find(({ what }) => what === "surgery");
  const patch: HealthGiven = {
    findings: findings.filter((id) => lasting.has(id)),
    ...(operated && {
      reports: findings
        .filter((id) => OPERATIONS.includes(id))
        .map((id) => ({ id, since: operated.on })),
    }),
    ...(happened.length > 0 && { happened }),
    allergies: words(record.allergy, 80),
    familyAllergies: words(record.family_allergy, 80),
    conditions: words(record.condition, 120),
    ...(Number.isInteger(grams) && grams > 0 && { birthGrams: grams }),
    ...(feeding && { feeding }),
    ...(feedingTimes && { feedingTimes }),
  };
  const said = [patch.findings, patch.allergies, patch.familyAllergies, patch.conditions, happened];
  const one = patch.birthGrams ?? feeding ?? feedingTimes;
  return said.some((list) => list && list.length > 0) || one ? patch : null;
}

/**
 * So that the safety rules act on it at once. Answers the names of the fields that changed, and what somebody has to ask
 * about because the record says otherwise.
 */
export async function keepInRecord(
  tx: Tx,
  { practiceId, babyId, ...days }: { practiceId: string; babyId: string; bornOn: Day; on: Day },
  meaning: Meaning,
): Promise<{ fields: string[]; flags: Meaning["flags"] }> {
  const baby = { practiceId, babyId };
  const patch = healthOf(meaning, days);
  const fields = patch ? await mergeHealth(tx, baby, patch, "family") : [];
  const weeks = await keepWeeks(tx, baby, weeksOf(meaning.record));
  return {
    fields: [...fields, ...weeks.fields],
    flags: weeks.differs ? [{ question: "born_early", answer: "any", flag: "look" }] : [],
  };
}

export const alertWhere = (id: string) => ({ table: "form_alerts", column: "body", id });
export const decisionWhere = (id: string) => ({ table: "form_alerts", column: "decision", id });

type AlertOf = {
  practiceId: string;
  assignmentId: string;
  clientId: string;
  babyId: string | null;
  bookingId: string | null;
};

export const flagsIn = (key: DataKey, id: string, body: Buffer): AlertBody["flags"] =>
  AlertBody.parse(JSON.parse(unseal(key, alertWhere(id), body))).flags;

/**
 * At most one open alert per form, with everything that its answers raise; none where somebody decided about all of that
 * already. The family may add none by itself: it is raised in the practice's own name.
 */
export async function raiseAlert(
  tx: Tx,
  key: DataKey,
  of: AlertOf,
  flags: AlertBody["flags"],
  now: Date,
): Promise<void> {
  const id = newId<"form_alert">();
  const { practiceId, assignmentId } = of;
  await acting(tx, { actor: "system", practiceId }, async () => {
    const ofForm = and(
      eq(formAlerts.practiceId, practiceId),
      eq(formAlerts.assignmentId, assignmentId),
    );
    // A newer look at the same form takes the place of one that nobody has answered yet.
    await tx.delete(formAlerts).where(and(ofForm, isNull(formAlerts.acknowledgedAt)));
    const decided = await tx
      .select({ id: formAlerts.id, body: formAlerts.body })
      .from(formAlerts)
      .where(ofForm);
    const known = new Set(
      decided.flatMap((alert) => flagsIn(key, alert.id, alert.body)).map(nameOf),
    );
    if (flags.every((flag) => known.has(nameOf(flag)))) return;
    await tx.insert(formAlerts).values({
      ...{ ...of, id, raisedAt: now },
      body: seal(key, alertWhere(id), JSON.stringify({ flags })),
    });
  });
}

const nameOf = ({ question, answer, flag }: AlertBody["flags"][number]): string =>
  [question, answer, flag].join(" ");
