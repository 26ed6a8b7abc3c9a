import { once } from "node:events";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Tx } from "@/db/client";
import * as t from "@/db/schema";
import { comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { bookByStaff } from "@/lib/booking/staff-book.write";
import type { Visitor } from "@/lib/core/actor";
import { databaseIsAway } from "@/lib/work/away";
import { inContext } from "@/lib/work/context";
import { beat } from "./beat";
import { checkHealth } from "./health";

const db = testDatabase();
let at: TestPractice;
let family: TestFamily;
let wire: Server;
/** Whether the wire swallows all that is said, as a firewall does. */
let mute = false;
/** What the wire does with the next statement that has these words in it. */
let cut: { words: string; reaches: boolean } | null = null;
const open = new Set<Socket>();

// The pool reaches PostgreSQL through a wire of ours.
beforeAll(async () => {
  const far = new URL(db.appUrl);
  wire = createServer((near) => {
    const server = dial(Number(far.port), far.hostname);
    const hangUp = () => {
      near.destroy();
      server.destroy();
    };
    open.add(near);
    near.on("close", hangUp).on("error", hangUp);
    server.on("close", hangUp).on("error", hangUp);
    let deaf = false;
    server.on("data", (bytes) => {
      if (!mute) deaf ? hangUp() : near.write(bytes);
    });
    near.on("data", (bytes) => {
      if (mute) return;
      if (!cut || !bytes.includes(cut.words)) return void server.write(bytes);
      const { reaches } = cut;
      cut = null;
      deaf = true;
      if (reaches) server.write(bytes);
      else hangUp();
    });
  }).listen(0, "127.0.0.1");
  await once(wire, "listening");
  const address = wire.address();
  if (!address || typeof address === "string") throw new Error("no port");
  const near = new URL(db.appUrl);
  near.host = `127.0.0.1:${address.port}`;
  process.env.APP_DATABASE_URL = near.href;
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
});
afterAll(() => {
  for (const one of open) one.destroy();
  wire.close();
});

const book = (time: string, key: string) =>
  bookByStaff(
    at.staff(),
    {
      ...{ serviceId: at.serviceId, clientId: family.clientId, babyIds: [family.babyId] },
      ...{ day: comingDay(at.zone, 2), time },
    },
    { key },
  );
const failing = (doing: Promise<unknown>) =>
  doing.then(
    () => "nothing failed",
    (error: unknown) => databaseIsAway(error),
  );
const count = () => db.owner.$count(t.bookings);
const visitor: Visitor = { kind: "visitor" };
const one = sql`select 1 as one`;

test("the answer of a commit is lost: sent again it is the same booking, once", async () => {
  cut = { words: "commit", reaches: true };
  expect(await failing(book("10:00", "lost-answer-of-a-commit"))).toBe(true);
  await expect.poll(count).toBe(1);
  const again = await book("10:00", "lost-answer-of-a-commit");
  const [only] = await db.owner.select().from(t.bookings);
  expect(again).toMatchObject({ bookingId: only?.id });
  expect(await count()).toBe(1);
});

test("the line breaks at the writing statement, or before the commit arrives: nothing is written, and it can be sent again", async () => {
  const before = await count();
  for (const [words, time] of [
    ["insert into", "12:00"],
    ["commit", "14:00"],
  ] as const) {
    const key = `lost-at-the-${words.replace(" ", "-")}-statement`;
    cut = { words, reaches: false };
    expect(await failing(book(time, key)), words).toBe(true);
    expect(await count()).toBe(before + (time === "14:00" ? 1 : 0));
    await book(time, key);
  }
  expect(await count()).toBe(before + 2);
});

test("the line breaks while the work pauses: what it asks afterwards goes nowhere, and the pool goes on", async () => {
  let late: Promise<unknown> | undefined;
  let goOn = () => {};
  const pause = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const broken = inContext(
    visitor,
    async (tx) => {
      await tx.execute(one);
      for (const socket of open) socket.destroy();
      await pause;
      late = failing(tx.execute(sql`select current_setting('app.actor', true)`));
      await late;
    },
    "read only",
  );
  expect(await failing(broken)).toBe(true);
  const others = Promise.all(
    Array.from({ length: 20 }, () =>
      inContext(visitor, (tx) => tx.execute(sql`select app_actor() as actor`), "read only"),
    ),
  );
  goOn();
  expect(new Set((await others).map(([row]) => row?.actor))).toEqual(new Set(["visitor"]));
  expect(await late).toBe(true);
});

test("a wire that swallows everything: who waits is told, on every line, and the next have lines of their own", async () => {
  const given: string[] = [];
  const near = connect(process.env.APP_DATABASE_URL ?? "", 2, {
    after: 300,
    given: () => {
      given.push("silence");
      void near.end(0);
    },
  });
  await near.db.execute(one);
  mute = true;
  // One waits for a plain answer, one within its transaction, and one for a line at all.
  const waiting = [
    failing(near.db.execute(one)),
    failing(near.db.transaction((tx) => tx.execute(one))),
    failing(near.db.transaction((tx) => tx.execute(one))),
  ];
  expect(await Promise.all(waiting)).toEqual([true, true, true]);
  expect(given.length).toBeGreaterThan(0);
  mute = false;
  expect(await inContext(visitor, (tx) => tx.execute(one), "read only")).toHaveLength(1);
});

test("while the database is away health says so, and once it is back all goes on in the same process", async () => {
  await beat();
  const fine = { status: "ok", database: "ok", migrations: "ok", jobs: "ok" };
  const { port } = new URL(process.env.APP_DATABASE_URL ?? "");
  await new Promise<void>((resolve) => {
    wire.close(() => resolve());
    for (const socket of open) socket.destroy();
  });
  for (let i = 0; i < 3; i += 1)
    expect(await checkHealth()).toMatchObject({
      ...{ status: "unhealthy", database: "unreachable", migrations: "unknown", jobs: "unknown" },
    });
  expect(await failing(book("16:00", "while-the-database-is-away"))).toBe(true);
  wire.listen(Number(port), "127.0.0.1");
  await once(wire, "listening");
  expect(await checkHealth()).toMatchObject(fine);
  expect(await book("16:00", "while-the-database-is-away")).toHaveProperty("bookingId");
});

test("work that nobody waited for cannot speak in a transaction that has ended", async () => {
  let left: Tx | undefined;
  await inContext(
    visitor,
    async (tx) => {
      left = tx;
      await tx.execute(one);
    },
    "read only",
  );
  expect(await failing(Promise.resolve().then(() => left?.execute(one)))).toBe(true);
});
