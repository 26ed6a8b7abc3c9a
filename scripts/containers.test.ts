// No container engine runs in `npm test`, so what an image would be made of and told is read from its files.
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { sources } from "./build.mjs";

const text = (file: string) => readFileSync(file, "utf8");
const lines = (file: string) => text(file).split("\n");
const dockerfile = text("Dockerfile");
const compose = text("compose.yaml");
const ignored = lines(".dockerignore").filter(Boolean);

/** One part of compose.yaml: what is indented below its name. */
function part(name: string): string {
  const all = lines("compose.yaml");
  const at = all.findIndex((line) => line.trimEnd().replace(/ &\w+$/, "") === name);
  const depth = name.search(/\S/);
  const end = all.findIndex(
    (line, n) => n > at && line.trim() !== "" && line.search(/\S/) <= depth,
  );
  expect(at, name).toBeGreaterThan(-1);
  return all.slice(at, end === -1 ? undefined : end).join("\n");
}

test("the image holds what the build is made of and what starts it, and no secret of whoever makes it", () => {
  expect(ignored).toEqual(expect.arrayContaining([".env", ".env.*", ".data", ".git"]));
  const needed = [...sources, "scripts"];
  expect(needed.filter((source) => ignored.includes(source))).toEqual([]);
  expect(dockerfile).not.toMatch(/^\s*(ARG|ENV)\b.*(KEY|PASSWORD|DATABASE_URL|PUBLIC_URL)/m);
});

test("the process in a container is an ordinary user's, and gets the signal to stop itself", () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf("FROM"));
  expect(last).toMatch(/^USER node$/m);
  expect(last.indexOf("chown node:node /app /data")).toBeLessThan(last.indexOf("VOLUME /data"));
  expect(last).toMatch(/^CMD \["node", "scripts\/start\.mjs"/m);
  expect(last).toContain("/api/health");
  expect(part("  worker:")).toContain('["node", "scripts/start.mjs", "--worker"]');
});

test("one service builds the image, and the database is waited for where the others ask it", () => {
  expect(compose.match(/^\s*build:/gm)).toHaveLength(1);
  expect(part("  app:")).toContain("build: .");
  expect(part("  worker:")).toContain("pull_policy: never");
  expect(part("  postgres:")).toContain("pg_isready -h 127.0.0.1");
  for (const service of ["  app:", "  worker:"])
    expect(part(service)).toContain("postgres: { condition: service_healthy }");
});

test("what .env may say reaches the containers", () => {
  const known = [...text(".env.example").matchAll(/^# ([A-Z_]+)=/gm)].map(([, name = ""]) => name);
  expect(known.length).toBeGreaterThan(10);
  const given = part("x-environment:");
  // Of the container itself, or made from another one.
  const fixed = [
    "PORT",
    "HOST",
    "HANDSEL_DATA_DIR",
    "HANDSEL_JOBS",
    "APP_DATABASE_URL",
    "CHROMIUM_PATH",
  ];
  expect(known.filter((name) => !fixed.includes(name) && !given.includes(`  ${name}: `))).toEqual(
    [],
  );
});

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    return entry.isDirectory() ? files(place) : /\.(mjs|js|tsx?)$/.test(place) ? [place] : [];
  });

const asks =
  /^(?:import|export)\s+(?!type\b)(?:[^"';]*\bfrom\s+)?["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/gm;

test("what runs without a build step asks for no package that only development has", () => {
  const run = ["db", "i18n", "lib", "scripts"].flatMap(files);
  const aside =
    /\.test\.|\.d\.m?ts$|^db\/(testing|throwaway)|prove|^scripts\/(run|test|bench|screenshots|growth-tables)\./;
  // use-intl comes with next-intl, at the one version that overrides name.
  const { dependencies, overrides } = JSON.parse(text("package.json"));
  const asked = run
    .filter((file) => !aside.test(file))
    .flatMap((file) => [...text(file).matchAll(asks)])
    .map(([, name = "", later = ""]) => name || later)
    .filter((name) => !/^(\.|@\/|#)/.test(name) && !isBuiltin(name))
    .map((name) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    );
  expect(new Set(asked).size).toBeGreaterThan(15);
  expect(
    [...new Set(asked)].filter((name) => !(name in { ...dependencies, ...overrides })),
  ).toEqual([]);
});
