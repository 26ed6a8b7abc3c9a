import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { databaseCode, inContext } from "./context";
import { insertTogether, into } from "./rows";
import { newDataKey } from "./vault";

const db = testDatabase();
const visitor: Visitor = { kind: "visitor" };
let at: TestPractice;
beforeEach(async () => {
  at = await makePractice(db.owner);
});

function rowsOfFamily() {
  const { practiceId } = at;
  const { row: key } = newDataKey(practiceId);
  const client = { practiceId, id: newId<"client">(), name: `O'Neil "\\x41" é`, source: "booking" };
  const person = { practiceId, clientId: client.id, name: "Ana" };
  const rows = [
    into(t.guardians, { ...person, id: newId(), mayConsent: "yes" }, { ...person, id: newId() }),
    into(t.babies),
    into(t.clients, { ...client, source: "booking", dataKeyId: key.id, archivedAt: undefined }),
    into(t.dataKeys, key),
  ];
  return { client, key, rows };
}
const written = (clientId: string) =>
  db.owner.select().from(t.clients).where(eq(t.clients.id, clientId));
/** As a visitor who is in the practice, or in none. */
const asVisitor = (rows: Parameters<typeof insertTogether>[1], when = sql`true`, inside = true) =>
  inContext(
    visitor,
    async (tx) => {
      if (inside)
        await tx.execute(sql`select set_config('app.practice_id', ${at.practiceId}, true)`);
      return insertTogether(tx, rows, { when });
    },
    "read write",
  );

test("rows of several tables are written as they are, in any order, with the tables' own defaults", async () => {
  const { client, key, rows } = rowsOfFamily();
  expect(await asVisitor(rows)).toBe(true);
  const [stored] = await written(client.id);
  expect(stored).toMatchObject({ name: client.name, source: "booking", archivedAt: null });
  expect(stored?.createdAt).toBeInstanceOf(Date);
  const [kept] = await db.owner.select().from(t.dataKeys).where(eq(t.dataKeys.id, key.id));
  expect(kept?.wrapped.equals(key.wrapped)).toBe(true);
  const people = await db.owner
    .select()
    .from(t.guardians)
    .where(eq(t.guardians.clientId, client.id));
  expect(people.map((one) => one.mayConsent).sort()).toEqual(["unsaid", "yes"]);
});

test("what is asked first is asked once, and its no leaves nothing behind", async () => {
  await db.owner.execute(sql`create table if not exists asked (n integer);
    grant insert on asked to handsel_app`);
  await db.owner.execute(sql`create or replace function ask(yes boolean) returns boolean language sql volatile
    as 'insert into asked values (1); select yes'`);
  const [no, yes] = [rowsOfFamily(), rowsOfFamily()];
  expect(await asVisitor(no.rows, sql`ask(false)`)).toBe(false);
  expect(await written(no.client.id)).toEqual([]);
  expect(await asVisitor(yes.rows, sql`ask(true)`)).toBe(true);
  expect(await written(yes.client.id)).toHaveLength(1);
  const [count] = await db.owner.execute<{ n: number }>(sql`select count(*)::int as n from asked`);
  expect(count?.n).toBe(2);
});

test("the actor's policies hold: outside the practice all of it is refused", async () => {
  const { client, rows } = rowsOfFamily();
  const refused: unknown = await asVisitor(rows, sql`true`, false).catch((error) => error);
  expect(databaseCode(refused)).toBe("42501");
  expect(await written(client.id)).toEqual([]);
});
