import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { at, book, bookingId, db, family, intakeWorld, now } from "@/db/testing/intake";
import { newId } from "@/lib/core/id";
import { letGo } from "@/lib/messaging/leave.write";
import { openMail } from "@/lib/messaging/outbox";
import { inContext } from "@/lib/work/context";
import { openForms, queueForms } from "./forms-mail.write";
import { queueBooking } from "./mail.write";

intakeWorld();

/** A grown-up without an account, who asked for no copies. */
async function another(set: Partial<typeof t.guardians.$inferInsert> = {}): Promise<string> {
  const id = newId<"guardian">();
  const email = `second-${id}@example.com`;
  const { practiceId } = at;
  await db.owner
    .insert(t.guardians)
    .values({ practiceId, id, clientId: family.clientId, name: "Tayo", email, ...set });
  return email;
}
const booked = (id = bookingId) =>
  queueBooking(at.system, {
    ...{ practiceId: at.practiceId, bookingId: id, event: "booked" },
    sequence: 0,
  });
async function mails(): Promise<{ to: string; template: string; text: string }[]> {
  const rows = await db.owner
    .select()
    .from(t.emails)
    .where(eq(t.emails.clientId, family.clientId))
    .orderBy(t.emails.id);
  return rows.map((row) => ({
    to: row.toAddress,
    template: row.template,
    text: row.rendered ? openMail(row, row.rendered).text : "",
  }));
}

test("the second guardian is written to about a part of their own, and learns nothing else of the lesson", async () => {
  const father = await another({ kin: "father" });
  await booked();
  const sent = await mails();
  expect(sent.filter(({ to }) => to === father).map(({ template }) => template)).toEqual([
    "forms_asked",
  ]);
  const [his] = sent.filter(({ to }) => to === father);
  expect(his?.text).toMatch(/\/forms\/\S{20}/);
  // Who is told of the lesson finds the forms by that mail, and gets no second one.
  expect(sent.filter(({ to }) => to === family.email).map(({ template }) => template)).toEqual([
    "booking_booked",
  ]);
});

test("whoever may see nothing, or is no parent or carer, is not asked", async () => {
  const barred = await another({ kin: "father", maySee: "no" });
  const nanny = await another({ kin: "other" });
  await booked();
  const to = (await mails()).map((mail) => mail.to);
  expect(to).not.toContain(barred);
  expect(to).not.toContain(nanny);
});

test("asked by hand, each grown-up gets a link of their own", async () => {
  const father = await another({ kin: "father" });
  await booked();
  await db.owner.delete(t.emails).where(eq(t.emails.clientId, family.clientId));
  await queueForms(at.system, { practiceId: at.practiceId, clientId: family.clientId });
  const sent = await mails();
  expect(sent.map(({ to }) => to).sort()).toEqual([father, family.email].sort());
  const [one, other] = sent.map(({ text }) => text.match(/https?:\S*forms\S*/)?.[0]);
  expect(one).toBeTruthy();
  expect(one).not.toBe(other);
});

test("no mail leads to a check before it is open, and the reminder of it comes when it is", async () => {
  await booked();
  await db.owner.update(t.formAssignments).set({ status: "done", doneAt: now });
  await db.owner.delete(t.emails).where(eq(t.emails.clientId, family.clientId));
  const later = await book(9);
  await booked(later);
  const [told, ...others] = await mails();
  expect([told?.template, others]).toEqual(["booking_booked", []]);
  expect(told?.text).not.toMatch(/\/forms/);
  const [reminder] = await db.owner
    .select()
    .from(t.reminders)
    .where(and(eq(t.reminders.bookingId, later), eq(t.reminders.kind, "forms")));
  if (!reminder) throw new Error("no reminder");
  const open = (then: Date) =>
    inContext(at.system, (tx) => openForms(tx, at.practiceId, later, then), "read only");
  expect([await open(now), await open(reminder.dueAt)]).toEqual([0, 1]);
});

test("what staff asked for by hand belongs to no lesson, and leaves all the same", async () => {
  await another({ kin: "father" });
  await queueForms(at.system, { practiceId: at.practiceId, clientId: family.clientId });
  const rows = await db.owner.select().from(t.emails).where(eq(t.emails.template, "forms_asked"));
  const byHand = rows.filter(({ subjectId, state }) => subjectId === null && state === "queued");
  expect(byHand.length).toBeGreaterThan(0);
  for (const { id } of byHand)
    expect(await letGo(at.system, { practiceId: at.practiceId, emailId: id })).toBe("first");
});
