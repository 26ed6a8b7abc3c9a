import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { holder, referralForm, referralWorld, refusal, visitor } from "@/db/testing/referrals";
import { makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import type { Doctor } from "@/lib/core/actor";
import { inContext } from "@/lib/work/context";
import { referralDetail, referralInbox, waitingReferrals } from "./read";
import { trackReferral } from "./sender.read";
import { confirmReferral } from "./sender.write";
import { acceptReferral, expireReferrals, sendReferral } from "./write";

const db = testDatabase();
let at: TestPractice;
const { send, sendConfirmed, row, kinds, mails, audited } = referralWorld(db, () => at);
const canary = (name: string) => `canary-${name}-${randomBytes(6).toString("hex")}`;

beforeAll(async () => {
  at = await makePractice(db.owner);
});

describe("sending", () => {
  test("what a doctor writes of a baby and its parents is nowhere in the database in clear", async () => {
    const words = {
      baby: canary("b").slice(0, 40),
      parent: canary("p"),
      care: canary("c"),
      allowed: canary("a"),
      contact: `${canary("m")}@example.com`,
    };
    const referralId = await sendConfirmed({
      baby: { ...referralForm("x").baby, name: words.baby },
      care: words.care,
      allowed: { kind: "still", words: words.allowed },
      parent: { name: words.parent, contact: words.contact, language: "en" },
    });
    const tables = await db.owner.execute<{ name: string }>(
      sql`select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)`,
    );
    for (const { name } of tables) {
      const dump = JSON.stringify(
        await db.owner.execute(sql`select to_jsonb(x) as row from ${sql.raw(name)} x`),
      );
      for (const word of Object.values(words))
        expect(`${name}: ${dump.includes(word)}`).toBe(`${name}: false`);
    }
    const detail = await referralDetail(at.staff(), { referralId });
    expect(detail.details.baby.name).toBe(words.baby);
    expect(detail.details.parent.email).toBe(words.contact);
    expect(detail.clinical?.care).toBe(words.care);
    expect(detail.clinical?.allowed).toMatchObject({ kind: "still", words: words.allowed });
  });

  test("makes one sealed row, its link and the mail that proves the address", async () => {
    const referralId = await send();
    const made = await row(referralId);
    expect(made.status).toBe("unconfirmed");
    expect(made.emailConfirmedAt).toBeNull();
    expect(await kinds(referralId)).toEqual(["sent"]);
    expect(await mails(referralId)).toEqual(["confirm"]);
    expect(await audited(referralId)).toEqual(["referrals.send"]);
    const links = await db.owner.select().from(t.links).where(eq(t.links.subjectId, referralId));
    expect(links.map((link) => link.kind)).toEqual(["referral"]);
  });

  test("the same form sent twice makes one referral", async () => {
    const input = referralForm(at.slug);
    const key = `same-form-${randomBytes(8).toString("hex")}`;
    const sent = await Promise.all([1, 2, 3].map(() => sendReferral(visitor, input, { key })));
    expect(new Set(sent.map((one) => one.referralId)).size).toBe(1);
    expect(await mails(sent[0]?.referralId ?? "")).toEqual(["confirm"]);
  });

  test("nothing is seen by the practice before the address is proved, nor after it never was", async () => {
    const before = await waitingReferrals(at.staff(), {});
    const referralId = await send();
    expect(await waitingReferrals(at.staff(), {})).toBe(before);
    expect((await refusal(referralDetail(at.staff(), { referralId }))).code).toBe("not_found");
    expect((await refusal(acceptReferral(at.staff(), { referralId }))).code).toBe("not_found");
    await db.owner
      .update(t.referrals)
      .set({ createdAt: new Date(Date.now() - 25 * 3_600_000) })
      .where(eq(t.referrals.id, referralId));
    const late = await refusal(confirmReferral(holder(at, referralId), { referralId }));
    expect([late.code, late.say.key]).toEqual(["too_late", "referrals:errors.confirmLate"]);
    await inContext(
      { kind: "system", practiceId: null },
      (tx) => expireReferrals(tx),
      "read write",
    );
    const gone = await row(referralId);
    expect([gone.status, gone.details.length]).toEqual(["expired", 0]);
    expect(await kinds(referralId)).toEqual(["sent", "expired"]);
    expect(await audited(referralId)).toEqual(["referrals.send", "referrals.expire"]);
    expect((await refusal(referralDetail(at.staff(), { referralId }))).code).toBe("not_found");
    expect((await trackReferral(holder(at, referralId), { referralId })).initials).toBe("");
  });

  test("a signed-in doctor's address is proved already", async () => {
    const email = `known-${randomBytes(4).toString("hex")}@example.com`;
    const doctor: Doctor = { kind: "doctor", userId: await makeUser(db.owner, email), email };
    const { referralId, status } = await sendReferral(doctor, referralForm(at.slug));
    expect(status).toBe("waiting");
    const made = await row(referralId);
    // Whatever the form says, the mail goes to the address that was proved.
    expect([made.doctorEmail, made.doctorUserId]).toEqual([email, doctor.userId]);
    expect(made.answerDueAt).not.toBeNull();
    expect(await kinds(referralId)).toEqual(["sent", "email_confirmed"]);
    expect(await mails(referralId)).toEqual(["waiting"]);
  });
});

describe("limits", () => {
  test("ten an hour from one address", async () => {
    const doctor = {
      ...referralForm("x").doctor,
      email: `many-${randomBytes(4).toString("hex")}@example.com`,
    };
    for (let n = 0; n < 10; n++) await send({ doctor });
    const said = await refusal(send({ doctor }));
    expect(said.code).toBe("rate_limited");
    expect(said.facts.seconds).toBeGreaterThan(0);
    await send();
  });

  test("thirty an hour from one computer; where none can be told from another, nobody is shut out", async () => {
    const busy = await makePractice(db.owner);
    const ip = "203.0.113.9";
    for (let n = 0; n < 30; n++) await sendReferral(visitor, referralForm(busy.slug), { ip });
    expect((await refusal(sendReferral(visitor, referralForm(busy.slug), { ip }))).code).toBe(
      "rate_limited",
    );
    const direct = { ip: "direct" };
    for (let n = 0; n < 65; n++) await sendReferral(visitor, referralForm(busy.slug), direct);
    expect((await sendReferral(visitor, referralForm(busy.slug), direct)).status).toBe(
      "unconfirmed",
    );
  });

  test("what is behind a plus makes no new address; an account is counted by itself", async () => {
    const email = `one-${randomBytes(4).toString("hex")}@example.com`;
    const as = (address: string) => ({ doctor: { ...referralForm("x").doctor, email: address } });
    for (let n = 0; n < 10; n++) await send(as(email.replace("@", `+${n}@`)));
    expect((await refusal(send(as(email)))).code).toBe("rate_limited");
    // A stranger who typed a doctor's address ten times keeps that doctor from nothing.
    const doctor: Doctor = { kind: "doctor", userId: await makeUser(db.owner, email), email };
    expect((await sendReferral(doctor, referralForm(at.slug, as(email)))).status).toBe("waiting");
  });
});

describe("confirming", () => {
  test("pressed twice at once sends one mail to the practice", async () => {
    const referralId = await send({ priority: "soon" });
    const link = holder(at, referralId);
    const all = await Promise.all([1, 2, 3, 4].map(() => confirmReferral(link, { referralId })));
    expect(all.map((one) => one.status)).toEqual(["waiting", "waiting", "waiting", "waiting"]);
    expect(await kinds(referralId)).toEqual(["sent", "email_confirmed"]);
    expect(await mails(referralId)).toEqual(["confirm", "waiting"]);
    expect((await row(referralId)).answerDueAt).not.toBeNull();
    const inbox = await referralInbox(at.staff("front_desk"), { tab: "waiting", page: 100 });
    expect(inbox.items).toEqual([]);
    expect(inbox.waiting).toBeGreaterThan(0);
  });

  test("a server whose clock is a day ahead of the database's ends no referral", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 3_600_000 });
    try {
      const referralId = await send();
      const link = holder(at, referralId);
      expect((await trackReferral(link, { referralId })).status).toBe("unconfirmed");
      await inContext({ kind: "system", practiceId: null }, expireReferrals, "read write");
      expect((await confirmReferral(link, { referralId })).status).toBe("waiting");
    } finally {
      vi.useRealTimers();
    }
  });

  test("a doctor with an account finds it there at once", async () => {
    const email = `dr-${randomBytes(4).toString("hex")}@example.com`;
    const userId = await makeUser(db.owner, email);
    await db.owner.update(t.users).set({ doctorSince: new Date() }).where(eq(t.users.id, userId));
    const referralId = await sendConfirmed({ doctor: { ...referralForm("x").doctor, email } });
    expect((await row(referralId)).doctorUserId).toBe(userId);
  });
});
