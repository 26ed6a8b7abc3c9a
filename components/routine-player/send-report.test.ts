import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Refused, sendReport } from "./send-report";

/** Answers with the status that the address names. */
const server = createServer((request, answer) => {
  const status = Number(request.url?.slice(1));
  answer.writeHead(status, { "Content-Type": "application/json" });
  answer.end(status === 201 ? '{"id":"a"}' : status === 404 ? "gone" : '{"detail":"In words."}');
});
beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => new Promise<void>((done) => server.close(() => done())));

const send = (status: number) => {
  const { port } = server.address() as AddressInfo;
  return sendReport(`http://127.0.0.1:${port}/${status}`, {}).catch((error: unknown) => error);
};

test("what is refused for good says why; what may arrive later is tried again", async () => {
  expect(await send(201)).toEqual({ id: "a" });
  for (const status of [400, 409, 410, 422])
    expect(await send(status)).toEqual(new Refused("In words."));
  expect(await send(404)).toEqual(new Refused(""));
  for (const status of [401, 429, 500, 503]) {
    const error = await send(status);
    expect(error).not.toBeInstanceOf(Refused);
    expect(error).toMatchObject({ message: String(status) });
  }
});
