import { eq, like, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, makeUser } from "@/db/testing/world";
import { newToken, tokenHash } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { inContext } from "@/lib/work/context";
import { hashPassword } from "./password";
import { findPerson } from "./person";
import { readLink } from "./read";
import { sessionHash } from "./rules";
import {
  addressProved,
  askSignIn,
  proveAddress,
  type SignIn,
  signInByCode,
  signInByLink,
  signInByPassword,
} from "./sign-in.write";
import { signInSecret } from "./tokens";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
let count = 0;
const somebody = () => `somebody-${++count}@example.com`;

/** Asks as a browser does and reads from the table what the mail would say. */
async function ask(email: string, browser?: string) {
  const asked = await askSignIn(visitor, { email, browser });
  const [row] = await db.owner
    .select()
    .from(t.signInTokens)
    .where(eq(t.signInTokens.browserHash, tokenHash(asked.browser)))
    .orderBy(sql`id desc`)
    .limit(1);
  if (!row?.secret) throw new Error("nothing was asked");
  return { ...asked, row, ...signInSecret({ id: row.id, secret: row.secret }) };
}
const sessionOf = (result: SignIn) => {
  if ("refused" in result) throw new Error(`refused: ${result.refused}`);
  return result;
};
const wrongCode = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : error);
const sessionsOf = (userId: string) =>
  db.owner.select().from(t.sessions).where(eq(t.sessions.userId, userId));

beforeEach(async () => {
  await db.owner.execute(sql`delete from rate_hits`);
});

describe("asking", () => {
  test("is the same for an address that exists and one that does not", async () => {
    const known = somebody();
    await makeUser(db.owner, known);
    const [first, second] = [await ask(known), await ask(somebody())];
    expect(Object.keys(first.row).sort()).toEqual(Object.keys(second.row).sort());
    for (const asked of [first, second]) expect(asked.browser).toMatch(/^[\w-]{43}$/);
    const [jobs] = await db.owner.execute<{ n: number }>(
      sql`select count(*)::int as n from graphile_worker.jobs where task_identifier = 'mail.sign_in'`,
    );
    expect(jobs?.n).toBe(2);
    const users = await db.owner.select().from(t.users).where(like(t.users.email, "somebody-%"));
    expect(users.map((user) => user.email)).toEqual([known]);
  });

  test("five times an hour for one address, however it is written", async () => {
    const email = somebody();
    for (let i = 0; i < 5; i++) await askSignIn(visitor, { email });
    const refused = await askSignIn(visitor, { email: ` ${email.toUpperCase()} ` }).catch(codeOf);
    expect(refused).toBe("rate_limited");
    await expect(askSignIn(visitor, { email: somebody() })).resolves.toBeTruthy();
  });

  test("the table holds no code and no token that opens anything", async () => {
    const { row, token, code } = await ask(somebody());
    const copy = JSON.stringify(row);
    expect(copy).not.toContain(token);
    expect(copy).not.toContain(code);
  });
});

describe("the link", () => {
  test("looking at it uses nothing up; the button works once", async () => {
    const email = somebody();
    const { token } = await ask(email);
    for (let i = 0; i < 3; i++)
      expect(await readLink(visitor, { token })).toEqual({ address: "s•••@example.com" });
    const { userId, session } = sessionOf(
      await signInByLink(visitor, { token, device: "Firefox" }),
    );
    expect(await signInByLink(visitor, { token })).toEqual({ refused: "link" });
    expect(await readLink(visitor, { token })).toBeNull();
    const [row] = await sessionsOf(userId);
    expect(row?.sessionToken).toBe(sessionHash(session.cookie));
    expect(row?.sessionToken).not.toContain(session.cookie);
    const [user] = await db.owner.select().from(t.users).where(eq(t.users.id, userId));
    expect(user).toMatchObject({ email });
    expect(user?.emailVerified).toBeInstanceOf(Date);
  });

  test("two presses at once make one session", async () => {
    const { token, row } = await ask(somebody());
    const results = await Promise.all(
      Array.from({ length: 8 }, () => signInByLink(visitor, { token })),
    );
    expect(results.filter((result) => "session" in result)).toHaveLength(1);
    const [user] = await db.owner.select().from(t.users).where(eq(t.users.email, row.email));
    expect(await sessionsOf(user?.id ?? "")).toHaveLength(1);
  });

  test("works in another browser, but not after a day, and not for an unknown token", async () => {
    const { token, row } = await ask(somebody());
    await db.owner
      .update(t.signInTokens)
      .set({ expiresAt: sql`clock_timestamp()` })
      .where(eq(t.signInTokens.id, row.id));
    expect(await signInByLink(visitor, { token })).toEqual({ refused: "link" });
    expect(await signInByLink(visitor, { token: newToken() })).toEqual({ refused: "link" });
    expect(codeOf(await signInByLink(visitor, { token: "short" }).catch((e) => e))).toBe("invalid");
  });

  test("two links of one new address at once make one account", async () => {
    const email = somebody();
    const [one, two] = [await ask(email), await ask(email)];
    const both = await Promise.all([one, two].map(({ token }) => signInByLink(visitor, { token })));
    expect(new Set(both.map((result) => sessionOf(result).userId)).size).toBe(1);
  });
});

describe("the code", () => {
  test("opens only in the browser that asked, with or without spaces", async () => {
    const { code, browser } = await ask(somebody());
    expect(await signInByCode(visitor, { code, browser: newToken() })).toEqual({
      refused: "codeGone",
    });
    expect(await signInByCode(visitor, { code, browser: undefined })).toEqual({
      refused: "codeGone",
    });
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
    expect(await signInByCode(visitor, { code: typed, browser })).toHaveProperty("session");
    expect(await signInByCode(visitor, { code, browser })).toEqual({ refused: "codeGone" });
  });

  test("five tries, also when they come at once", async () => {
    const { code, browser, token } = await ask(somebody());
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => signInByCode(visitor, { code: wrongCode(code), browser })),
    );
    expect(tries.filter((result) => "refused" in result && result.refused === "code")).toHaveLength(
      5,
    );
    expect(await signInByCode(visitor, { code, browser })).toEqual({ refused: "codeGone" });
    expect(await signInByLink(visitor, { token })).toHaveProperty("session");
  });

  test("ten minutes by the database's clock", async () => {
    const { code, browser, row } = await ask(somebody());
    await db.owner
      .update(t.signInTokens)
      .set({ createdAt: sql`clock_timestamp() - interval '10 minutes'` })
      .where(eq(t.signInTokens.id, row.id));
    expect(await signInByCode(visitor, { code, browser })).toEqual({ refused: "codeGone" });
  });

  test("of an earlier mail still works when one asked twice in one browser", async () => {
    const email = somebody();
    const first = await ask(email);
    const second = await ask(email, first.browser);
    expect(second.browser).toBe(first.browser);
    expect(
      await signInByCode(visitor, { code: first.code, browser: first.browser }),
    ).toHaveProperty("session");
    expect(await signInByCode(visitor, { code: second.code, browser: first.browser })).toEqual({
      refused: "codeGone",
    });
  });

  test("shows its own address and none that the same browser asked for besides", async () => {
    const [victim, own] = [somebody(), somebody()];
    const first = await ask(victim);
    const second = await ask(own, first.browser);
    const { browser } = first;
    const shown = (email: string) =>
      inContext(visitor, (tx) => addressProved(tx, { browser, email }), "read only");
    expect(await proveAddress(visitor, { code: second.code, browser })).toEqual({ proved: true });
    expect([await shown(own), await shown(victim)]).toEqual([true, false]);
    expect(sessionOf(await signInByCode(visitor, { code: first.code, browser }))).toBeTruthy();
    expect(await shown(victim)).toBe(true);
  });

  test("a link that its owner pressed elsewhere shows nothing in the browser that asked", async () => {
    const email = somebody();
    const { token, browser } = await ask(email);
    sessionOf(await signInByLink(visitor, { token }));
    const shown = await inContext(
      visitor,
      (tx) => addressProved(tx, { browser, email }),
      "read only",
    );
    expect(shown).toBe(false);
  });

  test("a success forgives the asking", async () => {
    const email = somebody();
    for (let i = 0; i < 6; i++) {
      const { code, browser } = await ask(email);
      expect(await signInByCode(visitor, { code, browser })).toHaveProperty("session");
    }
  });
});

describe("who comes in", () => {
  test("a parent's bookings become theirs, with the name they gave; a month's session", async () => {
    const practice = await makePractice(db.owner);
    const family = await makeFamily(db.owner, practice.practiceId);
    const email = somebody();
    await db.owner
      .update(t.guardians)
      .set({ userId: null, email, name: "Ana Okoye" })
      .where(eq(t.guardians.id, family.guardianId));
    const { code, browser } = await ask(email);
    const { userId, session } = sessionOf(await signInByCode(visitor, { code, browser }));
    const person = await findPerson({ id: userId, email, name: null });
    expect(person).toMatchObject({ isParent: true, memberships: [] });
    const [user] = await db.owner.select().from(t.users).where(eq(t.users.id, userId));
    expect(user?.name).toBe("Ana Okoye");
    expect(hoursUntil(session.expires)).toBeGreaterThan(719);
  });

  test("staff get half a day", async () => {
    const practice = await makePractice(db.owner);
    const [owner] = await db.owner.select().from(t.users).where(eq(t.users.id, practice.userId));
    const { token } = await ask(owner?.email ?? "");
    const { session } = sessionOf(await signInByLink(visitor, { token }));
    expect(hoursUntil(session.expires)).toBeLessThanOrEqual(12);
  });

  test("nobody whose account was closed", async () => {
    const email = somebody();
    const id = await makeUser(db.owner, email);
    await db.owner
      .insert(t.passwords)
      .values({ userId: id, hash: await hashPassword("a b c d e f g h") });
    await db.owner
      .update(t.users)
      .set({ deactivatedAt: new Date(0) })
      .where(eq(t.users.id, id));
    const { token } = await ask(email);
    expect(await signInByLink(visitor, { token })).toEqual({ refused: "closed" });
    expect(await signInByPassword(visitor, { email, password: "a b c d e f g h" })).toEqual({
      refused: "closed",
    });
    expect(await sessionsOf(id)).toEqual([]);
    expect(await findPerson({ id, email, name: null })).toBeNull();
  });
});

describe("the password", () => {
  const password = "seven geese at dawn";
  const withPassword = async () => {
    const email = somebody();
    const id = await makeUser(db.owner, email);
    await db.owner.insert(t.passwords).values({ userId: id, hash: await hashPassword(password) });
    return { email, id };
  };

  test("the same answer for a wrong one, none, and nobody", async () => {
    const { email } = await withPassword();
    const without = somebody();
    await makeUser(db.owner, without);
    for (const who of [email, without, somebody()])
      expect(
        await signInByPassword(visitor, { email: who, password: "wrong wrong wrong" }),
      ).toEqual({
        refused: "password",
      });
    expect(await signInByPassword(visitor, { email, password })).toHaveProperty("session");
  });

  test("takes as long for nobody as for somebody", async () => {
    const { email } = await withPassword();
    const nobody = somebody();
    // In turns, and what this process worked, so that the machine's other work falls on neither.
    const spent = async (who: string) => {
      const began = process.cpuUsage();
      await signInByPassword(visitor, { email: who, password: "wrong wrong wrong" });
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    await spent(somebody());
    await db.owner.execute(sql`delete from rate_hits`);
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let i = 0; i < 5; i++) {
      known = Math.min(known, await spent(email));
      unknown = Math.min(unknown, await spent(nobody));
    }
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });

  test("ten failures an hour, and a success forgives them", async () => {
    const { email } = await withPassword();
    for (let i = 0; i < 9; i++) await signInByPassword(visitor, { email, password: "wrong" });
    expect(await signInByPassword(visitor, { email, password })).toHaveProperty("session");
    for (let i = 0; i < 10; i++) await signInByPassword(visitor, { email, password: "wrong" });
    expect(await signInByPassword(visitor, { email, password }).catch(codeOf)).toBe("rate_limited");
  });

  test("an address that nobody has proved yet claims no family", async () => {
    const practice = await makePractice(db.owner);
    const family = await makeFamily(db.owner, practice.practiceId);
    const { email, id } = await withPassword();
    await db.owner.update(t.users).set({ emailVerified: null }).where(eq(t.users.id, id));
    await db.owner
      .update(t.guardians)
      .set({ userId: null, email })
      .where(eq(t.guardians.id, family.guardianId));
    sessionOf(await signInByPassword(visitor, { email, password }));
    expect(await findPerson({ id, email, name: null })).toMatchObject({ isParent: false });
  });
});

test("every try is in the audit trail, without the address", async () => {
  const email = somebody();
  await signInByPassword(visitor, { email, password: "wrong" });
  const { token } = await ask(email);
  const { userId } = sessionOf(await signInByLink(visitor, { token }));
  const rows = await db.owner
    .select()
    .from(t.auditEvents)
    .where(like(t.auditEvents.operation, "accounts.sign_in_by_%"))
    .orderBy(t.auditEvents.seq);
  const last = rows
    .slice(-2)
    .map(({ operation, subjectId, detail }) => ({ operation, subjectId, detail }));
  expect(last).toEqual([
    {
      operation: "accounts.sign_in_by_password",
      subjectId: "unknown",
      detail: { refused: "password" },
    },
    { operation: "accounts.sign_in_by_link", subjectId: userId, detail: { by: "link" } },
  ]);
  expect(JSON.stringify(rows)).not.toContain(email);
});

test("junk is refused in words", async () => {
  const codes = await Promise.all(
    [
      askSignIn(visitor, { email: "a@b@c" }),
      askSignIn(visitor, { email: "a,b@example.com" }),
      askSignIn(visitor, { email: "аna@example.com" }),
      askSignIn(visitor, { email: "x\u0000@example.com" }),
      signInByCode(visitor, { code: "12345", browser: newToken() }),
      signInByPassword(visitor, { email: somebody(), password: "x".repeat(10_000) }),
    ].map((call) => call.catch(codeOf)),
  );
  expect(codes).toEqual(Array(6).fill("invalid"));
});

const hoursUntil = (at: Date) => (at.getTime() - Date.now()) / 3_600_000;
