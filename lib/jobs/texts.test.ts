import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { hoursAgo, makeLesson } from "@/db/testing/lessons";
import { makeFamily, makePractice } from "@/db/testing/world";
import { newId } from "@/lib/core/id";
import { openMail } from "@/lib/messaging/outbox";
import { readMail } from "@/lib/messaging/read";
import { remind } from "./remind.write";
import { logger, tasks } from "./runner";

const db = testDatabase();
let gateway: Server;
let taken: { id: string; to: string; text: string }[];
let answers: number[];

beforeEach(async () => {
  taken = [];
  answers = [];
  await db.owner.execute(sql`delete from emails`);
  await db.owner.execute(sql`delete from graphile_worker._private_jobs`);
  gateway = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const status = answers.shift() ?? 202;
      if (status < 300) taken.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(status).end("secret words of the gateway");
    })();
  });
  gateway.listen(0, "127.0.0.1");
  await once(gateway, "listening");
  process.env.SMS_URL = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/texts`;
});
afterEach(async () => {
  delete process.env.SMS_URL;
  await new Promise((resolve) => gateway.close(resolve));
});

async function work() {
  await db.owner.execute(sql`update graphile_worker._private_jobs set run_at = now()`);
  const options = { connectionString: db.appUrl, taskList: tasks, logger, noHandleSignals: true };
  await runOnce(options);
}
const rows = () => db.owner.select().from(t.emails).where(eq(t.emails.channel, "sms"));

/** A family that wants texts, and one reminder to it. */
async function reminded() {
  const at = await makePractice(db.owner);
  const family = await makeFamily(db.owner, at.practiceId);
  const { practiceId } = at;
  const { clientId, guardianId } = family;
  await db.owner
    .update(t.guardians)
    .set({ phone: "07700 900142" })
    .where(eq(t.guardians.id, guardianId));
  const wish = { practiceId, clientId, guardianId, purpose: "reminder" } as const;
  await db.owner.insert(t.contactPreferences).values([
    { ...wish, id: newId(), channel: "sms", allowed: true },
    { ...wish, id: newId(), channel: "email", allowed: false },
  ]);
  // Noon, so that no quiet hour is near.
  const startsAt = new Date(Date.UTC(2027, 5, 1, 12));
  const { bookingId } = await makeLesson(db.owner, at, family, startsAt);
  const reminderId = newId<"reminder">();
  await db.owner.insert(t.reminders).values({
    practiceId,
    id: reminderId,
    bookingId,
    clientId,
    kind: "reminder",
    minutes: 60,
    lessonStartsAt: startsAt,
    dueAt: hoursAgo(1),
  });
  await remind(at.system, { practiceId, reminderId, now: new Date(Date.UTC(2027, 5, 1, 11)) });
  return { at, guardianId };
}

test("a text is retried under the same id until the gateway takes it, and its words are dropped then", async () => {
  answers = [503, 500];
  await reminded();
  for (let round = 0; round < 3; round++) await work();
  const [row] = await rows();
  expect(row).toMatchObject({ state: "sent", attempts: 3, rendered: null, lastError: null });
  expect(taken).toMatchObject([{ id: row?.id, to: "+447700900142" }]);
  expect(taken[0]?.text).toContain("Reply STOP");
});

test("whoever opted out is not asked again, and no more texts are meant for that number", async () => {
  answers = [410];
  const { guardianId } = await reminded();
  await work();
  await work();
  expect(await rows()).toMatchObject([{ state: "failed", lastError: "EOPTOUT", attempts: 1 }]);
  const wishes = await db.owner
    .select()
    .from(t.contactPreferences)
    .where(eq(t.contactPreferences.guardianId, guardianId));
  expect(wishes.filter((one) => one.channel === "sms").map((one) => one.allowed)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("without a gateway it is kept for the administrator, and nothing of it is printed", async () => {
  delete process.env.SMS_URL;
  const printed: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  await reminded();
  await work();
  spy.mockRestore();
  const [row] = await rows();
  expect(row?.state).toBe("kept");
  if (!row?.rendered) throw new Error("not kept");
  const { text } = openMail(row, row.rendered);
  const admin = { kind: "admin", userId: newId<"user">() } as const;
  expect((await readMail(admin, { emailId: row.id })).content?.text).toBe(text);
  const out = printed.join("");
  expect(out).toContain("Text kept: reminder.");
  expect(out).not.toContain("+44");
  expect(out).not.toContain(text.slice(0, 30));
});
