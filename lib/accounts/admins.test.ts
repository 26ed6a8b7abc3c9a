import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makePractice, makeUser } from "@/db/testing/world";
import type { Admin } from "@/lib/core/actor";
import { adminList } from "./admins.read";
import { giveUpAdmin, nameAdmin } from "./admins.write";
import { findPerson } from "./person";

const db = testDatabase();
let count = 0;
let admin: Admin;

async function person() {
  const email = `person-${++count}@example.com`;
  return { email, userId: await makeUser(db.owner, email) };
}
beforeEach(async () => {
  await db.owner.update(t.users).set({ adminSince: null });
  const { userId } = await person();
  await db.owner.update(t.users).set({ adminSince: new Date() }).where(eq(t.users.id, userId));
  admin = { kind: "admin", userId };
});
const names = async (who = admin) => (await adminList(who, {})).map(({ email }) => email);
const mayCheck = async ({ userId, email }: Awaited<ReturnType<typeof person>>) =>
  (await findPerson({ id: userId, email, name: null }))?.isAdmin;

test("an administrator names another by the address of their account, and the trail says who", async () => {
  const second = await person();
  // As people type it.
  await nameAdmin(admin, { email: ` ${second.email.toUpperCase()}` });
  expect(await mayCheck(second)).toBe(true);
  expect(await adminList(admin, {})).toMatchObject([
    { userId: admin.userId, self: true },
    { userId: second.userId, self: false },
  ]);
  const [event] = await db.owner
    .select()
    .from(t.auditEvents)
    .where(eq(t.auditEvents.subjectId, second.userId));
  expect(event).toMatchObject({
    operation: "accounts.name_admin",
    actorId: admin.userId,
    detail: { admin: true },
  });
});

test("somebody without an account, or whose account is closed, is not named; nobody is named twice", async () => {
  const nobody = await refusalOf(nameAdmin(admin, { email: "nobody@example.com" }));
  expect(nobody.fields).toEqual({ email: [{ key: "admin:errors.noAccount" }] });
  const gone = await person();
  await db.owner
    .update(t.users)
    .set({ deactivatedAt: new Date() })
    .where(eq(t.users.id, gone.userId));
  expect((await refusalOf(nameAdmin(admin, { email: gone.email }))).fields).toHaveProperty("email");
  const second = await person();
  await nameAdmin(admin, { email: second.email });
  const twice = await refusalOf(nameAdmin(admin, { email: second.email }));
  expect(twice.say.key).toBe("admin:errors.alreadyAdmin");
});

test("the role is given up by whoever has it; the last one keeps it", async () => {
  expect((await refusalOf(giveUpAdmin(admin, {}))).say.key).toBe("admin:errors.lastAdmin");
  const second = await person();
  await nameAdmin(admin, { email: second.email });
  // A closed account keeps no installation going.
  await db.owner
    .update(t.users)
    .set({ deactivatedAt: new Date() })
    .where(eq(t.users.id, second.userId));
  expect((await refusalOf(giveUpAdmin(admin, {}))).say.key).toBe("admin:errors.lastAdmin");
  await db.owner.update(t.users).set({ deactivatedAt: null }).where(eq(t.users.id, second.userId));
  await giveUpAdmin(admin, {});
  expect(await names({ kind: "admin", userId: second.userId } as Admin)).toEqual([second.email]);
  // Whoever gave it up a moment ago, in another tab, names nobody.
  expect((await refusalOf(nameAdmin(admin, { email: second.email }))).code).toBe("forbidden");
});

test("of the last two who leave at once, one stays", async () => {
  const second = await person();
  await nameAdmin(admin, { email: second.email });
  const both = await Promise.allSettled([
    giveUpAdmin(admin, {}),
    giveUpAdmin({ kind: "admin", userId: second.userId }, {}),
  ]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await names()).toHaveLength(1);
});

test("is nobody else's to do", async () => {
  const practice = await makePractice(db.owner);
  for (const call of [
    nameAdmin(practice.staff(), { email: "me@example.com" }),
    giveUpAdmin(practice.staff(), {}),
    adminList(practice.staff(), {}),
  ])
    expect((await refusalOf(call)).code).toBe("forbidden");
});
