import { createServer, get, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { databaseIsAway } from "./away";
import { tameConsole } from "./console";
import { logBroken, makeLogger } from "./log";
import { sendersDoing } from "./sender";

/** What is written of an error that Next's hook is told of and that Next prints twice besides. */
function written(error: unknown): Record<string, unknown>[] {
  let text = "";
  const lines = makeLogger({
    write: (more: string) => {
      text += more;
    },
  });
  const console = { error: (..._: unknown[]) => {}, warn: (..._: unknown[]) => {} };
  tameConsole(console, lines);
  logBroken(error, { method: "POST", route: "/(public)/find/page", reference: "R" }, lines);
  console.error("uncaughtException: ", error);
  console.error(error);
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
const brokenForm = (type: string, body = "--x\r\nContent-Disposition: form-data; na") =>
  new Response(body, { headers: { "content-type": type } }).formData().then(
    () => null,
    (error: unknown) => error,
  );

/** Half of a body, and the socket closed: what the reader of it is thrown. */
async function leftInTheMiddle(): Promise<unknown> {
  let seen: (error: unknown) => void = () => {};
  const thrown = new Promise((resolve) => {
    seen = resolve;
  });
  let sender: Socket | undefined;
  const server = createServer(async (request: IncomingMessage) => {
    try {
      for await (const _ of request) sender?.destroy();
    } catch (error) {
      seen(error);
    }
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  sender = connect(port, "127.0.0.1");
  sender.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\nhalf");
  const error = await thrown;
  server.close();
  return error;
}

test("a sender who leaves in the middle is one line, no fault, and not the database", async () => {
  const error = await leftInTheMiddle();
  expect(written(error)).toEqual([
    {
      ...{ level: 30, time: expect.any(String), event: "request left" },
      ...{ method: "POST", route: "/(public)/find/page" },
    },
  ]);
  expect(databaseIsAway(error)).toBe(false);
});

test.each([
  ["cut off", "multipart/form-data; boundary=x"],
  ["of another boundary", "multipart/form-data; boundary=y"],
  ["of no boundary", "multipart/form-data"],
])("a form %s is one line and no fault", async (_name, type) => {
  const lines = written(await brokenForm(type));
  expect(lines).toMatchObject([{ level: 40, event: "form unread" }]);
  expect(lines[0]).not.toHaveProperty("reference");
});

test("a server of others that hangs up on us is a fault as before, and so is every other error", async () => {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "content-length": 100 }).write("half", () => answer.destroy());
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const hungUp = await new Promise<unknown>((resolve) =>
    get({ port, host: "127.0.0.1", agent: false }, (answer) =>
      answer.resume().on("error", resolve),
    ),
  );
  server.close();
  expect(hungUp).toMatchObject({ message: "aborted", code: "ECONNRESET" });
  expect(databaseIsAway(hungUp)).toBe(true);
  for (const error of [hungUp, new TypeError("x is not a function"), new Error("aborted")])
    expect(written(error)).toMatchObject([
      { level: 50, event: "broken", reference: "R", error: expect.any(String) },
      { level: 50, event: "library error" },
      { level: 50, event: "library error" },
    ]);
  expect(sendersDoing("aborted")).toBeUndefined();
});
