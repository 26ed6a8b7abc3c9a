import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { acting } from "@/lib/accounts/elevate";
import type { Visitor } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { reading, readsTogether } from "./reads";

testDatabase();
const reader = (): Visitor => readsTogether({ kind: "visitor" });
/** Which connection answered, and in which of its transactions: `now()` is the moment that began. */
const where = (actor: Visitor, beside = true) =>
  reading(
    actor,
    async (tx) => {
      const [row] = await tx.execute(sql`select pg_backend_pid() || ' ' || now() as place`);
      return String(row?.place);
    },
    beside,
  );
const failing = (actor: Visitor, failure: string) =>
  reading(actor, (tx) => tx.execute(sql.raw(failure)), true);

test("what one reader asks at once, and what follows from an answer, is one transaction", async () => {
  const rosa = reader();
  const first = where(rosa);
  const then = first.then(() => where(rosa));
  const places = await Promise.all([first, where(rosa), then, where(rosa)]);
  expect(new Set(places).size).toBe(1);
  expect(await where(reader())).not.toBe(places[0]);
});

test("alone is asked what may not be asked beside others, and by an actor that nobody named so", async () => {
  const visitor: Visitor = { kind: "visitor" };
  expect(new Set(await Promise.all([where(visitor), where(visitor)])).size).toBe(2);
  const rosa = reader();
  expect(new Set(await Promise.all([where(rosa), where(rosa, false)])).size).toBe(2);
});

test("nobody takes another part where others read", async () => {
  const rosa = reader();
  const act = (beside: boolean) =>
    reading(rosa, (tx) => acting(tx, { actor: "system" }, async () => "acted"), beside);
  await expect(act(true)).rejects.toThrow("not asked beside others");
  expect(await act(false)).toBe("acted");
});

test("a question after the last answer begins anew", async () => {
  const rosa = reader();
  const before = await where(rosa);
  await new Promise((moment) => setImmediate(() => setImmediate(moment)));
  expect(await where(rosa)).not.toBe(before);
});

test("one that fails takes no other along, and none of them writes", async () => {
  const rosa = reader();
  const asked = [
    where(rosa),
    failing(rosa, "select 1 / 0"),
    failing(rosa, "create table never (id int)"),
    where(rosa),
    reading(rosa, async () => Promise.reject(new Refusal("not_found")), true),
  ];
  const [first, division, write, last, refused] = await Promise.allSettled(asked);
  expect([first?.status, last?.status]).toEqual(["fulfilled", "fulfilled"]);
  expect(division).toMatchObject({ reason: { cause: { code: "22012" } } });
  expect(write).toMatchObject({ reason: { cause: { code: "25006" } } });
  expect(refused).toMatchObject({ reason: { code: "not_found" } });
});

test("what takes too long is refused in words", async () => {
  const rosa = reader();
  const slow = reading(
    rosa,
    async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', '20ms', true)`);
      return tx.execute(sql`select pg_sleep(5)`);
    },
    true,
  );
  await expect(slow).rejects.toMatchObject({ code: "busy" });
});
