import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { findPerson } from "./person";
import { isSetUp } from "./read";
import { setUp } from "./setup.write";
import { askSignIn, signInByLink } from "./sign-in.write";
import { signInSecret } from "./tokens";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
const answers = {
  name: "Rosa Calder",
  practiceName: "Rosa Calder",
  country: "GB",
  timeZone: "Europe/London",
  password: "seven geese at dawn",
} as const;

async function signIn(email: string): Promise<string> {
  await askSignIn(visitor, { email });
  const [row] = await db.owner.select().from(t.signInTokens).where(eq(t.signInTokens.email, email));
  if (!row?.secret) throw new Error("nothing was asked");
  const { token } = signInSecret({ id: row.id, secret: row.secret });
  const said = await signInByLink(visitor, { token });
  if (!("userId" in said)) throw new Error(said.refused);
  return said.userId;
}

test("who signs in before there is an owner shuts nobody out, and may become the owner", async () => {
  await signIn("stranger@example.com");
  const early = await signIn("rosa@example.com");
  expect(await isSetUp(visitor, {})).toBe(false);
  const { userId } = await setUp(visitor, { ...answers, email: "rosa@example.com" });
  expect(userId).toBe(early);
  const person = await findPerson({ id: userId, email: "rosa@example.com", name: null });
  expect(person).toMatchObject({ isAdmin: true, memberships: [{ role: "owner" }] });
  // The password is of whoever typed the address: until a mail proves it, it opens no family's records.
  const [user] = await db.owner.select().from(t.users).where(eq(t.users.id, userId));
  expect(user).toMatchObject({ name: "Rosa Calder", emailVerified: null });
});

test("a practice without an active owner or administrator is no empty installation", async () => {
  await db.owner.update(t.users).set({ adminSince: null, deactivatedAt: sql`clock_timestamp()` });
  await db.owner.update(t.practiceMembers).set({ deactivatedAt: sql`clock_timestamp()` });
  expect(await isSetUp(visitor, {})).toBe(true);
  const late = setUp(visitor, { ...answers, email: "late@example.com" });
  expect((await refusalOf(late)).code).toBe("not_found");
});
