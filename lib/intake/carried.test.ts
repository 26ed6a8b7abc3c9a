import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import {
  at,
  book,
  db,
  family,
  fillIntake,
  intakeAnswers,
  intakeWorld,
  none,
  now,
  open,
  plan,
  save,
} from "@/db/testing/intake";
import { newId } from "@/lib/core/id";
import { sealAnswers } from "./assignment";
import { fillForm } from "./fill.read";
import { handIn } from "./fill.write";
import type { Answers } from "./schema";

intakeWorld();

const well = { red_flags: none, ill: none, body: none, vaccinated: "no", you_well: "yes" };
const said = (values: Answers["values"], seen: string[]): Answers => ({ values, seen, stamps: {} });

/** Checks that were handed in, the first of them some minutes from now. */
async function checksDone(count: number, answers: Answers): Promise<void> {
  const { practiceId } = at;
  const { clientId, babyId, dataKey } = family;
  const [version] = await db.owner
    .select({ id: t.formVersions.id })
    .from(t.formVersions)
    .innerJoin(t.forms, eq(t.forms.id, t.formVersions.formId))
    .where(and(eq(t.forms.practiceId, practiceId), eq(t.forms.builtin, "health_check")));
  if (!version) throw new Error("no health check");
  const rows = Array.from({ length: count }, (_, n) => ({
    assignmentId: newId<"form_assignment">(),
    id: newId<"form_answers">(),
    at: new Date(now.getTime() + (n + 1) * 60_000),
  }));
  await db.owner.insert(t.formAssignments).values(
    rows.map((row) => ({
      ...{ practiceId, clientId, babyId, id: row.assignmentId, formVersionId: version.id },
      ...{ status: "done" as const, startedAt: row.at, doneAt: row.at },
    })),
  );
  await db.owner.insert(t.formAnswers).values(
    rows.map((row) => ({
      ...{ practiceId, clientId, id: row.id, assignmentId: row.assignmentId },
      ...{ handedInAt: row.at, body: sealAnswers(dataKey, row.id, 1, answers) },
    })),
  );
}
/** Makes what was handed in so old that the intake is asked again. */
const longAgo = () =>
  db.owner
    .update(t.formAssignments)
    .set({ doneAt: new Date(now.getTime() - 200 * 86_400_000) })
    .where(
      and(eq(t.formAssignments.clientId, family.clientId), eq(t.formAssignments.status, "done")),
    );
/** The intake of a new lesson, as the family finds it. */
async function intakeAgain() {
  await plan(await book(1));
  const [form] = (await open("intake")).filter((one) => one.baby);
  return fillForm(family.parent, { assignmentId: form?.id ?? "" });
}

test("the intake comes back whole, however many checks were handed in since", async () => {
  await plan();
  await fillIntake();
  await longAgo();
  await checksDone(25, said(well, ["today", "since"]));
  expect((await intakeAgain()).values).toEqual(Object.assign({}, ...Object.values(intakeAnswers)));
});

test("of two answers to one question the newer comes back, and one that was left out stays out", async () => {
  await plan();
  await fillIntake({
    ...intakeAnswers,
    birth: { ...intakeAnswers.birth, birth_story: "In a hurry" },
  });
  await longAgo();
  const known = { feeding: ["formula"], medicine: "no", allergies: "no" };
  await checksDone(1, said({ ...well, ...known }, ["today", "since", "known"]));
  const form = await intakeAgain();
  expect(form.values).toMatchObject({ feeding: ["formula"], allergies: "no", skin: "fine" });
  expect(form.values).not.toHaveProperty("allergy_what");
  expect(form.values.birth_story).toBe("In a hurry");
  for (const [section, values] of Object.entries(intakeAnswers))
    await save(form.id, section, values);
  await handIn(family.parent, { assignmentId: form.id });
  await longAgo();
  expect((await intakeAgain()).values).not.toHaveProperty("birth_story");
});
