import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { fingerprint, sources } from "./build.mjs";

const tree = mkdtempSync(path.join(tmpdir(), "handsel-build-"));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const isFile = (source: string) => path.extname(source) !== "";
const put = (file: string, words: string) => {
  mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
  writeFileSync(path.join(tree, file), words);
};

test("a change in anything that goes into the build makes it stale; one in a test does not", () => {
  const inside = sources.map((source) => (isFile(source) ? source : `${source}/deep/file.ts`));
  for (const file of inside) put(file, "before");
  const seen = new Set([fingerprint(tree)]);
  for (const file of inside) {
    put(file, "after");
    seen.add(fingerprint(tree));
  }
  rmSync(path.join(tree, "i18n/deep/file.ts"));
  seen.add(fingerprint(tree));
  expect(seen.size).toBe(sources.length + 2);
  put("lib/deep/file.test.ts", "a test");
  put("db/testing/world.ts", "a world for tests");
  put("docs/decisions/one.md", "words");
  expect(seen).toContain(fingerprint(tree));
});

const code = (place: string): string[] =>
  isFile(place)
    ? /\.(js|tsx?)$/.test(place)
      ? [place]
      : []
    : readdirSync(place).flatMap((name) => code(path.join(place, name)));

test("what the sources import is among the sources", () => {
  const product = sources
    .flatMap(code)
    .filter((file) => !/\.test\.tsx?$|^db\/(testing|seed)\//.test(file));
  const imported = product.flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /(?:from|import\(?)\s*["'](@\/|\.{1,2}\/)([^"']+)["']/g,
      ),
    ].map(([, how = "", name = ""]) =>
      how === "@/" ? path.normalize(name) : path.join(path.dirname(file), how, name),
    ),
  );
  expect(imported.length).toBeGreaterThan(1000);
  const tops = new Set(imported.map((name) => name.split("/")[0]));
  expect([...tops].filter((top) => !sources.includes(top ?? ""))).toEqual([]);
});
