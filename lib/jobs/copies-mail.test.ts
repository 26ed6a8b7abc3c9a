import { and, eq, sql } from "drizzle-orm";
import ICAL from "ical.js";
import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeLesson, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { cancelByStaff } from "@/lib/booking/cancel.write";
import { answerCopies } from "@/lib/clients/copies.write";
import type { LinkHolder } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { openMail } from "@/lib/messaging/outbox";
import { mailStands } from "@/lib/messaging/standing.read";
import { queueCopiesBegin } from "./copies-mail.write";
import { queueBooking } from "./mail.write";

const db = testDatabase();
let at: TestPractice;
let family: TestFamily;
let guardianId: string;

beforeEach(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
  guardianId = newId<"guardian">();
  const { practiceId } = at;
  const [clientId, email] = [family.clientId, `second-${family.email}`];
  await db.owner
    .insert(t.guardians)
    .values({ practiceId, id: guardianId, clientId, name: "Second", email });
});

/** A lesson that the family was told of. */
async function told(month: number) {
  const lesson = await makeLesson(db.owner, at, family, new Date(Date.UTC(2027, month, 3, 13, 15)));
  const { bookingId } = lesson;
  const about = { practiceId: at.practiceId, bookingId, sequence: 0 };
  await queueBooking(at.system, { ...about, event: "booked" });
  return lesson;
}
const say = async (answer: "yes" | "no") => {
  const { practiceId } = at;
  const actor: LinkHolder = { kind: "link", link: "copies", practiceId, subjectId: guardianId };
  await answerCopies(actor, { answer });
  const jobs = await db.owner.execute(
    sql`select 1 from graphile_worker._private_jobs where payload->>'guardianId' = ${guardianId}`,
  );
  return jobs.length;
};
const begin = () => queueCopiesBegin(at.system, { practiceId: at.practiceId, guardianId });
const mails = () =>
  db.owner
    .select()
    .from(t.emails)
    .where(
      and(eq(t.emails.toAddress, `second-${family.email}`), eq(t.emails.template, "copies_begin")),
    );

test("who says yes to copies gets the lessons to come as they stand, once", async () => {
  const [soon, gone, moved] = [await told(1), await told(2), await told(3)];
  await makeLesson(db.owner, at, family, new Date(Date.UTC(2027, 4, 3, 13, 15)));
  const { version } = (await seatRows(db.owner, gone.bookingId)).booking;
  await cancelByStaff(at.staff(), { bookingId: gone.bookingId, version, reason: "other" });
  await db.owner.update(t.lessons).set({ sequence: 3 }).where(eq(t.lessons.id, moved.lessonId));
  expect(await mails()).toEqual([]);
  expect(await say("yes")).toBe(1);
  await Promise.all([begin(), begin()]);
  await say("yes");
  await begin();
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  if (!mail?.rendered) throw new Error("no mail");
  const { subject, text, attachments = [] } = openMail(mail, mail.rendered);
  expect(attachments.map(({ filename }) => filename)).toEqual(["lesson.ics", "lesson-2.ics"]);
  const events = attachments.map(({ content, contentType }) => {
    expect(contentType).toContain("method=REQUEST");
    const calendar = new ICAL.Component(ICAL.parse(content));
    expect(calendar.getFirstPropertyValue("method")).toBe("REQUEST");
    return new ICAL.Event(calendar.getFirstSubcomponent("vevent") ?? undefined);
  });
  expect(events.map(({ uid, sequence }) => [uid, sequence])).toEqual([
    [`${soon.lessonId}@lessons.handsel`, 0],
    [`${moved.lessonId}@lessons.handsel`, 3],
  ]);
  expect(text).toContain("3 February");
  expect(`${subject} ${text}`).not.toContain("Baby");
  const [{ sequence } = { sequence: 0 }] = await db.owner
    .select()
    .from(t.lessons)
    .where(eq(t.lessons.id, moved.lessonId));
  expect(sequence).toBe(3);
  const stands = () =>
    mailStands(at.system, { practiceId: at.practiceId, emailId: mail.id as never });
  expect(await stands()).toBe(true);
  await db.owner
    .update(t.clients)
    .set({ silentSince: new Date() })
    .where(eq(t.clients.id, family.clientId));
  expect(await stands()).toBe(false);
});

test("a no, a family without a lesson to come and one that is left in peace get no such mail", async () => {
  await say("yes");
  await begin();
  await told(1);
  await say("no");
  await begin();
  await say("yes");
  await db.owner
    .update(t.clients)
    .set({ silentSince: new Date() })
    .where(eq(t.clients.id, family.clientId));
  await begin();
  expect(await mails()).toEqual([]);
});
