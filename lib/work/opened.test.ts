import { and, asc, eq, gt } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { auditEvents, babies } from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice } from "@/db/testing/world";
import { isStaff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { query } from "./query";
import { readsTogether } from "./reads";

const db = testDatabase();
let at: Awaited<ReturnType<typeof makePractice>>;
let ids: string[];
let since = 0;

const one = query({
  name: "test.one",
  allow: isStaff,
  input: z.strictObject({ babyId: z.string() }),
  run: async ({ actor, tx }, { babyId }) => {
    const found = await tx.select({ id: babies.id }).from(babies).where(eq(babies.id, babyId));
    return { practiceId: actor.practiceId, babyId, found: found.length };
  },
  log: ({ practiceId, babyId }) => [{ practiceId, babyId, detail: { part: "note" } }],
});
const list = query({
  name: "test.list",
  allow: isStaff,
  input: z.strictObject({ ids: z.array(z.string()) }),
  run: async ({ actor }, input) => ({ practiceId: actor.practiceId, ids: input.ids }),
  log: ({ practiceId, ids: babyIds }) => [{ practiceId, list: "today", babyIds }],
});

beforeAll(async () => {
  at = await makePractice(db.owner);
  ids = [
    (await makeFamily(db.owner, at.practiceId)).babyId,
    (await makeFamily(db.owner, at.practiceId)).babyId,
  ];
});
const rows = () =>
  db.owner
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.practiceId, at.practiceId), gt(auditEvents.seq, since)))
    .orderBy(asc(auditEvents.seq));
beforeEach(async () => {
  since = (
    await db.owner.select().from(auditEvents).where(eq(auditEvents.practiceId, at.practiceId))
  ).length;
});
const person = () => ({ ...at.staff("practitioner"), userId: newId<"user">() });

test("each record that is opened is a row, as often as it is opened", async () => {
  await one(at.staff(), { babyId: ids[0]! });
  await one(at.staff(), { babyId: ids[0]! });
  expect(await rows()).toMatchObject([
    { subjectType: "baby", subjectId: ids[0], detail: { part: "note", read: true } },
    { subjectType: "baby", subjectId: ids[0], detail: { part: "note", read: true } },
  ]);
});

test("a list is one row with its babies, and for a while no other for the same reader", async () => {
  const [rosa, nisha] = [person(), person()];
  await list(rosa, { ids });
  await list(rosa, { ids });
  await list(rosa, { ids: [ids[1]!] });
  await list(nisha, { ids });
  expect(await rows()).toMatchObject([
    { actorId: rosa.userId, subjectType: "list", subjectId: "today", detail: { babies: ids } },
    { actorId: nisha.userId, subjectType: "list", subjectId: "today", detail: { babies: ids } },
  ]);
});

test("another baby on the list is a new row; a list of nobody is none", async () => {
  const rosa = person();
  await list(rosa, { ids: [] });
  await list(rosa, { ids: [ids[0]!] });
  await list(rosa, { ids });
  expect((await rows()).map(({ detail }) => detail)).toMatchObject([
    { babies: [ids[0]] },
    { babies: ids },
  ]);
});

test("what cannot be written down is not handed out", async () => {
  await db.owner.execute('alter table audit_heads add constraint "full" check (seq < 0) not valid');
  await expect(one(at.staff(), { babyId: ids[0]! })).rejects.toThrow();
  await expect(list(person(), { ids })).rejects.toThrow();
  const reader = readsTogether(person());
  const asked = [one(reader, { babyId: ids[0]! }), list(reader, { ids })];
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([
    "rejected",
    "rejected",
  ]);
  await db.owner.execute('alter table audit_heads drop constraint "full"');
  expect(await rows()).toEqual([]);
});
