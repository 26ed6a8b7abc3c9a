import { expect, test } from "vitest";
import {
  at,
  book,
  family,
  fillIntake,
  intakeAnswers,
  intakeWorld,
  none,
  open,
  plan,
  save,
} from "@/db/testing/intake";
import { babyHealthDetail, clientDetail } from "@/lib/clients/read";
import { handIn } from "./fill.write";
import type { Values } from "./schema";

intakeWorld();

test("how and when a baby is fed is kept with the record, the newest as told; a tube stays until it is taken out there", async () => {
  const health = async () => (await babyHealthDetail(at.staff(), { babyId: family.babyId })).health;
  await plan();
  const feeding_skin = {
    ...intakeAnswers.feeding_skin,
    ...{ feeding: ["breast", "formula"], feed_times: "Every three hours" },
  };
  await fillIntake({ ...intakeAnswers, feeding_skin });
  expect(await health()).toMatchObject({ feeding: "both", feedingTimes: "Every three hours" });
  const [baby] = (await clientDetail(at.staff(), { clientId: family.clientId })).babies;
  expect(baby?.alerts.facts?.feeding).toEqual({ how: "both", times: "Every three hours" });
  const again = async (feeding: string[]) => {
    await plan(await book(1));
    const check = (await open("health_check")).at(-1)!;
    const today = { red_flags: none, ill: none, body: none, vaccinated: "no", you_well: "yes" };
    await save(check.id, "today", today);
    await save(check.id, "since", { changes: none });
    const { medicine } = intakeAnswers.health!;
    const { allergies, allergy_what } = intakeAnswers.feeding_skin!;
    const known = { feeding, medicine, allergies, allergy_what } as Values;
    await save(check.id, "known", known);
    await handIn(family.parent, { assignmentId: check.id });
    return (await health())?.feeding;
  };
  expect(await again(["expressed"])).toBe("bottle");
  expect(await again(["breast", "tube"])).toBe("tube");
  expect(await again(["breast"])).toBe("tube");
  expect((await health())?.feedingTimes).toBe("Every three hours");
});
