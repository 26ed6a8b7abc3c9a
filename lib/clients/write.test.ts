import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import type { Actor } from "@/lib/core/actor";
import { databaseCode, inContext } from "@/lib/work/context";
import { unseal } from "@/lib/work/vault";
import { babyHealth } from "./schema";
import { makeClient } from "./write";

const db = testDatabase();
let at: TestPractice;
beforeAll(async () => {
  at = await makePractice(db.owner);
});
const facts = (practiceId: string) => ({
  practiceId,
  source: "referral" as const,
  guardians: [{ name: "Hanna Bekele", email: "hanna@example.com" }],
  babies: [
    {
      firstName: "Zuri",
      bornOn: "2026-09-10",
      gestationDays: 219,
      health: babyHealth.parse({ allergies: ["nuts"], takeCare: "Hip harness" }),
    },
  ],
});

test("a family with its key, its guardian and its baby, whose health nobody reads in the table", async () => {
  const made = await inContext(
    at.staff(),
    (tx) => makeClient(tx, facts(at.practiceId)),
    "read write",
  );
  const [baby] = await db.owner.select().from(t.babies).where(eq(t.babies.clientId, made.clientId));
  const [client] = await db.owner.select().from(t.clients).where(eq(t.clients.id, made.clientId));
  expect(client).toMatchObject({
    name: "Hanna Bekele",
    source: "referral",
    dataKeyId: made.dataKey.id,
  });
  expect(baby).toMatchObject({ id: made.babyIds[0], firstName: "Zuri", gestationDays: 219 });
  expect(baby?.health?.toString("latin1")).not.toContain("harness");
  const where = { table: "babies", column: "health", id: baby!.id };
  expect(JSON.parse(unseal(made.dataKey, where, baby!.health!))).toMatchObject({
    allergies: ["nuts"],
    takeCare: "Hip harness",
  });
});

test("nobody makes a family in a practice that is not theirs to write to", async () => {
  const elsewhere = await makePractice(db.owner);
  const visitor: Actor = { kind: "visitor" };
  for (const actor of [at.staff(), visitor]) {
    const refused = await inContext(
      actor,
      (tx) => makeClient(tx, facts(elsewhere.practiceId)),
      "read write",
    ).catch(databaseCode);
    expect(refused).toBe("42501");
  }
  const rows = await db.owner
    .select()
    .from(t.clients)
    .where(eq(t.clients.practiceId, elsewhere.practiceId));
  expect(rows).toEqual([]);
});
