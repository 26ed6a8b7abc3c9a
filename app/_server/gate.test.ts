import { createServer, type IncomingHttpHeaders, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  answerAway,
  answerMissing,
  answerRefused,
  judge,
  openGate,
  reachedOurCode,
  trueAddress,
} from "./gate";
import { home } from "./testing";

const ask = (method: string, url: string, headers: IncomingHttpHeaders = {}) =>
  judge({ method, url, headers }, home);
const form = { origin: home, "content-length": "10" };

test.each([
  ["GET", "/", undefined],
  ["HEAD", "/p/rosa-calder?week=2", undefined],
  ["GET", "/find?near=Bristol%20BS6&x=%", undefined],
  ["GET", "/%", 400],
  ["GET", "/p/%E0%A4%A", 400],
  ["GET", "/p/%ff", 400],
  ["GET", "/p/a%00b", 400],
  ["GET", "/find?q=%00", 400],
  ["GET", "/family/%0d%0aSet-Cookie:x", 400],
  ["GET", "*", 400],
  ["GET", "http://evil.example/", 400],
  ["GET", `/${"a".repeat(5000)}`, 414],
  ["TRACE", "/", 405],
  ["CONNECT", "/", 405],
  ["PROPFIND", "/", 405],
])("%s %s is judged %s", (method, url, verdict) => {
  expect(ask(method, url)).toBe(verdict);
});

test.each([
  ["a form of our own", "/find", form, undefined],
  ["another site's form", "/find", { ...form, origin: "https://evil.example" }, 403],
  ["a form without Origin", "/find", { "content-length": "10" }, 403],
  ["a form whose page hid its origin", "/find", { ...form, origin: "null" }, 403],
  ["another site by Fetch metadata", "/find", { ...form, "sec-fetch-site": "cross-site" }, 403],
  ["a page made in advance", "/p/rosa-calder", form, 405],
  ["a page below it", "/p/rosa-calder/book", form, undefined],
  ["a form without length", "/find", { origin: home }, 411],
  ["256 kB and one byte", "/find", { ...form, "content-length": "262145" }, 413],
  ["multipart without boundary", "/find", { ...form, "content-type": "multipart/form-data" }, 400],
  ["a program that posts to the API", "/api/webhooks/stripe", {}, undefined],
  ["another site that posts to the API", "/api/x", { origin: "https://evil.example" }, 403],
])("POST: %s", (_name, url, headers, verdict) => {
  expect(ask("POST", url, headers)).toBe(verdict);
});

test("pages take no other changes, routes do", () => {
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    expect(ask(method, "/find", form)).toBe(405);
    expect(ask(method, "/api/live/lessons", form)).toBeUndefined();
  }
});

test("no address makes it throw", () => {
  const path = fc.string({ unit: "binary", maxLength: 6000 }).map((text) => `/${text}`);
  fc.assert(
    fc.property(
      fc.constantFrom("GET", "POST", "TRACE", ""),
      path,
      (m, url) => void ask(m, url, form),
    ),
  );
});

test("the caller's address is the socket's unless a proxy is trusted", () => {
  expect(trueAddress("6.6.6.6", "::ffff:10.0.0.1")).toBe("10.0.0.1");
  vi.stubEnv("TRUST_PROXY", "1");
  expect(trueAddress("6.6.6.6, 192.0.2.7", "10.0.0.1")).toBe("192.0.2.7");
  expect(trueAddress("", "10.0.0.1")).toBe("10.0.0.1");
  for (const [written, address] of [
    ["192.0.2.7:50412", "192.0.2.7"],
    ["[2001:db8::7]:50412", "2001:db8::7"],
    ["[2001:db8::7]", "2001:db8::7"],
    ["2001:db8::7", "2001:db8::7"],
  ])
    expect(trueAddress(written, "10.0.0.1")).toBe(address);
  vi.stubEnv("TRUST_PROXY", "");
});

type Seen = { method?: string; url?: string; headers: IncomingHttpHeaders };
let server: Server;
let closeGate = () => {};
let fail = false;
let reached = false;
let missing = false;
let refused = 0;
let away = false;

beforeAll(async () => {
  vi.stubEnv("PUBLIC_URL", home);
  closeGate = openGate();
  // Stands for Next: tells what it was given, or fails as Next does.
  server = createServer((request, response) => {
    if (reached) reachedOurCode(String(request.headers["x-request-id"]));
    if (missing) answerMissing(String(request.headers["x-request-id"]));
    if (refused) answerRefused(String(request.headers["x-request-id"]), refused);
    if (away) answerAway(request.headers["x-request-id"]);
    response.statusCode = fail ? 500 : 200;
    const { method, url, headers } = request;
    response.end(JSON.stringify({ method, url, headers }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});
afterAll(() => {
  closeGate();
  server.close();
  vi.unstubAllEnvs();
});

function call(method: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; head: IncomingHttpHeaders; seen: Seen }>(
    (resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      send({ host: "127.0.0.1", port, method, path, headers, agent: false }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, head: answer.headers, seen: JSON.parse(text) }),
        );
      })
        .on("error", reject)
        .end();
    },
  );
}

test("what a caller writes about itself is replaced by what is known", async () => {
  const { seen, head } = await call("GET", "/family", {
    host: "evil.example",
    "x-forwarded-for": "6.6.6.6",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "gopher",
    forwarded: "for=6.6.6.6",
    "x-middleware-subrequest": "proxy:proxy:proxy",
    "x-request-id": "mine",
    "content-security-policy": "script-src 'nonce-mine'",
  });
  expect(seen.headers).toMatchObject({
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-host": "book.example.org",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "443",
  });
  for (const name of ["forwarded", "x-middleware-subrequest", "content-security-policy"])
    expect(seen.headers).not.toHaveProperty(name);
  expect(seen.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(head["x-request-id"]).toBe(seen.headers["x-request-id"]);
});

test("a refused request goes to the page that says why", async () => {
  const { seen } = await call("DELETE", "/find", { origin: home });
  expect(seen).toMatchObject({ method: "GET", url: "/api/refused/405" });
});

test("a form that cannot be decoded is the sender's fault, a bug of ours is not", async () => {
  const headers = { origin: home, "content-length": "0" };
  fail = true;
  expect((await call("POST", "/find", headers)).status).toBe(400);
  reached = true;
  expect((await call("POST", "/find", headers)).status).toBe(500);
  expect((await call("GET", "/find")).status).toBe(500);
  const cached = await call("GET", "/p/rosa-calder");
  expect(cached.head["content-security-policy"]).toContain("default-src 'self'");
  fail = false;
  reached = false;
  expect((await call("GET", "/p/rosa-calder")).head).not.toHaveProperty("content-security-policy");
});

test("a page that says there is nothing here is answered as such, unless the browser's own code asks", async () => {
  missing = true;
  expect((await call("GET", "/booking/old")).status).toBe(404);
  expect((await call("GET", "/booking/old", { rsc: "1" })).status).toBe(200);
  missing = false;
  expect((await call("GET", "/booking/old")).status).toBe(200);
});

test("a form that is refused is answered as such where a browser sent it without scripts", async () => {
  const headers = { origin: home, "content-length": "0" };
  expect((await call("POST", "/find", headers)).status).toBe(200);
  const byScript = { ...headers, "next-action": "7f" };
  refused = 422;
  expect((await call("POST", "/find", headers)).status).toBe(422);
  expect((await call("POST", "/find", byScript)).status).toBe(200);
  // What is no form comes from no page of ours.
  refused = 400;
  expect((await call("POST", "/find", headers)).status).toBe(400);
  expect((await call("POST", "/find", byScript)).status).toBe(400);
  refused = 0;
  expect((await call("POST", "/find", byScript)).status).toBe(200);
  expect((await call("POST", "/find", headers)).status).toBe(200);
});

test("while the database is away a broken page says so with 503, by whatever way Next writes it", async () => {
  const words = "We cannot reach your records just now";
  const ask = async (path: string, init?: RequestInit) => {
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}${path}`, init);
  };
  away = fail = reached = true;
  const page = await ask("/family");
  expect(page.status).toBe(503);
  expect(page.headers.get("retry-after")).toBe("15");
  expect(page.headers.get("cache-control")).toBe("private, no-store");
  expect(page.headers.get("content-type")).toContain("text/html");
  const text = await page.text();
  expect(text).toContain(words);
  expect(text).not.toContain("x-request-id");
  const head = await ask("/family", { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([503, ""]);
  const form = await ask("/find", { method: "POST", headers: { origin: home }, body: "a=b" });
  expect(form.status).toBe(503);
  expect(await form.text()).toContain("sends what you typed once more");
  expect((await ask("/p/rosa-calder")).status).toBe(503);
  // The words of an API are made by its own adapter.
  expect((await ask("/api/live/slots")).status).toBe(500);
  fail = false;
  expect((await ask("/family")).status).toBe(200);
  away = false;
  fail = true;
  expect((await ask("/family")).status).toBe(500);
  fail = reached = false;
});
