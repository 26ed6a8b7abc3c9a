import { eq } from "drizzle-orm";
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
  open,
  plan,
  save,
} from "@/db/testing/intake";
import { keepHealth, openHealth } from "@/lib/clients/health";
import { saveHealth } from "@/lib/clients/health.write";
import { babyHealthDetail } from "@/lib/clients/read";
import { alertsOf, healthStamp } from "@/lib/clients/rules";
import { addDays, type Day, startOfDay, today } from "@/lib/core/time";
import { standing } from "@/lib/safety/standing";
import { inContext } from "@/lib/work/context";
import { handIn } from "./fill.write";
import type { Definition, Values } from "./schema";
import { formAnswersRead } from "./staff.read";

intakeWorld();

const thisDay = () => today(new Date(), at.zone);
const health = async () =>
  (await babyHealthDetail(at.staff(), { babyId: family.babyId } as never)).health;
const well = { red_flags: none, ill: none, body: none, vaccinated: "no", you_well: "yes" };
/** What the record says of a baby of half a year, some days from now. */
async function stands(days = 0) {
  const day = addDays(thisDay(), days);
  const now = new Date(startOfDay(day, at.zone).getTime() + 12 * 3_600_000);
  const record = { bornOn: addDays(thisDay(), -180), gestationDays: null, health: await health() };
  return standing(record, { now, day, zone: at.zone });
}
const grade = async (days = 0) => (await stands(days)).grade;
const parts = (day: Day) => {
  const [year = "", month = "", date = ""] = day.split("-");
  return { day: date, month, year } as never as string;
};
async function begin() {
  await plan(await book(1));
  return (await open("health_check")).at(-1)!.id;
}
async function tells(said: Values): Promise<void> {
  const id = await begin();
  await save(id, "today", { ...well, ...said });
  await save(id, "since", { changes: none });
  await save(id, "known", { feeding: ["breast"], medicine: "no", allergies: "no" });
  await handIn(family.parent, { assignmentId: id });
}

test("an illness keeps the hands off that day and the next, then every start asks", async () => {
  await tells({ ill: ["acute_illness", "diarrhoea"] });
  expect([await grade(), await grade(1), await grade(2)]).toEqual(["stop", "stop", "ok"]);
  // Told again it is one report, and the record of a child who is often ill does not fill up.
  await tells({ ill: ["acute_illness"] });
  const now = await health();
  expect(now?.reports.filter(({ id }) => id === "acute_illness")).toEqual([
    { id: "acute_illness", since: thisDay(), until: addDays(thisDay(), 1), by: "family" },
  ]);
  const facts = (days: number) =>
    alertsOf("practitioner", { gestationDays: null }, now, addDays(thisDay(), days)).facts;
  expect(facts(1)?.findings).toEqual(["acute_illness", "diarrhoea"]);
  expect([facts(2)?.findings, facts(2)?.past]).toEqual([[], []]);
});

test("a newer cold takes the place of one that is over, and does not become one that never ends", async () => {
  await tells({ ill: ["fever"] });
  const { babyId } = family;
  const before = await health();
  const passed = before?.reports.map((one) =>
    one.until ? { ...one, since: addDays(thisDay(), -9), until: addDays(thisDay(), -8) } : one,
  );
  const baby = { practiceId: at.practiceId, babyId };
  await inContext(
    at.system,
    async (tx) =>
      keepHealth(tx, baby, await openHealth(tx, baby), { ...before!, reports: passed ?? [] }),
    "read write",
  );
  expect(await grade()).toBe("ok");
  await tells({ ill: ["fever"] });
  expect((await health())?.reports.filter(({ id }) => id === "fever")).toHaveLength(1);
  expect([await grade(), await grade(2)]).toEqual(["stop", "ok"]);
});

test.each([
  ["lump", { body: ["lump"] }, "stop_until_clearance"],
  ["jaundice", { ill: ["jaundice"] }, "clearance"],
  ["unexplained_bruise", { body: ["bruise"] }, "stop"],
  ["umbilicus_unhealed", { body: ["umbilicus_unhealed"] }, "local"],
  ["skin_broken", { body: ["skin_broken"] }, "local"],
  ["distension", { ill: ["distension"] }, "stop"],
] as const)(
  "%s holds until a clinician ends it, whatever is told after it",
  async (id, said, is) => {
    await tells(said as never);
    await tells({});
    const before = await health();
    expect(before?.findings).toEqual([id]);
    expect([await grade(), await grade(60)]).toEqual([is, is]);
    await saveHealth(at.staff(), {
      ...{ babyId: family.babyId, seen: healthStamp(before), mistaken: [] },
      finding: { [id]: { parts: [], since: thisDay(), until: thisDay() } },
      ...{ allergies: "", familyAllergies: "", conditions: "" },
    } as never);
    expect([await grade(), await grade(1)]).toEqual([is, "ok"]);
  },
);

test("yellow skin told again is the one a doctor answered about; a lump nobody looked at is another", async () => {
  await tells({ ill: ["jaundice"], body: ["lump"] });
  const told = async (id: string) => (await health())?.reports.filter((one) => one.id === id);
  const before = await health();
  const days = { since: addDays(thisDay(), -20) };
  await saveHealth(at.staff(), {
    ...{ babyId: family.babyId, seen: healthStamp(before), mistaken: [] },
    finding: { jaundice: { parts: [], ...days }, lump: { parts: ["legs"], ...days } },
    ...{ allergies: "", familyAllergies: "", conditions: "" },
  } as never);
  await tells({ ill: ["jaundice"], body: ["lump"] });
  expect(await told("jaundice")).toHaveLength(1);
  expect(await told("lump")).toContainEqual({ id: "lump", since: thisDay(), by: "family" });
});

test("a vaccination counts from its day, and from the day it is told where that cannot be", async () => {
  await tells({ vaccinated: "yes", vaccinated_on: parts(addDays(thisDay(), -2)) });
  expect([await grade(), await grade(1), await grade(2)]).toEqual(["wait", "wait", "ok"]);
  expect((await stands(30)).findings).toEqual([]);
  await tells({ vaccinated: "yes", vaccinated_on: parts(addDays(thisDay(), 5)) });
  expect([await grade(3), await grade(4)]).toEqual(["wait", "ok"]);
});

test("the intake's last vaccination and its sore skin act as well", async () => {
  await plan();
  await fillIntake({
    ...intakeAnswers,
    vaccines: { vaccine_last: parts(addDays(thisDay(), -1)) },
    feeding_skin: { ...intakeAnswers.feeding_skin!, skin: "broken" },
  });
  const { reports } = (await health())!;
  expect(reports).toContainEqual({ id: "skin_broken", since: thisDay(), by: "family" });
  expect(reports).toContainEqual({
    ...{ id: "vaccination", since: addDays(thisDay(), -1), until: addDays(thisDay(), 6) },
    by: "family",
  });
});

test("an answer that presses acts before the form is sent; nothing of it stays after the next day", async () => {
  const id = await begin();
  await save(id, "today", { ...well, red_flags: ["hard_to_wake"], body: ["lump"] });
  expect((await health())?.findings).toEqual(["acute_illness"]);
  expect([await grade(), await grade(1), await grade(2)]).toEqual(["stop", "stop", "ok"]);
});

test("how a grown-up is, is asked of whoever starts and is no fact about the baby", async () => {
  await tells({ you_well: "no" });
  expect((await health())?.findings ?? []).toEqual([]);
});

/** The family's open form, with other questions. */
async function asks(id: string, sections: Definition["sections"]) {
  const [version] = await db.owner
    .select()
    .from(t.formVersions)
    .innerJoin(t.formAssignments, eq(t.formAssignments.formVersionId, t.formVersions.id))
    .where(eq(t.formAssignments.id, id));
  const versionId = crypto.randomUUID();
  await db.owner.insert(t.formVersions).values({
    ...version!.form_versions,
    ...{ id: versionId, number: 900 + Math.floor(Math.random() * 9000), definition: { sections } },
  });
  await db.owner
    .update(t.formAssignments)
    .set({ formVersionId: versionId })
    .where(eq(t.formAssignments.id, id));
}
const urgent = { effects: { yes: { flag: "urgent" } } } as const;
const yesno = { type: "yesno", label: "?" } as const;

test("an alert of one part stays while another is filled in, and a question behind an earlier part raises its own", async () => {
  const id = await begin();
  await asks(id, [
    { id: "a", title: "A", questions: [{ ...yesno, ...urgent, id: "first" }] },
    {
      ...{ id: "b", title: "B" },
      questions: [
        { ...yesno, ...urgent, id: "second" },
        { ...yesno, ...urgent, id: "third", showWhen: { question: "first", is: ["yes"] } },
      ],
    },
  ]);
  const raised = async () =>
    (await formAnswersRead(at.staff("owner"), { assignmentId: id as never })).alerts.flatMap(
      ({ flags }) => flags.map(({ question }) => question),
    );
  await save(id, "a", { first: "yes" });
  expect(await raised()).toEqual(["first"]);
  await save(id, "b", { second: "yes", third: "yes" });
  expect(await raised()).toEqual(["first", "second", "third"]);
  await save(id, "a", { first: "no" }, { stamp: 1 });
  expect(await raised()).toEqual(["second"]);
});
