import fc from "fast-check";
import { expect, test } from "vitest";
import { deviceOf, maskAddress, safeNext, sessionHandle, sessionHash, slugOf } from "./rules";

const origin = "https://handsel.example";

test("where to go on to stays on this site, whatever is asked", () => {
  const nasty = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.webUrl(),
    fc
      .array(
        fc.constantFrom(
          "/",
          "\\",
          "//",
          "..",
          ".",
          "\t",
          "\n",
          "@",
          ":",
          "evil.example",
          "%2f",
          "%5c",
          "?",
          "#",
          "a",
          "http:",
          "javascript:",
          "\u0000",
          "\u2028",
          "；",
          "．",
        ),
        { maxLength: 12 },
      )
      .map((parts) => `/${parts.join("")}`),
  );
  fc.assert(
    fc.property(nasty, (next) => {
      const path = safeNext(next, origin);
      if (path === null) return;
      expect(path).toMatch(/^\/(?![/\\])/);
      // A browser resolves it against any page of ours, and once more after the redirect.
      expect(new URL(path, `${origin}/sign-in`).origin).toBe(origin);
      expect(safeNext(path, origin)).toBe(path);
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ["/family", "/family"],
  [
    "/practice/calendar?view=week&date=2026-11-24#now",
    "/practice/calendar?view=week&date=2026-11-24#now",
  ],
  ["/family/../admin", "/admin"],
  ["//evil.example", null],
  ["/\\evil.example", null],
  ["/\t/evil.example", null],
  ["/.//evil.example", null],
  ["https://evil.example", null],
  ["javascript:alert(1)", null],
  ["", null],
  [undefined, null],
  [`/${"a".repeat(1000)}`, null],
])("next %j → %j", (next, path) => {
  expect(safeNext(next, origin)).toBe(path);
});

test("an address is shown to its owner, not to a stranger", () => {
  expect(maskAddress("ana@example.com")).toBe("a•••@example.com");
  expect(maskAddress("x@example.com")).toBe("x•••@example.com");
});

test("devices are told apart by name", () => {
  const firefox = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";
  expect(deviceOf(firefox)).toBe("Firefox, Android");
  expect(
    deviceOf(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
    ),
  ).toBe("Safari, iPhone");
  expect(
    deviceOf(
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0",
    ),
  ).toBe("Edge, Windows");
  expect(deviceOf("curl/8")).toBeNull();
  expect(deviceOf(null)).toBeNull();
});

test("addresses of pages are made from names", () => {
  expect(slugOf("Rosa Calder")).toBe("rosa-calder");
  expect(slugOf("  Zoë Ångström-Müller ")).toBe("zoe-angstrom-muller");
  expect(slugOf("李小龍")).toBe("");
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (name) => {
      expect(slugOf(name)).toMatch(/^$|^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slugOf(name).length).toBeLessThanOrEqual(50);
    }),
  );
});

test("what the table holds is neither the cookie nor the name in the list", () => {
  const stored = sessionHash("cookie");
  expect(stored).toMatch(/^[\w-]{43}$/);
  expect(sessionHandle(stored)).toMatch(/^[\w-]{43}$/);
  expect(new Set(["cookie", stored, sessionHandle(stored)]).size).toBe(3);
});
