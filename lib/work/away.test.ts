import { createServer } from "node:net";
import { expect, test } from "vitest";
import { connect } from "@/db/client";
import { Refusal } from "@/lib/core/refusal";
import { databaseIsAway } from "./away";

const withCode = (code: string) => Object.assign(new Error("failed"), { code });

test("nobody there, hung up, full: away; a wrong statement or a refusal: not", () => {
  for (const code of ["ECONNREFUSED", "CONNECTION_CLOSED", "CONNECT_TIMEOUT", "57P01", "08006"])
    expect(databaseIsAway(new Error("query", { cause: withCode(code) })), code).toBe(true);
  for (const code of ["23505", "57014", "40001", "ENOENT", "EACCES"])
    expect(databaseIsAway(withCode(code)), code).toBe(false);
  expect(databaseIsAway(new Refusal("busy"))).toBe(false);
  expect(databaseIsAway("ECONNREFUSED")).toBe(false);
});

test("a port where nobody is, is found out soon, however often it was asked before", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  await new Promise((resolve) => server.close(resolve));
  const { db, end } = connect(`postgres://nobody@127.0.0.1:${address.port}/none`, 1);
  const ask = () => db.execute("select 1").then(null, (error: unknown) => databaseIsAway(error));
  // By itself the driver would wait for seconds from the sixth time on.
  for (let i = 0; i < 8; i += 1) expect(await ask()).toBe(true);
  await end();
}, 8_000);
