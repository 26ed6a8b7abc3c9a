import { createRequire } from "node:module";
import type { Writable } from "node:stream";
import { expect, test } from "vitest";
import { sendersDoing } from "@/lib/work/sender";

type Busboy = (options: { headers: Record<string, string> }) => Writable;
const busboy: Busboy = createRequire(import.meta.url)("next/dist/compiled/busboy");

const type = "multipart/form-data; boundary=x";
/** As Next reads the form of an action that a browser with scripts sends. */
const read = (body: string) =>
  new Promise<unknown>((resolve) => {
    const reader = busboy({ headers: { "content-type": type } });
    reader.on("error", resolve).on("close", () => resolve(null));
    reader.on("field", () => {}).end(body);
  });

test("what Next's reader says of a form that is none is known to the log", async () => {
  const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1';
  expect(await read(`${part}\r\n--x--\r\n`)).toBeNull();
  for (const body of [part, "--y\r\nnothing", `--x\r\n${"a".repeat(20)}\u0000\r\n\r\n`, ""])
    expect(sendersDoing(await read(body)), body).toBe("form unread");
  for (const none of ["multipart/form-data", "multipart"]) {
    let said: unknown;
    try {
      busboy({ headers: { "content-type": none } });
    } catch (error) {
      said = error;
    }
    expect(sendersDoing(said), none).toBe("form unread");
  }
});
