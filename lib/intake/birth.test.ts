import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import {
  at,
  db,
  family,
  fillIntake,
  intakeAnswers,
  intakeWorld,
  open,
  plan,
  refusalOf,
  save,
} from "@/db/testing/intake";
import { clientDetail } from "@/lib/clients/read";
import { weeksOf } from "./birth";
import type { Values } from "./schema";
import { formsToday } from "./staff.read";

intakeWorld();

const { early_weeks: _, ...birth } = intakeAnswers.birth ?? {};
/** What the record says after the intake, told of a baby of whom it said `before`. */
async function told(before: number | null, answers: Values, unknown = false) {
  await db.owner
    .update(t.babies)
    .set({ gestationDays: before, gestationUnknown: unknown })
    .where(eq(t.babies.id, family.babyId));
  await plan();
  await fillIntake({ ...intakeAnswers, birth: { ...birth, ...answers } });
  const [baby] = (await clientDetail(at.staff(), { clientId: family.clientId })).babies;
  const { alerts } = await formsToday(at.staff("practitioner"), {});
  const asks = alerts.filter((one) => one.babyId === family.babyId).length;
  return [baby?.gestationDays ?? null, baby?.alerts.weeksUnknown, asks];
}
const asks = async (answers: Values) => {
  await plan();
  const [form] = (await open("intake")).filter((one) => one.baby);
  return save(form?.id ?? "", "birth", { ...birth, ...answers });
};

describe("weeks at birth in the intake", () => {
  test("reach a record that has none", async () => {
    const early = { born_early: "yes", early_weeks: "33", birth_days: "4" };
    expect(await told(null, early)).toEqual([235, false, 0]);
  });

  test("of a baby born at term are kept too, and may be left out", async () => {
    const term = { born_early: "no", term_weeks: "41", birth_days: "3" };
    expect(await told(null, term, true)).toEqual([290, false, 0]);
  });

  test("that nobody knows are kept as not known", async () => {
    expect(await told(null, { born_early: "unsure" })).toEqual([null, true, 0]);
  });

  test("never take the place of those in the record: somebody has to ask", async () => {
    expect(await told(238, { born_early: "yes", early_weeks: "32" })).toEqual([238, false, 1]);
  });

  test("that say less than the record ask nothing", async () => {
    expect(await told(285, { born_early: "no" })).toEqual([285, false, 0]);
  });

  test("are whole weeks that can be, said at the field", async () => {
    for (const [id, value] of [
      ["early_weeks", "45"],
      ["early_weeks", "33.5"],
      ["early_weeks", "37"],
      ["term_weeks", "36"],
      ["birth_days", "7"],
    ] as const)
      expect((await refusalOf(asks({ born_early: "yes", [id]: value }))).fields).toHaveProperty([
        `q.${id}`,
      ]);
  });

  test("are read from the answers, or are nothing", () => {
    const words = { allergy: [], condition: [], family_allergy: [], feeding: [], feed_times: [] };
    const none = { ...words, birth_grams: [], happened: [], happened_on: [] };
    const of = (early: string[], weeks: string[] = [], days: string[] = []) =>
      weeksOf({ ...none, born_early: early, birth_weeks: weeks, birth_days: days });
    expect(of(["yes"], ["36"], ["6"])).toEqual({ gestationDays: 258, gestationUnknown: false });
    expect(of(["no"])).toEqual({ gestationDays: null, gestationUnknown: false });
    expect(of(["unsure"], ["33"])).toEqual({ gestationDays: null, gestationUnknown: true });
    expect([of([]), of(["yes"])]).toEqual([null, null]);
  });
});
