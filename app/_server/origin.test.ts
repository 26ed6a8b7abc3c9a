import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Refusal } from "@/lib/core/refusal";
import { readBody, readJson } from "./body";
import { assertSameOrigin } from "./origin";

beforeAll(() => {
  vi.stubEnv("PUBLIC_URL", "https://book.example.org");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const from = (headers: Record<string, string>) => () => assertSameOrigin(new Headers(headers));

test("only the configured address may send, whatever Host says", () => {
  expect(from({ origin: "https://book.example.org", host: "10.0.0.1:3000" })).not.toThrow();
});
test.each([
  [{ host: "book.example.org" }],
  [{ origin: "null" }],
  [{ origin: "http://book.example.org" }],
  [{ origin: "https://book.example.org:8443" }],
  [{ origin: "https://book.example.org.evil.example" }],
  [{ origin: "https://evil.example", "x-forwarded-host": "evil.example" }],
  [{ origin: "https://book.example.org", "sec-fetch-site": "cross-site" }],
])("refused: %o", (headers) => {
  expect(from(headers)).toThrow(Refusal);
});

const json = (body: BodyInit, type = "application/json") =>
  new Request("https://book.example.org/api/x", {
    method: "POST",
    body,
    headers: { "content-type": type },
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });

test("JSON is read", async () => {
  expect(await readJson(json('{"a":[1,"ü"]}'))).toEqual({ a: [1, "ü"] });
  expect(await readJson(json("{}", "application/json; charset=utf-8"))).toEqual({});
});

test.each([
  ["another type", json("{}", "text/plain")],
  ["a form of another site", json("a=1", "application/x-www-form-urlencoded")],
  ["half of it", json('{"a":')],
  ["nothing", json("")],
  ["bytes that are no UTF-8", json(new Uint8Array([0x22, 0xff, 0x22]))],
  ["a nest too deep to read", json("[".repeat(200_000))],
])("refused in words: %s", async (_name, request) => {
  await expect(readJson(request)).rejects.toMatchObject({ code: "invalid" });
});

test("an endless body is read to the cap and no further", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  await expect(readBody(json(endless))).rejects.toMatchObject({ code: "invalid" });
  expect(pulled).toBeLessThan(10);
});

test("a body exactly at the cap is taken, a byte more is not", async () => {
  expect(await readBody(json("x".repeat(100)), 100)).toHaveLength(100);
  await expect(readBody(json("x".repeat(101)), 100)).rejects.toMatchObject({ code: "invalid" });
});
