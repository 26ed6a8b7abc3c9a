import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makePractice, makeUser } from "@/db/testing/world";
import { auditList } from "@/lib/audit/read";
import type { Admin } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { allPractices, practiceNames } from "@/lib/practices/admin.read";
import { credentialQueue, credentialsWaiting } from "./checking.read";
import { checkCredential, revokeCredential } from "./checking.write";
import { stampOfCredential } from "./read";
import type { RevokeReason } from "./schema";

const db = testDatabase();
const said = (error: unknown) => (error instanceof Refusal ? error.say.key : error);
let count = 0;

async function claimed() {
  const practice = await makePractice(db.owner);
  const credentialId = newId<"credential">();
  await db.owner.insert(t.credentials).values({
    practiceId: practice.practiceId,
    id: credentialId,
    practitionerId: practice.practitionerId,
    kind: "certificate",
    issuer: "Association",
    title: "Certified infant massage teacher",
  });
  const userId = await makeUser(db.owner, `admin-${++count}@example.com`);
  return { practice, credentialId, admin: { kind: "admin", userId } as const };
}
const row = async (id: string) =>
  (await db.owner.select().from(t.credentials).where(eq(t.credentials.id, id)))[0];
/** What an administrator has before her. */
const looked = async (credentialId: string) => {
  const now = await row(credentialId);
  return { credentialId, seen: now ? stampOfCredential(now) : "" };
};
const check = async (admin: Admin, id: string) => checkCredential(admin, await looked(id));
const revoke = async (admin: Admin, id: string, reason: RevokeReason) =>
  revokeCredential(admin, { ...(await looked(id)), reason });

test("an administrator checks what a practitioner claims, with who and when", async () => {
  const { practice, credentialId, admin } = await claimed();
  const before = await credentialsWaiting(admin, {});
  const queue = await credentialQueue(admin, { tab: "claimed", page: 1 });
  expect(queue.items.find((item) => item.id === credentialId)).toMatchObject({
    own: false,
    checkedBy: null,
  });
  await check(admin, credentialId);
  expect(await row(credentialId)).toMatchObject({
    state: "checked",
    checkedBy: admin.userId,
    checkedAt: expect.any(Date),
  });
  expect(await credentialsWaiting(admin, {})).toBe(before - 1);
  const done = await credentialQueue(admin, { tab: "checked", page: 1 });
  expect(done.items.find((item) => item.id === credentialId)?.checkedBy).toMatch(/^admin-/);
  const { events } = await auditList(admin, { chain: practice.practiceId });
  expect(events[0]).toMatchObject({
    operation: "credentials.check",
    subjectId: credentialId,
    detail: { from: "claimed", to: "checked" },
  });
  expect(events[0]?.actorName).toMatch(/^admin-/);
});

test("a checked one can be revoked with a reason, and checked again", async () => {
  const { credentialId, admin } = await claimed();
  await check(admin, credentialId);
  await revoke(admin, credentialId, "withdrawn");
  expect(await row(credentialId)).toMatchObject({ state: "revoked", revokedAt: expect.any(Date) });
  expect(await revoke(admin, credentialId, "expired").catch(said)).toBe("errors:conflict");
  await check(admin, credentialId);
  expect(await row(credentialId)).toMatchObject({ state: "checked", revokedAt: null });
});

test("nobody checks their own", async () => {
  const { practice, credentialId } = await claimed();
  const self = { kind: "admin", userId: practice.userId } as const;
  const queue = await credentialQueue(self, { tab: "claimed", page: 1 });
  expect(queue.items.find((item) => item.id === credentialId)?.own).toBe(true);
  expect(await check(self, credentialId).catch(said)).toBe("admin:errors.ownCredential");
});

test("of two who decide at once, one does", async () => {
  const { credentialId, admin } = await claimed();
  const both = await Promise.allSettled([
    check(admin, credentialId),
    revoke(admin, credentialId, "not_found"),
  ]);
  // One after the other is fine as well; what may not be is both from the same state.
  const { practiceId } = (await row(credentialId)) ?? {};
  const { events } = await auditList(admin, { chain: practiceId ?? "" });
  const froms = events
    .filter((event) => event.subjectId === credentialId)
    .map((event) => event.detail.from);
  expect(new Set(froms).size).toBe(both.filter((each) => each.status === "fulfilled").length);
});

test("only for administrators", async () => {
  const { practice, credentialId } = await claimed();
  const calls = [
    looked(credentialId).then((seen) => checkCredential(practice.staff(), seen)),
    credentialQueue(practice.staff(), { tab: "claimed", page: 1 }),
    allPractices(practice.staff(), { page: 1 }),
    auditList(practice.staff(), { chain: practice.practiceId }),
  ];
  expect(await Promise.all(calls.map((call) => call.catch(said)))).toEqual(
    Array(4).fill("errors:forbidden"),
  );
});

test("practices are listed with their people, the audit trail in pages", async () => {
  const { practice, admin } = await claimed();
  const { items } = await allPractices(admin, { page: 1 });
  expect(items.find((item) => item.practiceId === practice.practiceId)).toMatchObject({
    practitioners: 1,
    published: 1,
  });
  expect((await practiceNames(admin, {})).length).toBe(items.length);
  const all = await auditList(admin, { chain: "nonsense" });
  expect(all.events.every((event) => event.practiceId.startsWith("00000000"))).toBe(true);
});
