import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { eq, sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makePractice } from "@/db/testing/world";
import { askSignIn } from "@/lib/accounts/sign-in.write";
import { invite } from "@/lib/accounts/team.write";
import { isSystem } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { openMail, queueMails } from "@/lib/messaging/outbox";
import { readMail } from "@/lib/messaging/read";
import { noteTry, retryMail } from "@/lib/messaging/write";
import { command } from "@/lib/work/command";
import { cleanExpired } from "./clean.write";
import { logger, startRunner, tasks } from "./runner";
import { freeStuckJobs } from "./stuck";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
const system = { kind: "system", practiceId: null } as const;
const admin = { kind: "admin", userId: newId<"user">() } as const;
let count = 0;

/** Does what is due, once each. */
const work = () =>
  runOnce({ connectionString: db.appUrl, taskList: tasks, logger, noHandleSignals: true });
/** As if the pauses between tries were over. */
const hurry = () => db.owner.execute(sql`update graphile_worker._private_jobs set run_at = now()`);
const jobs = async () => {
  const [row] = await db.owner.execute<{ n: number }>(
    sql`select count(*)::int n from graphile_worker.jobs`,
  );
  return row?.n ?? 0;
};
const mails = () => db.owner.select().from(t.emails).orderBy(t.emails.id);

const queue = command({
  name: "test.queue",
  allow: isSystem,
  input: z.strictObject({ to: z.array(z.string()), then: z.enum(["commit", "fail"]) }),
  run: async (work, { to, then }) => {
    const mail = { subject: "Hello", text: "Words of a mail", html: "<p>Words of a mail</p>" };
    await queueMails(
      work,
      to.map((address) => ({
        practiceId: null,
        template: "sign_in",
        to: address,
        dedupe: `test:${address}`,
        mail,
      })),
    );
    work.audit({ type: "test", id: "test" });
    if (then === "fail") throw new Error("rolled back");
  },
});
const send = async (n = 1) => {
  const to = Array.from({ length: n }, () => `reader-${++count}@example.com`);
  await queue(system, { to, then: "commit" });
  return to;
};

let server: SMTPServer | undefined;
type Arrived = { to: string; messageId: string; text: string };
const arrived: Arrived[] = [];

/** A mail server with a temper, on a free port of this machine. */
async function post(behaviour: SMTPServerOptions = {}, port = 0) {
  server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onData: (stream, session, done) => {
      void take(stream, session.envelope.rcptTo[0]?.address).then(() => done());
    },
    ...behaviour,
  });
  server.on("error", () => {});
  const listener: Server = server.listen(port, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address() as AddressInfo;
  process.env.SMTP_URL = `smtp://127.0.0.1:${address.port}`;
  return address.port;
}
async function take(stream: AsyncIterable<Buffer>, to = "") {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const mail = await PostalMime.parse(Buffer.concat(chunks));
  arrived.push({ to, messageId: mail.messageId ?? "", text: mail.text ?? "" });
}
const close = () =>
  new Promise<void>((resolve) => {
    if (!server) return resolve();
    for (const connection of server.connections) connection._socket?.destroy();
    server.close(() => resolve());
    server = undefined;
  });

beforeEach(async () => {
  arrived.length = 0;
  delete process.env.SMTP_URL;
  await db.owner.execute(sql`delete from emails`);
  await db.owner.execute(sql`delete from rate_hits`);
  await db.owner.execute(sql`delete from graphile_worker._private_jobs`);
});
afterEach(close);

/** After everything: each reader has the mail, under one name, and the rows know. */
async function allArrived(to: string[]) {
  const rows = await mails();
  expect(rows.map((row) => [row.state, row.rendered, row.lastError])).toEqual(
    to.map(() => ["sent", null, null]),
  );
  for (const reader of to) {
    const theirs = arrived.filter((mail) => mail.to === reader);
    expect(theirs.length).toBeGreaterThanOrEqual(1);
    const [row] = rows.filter(({ toAddress }) => toAddress === reader);
    expect(new Set(theirs.map((mail) => mail.messageId))).toEqual(
      new Set([`<${row?.id}@localhost>`]),
    );
  }
  // The queue forgets a job a moment after the job itself has written that the mail was sent.
  await expect.poll(jobs).toBe(0);
}

describe("without a mail server", () => {
  test("a mail is kept, readable for the administrator, sealed in the table", async () => {
    const email = `kept-${++count}@example.com`;
    await askSignIn(visitor, { email, locale: "en-GB" });
    await work();
    const [row] = await mails();
    expect(row).toMatchObject({
      state: "kept",
      template: "sign_in",
      toAddress: email,
      practiceId: null,
    });
    expect(row?.rendered?.toString("latin1")).not.toContain("Sign in");
    const { content } = await readMail(admin, { emailId: row?.id ?? "" });
    expect(content?.text).toMatch(/\/sign-in\/[\w-]{43}\n/);
    expect(content?.text).toMatch(/\n\d{3} \d{3}\n/);
    expect(content?.subject).not.toMatch(/\d/);
  });

  test("an invitation goes to the invited, in the practice's language", async () => {
    const practice = await makePractice(db.owner);
    await invite(practice.staff(), { email: "nisha@example.com", role: "practitioner" });
    await work();
    const [row] = await mails();
    expect(row).toMatchObject({ template: "invitation", practiceId: practice.practiceId });
    if (!row?.rendered) throw new Error("no mail");
    expect(openMail(row, row.rendered).html).toContain('lang="en-GB"');
  });

  test("a job that runs twice writes one mail", async () => {
    const email = `twice-${++count}@example.com`;
    await askSignIn(visitor, { email });
    const [token] = await db.owner
      .select()
      .from(t.signInTokens)
      .where(eq(t.signInTokens.email, email));
    const again = JSON.stringify({ tokenId: token?.id });
    await db.owner.execute(sql`select graphile_worker.add_job('mail.sign_in', ${again}::json)`);
    await work();
    expect(await mails()).toHaveLength(1);
  });
});

test("what is rolled back sends nothing", async () => {
  await expect(queue(system, { to: ["never@example.com"], then: "fail" })).rejects.toThrow(
    "rolled back",
  );
  expect(await jobs()).toBe(0);
  await work();
  expect(await mails()).toEqual([]);
});

describe("a mail server that", () => {
  test("takes everything gets everything once", async () => {
    await post();
    const to = await send(20);
    await work();
    await allArrived(to);
    expect(arrived).toHaveLength(20);
    expect(arrived[0]?.text.trim()).toBe("Words of a mail");
  });

  test("is not there, then there: nothing is lost, and what waited goes at once", async () => {
    const port = await post();
    await close();
    process.env.SMTP_URL = `smtp://127.0.0.1:${port}`;
    const early = await send(5);
    await work();
    expect((await mails()).map((row) => [row.state, row.lastError])).toEqual(
      early.map(() => ["queued", expect.stringMatching(/^E[A-Z]+$/)]),
    );
    await post({}, port);
    // The pauses of the five are not over; the sixth shows that the server is back.
    const late = await send(1);
    await work();
    await allArrived([...early, ...late]);
  });

  test("says 4xx, then yes", async () => {
    let no = 6;
    await post({
      onRcptTo: (_address, _session, done) =>
        done(no-- > 0 ? Object.assign(new Error("later"), { responseCode: 450 }) : null),
    });
    const to = await send(3);
    for (let round = 0; round < 4; round++) {
      await work();
      await hurry();
    }
    await allArrived(to);
  });

  test("knows no such mailbox is asked three times: the row says so, and nobody's words are kept of it", async () => {
    await post({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error("no such mailbox: secret words"), { responseCode: 550 })),
    });
    await send(1);
    for (let round = 0; round < 4; round++) {
      await work();
      await hurry();
    }
    const [row] = await mails();
    expect(row).toMatchObject({ state: "failed", lastError: "550", attempts: 3 });
    expect(await jobs()).toBe(0);
    await close();
    await post();
    await retryMail(admin, { emailId: row?.id ?? "" });
    await work();
    await allArrived([row?.toAddress ?? ""]);
  });

  test("says another no until the tries are used up", async () => {
    await post({
      onMailFrom: (_address, _session, done) =>
        done(Object.assign(new Error("not from you"), { responseCode: 530 })),
    });
    await send(1);
    for (let round = 0; round < 13; round++) {
      await work();
      await hurry();
    }
    expect(await mails()).toMatchObject([{ state: "failed", lastError: "530", attempts: 12 }]);
    expect(await jobs()).toBe(0);
  });

  test("hangs after the data", async () => {
    let hangs = 2;
    await post({
      onData: (stream, session, done) => {
        void take(stream, session.envelope.rcptTo[0]?.address).then(() => {
          if (hangs-- <= 0) done();
        });
      },
    });
    const patient = process.env.SMTP_URL;
    process.env.SMTP_URL = `${patient}?socketTimeout=400`;
    const to = await send(2);
    while (hangs > 0) {
      await work();
      await hurry();
    }
    process.env.SMTP_URL = patient;
    await work();
    await allArrived(to);
  });

  test("hangs up before its yes", async () => {
    let cuts = 2;
    await post({
      onData: (stream, session, done) => {
        void take(stream, session.envelope.rcptTo[0]?.address).then(() => {
          if (cuts-- > 0) for (const each of server?.connections ?? []) each._socket?.destroy();
          else done();
        });
      },
    });
    const to = await send(2);
    for (let round = 0; round < 3; round++) {
      await work();
      await hurry();
    }
    await allArrived(to);
    expect(arrived.length).toBeGreaterThan(to.length);
  });
});

test("a try that was cut off before its note is made again under the same name", async () => {
  await post();
  const to = await send(1);
  await work();
  const [row] = await mails();
  await db.owner
    .update(t.emails)
    .set({ state: "queued", rendered: Buffer.from([]) })
    .where(eq(t.emails.id, row?.id ?? ""));
  await noteTry(system, { emailId: row?.id ?? "", outcome: { is: "sent" } });
  await allArrived(to);
});

describe("the runner", () => {
  /** Stopped at the end of the test, however it ends, or it would do the next test's jobs. */
  async function running() {
    const runner = await startRunner({ databaseUrl: db.appUrl });
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= runner.stop();
      return stopped;
    };
    onTestFinished(stop);
    return { stop };
  }
  const yesOrNo = [() => true, () => false] as const;

  test("does jobs as they come, as the app role, and stops", async () => {
    await post();
    const { stop } = await running();
    const to = await send(3);
    await expect
      .poll(async () => (await mails()).map((row) => row.state))
      .toEqual(["sent", "sent", "sent"]);
    await stop();
    await allArrived(to);
    await send(1);
    expect(await jobs()).toBe(1);
  });

  test("begins again after the database threw it out", async () => {
    await running();
    await db.owner.execute(sql`
      select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and usename like 'handsel_app%'`);
    // Each connection of ours learns of its end when it is next used or a moment later; the same mail twice is one.
    const to = [`reader-${++count}@example.com`];
    const asked = () => queue(system, { to, then: "commit" }).then(...yesOrNo);
    await expect.poll(asked).toBe(true);
    await expect.poll(async () => (await mails()).map((row) => row.state)).toEqual(["kept"]);
  });

  test("begins once the database that was away is there", async () => {
    const name = sql.identifier(new URL(db.ownerUrl).pathname.slice(1));
    await db.owner.execute(sql`revoke connect on database ${name} from public`);
    await running();
    await db.owner.execute(sql`grant connect on database ${name} to public`);
    await send(1);
    await expect.poll(async () => (await mails()).map((row) => row.state)).toEqual(["kept"]);
  });
});

test("cleaning removes what ran out and frees what a killed worker held", async () => {
  const { browser } = await askSignIn(visitor, { email: "old@example.com" });
  expect(browser).toBeTruthy();
  await db.owner.update(t.signInTokens).set({ expiresAt: sql`clock_timestamp()` });
  await db.owner.execute(sql`
    insert into idempotency_keys (key_hash, operation, request_hash, created_at)
    values ('\\x01', 'old', '\\x01', now() - interval '31 days'), ('\\x02', 'new', '\\x02', now())`);
  await db.owner.execute(sql`
    update graphile_worker._private_jobs set locked_at = now() - interval '6 minutes', locked_by = 'killed'`);
  await send(1);
  await work();
  await db.owner.update(t.emails).set({ createdAt: sql`clock_timestamp() - interval '31 days'` });
  expect(await cleanExpired(system, {})).toMatchObject({ keys: 1, mails: 1 });
  expect(await mails()).toMatchObject([{ state: "kept", rendered: null }]);
  await freeStuckJobs();
  expect(await db.owner.select().from(t.signInTokens)).toEqual([]);
  const [locked] = await db.owner.execute<{ n: number }>(
    sql`select count(*)::int n from graphile_worker.jobs where locked_by is not null`,
  );
  expect(locked?.n).toBe(0);
});
