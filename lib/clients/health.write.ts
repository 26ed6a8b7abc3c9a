import { isClinician } from "@/lib/core/actor";
import { type FieldRefusals, Refusal } from "@/lib/core/refusal";
import { type Day, daysBetween } from "@/lib/core/time";
import { changedFields } from "@/lib/practices/rules";
import { command } from "@/lib/work/command";
import { keepHealth, openHealth } from "./health";
import { EMPTY_HEALTH, onForm, saveReports } from "./health.rules";
import { practiceDay } from "./read";
import { healthStamp } from "./rules";
import { type BabyHealth, babyHealth } from "./schema";
import { SaveHealth } from "./staff.schema";

export { mergeHealth } from "./health";

/** What cannot be about the findings, by the form's own fields. A doctor's word is ended with a day, never unticked. */
function findingProblems(before: BabyHealth, input: SaveHealth, today: Day): FieldRefusals {
  const fields: FieldRefusals = {};
  const say = (field: string, key: string) => {
    fields[`finding.${field}`] = [{ key: `clients:errors.${key}` }];
  };
  for (const [id, { since, until }] of Object.entries(input.finding)) {
    if (since && daysBetween(today, since) > 0) say(`${id}.since`, "sinceInFuture");
    if (since && until && daysBetween(since, until) < 0) say(`${id}.until`, "untilBefore");
  }
  for (const id of before.findings.filter((one) => onForm(one) && !input.finding[one]))
    if (before.reports.some((report) => report.id === id && report.by === "doctor"))
      say(id, "doctorsWord");
  return fields;
}

/** Ounces are rounder than grams: a weight that was only shown and sent back is not changed by it. */
const sameWeight = (before: number | undefined, typed: number | undefined) =>
  before !== undefined && typed !== undefined && Math.abs(before - typed) <= 2 ? before : typed;

/** What to take care of, by a clinician. Nothing that the form does not show is touched. */
export const saveHealth = command({
  name: "clients.save_health",
  allow: isClinician,
  input: SaveHealth,
  run: async ({ actor, tx, now, audit }, input) => {
    const { practiceId } = actor;
    const baby = { practiceId, babyId: input.babyId };
    const found = await openHealth(tx, baby);
    if (healthStamp(found.health) !== input.seen) throw new Refusal("conflict");
    const before = found.health ?? EMPTY_HEALTH;
    const { thisDay } = await practiceDay(tx, actor, now);
    const fields = findingProblems(before, input, thisDay);
    if (Object.keys(fields).length > 0) throw new Refusal("invalid", "errors:invalid", { fields });
    const { allergies, familyAllergies, conditions, takeCare, feeding, feedingTimes } = input;
    const next = babyHealth.parse({
      ...{ allergies, familyAllergies, conditions, takeCare, feeding, feedingTimes },
      birthGrams: sameWeight(before.birthGrams, input.birthWeight),
      ...saveReports(before, input.finding),
    });
    await keepHealth(tx, baby, found, next);
    audit({ type: "baby", id: input.babyId }, { fields: changedFields(before, next) });
    return { clientId: found.clientId };
  },
});
