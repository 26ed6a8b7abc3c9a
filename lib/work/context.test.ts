import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import type { Visitor } from "@/lib/core/actor";
import { databaseCode, inContext } from "./context";

testDatabase();
const visitor: Visitor = { kind: "visitor" };
const codeOf = (doing: Promise<unknown>) =>
  doing.then(
    () => undefined,
    (error: unknown) => databaseCode(error),
  );
const count = sql`select rate_hit('\\x00', 5, interval '1 hour')`;

describe("a read", () => {
  test("writes nothing, and cannot make itself a write", async () => {
    expect(await codeOf(inContext(visitor, (tx) => tx.execute(count), "read only"))).toBe("25006");
    const switched = inContext(
      visitor,
      async (tx) => tx.execute(sql`select set_config('transaction_read_only', 'off', true)`),
      "read only",
    );
    expect(await codeOf(switched)).toBe("25001");
  });

  test("knows its actor in its first statement, although both are sent together", async () => {
    const ask = () =>
      inContext(visitor, (tx) => tx.execute(sql`select app_actor() as actor`), "read only");
    const answers = await Promise.all(Array.from({ length: 30 }, ask));
    expect(new Set(answers.map(([row]) => row?.actor))).toEqual(new Set(["visitor"]));
  });
});

test("a write writes, and what is asked a second time is prepared", async () => {
  const [first] = await inContext(visitor, (tx) => tx.execute(count), "read write");
  expect(first?.rate_hit).toBe(0);
  const ask = sql`select ${"asked"}::text as said`;
  const said = await inContext(
    visitor,
    async (tx) => {
      await tx.execute(ask);
      return tx.execute(
        sql`select statement from pg_prepared_statements where statement ~ ${"said"}`,
      );
    },
    "read only",
  );
  expect(said.map((row) => row.statement)).toContain("select $1::text as said");
});

test("work that stands in others' way is tried again, and told to come later when it always does", async () => {
  for (const code of ["40P01", "40001"]) {
    let tries = 0;
    const failing = (until: number) => {
      tries = 0;
      return inContext(
        visitor,
        async (tx) => {
          tries += 1;
          if (tries < until)
            await tx.execute(
              sql.raw(`do $$ begin raise exception using errcode = '${code}'; end $$`),
            );
          return "done";
        },
        "read write",
      );
    };
    expect(await failing(3)).toBe("done");
    expect(tries).toBe(3);
    await expect(failing(Number.POSITIVE_INFINITY)).rejects.toMatchObject({ code: "busy" });
    expect(tries).toBe(4);
  }
});
