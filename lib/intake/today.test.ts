import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { at, book, db, family, intakeWorld, plan } from "@/db/testing/intake";
import { newId } from "@/lib/core/id";
import { seal } from "@/lib/work/vault";
import { alertWhere } from "./record";
import type { Flag } from "./schema";
import { familyAlerts, formsToday } from "./staff.read";

intakeWorld();

test("twins who come one after the other: the forms of both are said, each with its name", async () => {
  const { practiceId } = at;
  const { clientId } = family;
  const twin = newId<"baby">();
  await db.owner
    .insert(t.babies)
    .values({ practiceId, id: twin, clientId, firstName: "Twin", bornOn: "2026-08-24" });
  const [first, second] = [await book(0), await book(0)];
  await db.owner
    .update(t.bookingBabies)
    .set({ babyId: twin })
    .where(eq(t.bookingBabies.bookingId, second));
  await plan(first);
  await plan(second);
  const waiting = async () =>
    (await formsToday(at.staff("practitioner"), {})).unfinished.filter(
      (one) => one.clientId === clientId,
    );
  expect((await waiting()).map((one) => [one.bookingId, one.babies])).toEqual([
    [first, [expect.stringMatching(/^Baby /)]],
    [second, ["Twin"]],
  ]);
  await db.owner
    .update(t.formAssignments)
    .set({ status: "done", doneAt: new Date() })
    .where(eq(t.formAssignments.bookingId, first));
  expect((await waiting()).map((one) => one.bookingId)).toEqual([second]);
});

test("an emergency comes before everything older and milder, and no answer is left out, however many wait", async () => {
  const { practiceId } = at;
  const { clientId, babyId, dataKey } = family;
  await plan();
  const [form] = await db.owner
    .select({ formVersionId: t.formAssignments.formVersionId })
    .from(t.formAssignments)
    .where(eq(t.formAssignments.clientId, clientId));
  const { formVersionId } = form ?? expect.fail("no form was asked");
  const raise = async (flags: Flag[], hour: number, more: { babyId?: null } = {}) => {
    const [id, assignmentId] = [newId<"form_alert">(), newId<"form_assignment">()];
    await db.owner
      .insert(t.formAssignments)
      .values({ practiceId, id: assignmentId, clientId, formVersionId });
    const body = { flags: flags.map((flag) => ({ question: "fever", answer: "yes", flag })) };
    await db.owner.insert(t.formAlerts).values({
      ...{ practiceId, id, clientId, babyId, assignmentId, ...more },
      raisedAt: new Date(Date.UTC(2026, 8, 1, hour)),
      body: seal(dataKey, alertWhere(id), JSON.stringify(body)),
    });
  };
  for (let hour = 0; hour < 60; hour++) await raise(["look"], hour);
  await raise(["doctor"], 61);
  await raise(["look", "urgent"], 62);
  await raise(["emergency", "look"], 63, { babyId: null });
  const rosa = at.staff("practitioner");
  for (const { worst, of } of [
    (await formsToday(rosa, {})).alerts.filter((one) => one.clientId === clientId),
    await familyAlerts(rosa, { clientId }),
  ].map((list) => ({ worst: list.map((one) => one.worst), of: list.map((one) => one.of) }))) {
    expect(worst.slice(0, 4)).toEqual(["emergency", "urgent", "doctor", "look"]);
    expect(worst).toHaveLength(63);
    // Whose record was opened, a grown-up's own part too.
    expect(new Set(of.flat())).toEqual(new Set([babyId]));
    expect(of[0]).toEqual([babyId]);
  }
  expect((await formsToday(at.staff("front_desk"), {})).alerts).toEqual([]);
  const trail = await db.owner
    .select({ operation: t.auditEvents.operation, detail: t.auditEvents.detail })
    .from(t.auditEvents)
    .where(eq(t.auditEvents.subjectId, "forms"));
  expect(trail.map(({ operation }) => operation)).toContain("intake.family_alerts");
  expect(JSON.stringify(trail)).toContain(babyId);
});
