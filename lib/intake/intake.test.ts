import { and, eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { makeFamily } from "@/db/testing/world";
import { makeLink } from "@/lib/accounts/links";
import { babyHealthDetail } from "@/lib/clients/read";
import type { Actor, LinkHolder } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { databaseCode, inContext } from "@/lib/work/context";
import { clientConsents, consentPage, objectedConsents, standingConsents } from "./consent.read";
import { recordPaperConsents, signConsents } from "./consent.write";
import { fillForm, formsToFill } from "./fill.read";
import { confirmSection, handIn, saveSection } from "./fill.write";
import { formDetail } from "./forms.read";
import { addForm, editForm, publishForm, sendFormWhen } from "./forms.write";
import { planForms } from "./plan";
import { CONSENT_KINDS, type ConsentKind, type Values } from "./schema";
import { clientForms, formAnswersRead, formsToday } from "./staff.read";
import { acknowledgeAlert } from "./staff.write";
import { consentText, shownHash } from "./words";

const db = testDatabase();
let at: Everything;
let now: Date;
beforeAll(async () => {
  at = await makeEverything(db.owner);
});
let family: Awaited<ReturnType<typeof makeFamily>>;
let bookingId: string;
beforeEach(async () => {
  now = new Date();
  family = await makeFamily(db.owner, at.practiceId);
  bookingId = await book(3);
});

let hour = 0;
/** A lesson of the family some days from now. */
async function book(days: number): Promise<string> {
  const lessonId = newId<"lesson">();
  const id = newId<"booking">();
  hour += 1;
  const startsAt = new Date(Date.UTC(2031, 0, 1 + days * 100, hour * 2));
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const { practiceId, practitionerId, serviceId, placeId } = at;
  await db.owner.insert(t.lessons).values({
    ...{ practiceId, id: lessonId, practitionerId, serviceId, placeId, status: "confirmed" },
    ...{ startsAt, endsAt, blockedFrom: startsAt, blockedUntil: endsAt, timeZone: "Europe/London" },
    localStart: startsAt.toISOString().slice(0, 16).replace("T", " "),
  });
  await db.owner.insert(t.bookings).values({
    ...{ practiceId, id, lessonId, clientId: family.clientId, source: "staff" },
    ...{ reference: `R${id.slice(-9)}`, priceMinor: 4800, currency: "GBP" },
  });
  await db.owner
    .insert(t.bookingBabies)
    .values({ practiceId, bookingId: id, babyId: family.babyId, clientId: family.clientId });
  return id;
}
const plan = (id = bookingId) =>
  inContext(
    at.system,
    (tx) => planForms(tx, { practiceId: at.practiceId, bookingId: id }, now),
    "read write",
  );
const open = async (builtin: string, actor: Actor = family.parent) =>
  (await formsToFill(actor, {})).filter((one) => one.status === "open" && one.builtin === builtin);
const none = ["none"];
const intakeAnswers: Record<string, Values> = {
  birth: { hospital: "no", birth_weight: "2050" },
  health: {
    ...{ heart_lungs: none, brain: none, blood_bones: none, tummy: ["reflux"], operations: none },
    ...{ other_conditions: none, medicine: "no", specialist: "no", hip_scan: "fine" },
  },
  feeding_skin: {
    ...{ feeding: ["breast"], skin: "fine", allergies: "yes", allergy_what: "Oats" },
    family_allergies: none,
  },
  vaccines: {},
  lesson: { attend: ["parent"], goals: ["calm"] },
};
const save = (
  assignmentId: string,
  section: string,
  values: Values,
  more = {},
  actor: Actor = family.parent,
) => saveSection(actor, { assignmentId, section, stamp: 0, tab: "tab", values, ...more } as never);
async function fillIntake(answers = intakeAnswers): Promise<string> {
  const [form] = (await open("intake")).filter((one) => one.baby);
  for (const [section, values] of Object.entries(answers)) await save(form!.id, section, values);
  await handIn(family.parent, { assignmentId: form!.id });
  return form!.id;
}
const refusalOf = async (work: Promise<unknown>): Promise<Refusal> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw error ?? new Error("was not refused");
  return error;
};

describe("forms of a booking", () => {
  test("are asked once, for the baby and for each grown-up, and follow the lesson", async () => {
    expect((await plan()).made).toBe(3);
    expect(await plan()).toEqual({ made: 0, open: 3 });
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
    const second = await book(12);
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
    const second = await book(12);
    await plan(second);
    const check = (await open("health_check")).at(-1)!;
    const refused = confirmSection(family.parent, { assignmentId: check.id, section: "today" });
    expect((await refusalOf(refused)).say.key).toBe("intake:errors.askedAnew");
    const form = await fillForm(link(family.guardianId), { assignmentId: check.id });
    expect(form.values).toEqual({});
    expect(form.sections.map((one) => one.id)).toEqual(["today", "since"]);
  });
});

const link = (subjectId: string): LinkHolder => ({
  ...{ kind: "link", link: "forms", practiceId: at.practiceId, subjectId },
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
  test("findings and allergies reach the record at once; how one day was does not stay", async () => {
    await plan();
    await fillIntake();
    const { health } = await babyHealthDetail(at.staff(), { babyId: family.babyId });
    expect(health?.findings).toEqual(expect.arrayContaining(["reflux", "nut_allergy"]));
    expect(health?.allergies).toContain("Oats");
    expect(health?.birthGrams).toBe(2050);
    const [check] = await open("health_check");
    await save(check!.id, "today", { red_flags: none, ill: ["fever"], body: none });
    const after = await babyHealthDetail(at.staff(), { babyId: family.babyId });
    expect(after.health?.findings).not.toContain("fever");
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
    const read = await formAnswersRead(at.staff("owner"), { assignmentId: check!.id });
    expect(read.alert?.decision).toBe("Called 999.");
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
    await fillIntake({ ...intakeAnswers, birth: { hospital: "no", birth_story: canary } });
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

describe("consents", () => {
  const signature = { typedName: "Ana Okoye", relation: "Mother", locale: "en-GB" };
  const from = { address: "192.0.2.7", userAgent: "Test" };
  const practiceName = async () =>
    (await db.owner.select().from(t.practices).where(eq(t.practices.practiceId, at.practiceId)))[0]!
      .name;
  const hashOf = async (kinds: readonly ConsentKind[]) => {
    const name = await practiceName();
    const inOrder = CONSENT_KINDS.filter((kind) => kinds.includes(kind));
    return shownHash(inOrder.map((kind) => consentText(kind, name, "en-GB")));
  };
  const sign = async (
    answers: Partial<Record<ConsentKind, "given" | "declined">>,
    actor: Actor = family.parent,
  ) =>
    signConsents(actor, {
      ...{ clientId: family.clientId, answers, ...signature, from },
      shownHash: await hashOf(Object.keys(answers) as ConsentKind[]),
    } as never);
  const standing = () =>
    inContext(at.system, (tx) => standingConsents(tx, at.practiceId, family.clientId), "read only");

  test("each stands alone, is signed with its exact words, and is taken back by itself", async () => {
    await sign({ teaching: "given", photo_video: "declined", reminders: "given" });
    expect([...(await standing())].toSorted()).toEqual(["reminders", "teaching"]);
    const page = await consentPage(family.parent, {
      clientId: family.clientId,
      locale: "en-GB",
    } as never);
    expect(page.texts.find((one) => one.kind === "photo_video")?.last?.answer).toBe("declined");
    await sign({ teaching: "declined" });
    expect([...(await standing())]).toEqual(["reminders"]);
    const { lines } = await clientConsents(at.staff("front_desk"), {
      clientId: family.clientId,
    } as never);
    expect(lines.find((one) => one.kind === "teaching")?.state).toBe("objected");
    const rows = await db.owner
      .select()
      .from(t.consents)
      .where(eq(t.consents.clientId, family.clientId));
    expect(
      rows
        .filter((one) => one.kind === "teaching")
        .map((one) => one.answer)
        .toSorted(),
    ).toEqual(["given", "withdrawn"]);
    expect(rows.every((one) => !one.signature.toString("latin1").includes("Okoye"))).toBe(true);
  });

  test("words that were not on the page are not signed", async () => {
    const other = signConsents(family.parent, {
      ...{ clientId: family.clientId, answers: { teaching: "given" }, ...signature, from },
      shownHash: await hashOf(["photo_video"]),
    } as never);
    expect((await refusalOf(other)).say.key).toBe("intake:errors.wordsChanged");
  });

  test("only by a guardian who may consent, and one's no is not outvoted", async () => {
    const guardianId = newId<"guardian">();
    const who = { practiceId: at.practiceId, id: guardianId, clientId: family.clientId };
    await db.owner
      .insert(t.guardians)
      .values({ ...who, name: "Nanny", email: `n-${guardianId}@example.com` });
    const refused = await refusalOf(sign({ teaching: "given" }, link(guardianId)));
    expect(refused.say.key).toBe("intake:errors.mayNotConsent");
    await db.owner
      .update(t.guardians)
      .set({ mayConsent: "yes" })
      .where(eq(t.guardians.id, guardianId));
    await sign({ photo_video: "declined" }, link(guardianId));
    await sign({ photo_video: "given", teaching: "given" });
    expect([...(await standing())]).toEqual(["teaching"]);
    await sign({ photo_video: "given" }, link(guardianId));
    expect([...(await standing())].toSorted()).toEqual(["photo_video", "teaching"]);
  });

  test("are changed and removed by no role", async () => {
    await sign({ teaching: "given" });
    const actors: Record<string, Actor> = {
      parent: family.parent,
      owner: at.staff("owner"),
      practitioner: at.staff("practitioner"),
      "front desk": at.staff("front_desk"),
      link: link(family.guardianId),
      system: at.system,
      admin: { kind: "admin", userId: at.userId },
      doctor: { kind: "doctor", userId: at.userId, email: "dr@example.com" },
      visitor: { kind: "visitor" },
    };
    const mine = sql`practice_id = ${at.practiceId}`;
    for (const [who, actor] of Object.entries(actors))
      for (const attempt of [
        sql`update consents set answer = 'given' where ${mine}`,
        sql`delete from consents where ${mine}`,
        sql`truncate consents`,
      ]) {
        const done = await inContext(
          actor,
          async (tx) => (await tx.execute(attempt)).count,
          "read write",
        ).catch((error) => databaseCode(error) ?? String(error));
        expect([who, done === 0 || done === "42501"]).toEqual([who, true]);
      }
    for (const attempt of [
      sql`update consents set answer = 'withdrawn' where ${mine}`,
      sql`delete from consents where ${mine}`,
      sql`truncate consents`,
    ])
      await expect(db.owner.execute(attempt)).rejects.toThrow();
    expect([...(await standing())]).toEqual(["teaching"]);
  });

  test("nobody signs in another's name past the commands", async () => {
    await sign({ teaching: "given" });
    const copy = (actor: Actor, change: string) =>
      inContext(
        actor,
        async (tx) =>
          (
            await tx.execute(sql`insert into consents select * from json_populate_record(null::consents,
              (select to_jsonb(c) || ${change}::jsonb || jsonb_build_object('id', gen_random_uuid())
                from consents c where c.client_id = ${family.clientId} limit 1)::json)`)
          ).count,
        "read write",
      ).catch((error) => databaseCode(error));
    expect(await copy(at.staff("owner"), "{}")).toBe("42501");
    expect(await copy(at.staff("owner"), '{"method":"link"}')).toBe("42501");
    expect(await copy(family.parent, '{"method":"link"}')).toBe("42501");
  });

  test("taken back, they act: forms close, reminders stop, Today says so", async () => {
    await plan();
    await sign({ health_data: "given", teaching: "given", reminders: "given" });
    await sign({ health_data: "declined", teaching: "declined", reminders: "declined" });
    const [form] = (await open("intake")).filter((one) => one.baby);
    expect((await refusalOf(save(form!.id, "birth", { hospital: "no" }))).say.key).toBe(
      "intake:errors.healthWithdrawn",
    );
    const wishes = await db.owner
      .select()
      .from(t.contactPreferences)
      .where(eq(t.contactPreferences.guardianId, family.guardianId));
    expect(wishes.map((one) => [one.purpose, one.channel, one.allowed]).toSorted()).toEqual([
      ["reminder", "email", false],
      ["reminder", "sms", false],
    ]);
    const objected = await inContext(
      at.staff("front_desk"),
      (tx) => objectedConsents(tx, at.practiceId, family.clientId),
      "read only",
    );
    expect(objected.has("teaching")).toBe(true);
  });

  test("on paper: recorded by staff, for a guardian who may, not for tomorrow", async () => {
    const kinds = ["teaching"] as const;
    const paper = async (paperOn: string) =>
      recordPaperConsents(at.staff("front_desk"), {
        ...{
          clientId: family.clientId,
          guardianId: family.guardianId,
          answers: { teaching: "given" },
        },
        ...{ ...signature, shownHash: await hashOf(kinds), paperOn },
      } as never);
    expect((await refusalOf(paper("2040-01-01"))).fields).toHaveProperty(["paperOn"]);
    await paper("2026-01-05");
    const [row] = await db.owner
      .select()
      .from(t.consents)
      .where(eq(t.consents.clientId, family.clientId));
    expect([row?.method, row?.recordedBy, row?.paperOn]).toEqual([
      "paper",
      at.userId,
      "2026-01-05",
    ]);
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
