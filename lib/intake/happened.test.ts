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
import { saveHealth } from "@/lib/clients/health.write";
import { babyHealthDetail } from "@/lib/clients/read";
import { healthStamp } from "@/lib/clients/rules";
import { addDays, today } from "@/lib/core/time";
import { newerThan, okayEndsOn, okayOverOn } from "@/lib/safety/standing";
import { handIn } from "./fill.write";
import type { Values } from "./schema";

intakeWorld();

const thisDay = () => today(new Date(), at.zone);
const health = async () =>
  (await babyHealthDetail(at.staff(), { babyId: family.babyId } as never)).health;
const endsOkayOf = async (daysAgo: number) =>
  newerThan(addDays(thisDay(), -daysAgo), { health: await health() });

/** What a family answers before a lesson to "Is there anything new?" */
async function tells(changes: string[], when?: string): Promise<void> {
  await plan(await book(1));
  const check = (await open("health_check")).at(-1)!;
  const [year = "", month = "", day = ""] = when?.split("-") ?? [];
  await save(check.id, "today", {
    ...{ red_flags: none, ill: none, body: none, vaccinated: "no", you_well: "yes" },
  });
  await save(check.id, "since", {
    ...{ changes, changes_what: "Told by the hospital" },
    ...(when && { changes_when: { day, month, year } as never }),
  });
  const { medicine } = intakeAnswers.health!;
  const { feeding, allergies, allergy_what } = intakeAnswers.feeding_skin!;
  await save(check.id, "known", { feeding, medicine, allergies, allergy_what } as Values);
  await handIn(family.parent, { assignmentId: check.id });
}

test("an operation, a hospital stay or a diagnosis told in the check ends an okay that a doctor gave before it", async () => {
  await plan();
  await fillIntake();
  expect(await endsOkayOf(400)).toBe(false);
  const tenAgo = addDays(thisDay(), -10);
  await tells(["hospital"], tenAgo);
  expect((await health())?.happened).toEqual([{ what: "hospital", on: tenAgo, by: "family" }]);
  expect([await endsOkayOf(11), await endsOkayOf(9)]).toEqual([true, false]);
  const overOn = async (on: string) => okayOverOn(on, { health: await health() });
  expect(await overOn(addDays(tenAgo, -1))).toBe(tenAgo);
  expect(await overOn(tenAgo)).toBe(okayEndsOn(tenAgo));
  // Without a day, or with one that cannot be, from the day on which it is told.
  await tells(["diagnosis"]);
  expect(await endsOkayOf(1)).toBe(true);
  await tells(["surgery"], addDays(thisDay(), 30));
  const now = await health();
  expect(now?.happened?.map(({ what, on }) => [what, on])).toEqual([
    ["hospital", tenAgo],
    ["diagnosis", thisDay()],
    ["surgery", thisDay()],
  ]);
  for (const id of ["abdominal_surgery", "recent_surgery_limb"])
    expect(now?.reports).toContainEqual({ id, since: thisDay(), by: "family" });
  expect(await endsOkayOf(0)).toBe(false);
});

test("what was told by mistake is taken out by a clinician; everything else stays", async () => {
  await plan();
  await fillIntake();
  await tells(["hospital", "diagnosis"], addDays(thisDay(), -3));
  const before = await health();
  const finding = Object.fromEntries((before?.findings ?? []).map((id) => [id, { parts: [] }]));
  const form = (mistaken: string[], seen: string) =>
    saveHealth(at.staff(), {
      ...{ babyId: family.babyId, seen, finding, mistaken },
      ...{ allergies: "Oats", familyAllergies: "", conditions: "" },
    } as never);
  await form([], healthStamp(before));
  expect((await health())?.happened).toEqual(before?.happened);
  await form(["1"], healthStamp(await health()));
  expect((await health())?.happened?.map(({ what }) => what)).toEqual(["diagnosis"]);
});
