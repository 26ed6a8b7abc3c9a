import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { and, eq, sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import ICAL from "ical.js";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, comingDay, countRows } from "@/db/testing/asking";
import { setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { mailJobs, refusalOf, seatRows } from "@/db/testing/lessons";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { linkHolder } from "@/lib/accounts/links";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import { cancelByStaff, restoreBooking } from "@/lib/booking/cancel.write";
import { openPass } from "@/lib/booking/pass";
import { bookingByLink } from "@/lib/booking/read";
import { approveRequest, declineRequest, giveUpRequest } from "@/lib/booking/requests.write";
import { moveByStaff } from "@/lib/booking/staff-time.write";
import { bookLesson } from "@/lib/booking/write";
import { guardianStamp } from "@/lib/clients/rules";
import { saveGuardian } from "@/lib/clients/staff.write";
import { newId } from "@/lib/core/id";
import { familyLog, unreached } from "@/lib/messaging/log.read";
import { openMail } from "@/lib/messaging/outbox";
import { leaveMail, resend } from "@/lib/messaging/resend.write";
import { saveNotices } from "@/lib/messaging/settings.write";
import { logger, tasks } from "./runner";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;

let server: SMTPServer;
let arrived: { to: string; mail: Email }[];
/** Readers whom the server does not know. */
let unknown: Set<string>;

beforeEach(async () => {
  arrived = [];
  unknown = new Set();
  await db.owner.execute(sql`delete from emails`);
  await db.owner.execute(sql`delete from graphile_worker._private_jobs`);
  server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo: ({ address }, _session, done) =>
      done(
        unknown.has(address) ? Object.assign(new Error("unknown"), { responseCode: 550 }) : null,
      ),
    onData: (stream, session, done) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk);
        const mail = await PostalMime.parse(Buffer.concat(chunks));
        arrived.push({ to: session.envelope.rcptTo[0]?.address ?? "", mail });
        done();
      })();
    },
  });
  server.on("error", () => {});
  const listener: Server = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  process.env.SMTP_URL = `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`;
});
afterEach(async () => {
  delete process.env.SMTP_URL;
  delete process.env.PUBLIC_URL;
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

/** Does what waits, as if every pause were over. */
async function work() {
  await db.owner.execute(sql`update graphile_worker._private_jobs set run_at = now()`);
  await runOnce({
    connectionString: db.appUrl,
    taskList: tasks,
    logger,
    noHandleSignals: true,
  });
}

/** What a calendar program finds in the file of a mail: with the zone that the file itself brings along. */
function entryIn(mail: Email) {
  const file = mail.attachments.find((one) => one.mimeType === "text/calendar");
  const text = new TextDecoder().decode(file?.content as ArrayBuffer);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zone = calendar.getFirstSubcomponent("vtimezone");
  const entry = calendar.getFirstSubcomponent("vevent");
  if (!zone || !entry) throw new Error("no entry or no zone");
  ICAL.TimezoneService.reset();
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const event = new ICAL.Event(entry);
  return {
    method: calendar.getFirstPropertyValue("method"),
    header: file?.method,
    status: entry.getFirstPropertyValue("status"),
    sequence: event.sequence,
    uid: event.uid,
    zone: event.startDate.zone.tzid,
    start: event.startDate.toJSDate().toISOString(),
    attendees: event.attendees.map((one) => String(one.getFirstValue()).toLowerCase()),
  };
}

/** A guest's booking, with a second guardian who agreed to copies. */
async function booked(at: TestPractice, start: Date) {
  const ask = asking(at, start);
  const { bookingId } = await bookLesson(visitor, ask);
  const { booking, lesson } = await seatRows(db.owner, bookingId);
  const second = `second-${ask.guest.email}`;
  await db.owner.insert(t.guardians).values({
    practiceId: at.practiceId,
    id: newId(),
    clientId: booking.clientId,
    name: "Chidi",
    email: second,
    copiesSince: new Date(0),
    createdAt: new Date(Date.now() + 60_000),
  });
  return {
    bookingId: bookingId as string,
    lessonId: lesson.id,
    clientId: booking.clientId,
    readers: [ask.guest.email, second],
  };
}

test("12: created, moved twice and cancelled, every guardian's calendar has one entry that changes: SEQUENCE 0, 1, 2, 3", async () => {
  const at = await makePractice(db.owner, "America/New_York");
  const start = coming(at.zone, 2, "10:00");
  const { bookingId, lessonId, readers } = await booked(at, start);
  await work();
  await moveByStaff(at.staff(), {
    lessonId,
    version: 1,
    day: comingDay(at.zone, 3),
    time: "14:15",
  });
  await work();
  await moveByStaff(at.staff(), {
    lessonId,
    version: 2,
    day: comingDay(at.zone, 4),
    time: "09:30",
  });
  await work();
  const { booking } = await seatRows(db.owner, bookingId);
  await cancelByStaff(at.staff(), { bookingId, version: booking.version, reason: "illness" });
  await work();
  for (const reader of readers) {
    const entries = arrived.filter(({ to }) => to === reader).map(({ mail }) => entryIn(mail));
    expect(entries.map((one) => [one.method, one.header, one.sequence, one.status])).toEqual([
      ["REQUEST", "REQUEST", 0, "CONFIRMED"],
      ["REQUEST", "REQUEST", 1, "CONFIRMED"],
      ["REQUEST", "REQUEST", 2, "CONFIRMED"],
      ["CANCEL", "CANCEL", 3, "CANCELLED"],
    ]);
    expect(entries.map((one) => one.start)).toEqual(
      [
        start,
        coming(at.zone, 3, "14:15"),
        coming(at.zone, 4, "09:30"),
        coming(at.zone, 4, "09:30"),
      ].map((one) => one.toISOString()),
    );
    expect(new Set(entries.map((one) => one.uid)).size).toBe(1);
    expect(new Set(entries.map((one) => one.zone))).toEqual(new Set(["America/New_York"]));
    // Their own line and nobody else's: an address is not told to the other guardian.
    expect(entries.map((one) => one.attendees)).toEqual(entries.map(() => [`mailto:${reader}`]));
  }
});

describe("20: the confirmation page is there", () => {
  test("when the mail about it is written down, in the same moment", async () => {
    const at = await makePractice(db.owner);
    const { bookingId, pass } = await bookLesson(visitor, asking(at, coming(at.zone, 2, "10:00")));
    expect(await mailJobs(db.owner, bookingId)).toMatchObject([{ event: "booked", sequence: "0" }]);
    const holder = await linkHolder(openPass(pass), "booking");
    if (!holder) throw new Error("no page");
    expect((await bookingByLink(holder, {})).status).toBe("booked");
    await work();
    expect(arrived).toHaveLength(1);
  });

  test("not when it could not be: then nothing of the booking is left, and its time is free", async () => {
    const at = await makePractice(db.owner);
    const ask = asking(at, coming(at.zone, 2, "10:00"));
    const before = await countRows(db.owner, at.practiceId);
    await db.owner.execute(
      sql`alter table graphile_worker._private_jobs add constraint full_outbox check (task_id < 0) not valid`,
    );
    try {
      await expect(bookLesson(visitor, ask)).rejects.toThrow();
    } finally {
      await db.owner.execute(
        sql`alter table graphile_worker._private_jobs drop constraint full_outbox`,
      );
    }
    expect(await countRows(db.owner, at.practiceId)).toEqual(before);
    await bookLesson(visitor, ask);
  });
});

test("24: the public address of the moment is in every link, calendar file and Message-ID", async () => {
  const at = await makePractice(db.owner);
  const places = ["https://one.example", "https://two.example:8443"];
  for (const [n, place] of places.entries()) {
    process.env.PUBLIC_URL = place;
    arrived = [];
    const start = coming(at.zone, 2 + n, "10:00");
    await booked(at, start);
    await askSignIn(visitor, { email: `somebody-${n}@example.com` });
    await work();
    expect(arrived).toHaveLength(3);
    for (const { mail } of arrived) {
      const calendar = mail.attachments[0]?.content as ArrayBuffer | undefined;
      const all = `${mail.text}\n${mail.html}\n${calendar ? new TextDecoder().decode(calendar) : ""}`;
      const addresses = [...all.replace(/\r\n[ \t]/g, "").matchAll(/https?:\/\/[^/\s"<]+/g)];
      expect(addresses.length).toBeGreaterThan(1);
      expect(new Set(addresses.map(([address]) => address))).toEqual(new Set([place]));
      expect(mail.messageId).toContain(`@${new URL(place).hostname}>`);
    }
  }
});

test("staff who ask for it are told of what a family booked, never of their own yes to a request, whatever they do to it", async () => {
  const at = await makePractice(db.owner);
  await saveNotices(at.staff(), { booked: "all", moved: "none", cancelled: "none" });
  await setTerms(db.owner, at, { approval: true });
  const seat = async (bookingId: string) => {
    const { booking, lesson } = await seatRows(db.owner, bookingId);
    return { of: { bookingId, version: booking.version }, lesson };
  };
  const approved = async (time: string) => {
    const { bookingId } = await booked(at, coming(at.zone, 2, time));
    await work();
    await approveRequest(at.staff(), (await seat(bookingId)).of);
    return bookingId;
  };
  await approved("09:00");
  const { lesson } = await seat(await approved("11:00"));
  await moveByStaff(at.staff(), {
    ...{ lessonId: lesson.id, version: lesson.version, day: comingDay(at.zone, 3), time: "11:00" },
  });
  const { of } = await seat(await approved("13:00"));
  await cancelByStaff(at.staff(), { ...of, reason: "illness" });
  await restoreBooking(at.staff(), (await seat(of.bookingId)).of);
  await work();
  const notices = eq(t.emails.template, "notice_booked");
  expect(await db.owner.$count(t.emails, eq(t.emails.template, "booking_booked"))).toBe(6);
  expect(await db.owner.$count(t.emails, notices)).toBe(0);
  await setTerms(db.owner, at, { approval: false });
  await booked(at, coming(at.zone, 4, "10:00"));
  await work();
  expect(await db.owner.$count(t.emails, notices)).toBe(1);
});

describe("a message that was refused", () => {
  async function refused() {
    const at = await makePractice(db.owner);
    const family = await booked(at, coming(at.zone, 2, "10:00"));
    const [first = ""] = family.readers;
    unknown.add(first);
    for (let round = 0; round < 4; round++) await work();
    const [row] = await db.owner.select().from(t.emails).where(eq(t.emails.toAddress, first));
    if (!row) throw new Error("no mail");
    return { at, first, row, ...family };
  }
  /** Somebody asked the family how its address is spelled. */
  async function correct(at: TestPractice, email: string) {
    const [guardian] = await db.owner
      .select()
      .from(t.guardians)
      .where(eq(t.guardians.email, email));
    if (!guardian) throw new Error("nobody");
    const { id, clientId, name, phone, relation } = guardian;
    await saveGuardian(at.staff(), {
      ...{ clientId, guardianId: id, seen: guardianStamp(guardian), name },
      ...{ email: `right-${email}`, phone: phone ?? "", relation: relation ?? "" },
    });
  }
  const log = (at: TestPractice, clientId: string) =>
    familyLog(at.staff("front_desk"), { clientId });

  test("is to do, with its reason in the family's log; it goes to the corrected address as things are now, once", async () => {
    const { at, first, row, clientId, bookingId } = await refused();
    expect(await unreached(at.staff(), {})).toMatchObject([
      { clientId, channel: "email", count: 1 },
    ]);
    const { messages, waiting } = await log(at, clientId);
    expect(messages.map((one) => [one.to, one.state, one.reason, one.attempts])).toContainEqual([
      first,
      "failed",
      "mailbox",
      3,
    ]);
    expect(waiting.map((one) => one.kind)).toEqual(["forms", "reminder", "reminder"]);
    await correct(at, first);
    arrived = [];
    await resend(at.staff(), { emailId: row.id });
    await work();
    expect(arrived.map(({ to }) => to)).toEqual([`right-${first}`]);
    const [mail] = arrived;
    if (!mail) throw new Error("no mail");
    expect(entryIn(mail.mail)).toMatchObject({ attendees: [`mailto:right-${first}`], sequence: 0 });
    expect(await unreached(at.staff(), {})).toEqual([]);
    expect((await log(at, clientId)).messages.map((one) => one.state).sort()).toEqual([
      "dropped",
      "sent",
      "sent",
    ]);
    expect(bookingId).toBeTruthy();
    expect((await refusalOf(resend(at.staff(), { emailId: row.id }))).code).toBe("conflict");
  });

  test.each(["asked", "declined", "unanswered"] as const)(
    "about a request, %s, goes to the corrected address too, and to nobody a second time",
    async (event) => {
      const at = await makePractice(db.owner);
      await setTerms(db.owner, at, { approval: true });
      const { bookingId, lessonId, readers } = await booked(at, coming(at.zone, 2, "10:00"));
      const [first = "", second = ""] = readers;
      if (event !== "asked") await work();
      unknown.add(first);
      const { booking } = await seatRows(db.owner, bookingId);
      const { version } = booking;
      if (event === "declined")
        await declineRequest(at.staff(), { bookingId, version, reason: "time", times: [] });
      if (event === "unanswered") {
        const over = { answerBy: new Date(Date.now() - 1000) };
        await db.owner.update(t.lessons).set(over).where(eq(t.lessons.id, lessonId));
        await giveUpRequest(at.system, { practiceId: at.practiceId, lessonId });
      }
      for (let round = 0; round < 4; round++) await work();
      const template = `booking_${event}`;
      const lost = and(eq(t.emails.toAddress, first), eq(t.emails.template, template));
      const [row] = await db.owner.select().from(t.emails).where(lost);
      expect(row?.state).toBe("failed");
      await correct(at, first);
      arrived = [];
      await resend(at.staff(), { emailId: row?.id ?? "" });
      for (let round = 0; round < 2; round++) await work();
      expect(arrived.map(({ to }) => to)).toEqual([`right-${first}`]);
      expect(arrived[0]?.mail.text).toContain("10:00 am");
      expect(await db.owner.$count(t.emails, eq(t.emails.toAddress, second))).toBe(
        event === "asked" ? 1 : 2,
      );
    },
  );

  test("goes once more as it was to an address that stayed, or is left", async () => {
    const { at, first, row } = await refused();
    unknown.clear();
    await resend(at.staff(), { emailId: row.id });
    await work();
    expect(arrived.filter(({ to }) => to === first)).toHaveLength(1);
    const other = await refused();
    await leaveMail(other.at.staff(), { emailId: other.row.id });
    expect(await unreached(other.at.staff(), {})).toEqual([]);
    const foreign = resend(at.staff(), { emailId: other.row.id });
    expect((await refusalOf(foreign)).code).toBe("not_found");
  });

  test("says in the log when it is tried again", async () => {
    const at = await makePractice(db.owner);
    const family = await booked(at, coming(at.zone, 2, "10:00"));
    process.env.SMTP_URL = "smtp://127.0.0.1:1";
    await work();
    const { messages } = await log(at, family.clientId);
    expect(messages).toMatchObject([
      { state: "queued", reason: "away", nextTry: expect.any(Date) },
      { state: "queued", reason: "away", nextTry: expect.any(Date) },
    ]);
    const rows = await db.owner.select().from(t.emails);
    expect(rows.every((row) => row.rendered && openMail(row, row.rendered).text)).toBe(true);
  });
});
