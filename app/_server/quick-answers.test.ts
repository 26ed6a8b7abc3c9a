import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { NextConfig } from "next";
import { afterAll, beforeAll, expect, test } from "vitest";
import { comingDay } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { slots } from "@/lib/availability/read";
import { answerQuickly } from "./quick-answers";

const db = testDatabase();
let at: TestPractice;
let server: Server;
/** What went on to Next. */
const passed: string[] = [];

beforeAll(async () => {
  at = await makePractice(db.owner);
  server = createServer((request, response) => {
    passed.push(`${request.method} ${request.url}`);
    response.end("next");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  answerQuickly(server);
  answerQuickly(server);
});
afterAll(() => server.close());

const ask = (address: string, method = "GET") => {
  passed.length = 0;
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${address}`, { method });
};
const times = (service: string, more = "") => `/api/live/slots?service=${service}${more}`;

test("says what the query of the route says, with the headers of the route", async () => {
  const name = path.resolve("next.config.js");
  const { default: config } = (await import(name)) as { default: NextConfig };
  const rules = (await config.headers?.()) ?? [];
  for (const more of [{}, { days: "7" }, { from: comingDay(at.zone, 2), days: "93" }]) {
    const quick = await ask(times(at.serviceId, `&${new URLSearchParams(more)}`));
    expect(quick.status).toBe(200);
    const said = await slots({ kind: "visitor" }, { service: at.serviceId, ...more });
    expect(said.slots.length).toBeGreaterThan(0);
    expect(await quick.json()).toEqual(said);
    const told = rules.filter(({ source }) => source === "/:path*" || source === "/api/:path*");
    expect(told).toHaveLength(2);
    for (const { key, value } of told.flatMap((rule) => rule.headers))
      expect(quick.headers.get(key)).toBe(value);
    expect(quick.headers.get("content-type")).toBe("application/json");
    expect(passed).toEqual([]);
  }
});

test.each([
  ["no service", "/api/live/slots?days=7"],
  ["an id of nothing", times("nothing")],
  ["a service that is not there", times("0190f5fe-7c00-7a00-8000-0123456789ab")],
  [
    "a question that the route does not know",
    times("0190f5fe-7c00-7a00-8000-0123456789ab", "&x=1"),
  ],
  ["a year of days", times("0190f5fe-7c00-7a00-8000-0123456789ab", "&days=366")],
])("leaves the words for %s to the route", async (_name, address) => {
  const answer = await ask(address);
  expect(await answer.text()).toBe("next");
  expect(passed).toEqual([`GET ${address}`]);
});

test("touches no other address and no other method", async () => {
  for (const address of [
    "/",
    "/api/live/slots",
    "/api/live/calendar?service=1",
    "/api/live/slots/x?a=1",
  ]) {
    expect(await (await ask(address)).text()).toBe("next");
    expect(passed).toEqual([`GET ${address}`]);
  }
  await ask(times(at.serviceId), "HEAD");
  expect(passed).toEqual([`HEAD ${times(at.serviceId)}`]);
  await ask(times(at.serviceId), "POST");
  expect(passed).toEqual([`POST ${times(at.serviceId)}`]);
});

test("an answer nobody waits for any more harms nothing", async () => {
  const gone = new AbortController();
  const { port } = server.address() as AddressInfo;
  const asked = new Promise<IncomingMessage>((resolve) => server.once("request", resolve));
  const call = fetch(`http://127.0.0.1:${port}${times(at.serviceId)}`, { signal: gone.signal });
  await asked;
  gone.abort();
  await expect(call).rejects.toThrow();
  expect((await ask(times(at.serviceId))).status).toBe(200);
});
