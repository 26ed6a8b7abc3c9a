import { isClinician } from "@/lib/core/actor";
import { type FieldRefusals, Refusal } from "@/lib/core/refusal";
import { type Day, daysBetween } from "@/lib/core/time";
import { changedFields } from "@/lib/practices/rules";
import { command } from "@/lib/work/command";
import { assertMayKeepHealth } from "./consents";
import { keepHealth, openHealth } from "./health";
import { EMPTY_HEALTH, onForm, saveReports } from "./health.rules";
import { onlyLess } from "./parting.rules";
import { practiceDay } from "./read";
import { healthStamp } from "./rules";
import { type BabyHealth, babyHealth, type DoctorAllows } from "./schema";
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

/** A doctor's word is lifted by somebody on a day that has come: one of the two alone lifts nothing. */
function liftProblems(before: BabyHealth, input: SaveHealth, today: Day): FieldRefusals {
  const fields: FieldRefusals = {};
  const say = (field: string, key: string) => {
    fields[`allowed.${field}`] = [{ key: `clients:errors.${key}` }];
  };
  for (const [n, { endedOn, endedBy }] of Object.entries(input.allowed)) {
    const said = before.allowed?.[Number(n)];
    if (!said || (!endedOn && !endedBy)) continue;
    if (!endedBy) say(`${n}.endedBy`, "liftedBy");
    if (!endedOn) say(`${n}.endedOn`, "liftedOn");
    else if (daysBetween(today, endedOn) > 0) say(`${n}.endedOn`, "liftedInFuture");
    else if (daysBetween(said.on, endedOn) < 0) say(`${n}.endedOn`, "liftedBefore");
  }
  return fields;
}

/** What ended stays ended, and what is left empty holds on. */
const lifted = (before: readonly DoctorAllows[], input: SaveHealth["allowed"]): DoctorAllows[] =>
  before.map((said, n) => {
    const { endedOn: on, endedBy: by } = input[String(n)] ?? {};
    return said.ended || !on || !by ? said : { ...said, ended: { on, by } };
  });

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
    const fields = {
      ...findingProblems(before, input, thisDay),
      ...liftProblems(before, input, thisDay),
    };
    if (Object.keys(fields).length > 0) throw new Refusal("invalid", "errors:invalid", { fields });
    const { allergies, familyAllergies, conditions, takeCare, feeding, feedingTimes } = input;
    const next = babyHealth.parse({
      ...{ allergies, familyAllergies, conditions, takeCare, feeding, feedingTimes },
      birthGrams: sameWeight(before.birthGrams, input.birthWeight),
      ...saveReports(before, input.finding),
      ...(before.allowed && { allowed: lifted(before.allowed, input.allowed) }),
      ...(before.happened && {
        happened: before.happened.filter((_, n) => !input.mistaken.includes(String(n))),
      }),
    });
    // Taking out and ending stay possible: what no longer is so must not go on deciding (GDPR article 16).
    if (!onlyLess(found.health, next)) await assertMayKeepHealth(tx, practiceId, found.clientId);
    await keepHealth(tx, baby, found, next);
    audit({ type: "baby", id: input.babyId }, { fields: changedFields(before, next) });
    return { clientId: found.clientId };
  },
});
