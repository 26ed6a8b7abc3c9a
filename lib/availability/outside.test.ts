import http from "node:http";
import type https from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outsideAddress, readOutside, type Way } from "./outside";
import { isPublicAddress } from "./public-address";

const file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n";
const asked: { url: string | undefined; host: string | undefined; tag: string | undefined }[] = [];
const server = http.createServer((request, response) => {
  const { url, headers } = request;
  asked.push({ url, host: headers.host, tag: headers["if-none-match"] });
  if (url === "/hop") return response.writeHead(302, { location: "/file" }).end();
  if (url === "/round") return response.writeHead(302, { location: "/round" }).end();
  if (url === "/inward") return response.writeHead(302, { location: "https://inside.test/" }).end();
  if (url === "/literal") return response.writeHead(302, { location: "https://[::1]/" }).end();
  if (url === "/plain") return response.writeHead(302, { location: "http://out.test/" }).end();
  if (url === "/gone") return response.writeHead(410).end();
  if (url === "/no") return response.writeHead(401).end();
  if (url === "/silent") return;
  if (url === "/drip") return void response.writeHead(200).write("BEGIN");
  if (url === "/large") return response.writeHead(200).end("x".repeat(70_000));
  if (headers["if-none-match"] === '"1"') return response.writeHead(304).end();
  return response.writeHead(200, { etag: '"1"' }).end(file);
});
beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The test's own internet: hosts under .test, all served by the server above, without TLS. */
const way = (hosts: Record<string, string[]> = {}): Way => ({
  lookup: async (host) => {
    const found = hosts[host] ?? (host === "out.test" ? ["203.0.113.9"] : null);
    if (!found) throw new Error("ENOTFOUND");
    return found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  },
  permitted: (address) => address === "203.0.113.9" || isPublicAddress(address),
  request: ((url: URL, options: https.RequestOptions, done: (r: http.IncomingMessage) => void) => {
    const { port } = server.address() as AddressInfo;
    // The pinned address is what the guard chose; here all of them lead to the one server.
    options.lookup?.(url.hostname, { all: true }, (_error, found) => {
      pinned.push((found as { address: string }[])[0]?.address ?? "");
    });
    return http.request(
      { ...options, lookup: undefined, host: "127.0.0.1", port, path: url.pathname },
      done,
    );
  }) as typeof https.request,
  totalMs: 500,
  mostBytes: 50_000,
});
const pinned: string[] = [];
const problem = (name: string) => ({ is: "problem", problem: name });
const read = (address: string, hosts?: Record<string, string[]>, tag: string | null = null) =>
  readOutside(address, tag, way(hosts));

describe("the address", () => {
  test("webcal is https; what is no address of a calendar is refused", () => {
    expect(outsideAddress(" webcal://calendar.example.com/a.ics#x ")?.href).toBe(
      "https://calendar.example.com/a.ics",
    );
    for (const bad of [
      ...["", "calendar", "http://a.example.com/", "ftp://a.example.com/", "https://localhost/"],
      ...["https://127.0.0.1/", "https://[::1]/", "https://0x7f000001/", "https://2130706433/"],
      ...[
        "https://user:secret@a.example.com/",
        "https://a.example.com:8443/",
        "javascript:alert(1)",
      ],
      ...["https://169.254.169.254/latest", "https://10.0.0.1/", "file:///etc/passwd"],
      `https://a.example.com/${"x".repeat(2100)}`,
    ])
      expect(outsideAddress(bad), bad).toBeNull();
  });
});

describe("23: reading", () => {
  test("a calendar, also after a redirect; then only what changed", async () => {
    expect(await read("https://out.test/hop")).toEqual({ is: "read", text: file, etag: '"1"' });
    expect(await read("https://out.test/file", {}, '"1"')).toEqual({ is: "unchanged" });
    expect(asked.at(-1)?.tag).toBe('"1"');
    expect(pinned.at(-1)).toBe("203.0.113.9");
  });

  test("nothing inside is asked, whatever the name, the hop or the coat of the address", async () => {
    const before = asked.length;
    for (const address of ["127.0.0.1", "169.254.169.254", "10.0.0.7", "::1", "::ffff:127.0.0.1"])
      expect(await read("https://inside.test/", { "inside.test": [address] })).toEqual(
        problem("private"),
      );
    expect(
      await read("https://inside.test/", { "inside.test": ["203.0.113.9", "127.0.0.1"] }),
    ).toEqual(problem("private"));
    expect(await read("https://[::ffff:7f00:1]/")).toEqual(problem("private"));
    expect(asked.length).toBe(before);
    const hosts = { "inside.test": ["192.168.0.1"] };
    expect(await read("https://out.test/inward", hosts)).toEqual(problem("private"));
    expect(await read("https://out.test/literal")).toEqual(problem("private"));
    expect(await read("https://out.test/plain")).toEqual(problem("address"));
    expect(asked.length).toBe(before + 3);
  });

  test("a name that changes its mind between the look and the call reaches what was looked at", async () => {
    let looks = 0;
    const rebinding: Way = {
      ...way(),
      lookup: async () => {
        looks += 1;
        return [{ address: looks === 1 ? "203.0.113.9" : "127.0.0.1", family: 4 }];
      },
    };
    expect(await readOutside("https://out.test/file", null, rebinding)).toMatchObject({
      is: "read",
    });
    expect(looks).toBe(1);
    expect(pinned.at(-1)).toBe("203.0.113.9");
  });

  test("every end that is not a calendar has its name, within the limits", async () => {
    const started = performance.now();
    expect(await read("https://out.test/round")).toEqual(problem("too_many_redirects"));
    expect(await read("https://out.test/gone")).toEqual(problem("gone"));
    expect(await read("https://out.test/no")).toEqual(problem("refused"));
    expect(await read("https://out.test/large")).toEqual(problem("too_large"));
    expect(await read("https://out.test/silent")).toEqual(problem("slow"));
    expect(await read("https://out.test/drip")).toEqual(problem("slow"));
    expect(await read("https://nowhere.test/")).toEqual(problem("unknown_host"));
    expect(await read("nonsense")).toEqual(problem("address"));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
