import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import {
  at,
  book,
  bookingId,
  db,
  family,
  fillIntake,
  intakeAnswers,
  intakeWorld,
  link,
  none,
  now,
  open,
  plan,
  refusalOf,
  save,
} from "@/db/testing/intake";
import { makeFamily } from "@/db/testing/world";
import { makeLink } from "@/lib/accounts/links";
import { babyHealthDetail } from "@/lib/clients/read";
import { newId } from "@/lib/core/id";
import { inContext } from "@/lib/work/context";
import { fillForm, formsToFill } from "./fill.read";
import { confirmSection, handIn } from "./fill.write";
import { formDetail } from "./forms.read";
import { addForm, editForm, publishForm, sendFormWhen } from "./forms.write";
import type { Values } from "./schema";
import { clientForms, formAnswersRead, formsToday } from "./staff.read";
import { acknowledgeAlert } from "./staff.write";

intakeWorld();

describe("forms of a booking", () => {
  test("are asked once, for the baby and for each grown-up, and follow the lesson", async () => {
    expect((await plan()).made).toBe(3);
    expect(await plan()).toEqual({ made: 0, ready: 0, open: 3 });
    const forms = await formsToFill(family.parent, {});
    expect(forms.map((one) => [one.builtin, one.baby !== null]).toSorted()).toEqual([
      ["health_check", true],
      ["intake", false],
      ["intake", true],
    ]);
    await db.owner
      .update(t.bookings)
      .set({ status: "cancelled", cancelledAt: now, cancelledBy: "family" })
      .where(eq(t.bookings.id, bookingId));
    await plan();
    expect(await formsToFill(family.parent, {})).toEqual([]);
  });

  test("a cancelled first lesson leaves its intake to the next one", async () => {
    const second = await book(9);
    await plan();
    await db.owner
      .update(t.bookings)
      .set({ status: "cancelled", cancelledAt: now, cancelledBy: "family" })
      .where(eq(t.bookings.id, bookingId));
    await plan();
    const rows = await clientForms(at.staff(), { clientId: family.clientId });
    expect(rows.map((one) => [one.builtin, one.bookingId])).toEqual([
      ["intake", second],
      ["intake", second],
    ]);
  });

  test("two jobs about one booking ask once", async () => {
    await Promise.all([plan(), plan(), plan()]);
    expect((await formsToFill(family.parent, {})).length).toBe(3);
  });

  test("19: second visit form is pre-filled", async () => {
    await plan();
    await fillIntake();
    const second = await book(1);
    await plan(second);
    const check = (await open("health_check")).at(-1)!;
    const form = await fillForm(family.parent, { assignmentId: check.id });
    expect(form.sections.map((one) => one.id)).toEqual(["today", "since", "known"]);
    expect(form.values).toEqual({
      ...{ feeding: ["breast"], medicine: "no", allergies: "yes", allergy_what: "Oats" },
    });
    const today = { red_flags: none, ill: none, body: none, vaccinated: "no", you_well: "yes" };
    await save(check.id, "today", today);
    await save(check.id, "since", { changes: none });
    // What came along counts only once somebody said that it is still right.
    const early = await refusalOf(handIn(family.parent, { assignmentId: check.id }));
    expect(early.facts).toEqual({ section: "known" });
    await confirmSection(family.parent, { assignmentId: check.id, section: "known" });
    await handIn(family.parent, { assignmentId: check.id });
    const read = await formAnswersRead(at.staff("practitioner"), { assignmentId: check.id });
    expect(read.values).toMatchObject({ ill: none, allergy_what: "Oats" });
  });

  test("what is asked anew is not confirmed, and by a link nothing of last time is shown", async () => {
    await plan();
    await fillIntake();
    const second = await book(1);
    await plan(second);
    const check = (await open("health_check")).at(-1)!;
    const refused = confirmSection(family.parent, { assignmentId: check.id, section: "today" });
    expect((await refusalOf(refused)).say.key).toBe("intake:errors.askedAnew");
    const form = await fillForm(link(family.guardianId), { assignmentId: check.id });
    expect(form.values).toEqual({});
    expect(form.sections.map((one) => one.id)).toEqual(["today", "since"]);
  });
});

describe("filling in", () => {
  test("unfinished is said at the field, and nothing is lost", async () => {
    await plan();
    const [form] = (await open("intake")).filter((one) => one.baby);
    await save(form!.id, "birth", { hospital: "yes" });
    const refused = await refusalOf(handIn(family.parent, { assignmentId: form!.id }));
    expect(refused.fields["q.hospital_why"]).toEqual([{ key: "intake:errors.unanswered" }]);
    expect(refused.facts).toEqual({ section: "birth" });
    const again = await fillForm(family.parent, { assignmentId: form!.id });
    expect(again.values).toEqual({ hospital: "yes" });
  });

  test("bad answers are refused in words and leave what was there", async () => {
    await plan();
    const [form] = (await open("intake")).filter((one) => one.baby);
    await save(form!.id, "birth", { hospital: "no" });
    const bad = async (values: Record<string, unknown>, section = "birth") =>
      refusalOf(save(form!.id, section, values as Values));
    expect((await bad({ hospital: "no", nobody_asked: "x" })).say.key).toBe(
      "intake:errors.unknownQuestion",
    );
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, "x"]));
    expect((await bad(many)).say.key).toBe("intake:errors.unknownQuestion");
    expect((await bad({ birth_story: "x".repeat(10_000) })).fields).toHaveProperty([
      "q.birth_story",
    ]);
    expect((await bad({ birth_story: "a\u0000b" })).fields).toHaveProperty(["q.birth_story"]);
    expect((await bad({ birth_story: "\udfff" })).fields).toHaveProperty(["q.birth_story"]);
    expect((await bad({ birth_weight: "43000" })).fields).toHaveProperty(["q.birth_weight"]);
    expect((await bad({}, "nowhere")).code).toBe("not_found");
    const kept = await fillForm(family.parent, { assignmentId: form!.id });
    expect(kept.values).toEqual({ hospital: "no" });
  });

  test("of two windows the second is told; the same window may save twice", async () => {
    await plan();
    const [form] = (await open("intake")).filter((one) => one.baby);
    await save(form!.id, "birth", { hospital: "no" }, { tab: "one" });
    await save(form!.id, "birth", { hospital: "no", birth_weight: "2000" }, { tab: "one" });
    const second = save(form!.id, "birth", { hospital: "no" }, { tab: "two" });
    const refused = await refusalOf(second);
    expect([refused.code, refused.facts]).toEqual(["conflict", { stamp: 2 }]);
    await save(form!.id, "birth", { hospital: "no" }, { tab: "two", stamp: 2 });
  });

  test("racing saves of one part leave one of them whole", async () => {
    await plan();
    const [form] = (await open("intake")).filter((one) => one.baby);
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) =>
        save(
          form!.id,
          "birth",
          { hospital: "no", birth_weight: String(2000 + n) },
          { tab: `t${n}` },
        ),
      ),
    );
    expect(all.filter((one) => one.status === "fulfilled").length).toBe(1);
  });

  test("a second grown-up fills in their own part by link, and the first does not see it", async () => {
    const guardianId = newId<"guardian">();
    await db.owner.insert(t.guardians).values({
      ...{ practiceId: at.practiceId, id: guardianId, clientId: family.clientId, name: "Chidi" },
      ...{ email: `c-${guardianId}@example.com`, mayConsent: "yes" },
    });
    await plan();
    const mine = await formsToFill(link(guardianId), {});
    expect(mine.map((one) => [one.builtin, one.baby])).toEqual([["intake", null]]);
    const [own] = mine;
    await save(own!.id, "you", { wellbeing: "hard" }, {}, link(guardianId));
    await handIn(link(guardianId), { assignmentId: own!.id });
    expect((await formsToFill(family.parent, {})).map((one) => one.id)).not.toContain(own!.id);
    expect((await refusalOf(fillForm(family.parent, { assignmentId: own!.id }))).code).toBe(
      "not_found",
    );
    const [family_] = (await open("intake")).filter((one) => one.baby);
    const other = fillForm(link(guardianId), { assignmentId: family_!.id });
    expect((await refusalOf(other)).code).toBe("not_found");
    const done = await fillForm(link(guardianId), { assignmentId: own!.id });
    expect(done.values).toEqual({});
  });

  test("a form that was handed in is not written again, by the family or past its commands", async () => {
    await plan();
    const id = await fillIntake();
    expect((await refusalOf(save(id, "birth", { hospital: "yes" }))).say.key).toBe(
      "intake:errors.done",
    );
    const past = await inContext(
      family.parent,
      async (tx) => (await tx.execute(sql`update form_answers set body = 'x'`)).count,
      "read write",
    );
    expect(past).toBe(0);
  });
});

describe("what answers do", () => {
  test("findings and allergies reach the record at once", async () => {
    await plan();
    await fillIntake();
    const { health } = await babyHealthDetail(at.staff(), { babyId: family.babyId });
    expect(health?.findings).toEqual(expect.arrayContaining(["reflux", "nut_allergy"]));
    expect(health?.allergies).toContain("Oats");
    expect(health?.birthGrams).toBe(2050);
  });

  test("a red flag is an alert before the form is even sent; a clinician decides, once; the front desk sees none", async () => {
    await plan();
    const [check] = await open("health_check");
    await save(check!.id, "today", { red_flags: ["breathing"] });
    const form = await fillForm(family.parent, { assignmentId: check!.id });
    expect(form.worst).toBe("emergency");
    const mine = async (role: "owner" | "practitioner" | "front_desk") =>
      (await formsToday(at.staff(role), {})).alerts.filter((one) => one.babyId === family.babyId);
    const [alert] = await mine("practitioner");
    expect(alert?.assignmentId).toBe(check!.id);
    expect(await mine("front_desk")).toEqual([]);
    const decide = () =>
      acknowledgeAlert(at.staff("practitioner"), {
        alertId: alert!.id,
        decision: "Called 999.",
      } as never);
    await decide();
    expect((await refusalOf(decide())).say.key).toBe("intake:errors.decidedAlready");
    expect(await mine("owner")).toEqual([]);
    // What was decided about is not asked again; what is said after that is.
    await save(check!.id, "today", { red_flags: ["breathing"] });
    expect(await mine("owner")).toEqual([]);
    await save(check!.id, "today", { red_flags: ["breathing", "seizure"] });
    expect(await mine("owner")).toHaveLength(1);
    const read = await formAnswersRead(at.staff("owner"), { assignmentId: check!.id });
    expect(read.alerts.map(({ decision, flags }) => [decision, flags.length])).toEqual([
      [null, 2],
      ["Called 999.", 1],
    ]);
  });

  test("reading answers is in the trail; the front desk reads none, and sees that a form is done", async () => {
    await plan();
    const id = await fillIntake();
    await formAnswersRead(at.staff("practitioner"), { assignmentId: id });
    const [row] = await db.owner
      .select()
      .from(t.auditEvents)
      .where(
        and(
          eq(t.auditEvents.operation, "intake.answers"),
          eq(t.auditEvents.subjectId, family.babyId),
        ),
      );
    expect(row?.detail).toMatchObject({ form: id });
    const refused = formAnswersRead(at.staff("front_desk"), { assignmentId: id });
    expect((await refusalOf(refused)).code).toBe("forbidden");
    const seen = await inContext(
      at.staff("front_desk"),
      (tx) => tx.execute(sql`select 1 from form_answers union all select 1 from form_alerts`),
      "read only",
    );
    expect(seen.length).toBe(0);
    const rows = await clientForms(at.staff("front_desk"), { clientId: family.clientId });
    expect(rows.find((one) => one.id === id)?.status).toBe("done");
  });

  test("no word of an answer is stored readably, logged or queued", async () => {
    await plan();
    const canary = "Canary-Mallow-77";
    await fillIntake({ ...intakeAnswers, birth: { ...intakeAnswers.birth, birth_story: canary } });
    const places = ["form_answers", "form_assignments", "form_alerts", "audit_events", "babies"];
    for (const name of places) {
      const [found] = await db.owner.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(name)} r where r::text like ${`%${canary}%`}`,
      );
      expect([name, found?.n]).toEqual([name, 0]);
    }
    const [jobs] = await db.owner.execute<{ n: number }>(
      sql`select count(*)::int as n from graphile_worker._private_jobs j where j.payload::text like ${`%${canary}%`}`,
    );
    expect(jobs?.n).toBe(0);
  });
});

describe("the practice's own forms", () => {
  test("answers stay with the version they were given to; what is published is not changed", async () => {
    const owner = at.staff("owner");
    const { formId } = await addForm(owner, { name: "Sleep", from: "" });
    const version = async () => (await formDetail(owner, { form: formId } as never)).version;
    const change = async (what: object) =>
      editForm(owner, { formId, version: await version(), change: what } as never);
    const empty = publishForm(owner, { formId, version: await version() } as never);
    expect((await refusalOf(empty)).say.key).toBe("intake:problems.empty");
    await change({ op: "add_section", title: "Nights" });
    const part = (await formDetail(owner, { form: formId } as never)).definition.sections[0]!.id;
    await change({
      op: "add_question",
      section: part,
      type: "yesno",
      label: "Wakes?",
      required: "on",
    });
    await publishForm(owner, { formId, version: await version() } as never);
    const { serviceId } = at;
    await sendFormWhen(owner, {
      form: formId,
      sendWhen: "each_lesson",
      serviceIds: [serviceId],
    } as never);
    await plan();
    const [asked] = (await formsToFill(family.parent, {})).filter((one) => one.form === "Sleep");
    const question = (await fillForm(family.parent, { assignmentId: asked!.id })).sections[0]!
      .questions[0]!;
    await save(asked!.id, part, { [question.id]: "yes" });
    await handIn(family.parent, { assignmentId: asked!.id });
    await change({
      op: "edit_question",
      question: question.id,
      type: "long",
      label: "How are nights?",
    });
    await publishForm(owner, { formId, version: await version() } as never);
    const read = await formAnswersRead(owner, { assignmentId: asked!.id });
    expect([read.number, read.sections[0]?.questions[0]?.label, read.values[question.id]]).toEqual([
      1,
      "Wakes?",
      "yes",
    ]);
    const rewrite = db.owner.execute(
      sql`update form_versions set definition = '{}' where form_id = ${formId}`,
    );
    await expect(rewrite).rejects.toThrow();
    const stale = editForm(owner, {
      formId,
      version: 1,
      change: { op: "name", name: "X" },
    } as never);
    expect((await refusalOf(stale)).code).toBe("conflict");
    await sendFormWhen(owner, { form: formId, sendWhen: "never", serviceIds: [] } as never);
  });

  test("a copy of ours is in words of its own and keeps the names of its questions", async () => {
    const owner = at.staff("practitioner");
    const { formId } = await addForm(owner, { name: "My intake", from: "intake" });
    const { definition } = await formDetail(owner, { form: formId } as never);
    expect(definition.builtin).toBeUndefined();
    const feeding = definition.sections
      .flatMap((one) => one.questions)
      .find(({ id }) => id === "feeding");
    expect(feeding?.label).toBe("How is your baby fed?");
    expect((await refusalOf(addForm(at.staff("front_desk"), { name: "X" }))).code).toBe(
      "forbidden",
    );
  });
});

test("a link of one family opens nothing of another", async () => {
  await plan();
  const theirs = await makeFamily(db.owner, at.practiceId);
  const secret = await db.owner.transaction((tx) =>
    makeLink(tx, {
      ...{ practiceId: at.practiceId, kind: "forms", subjectId: theirs.guardianId },
      expiresAt: new Date("2040-01-01"),
    }),
  );
  expect(secret).toHaveLength(43);
  expect(await formsToFill(link(theirs.guardianId), {})).toEqual([]);
  const [form] = await open("intake");
  expect(
    (await refusalOf(fillForm(link(theirs.guardianId), { assignmentId: form!.id }))).code,
  ).toBe("not_found");
});
