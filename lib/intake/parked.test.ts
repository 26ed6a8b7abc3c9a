import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { refusalOf } from "@/db/testing/lessons";
import { newId } from "@/lib/core/id";
import { parkDraft, parkedDraft } from "./parked.write";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
let at: Everything;
beforeAll(async () => {
  at = await makeEverything(db.owner);
});

const draft = (assignmentId: string = at.formAssignmentId) => ({
  ...{ assignmentId, section: "one" },
  fields: { "q.sleep": "Badly, since Tuesday" },
});
/** By somebody whose address nobody knows. */
const park = (given = draft()) => parkDraft(visitor, given, { ip: "direct" });

test("what was typed comes back to whoever brings the secret, and lies sealed meanwhile", async () => {
  const { secret } = await park();
  expect(await parkedDraft(at.family.parent, { secret })).toEqual(draft());
  const [row] = await db.owner.select().from(t.parkedDrafts);
  expect(row?.body.toString("latin1")).not.toContain("Tuesday");
});

test("who knows of no form keeps nothing, and shuts out nobody however often they try", async () => {
  await db.owner.delete(t.parkedDrafts);
  for (let i = 0; i < 150; i++)
    expect((await refusalOf(park(draft(newId())))).code).toBe("not_found");
  expect(await db.owner.select().from(t.parkedDrafts)).toEqual([]);
  await expect(park()).resolves.toBeTruthy();
});

test("one form keeps no more than somebody types in an hour", async () => {
  await db.owner.execute(sql`delete from rate_hits`);
  for (let i = 0; i < 60; i++) await park();
  expect((await refusalOf(park())).code).toBe("rate_limited");
});
