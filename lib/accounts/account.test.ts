import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice } from "@/db/testing/world";
import type { Parent } from "@/lib/core/actor";
import { newToken } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { inContext } from "@/lib/work/context";
import {
  removePassword,
  revokeSession,
  saveProfile,
  setPassword,
  signOut,
  signOutEverywhere,
} from "./account.write";
import { passwordProblem } from "./password";
import { myAccount } from "./read";
import { startSession } from "./sessions";
import { signInByPassword } from "./sign-in.write";

const db = testDatabase();
const good = "seven geese at dawn";

const start = (userId: string) =>
  inContext({ kind: "visitor" }, (tx) => startSession(tx, userId, "Firefox, Linux"), "read write");
const age = (minutes: number) =>
  db.owner
    .update(t.sessions)
    .set({ createdAt: sql`clock_timestamp() - make_interval(mins => ${minutes})` });
const count = async (userId: string) =>
  (await db.owner.select().from(t.sessions).where(eq(t.sessions.userId, userId))).length;
const said = (error: unknown) =>
  error instanceof Refusal ? (error.fields.password?.[0]?.key ?? error.say.key) : error;

async function owner() {
  const practice = await makePractice(db.owner);
  const [user] = await db.owner.select().from(t.users).where(eq(t.users.id, practice.userId));
  const self: Parent = { kind: "parent", userId: practice.userId, email: user?.email ?? "" };
  const { cookie } = await start(practice.userId);
  return { ...practice, self, cookie };
}

beforeEach(async () => {
  await db.owner.execute(sql`delete from rate_hits`);
});

describe("a new password", () => {
  const own = { email: "rosa.calder@example.com", name: "Rosa Calder" };
  test.each([
    ["short", "accounts:errors.passwordShort"],
    ["passwordpassword", "accounts:errors.passwordCommon"],
    ["aaaaaaaaaaaaaaaaaaaa", "accounts:errors.passwordCommon"],
    ["123456789012345678", "accounts:errors.passwordCommon"],
    ["rosacalderhandsel", "accounts:errors.passwordCommon"],
    ["rosa.calder@example.com", "accounts:errors.passwordCommon"],
    ["x".repeat(129), "accounts:errors.passwordLong"],
    ["fifteen signs \u0007 and a bell", "errors:strangeCharacters"],
    [good, null],
    ["трое гусей на рассвете", null],
  ])("%j: %s", async (password, problem) => {
    expect(await passwordProblem(password, own)).toBe(problem);
  });

  test("is judged quickly at any length", async () => {
    // Of this process alone: the machine may do other things meanwhile.
    const began = process.cpuUsage();
    for (const sign of ["a", "ab1", "correct horse ", "qwertyuiop"])
      await passwordProblem(sign.repeat(128).slice(0, 128), own);
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1500);
  });

  test("ends every other session, and signs in", async () => {
    const { self, cookie, userId } = await owner();
    await start(userId);
    await setPassword(self, { password: good, cookie });
    expect(await count(userId)).toBe(1);
    expect(
      await signInByPassword({ kind: "visitor" }, { email: self.email, password: good }),
    ).toHaveProperty("session");
    await removePassword(self, { cookie });
    expect(await count(userId)).toBe(1);
    expect(
      await signInByPassword({ kind: "visitor" }, { email: self.email, password: good }),
    ).toEqual({
      refused: "password",
    });
  });

  test("needs a sign-in of the last ten minutes, in this browser", async () => {
    const { self, cookie } = await owner();
    const other = await owner();
    await age(11);
    const { cookie: foreign } = await start(other.userId);
    for (const shown of [cookie, newToken(), undefined, foreign]) {
      const refused = await setPassword(self, { password: good, cookie: shown }).catch(said);
      expect(refused).toBe("accounts:errors.notFresh");
      expect(await removePassword(self, { cookie: shown }).catch(said)).toBe(
        "accounts:errors.notFresh",
      );
    }
    await age(9);
    expect(await myAccount(self, { cookie })).toMatchObject({ fresh: true });
    await setPassword(self, { password: good, cookie });
  });

  test("is for people who work here", async () => {
    const { practiceId } = await makePractice(db.owner);
    const family = await makeFamily(db.owner, practiceId);
    const { cookie } = await start(family.userId);
    expect(await myAccount(family.parent, { cookie })).toMatchObject({ mayHavePassword: false });
    expect(await setPassword(family.parent, { password: good, cookie }).catch(said)).toBe(
      "errors:forbidden",
    );
  });
});

describe("sessions", () => {
  test("are listed with this one marked, and end one by one", async () => {
    const { self, cookie, userId } = await owner();
    await start(userId);
    const { sessions } = await myAccount(self, { cookie });
    expect(sessions.map((row) => row.current).sort()).toEqual([false, true]);
    const other = sessions.find((row) => !row.current);
    await revokeSession(self, { session: other?.handle ?? "" });
    expect((await myAccount(self, { cookie })).sessions).toHaveLength(1);
  });

  test("of somebody else cannot be ended", async () => {
    const [one, two] = [await owner(), await owner()];
    const { sessions } = await myAccount(two.self, { cookie: two.cookie });
    await revokeSession(one.self, { session: sessions[0]?.handle ?? "" });
    await signOut(one.self, { cookie: two.cookie });
    expect(await count(two.userId)).toBe(1);
  });

  test("end here, and everywhere", async () => {
    const { self, cookie, userId } = await owner();
    await start(userId);
    await signOut(self, { cookie });
    expect(await count(userId)).toBe(1);
    await signOutEverywhere(self, {});
    expect(await count(userId)).toBe(0);
  });
});

test("the profile", async () => {
  const { self, cookie } = await owner();
  await saveProfile(self, { name: "  Rosa Calder ", locale: "en-GB" });
  expect(await myAccount(self, { cookie })).toMatchObject({ name: "Rosa Calder", locale: "en-GB" });
});
