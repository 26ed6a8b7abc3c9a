import { and, eq, like, sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makeDesk } from "@/db/testing/desk";
import { makeLesson, seatRows } from "@/db/testing/lessons";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { makeLink } from "@/lib/accounts/links";
import { cancelByStaff, restoreBooking } from "@/lib/booking/cancel.write";
import { mergeClients } from "@/lib/clients/merge.write";
import { newId } from "@/lib/core/id";
import { familyLog } from "@/lib/messaging/log.read";
import { openMail } from "@/lib/messaging/outbox";
import { dueReminders, replan } from "@/lib/messaging/plan.write";
import { saveService } from "@/lib/practices/write";
import { queueBooking } from "./mail.write";
import { remind } from "./remind.write";
import { logger, tasks } from "./runner";

const db = testDatabase();
const everywhere = { kind: "system", practiceId: null } as const;
const HOUR = 3_600_000;
const hoursBefore = (when: Date, hours: number) => new Date(when.getTime() - hours * HOUR);
const hoursAfter = (when: Date, hours: number) => hoursBefore(when, -hours);

/** Does what waits, as if every pause, such as the one in which staff may undo, were over. */
async function work() {
  await db.owner.execute(sql`update graphile_worker._private_jobs set run_at = now()`);
  const options = { connectionString: db.appUrl, taskList: tasks, logger, noHandleSignals: true };
  await runOnce({ ...options, concurrency: 4 });
}

/** A lesson at quarter past two on a Wednesday some months from now, told to the family. */
let day = 0;
async function told(at: TestPractice, family: TestFamily) {
  day += 1;
  const startsAt = new Date(Date.UTC(2027, 5, day, 13, 15));
  const lesson = await makeLesson(db.owner, at, family, startsAt);
  await db.owner.transaction((tx) =>
    makeLink(tx, {
      practiceId: at.practiceId,
      kind: "booking",
      subjectId: lesson.bookingId,
      expiresAt: new Date("2028-01-01T00:00:00Z"),
    }),
  );
  await tell(at, lesson.bookingId, "booked");
  return lesson;
}
const tell = (at: TestPractice, bookingId: string, event: "booked" | "moved" | "cancelled") =>
  queueBooking(at.system, { practiceId: at.practiceId, bookingId, event, sequence: 0 });
/** As the clock's job does at a minute of our choosing. */
async function clock(now: Date) {
  const due = await dueReminders(everywhere, { now });
  for (const one of due)
    await remind({ kind: "system", practiceId: one.practiceId as never }, { ...one, now });
  return due.length;
}
const planned = async (bookingId: string) =>
  (
    await db.owner
      .select()
      .from(t.reminders)
      .where(eq(t.reminders.bookingId, bookingId))
      .orderBy(t.reminders.dueAt, t.reminders.kind)
  ).map((row) => `${row.kind} ${row.minutes}${row.doneAt ? " done" : ""}`);
const sent = (clientId: string, template = "reminder") =>
  db.owner
    .select()
    .from(t.emails)
    .where(and(eq(t.emails.clientId, clientId), eq(t.emails.template, template)))
    .orderBy(t.emails.id);
const service = (at: TestPractice, set: Partial<typeof t.services.$inferInsert>) =>
  db.owner.update(t.services).set(set).where(eq(t.services.id, at.serviceId));

async function world() {
  const at = await makePractice(db.owner);
  return { at, family: await makeFamily(db.owner, at.practiceId) };
}

beforeEach(async () => {
  delete process.env.SMTP_URL;
  delete process.env.SMS_URL;
  await db.owner.execute(sql`delete from reminders`);
  await db.owner.execute(sql`delete from emails`);
  await db.owner.execute(sql`delete from graphile_worker._private_jobs`);
});

describe("a booking's reminders", () => {
  test("are planned with it, go once each at their time, and say when, where, what to bring and what a change costs", async () => {
    const { at, family } = await world();
    await service(at, { followUpHours: 24, lateFeePercent: 50 });
    const { bookingId, startsAt } = await told(at, family);
    expect(await planned(bookingId)).toEqual([
      "forms 2880",
      "reminder 2880",
      "reminder 180",
      "follow_up 1440",
    ]);
    expect(await clock(hoursBefore(startsAt, 49))).toBe(0);
    expect(await sent(family.clientId)).toEqual([]);
    const due = hoursBefore(startsAt, 48);
    await Promise.all([clock(due), clock(due)]);
    const [mail, ...more] = await sent(family.clientId);
    expect(more).toEqual([]);
    if (!mail?.rendered) throw new Error("no reminder");
    const { text, subject } = openMail(mail, mail.rendered);
    expect(text).toContain("2:15 pm to 3:15 pm (British Summer Time)");
    expect(text).toContain("Where: Studio");
    expect(text).toMatch(/We’ll be there:\nhttp:\/\/localhost:3000\/booking\/[\w-]{43}\n/);
    expect(text).toContain(
      "Free to move or cancel until 24 hours before. A later change costs £24.",
    );
    expect(text).toContain("talk to your doctor first");
    expect(`${subject} ${text}`).not.toContain("Baby");
    expect(await clock(hoursBefore(startsAt, 3))).toBe(1);
    expect(await sent(family.clientId)).toHaveLength(2);
  });

  test("carry the lesson for the calendar as it stands, as a change of the one entry and no newer one", async () => {
    const { at, family } = await world();
    await service(at, { followUpHours: 24 });
    const { bookingId, lessonId, startsAt } = await told(at, family);
    await db.owner.update(t.lessons).set({ sequence: 2 }).where(eq(t.lessons.id, lessonId));
    await clock(hoursBefore(startsAt, 3));
    await db.owner
      .update(t.bookings)
      .set({ status: "completed" })
      .where(eq(t.bookings.id, bookingId));
    await clock(hoursAfter(startsAt, 48));
    const attached = async (template: string) =>
      (await sent(family.clientId, template)).map(
        (row) => (row.rendered && openMail(row, row.rendered).attachments) ?? [],
      );
    const [[file] = []] = await attached("reminder");
    expect(file?.contentType).toContain("method=REQUEST");
    expect(file?.content).toMatch(/^METHOD:REQUEST\r?$/m);
    expect(file?.content).toMatch(/^SEQUENCE:2\r?$/m);
    expect(file?.content).toContain(`UID:${lessonId}@lessons.handsel`);
    const [lesson] = await db.owner.select().from(t.lessons).where(eq(t.lessons.id, lessonId));
    expect(lesson?.sequence).toBe(2);
    expect(await attached("follow_up")).toEqual([[]]);
  });

  test("move with the lesson, and none is doubled however often it is told", async () => {
    const { at, family } = await world();
    const { bookingId, lessonId, startsAt } = await told(at, family);
    await db.owner
      .update(t.lessons)
      .set({
        startsAt: hoursAfter(startsAt, 24),
        endsAt: hoursAfter(startsAt, 25),
        blockedUntil: hoursAfter(startsAt, 25),
      })
      .where(eq(t.lessons.id, lessonId));
    // Not told yet: the rows are of the old time, and their last look finds that out.
    await clock(hoursBefore(startsAt, 3));
    expect(await sent(family.clientId)).toEqual([]);
    await Promise.all([tell(at, bookingId, "moved"), tell(at, bookingId, "moved")]);
    expect((await planned(bookingId)).filter((one) => !one.endsWith("done"))).toEqual([
      "forms 2880",
      "reminder 2880",
      "reminder 180",
    ]);
    // The clock's job stood still since: of two that are due by now, the later one says it all.
    await clock(hoursBefore(hoursAfter(startsAt, 24), 3));
    expect(await sent(family.clientId)).toHaveLength(1);
  });

  test("13: cancelled after a reminder was planned, nothing is sent; a changed reminder is exactly one new one", async () => {
    const { at, family } = await world();
    const other = await makeFamily(db.owner, at.practiceId);
    const gone = await told(at, family);
    await cancelByStaff(at.staff(), { bookingId: gone.bookingId, version: 1, reason: "illness" });
    // Its mail is still in the queue: the last look alone holds the reminders back.
    await clock(hoursBefore(gone.startsAt, 48));
    expect(await sent(family.clientId)).toEqual([]);
    await work();
    expect(await planned(gone.bookingId)).toEqual([]);
    await clock(hoursAfter(gone.startsAt, 48));
    expect(await sent(family.clientId)).toEqual([]);

    const stays = await told(at, other);
    await saveService(at.staff(), {
      serviceId: at.serviceId,
      version: 1,
      practitionerId: at.practitionerId,
      placeId: at.placeId,
      name: "First lesson",
      durationMinutes: "60",
      price: "48",
      stepMinutes: "",
      bufferBeforeMinutes: "0",
      bufferAfterMinutes: "0",
      minNoticeHours: "0",
      horizonDays: "60",
      cancelHours: "24",
      bookable: true,
      sameDay: true,
      illnessFree: true,
      reminderMinutes: ["2880", "120"],
    });
    await work();
    const again = { practiceId: at.practiceId, serviceId: at.serviceId, after: null };
    await Promise.all([replan(at.system, again), replan(at.system, again)]);
    expect(await planned(stays.bookingId)).toEqual(["forms 2880", "reminder 2880", "reminder 120"]);
    await clock(hoursBefore(stays.startsAt, 3));
    const early = await sent(other.clientId);
    expect(early).toHaveLength(1);
    await clock(hoursBefore(stays.startsAt, 2));
    await clock(hoursBefore(stays.startsAt, 1));
    expect(await sent(other.clientId)).toHaveLength(2);
  });

  test("due while staff may still take a change back goes after all when they do, and not when they do not", async () => {
    const desk = await makeDesk(db.owner);
    await service(desk, { reminderMinutes: [180] });
    const { clientId } = desk.family;
    const start = coming(desk.zone, 2, "14:00");
    const due = hoursBefore(start, 3);
    const seat = (bookingId: string) => seatRows(db.owner, bookingId);
    const { bookingId } = await desk.book("14:00");
    await work();
    await desk.move(bookingId, "15:00");
    await clock(due);
    await desk.move(bookingId, "14:00", { outside: "undo" });
    expect(await sent(clientId)).toEqual([]);
    await clock(due);
    expect(await sent(clientId)).toHaveLength(1);

    const other = await desk.book("11:00");
    await work();
    await desk.cancel(other.bookingId);
    await clock(hoursBefore(due, 3));
    const { version } = (await seat(other.bookingId)).booking;
    await restoreBooking(desk.staff(), { bookingId: other.bookingId, version });
    await clock(hoursBefore(due, 3));
    expect(await sent(clientId)).toHaveLength(2);

    // Nobody takes this one back: its family is told, and what was planned for the old time is gone.
    const third = await desk.book("09:00");
    await work();
    await desk.move(third.bookingId, "16:00");
    const early = hoursBefore(coming(desk.zone, 2, "09:00"), 3);
    await clock(early);
    await work();
    await clock(early);
    expect(await sent(clientId)).toHaveLength(2);
    expect(await planned(third.bookingId)).toEqual(["forms 2880", "reminder 180"]);
  });

  test("13: cancelled while the reminder itself waits for the mail server, it does not leave", async () => {
    const { at, family } = await world();
    const { bookingId, startsAt } = await told(at, family);
    await work();
    process.env.SMTP_URL = "smtp://127.0.0.1:1";
    await clock(hoursBefore(startsAt, 3));
    await work();
    expect((await sent(family.clientId)).map((row) => row.state)).toEqual(["queued"]);
    await cancelByStaff(at.staff(), { bookingId, version: 1, reason: "illness" });
    delete process.env.SMTP_URL;
    await work();
    expect((await sent(family.clientId)).map((row) => [row.state, row.rendered])).toEqual([
      ["dropped", null],
    ]);
  });

  test("14: 120 cancellations at once leave 0 later sends", async () => {
    const { at, family } = await world();
    const lessons = await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        makeLesson(db.owner, at, family, new Date(Date.UTC(2027, 5, 1 + n, 13, 15))),
      ),
    );
    await replan(at.system, { practiceId: at.practiceId, serviceId: null, after: null });
    const [{ waiting } = { waiting: 0 }] = await db.owner.execute<{ waiting: number }>(
      sql`select count(*)::int as waiting from reminders where done_at is null`,
    );
    expect(waiting).toBe(240);
    const cancelled = await Promise.allSettled(
      lessons.map(({ bookingId }) =>
        cancelByStaff(at.staff(), { bookingId, version: 1, reason: "illness" }),
      ),
    );
    expect(cancelled.filter(({ status }) => status === "rejected")).toEqual([]);
    const last = lessons.at(-1)?.startsAt ?? new Date(0);
    // Every hour from before the first reminder to after the last, and a queue that works in between.
    for (
      let at = hoursBefore(lessons[0]?.startsAt ?? last, 49);
      at <= last;
      at = hoursAfter(at, 24)
    )
      await clock(at);
    await work();
    for (
      let at = hoursBefore(lessons[0]?.startsAt ?? last, 49);
      at <= hoursAfter(last, 400);
      at = hoursAfter(at, 24)
    )
      await clock(at);
    expect(await sent(family.clientId)).toEqual([]);
    expect(await sent(family.clientId, "follow_up")).toEqual([]);
    const [{ open } = { open: 1 }] = await db.owner.execute<{ open: number }>(
      sql`select count(*)::int as open from reminders where done_at is null`,
    );
    expect(open).toBe(0);
  }, 120_000);
});

describe("a follow-up", () => {
  test("goes after the lesson took place, never after nobody came, and has the home routine where there is one", async () => {
    const { at, family } = await world();
    await service(at, { reminderMinutes: [], followUpHours: 24 });
    const other = await makeFamily(db.owner, at.practiceId);
    const [came, missed] = [await told(at, family), await told(at, other)];
    const set = (bookingId: string, status: "completed" | "no_show") =>
      db.owner.update(t.bookings).set({ status }).where(eq(t.bookings.id, bookingId));
    await set(missed.bookingId, "no_show");
    // Nobody has said how the lesson went: it waits.
    await clock(hoursAfter(came.startsAt, 25));
    expect(await sent(family.clientId, "follow_up")).toEqual([]);
    await set(came.bookingId, "completed");
    await clock(hoursAfter(missed.startsAt, 48));
    const [mail] = await sent(family.clientId, "follow_up");
    if (!mail?.rendered) throw new Error("no follow-up");
    expect(openMail(mail, mail.rendered).text).toContain(`/p/${at.slug}`);
    expect(await sent(other.clientId, "follow_up")).toEqual([]);
  });
});

describe("a family", () => {
  test("of two records reads in its log what waits in either", async () => {
    const { at, family } = await world();
    const { clientId } = await makeFamily(db.owner, at.practiceId);
    const { bookingId } = await told(at, family);
    await mergeClients(at.staff(), { intoId: clientId, fromId: family.clientId, same: {} });
    const { waiting } = await familyLog(at.staff(), { clientId });
    expect(waiting.filter((one) => one.bookingId === bookingId)).toHaveLength(3);
  });

  test("that is to be left in peace gets nothing, not even what was queued before", async () => {
    const { at, family } = await world();
    const { startsAt } = await told(at, family);
    process.env.SMTP_URL = "smtp://127.0.0.1:1";
    await work();
    await db.owner
      .update(t.clients)
      .set({ silentSince: new Date() })
      .where(eq(t.clients.id, family.clientId));
    await clock(hoursBefore(startsAt, 3));
    delete process.env.SMTP_URL;
    await work();
    const rows = await db.owner.select().from(t.emails);
    expect(rows.map((row) => [row.template, row.state])).toEqual([["booking_booked", "dropped"]]);
  });

  test("gets texts where it asked for them, at the number as phones write it, in two segments", async () => {
    const { at, family } = await world();
    await db.owner
      .update(t.guardians)
      .set({ phone: "07700 900142" })
      .where(eq(t.guardians.id, family.guardianId));
    const prefer = (channel: "email" | "sms", allowed: boolean) =>
      db.owner.insert(t.contactPreferences).values({
        practiceId: at.practiceId,
        id: newId(),
        guardianId: family.guardianId,
        clientId: family.clientId,
        purpose: "reminder",
        channel,
        allowed,
      });
    await prefer("sms", true);
    await prefer("email", false);
    const { startsAt } = await told(at, family);
    await clock(hoursBefore(startsAt, 3));
    const [text, ...more] = await sent(family.clientId);
    expect(more).toEqual([]);
    expect(text).toMatchObject({ channel: "sms", toAddress: "+447700900142" });
    if (!text?.rendered) throw new Error("no text");
    const words = openMail(text, text.rendered).text;
    expect(words).toMatch(/2:15 pm \(London time\)\. Still coming\? .*http.* Reply STOP/);
    expect(words.length).toBeLessThan(306);
    await work();
    expect((await sent(family.clientId)).map((row) => row.state)).toEqual(["kept"]);
    expect(
      await db.owner.select().from(t.emails).where(like(t.emails.template, "booking_%")),
    ).toMatchObject([{ channel: "email" }]);
  });
});
