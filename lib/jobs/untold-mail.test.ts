import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { eq, sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Desk, makeDesk } from "@/db/testing/desk";
import { seatRows } from "@/db/testing/lessons";
import { cancelByStaff } from "@/lib/booking/cancel.write";
import { ownLessons } from "@/lib/booking/read";
import { logger, tasks } from "./runner";

const db = testDatabase();
let at: Desk;
let bookingId: string;
let server: SMTPServer;
/** Templates that the server took, in their order. */
let arrived: string[];
/** What the server answers before it looks at the mail. */
let away: boolean;
/** While the server holds a mail in its hands. */
let during: (() => Promise<unknown>) | undefined;

beforeEach(async () => {
  [arrived, away, during] = [[], false, undefined];
  await db.owner.execute(sql`delete from emails`);
  await db.owner.execute(sql`delete from graphile_worker._private_jobs`);
  server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo: (_address, _session, done) =>
      done(away ? Object.assign(new Error("later"), { responseCode: 451 }) : null),
    onData: (stream, _session, done) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk);
        const id = /^Message-ID: <([^@]+)@/im.exec(Buffer.concat(chunks).toString())?.[1] ?? "";
        const [mail] = await db.owner.select().from(t.emails).where(eq(t.emails.id, id));
        await during?.();
        arrived.push(mail?.template ?? "");
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
