import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { eq, sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { coming } from "@/db/testing/asking";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { type Desk, makeDesk } from "@/db/testing/desk";
import { seatRows } from "@/db/testing/lessons";
import { cancelByStaff } from "@/lib/booking/cancel.write";
import { moveOwn } from "@/lib/booking/own.write";
import { ownLessons } from "@/lib/booking/read";
import { approveRequest } from "@/lib/booking/requests.write";
import { logger, tasks } from "./runner";

const db = testDatabase();
let at: Desk;
let bookingId: string;
let server: SMTPServer;
/** Templates that the server took, in their order. */
let arrived: string[];
/** The same as they were read, each under its reader. */
let read: { to: string; mail: Email }[];
/** What the server answers before it looks at the mail. */
let away: boolean;
/** While the server holds a mail in its hands. */
let during: (() => Promise<unknown>) | undefined;

beforeEach(async () => {
  [arrived, read, away, during] = [[], [], false, undefined];
  await db.owner.execute(sql`delete from emails`);
  await db.owner.execute(sql`delete from graphile_worker._private_jobs`);
  server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo: (_address, _session, done) =>
      done(away ? Object.assign(new Error("later"), { responseCode: 421 }) : null),
    onData: (stream, session, done) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk);
        const parsed = await PostalMime.parse(Buffer.concat(chunks));
        const id = /^<([^@]+)@/.exec(parsed.messageId ?? "")?.[1] ?? "";
        const [mail] = await db.owner.select().from(t.emails).where(eq(t.emails.id, id));
        await during?.();
        arrived.push(mail?.template ?? "");
        read.push({ to: session.envelope.rcptTo[0]?.address ?? "", mail: parsed });
        done();
      })();
    },
  });
  const listener: Server = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  process.env.SMTP_URL = `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  at = await makeDesk(db.owner);
  ({ bookingId } = await at.book("10:00"));
});
afterEach(async () => {
  delete process.env.SMTP_URL;
  await new Promise<void>((closed) => server.close(() => closed()));
});

/** All that waits, whatever its hour: the runner is there again, or a pause is over. */
async function runner(): Promise<void> {
  await db.owner.execute(sql`update graphile_worker._private_jobs set run_at = now()`);
  await runOnce({ connectionString: db.appUrl, taskList: tasks, logger, noHandleSignals: true });
}
const cancel = async () => {
  const { booking } = await seatRows(db.owner, bookingId);
  return cancelByStaff(at.staff(), { bookingId, version: booking.version, reason: "travel" });
};
const rule = async () => (await seatRows(db.owner, bookingId)).booking.cancelRule;
const states = async () =>
  (await db.owner.select().from(t.emails).where(eq(t.emails.clientId, at.family.clientId))).map(
    ({ template, state }) => [template, state],
  );
const family = async () => {
  const { upcoming, past } = await ownLessons(at.family.parent, {});
  return [...upcoming, ...past].length;
};

test("the runner was away when a lesson was booked and when it was cancelled: neither mail leaves", async () => {
  await cancel();
  for (let i = 0; i < 2; i++) await runner();
  expect([arrived, await rule(), await family()]).toEqual([[], "untold", 0]);
});

test("the mail server was away: the mail that waited does not leave, nor one that the lesson is cancelled", async () => {
  away = true;
  await runner();
  expect(await states()).toContainEqual(["booking_booked", "queued"]);
  await cancel();
  away = false;
  for (let i = 0; i < 2; i++) await runner();
  expect([arrived, await rule(), await family()]).toEqual([[], "untold", 0]);
  expect((await states()).every(([, state]) => state === "dropped")).toBe(true);
});

test("cancelled while the server has the mail in its hands: it may have left, so both leave", async () => {
  let cancelled: Promise<unknown> | undefined;
  during = async () => {
    cancelled ??= cancel();
    await cancelled;
  };
  await runner();
  await cancelled;
  await runner();
  expect(await rule()).toBe("free");
  expect([arrived.includes("booking_booked"), arrived.includes("booking_cancelled")]).toEqual([
    true,
    true,
  ]);
  expect(await family()).toBe(1);
});

test("told, then cancelled: both leave", async () => {
  await runner();
  await cancel();
  await runner();
  expect(arrived).toEqual(expect.arrayContaining(["booking_booked", "booking_cancelled"]));
});

describe("a time that changed while the mail server was away", () => {
  /** What is new; what waits keeps its pause until the server shows that it is back. */
  async function newer(): Promise<void> {
    await db.owner.execute(
      sql`update graphile_worker._private_jobs set run_at = now() where attempts = 0`,
    );
    await runOnce({ connectionString: db.appUrl, taskList: tasks, logger, noHandleSignals: true });
  }
  const calendar = ({ attachments }: Email) =>
    new TextDecoder().decode(attachments[0]?.content as ArrayBuffer);

  test("is told as booked, once, to whoever has heard of none; the older mail does not follow it", async () => {
    away = true;
    await runner();
    await at.move(bookingId, "14:15");
    away = false;
    await newer();
    await runner();
    expect(arrived.filter((one) => /^booking_/.test(one))).toEqual(["booking_booked"]);
    const [{ mail } = { mail: undefined }] = read.filter((_, i) => arrived[i] === "booking_booked");
    if (!mail) throw new Error("no mail");
    expect(mail.text).toContain("2:15 pm");
    expect(mail.text).not.toContain("10:00 am");
    expect(calendar(mail)).toMatch(/^METHOD:REQUEST\r?$/m);
    expect(calendar(mail)).toMatch(/^SEQUENCE:1\r?$/m);
    expect((await states()).filter(([template]) => template === "booking_booked").sort()).toEqual([
      ["booking_booked", "dropped"],
      ["booking_booked", "sent"],
    ]);
  });

  test("is told as moved to whoever was told of the first", async () => {
    await runner();
    away = true;
    for (const time of ["13:00", "14:15"]) {
      await at.move(bookingId, time);
      await runner();
    }
    away = false;
    // The second of two moves gets through first.
    await db.owner.execute(sql`
      update graphile_worker._private_jobs set attempts = 0 where key = (
        select 'mail.send:' || id from emails where template = 'booking_moved' order by id desc limit 1)`);
    await newer();
    await runner();
    expect(arrived.filter((one) => /^booking_/.test(one))).toEqual([
      "booking_booked",
      "booking_moved",
    ]);
    expect(read.at(-1)?.mail.text).toContain("2:15 pm");
  });

  test("is told as moved where the first may have left before the server was cut off, and that one is not sent again", async () => {
    away = true;
    await runner();
    await db.owner
      .update(t.emails)
      .set({ leavingAt: new Date() })
      .where(eq(t.emails.template, "booking_booked"));
    await at.move(bookingId, "14:15");
    away = false;
    await newer();
    await runner();
    expect(arrived.filter((one) => /^booking_/.test(one))).toEqual(["booking_moved"]);
  });

  test("of a lesson that is asked for is told once, as it is by now", async () => {
    await setTerms(db.owner, at, { approval: true });
    const asked = await guestBooking(at, coming(at.zone, 3, "10:00"));
    away = true;
    await runner();
    await moveOwn(asked.link, {
      ...(await seen(db.owner, asked.bookingId)),
      ...{ start: coming(at.zone, 3, "14:00").toISOString(), feeMinor: 0 },
    });
    away = false;
    await newer();
    await runner();
    const mails = read.filter((_, i) => arrived[i] === "booking_asked");
    expect(mails.map(({ mail }) => /(2:00 pm|10:00 am) to/.exec(mail.text ?? "")?.[1])).toEqual([
      "2:00 pm",
    ]);
    // The answer got through before the word that it was asked for.
    const answered = await guestBooking(at, coming(at.zone, 4, "10:00"));
    away = true;
    await runner();
    const { bookingId } = answered;
    await approveRequest(at.staff(), { bookingId, ...(await seen(db.owner, bookingId)) });
    away = false;
    await newer();
    await runner();
    const about = await db.owner
      .select()
      .from(t.emails)
      .where(eq(t.emails.subjectId, bookingId))
      .orderBy(t.emails.id);
    expect(
      about.filter((one) => one.clientId).map(({ template, state }) => [template, state]),
    ).toEqual([
      ["booking_asked", "dropped"],
      ["booking_booked", "sent"],
    ]);
  });
});
