import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

type Rule = { from: RegExp; never: RegExp; because: string; except?: RegExp };

const domains = [
  "accounts",
  "practices",
  "credentials",
  "availability",
  "directory",
  "clients",
  "safety",
  "referrals",
  "payments",
  "booking",
  "intake",
  "growth",
  "routines",
  "notes",
  "messaging",
  "documents",
  "interop",
  "audit",
  "jobs",
];
const tools = /^(db\/(seed|testing)\/|(db|lib)\/.*\.test\.tsx?$)/;
const rules: Rule[] = [
  { from: /^(db|lib|components)\//, never: /^app\//, because: "only app/ may import app/" },
  { from: /^(db|lib)\//, never: /^components\//, because: "the domain knows nothing of React" },
  {
    from: /^components\//,
    never: /^(db\/|lib\/work\/|lib\/[^/]+\/(read|write)$)/,
    because: "components are given data",
  },
  {
    from: /^app\//,
    never: /^db\//,
    because: "pages reach the database only through lib/<domain>",
    except: /^app\/_server\/session\.ts$|\.test\.ts$/,
  },
  { from: /^db\//, never: /^lib\//, because: "the database layer is the lowest", except: tools },
  {
    from: /^lib\//,
    never: /^(next(\/|$|-intl(\/|$))|react(\/|$|-))/,
    because: "lib knows neither Next nor React",
  },
  {
    from: /^lib\/[^/]+\/(rules|schema)\.ts$/,
    never: /^(db\/|drizzle-orm|postgres|stripe|lib\/[^/]+\/(read|write)$)/,
    because: "rules and schemas are pure",
  },
  {
    from: /^(app|components|lib|db)\//,
    never: /^(bench|e2e|scripts)\//,
    because: "the product needs none of its tools",
    except: tools,
  },
  {
    from: /^(app|components)\//,
    never: /^next\/link$/,
    because: "links fetch nothing ahead (decision 21)",
    except: /^components\/ui\/link\.tsx$/,
  },
];

const walk = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const at = join(dir, entry.name);
    if (entry.isDirectory()) return walk(at);
    return /\.tsx?$/.test(entry.name) ? [at] : [];
  });
const sources = ["app", "components", "db", "lib"].flatMap(walk);
const text = (file: string) => readFileSync(file, "utf8");
const importsOf = (file: string): string[] =>
  [
    ...text(file).matchAll(
      /(?:^|[;\s])(?:import|export)\s[^"'`;]*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|^import\s*["']([^"']+)["']/gm,
    ),
  ]
    .map((found) => found[1] ?? found[2] ?? found[3] ?? "")
    .map((name) =>
      name.startsWith("@/")
        ? name.slice(2)
        : name.startsWith(".")
          ? normalize(join(dirname(file), name))
          : name,
    );

test("imports point down", () => {
  const wrong = sources.flatMap((file) =>
    importsOf(file).flatMap((name) =>
      rules
        .filter((rule) => rule.from.test(file) && rule.never.test(name) && !rule.except?.test(file))
        .map((rule) => `${file} -> ${name}: ${rule.because}`),
    ),
  );
  expect(wrong).toEqual([]);
});

test("a domain imports only domains below it", () => {
  const place = (path: string) => domains.indexOf(/^lib\/([^/]+)\//.exec(path)?.[1] ?? "");
  const wrong = sources
    .filter((file) => place(file) >= 0 && !tools.test(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => place(name) > place(file))
        .map((name) => `${file} -> ${name}`),
    );
  expect(wrong).toEqual([]);
});

test("only lib/work opens transactions and only db/client opens connections", () => {
  const open = (pattern: RegExp, allowed: RegExp) =>
    sources.filter((file) => pattern.test(text(file)) && !allowed.test(file) && !tools.test(file));
  expect(open(/\.transaction\(/, /^lib\/work\/context\.ts$/)).toEqual([]);
  expect(open(/from "postgres"/, /^db\/(client|migrate)\.ts$/)).toEqual([]);
});

test("the clock is read in one place", () => {
  const wrong = sources.filter(
    (file) =>
      /new Date\(\)|Date\.now\(\)/.test(text(file)) &&
      file !== "lib/core/time.ts" &&
      !/\.test\.tsx?$|^db\/(seed|testing)\//.test(file) &&
      !isClient(file),
  );
  expect(wrong).toEqual([]);
});
const isClient = (file: string) => /^["']use client["']/.test(text(file));

test("files stay small and plainly named", () => {
  const all = [...sources, ...["e2e", "scripts", "bench"].flatMap(walk)];
  const long = all
    .map((file) => `${file}: ${text(file).split("\n").length}`)
    .filter((line) => Number(line.split(": ")[1]) > 401);
  expect(long).toEqual([]);
  expect(
    all.filter((file) => /(^|\/)(utils?|helpers?|types|misc|common)\.tsx?$/.test(file)),
  ).toEqual([]);
  expect(
    sources.filter(
      (file) => /\/index\.tsx?$/.test(file) && !/^db\/(schema|seed)\/index\.ts$/.test(file),
    ),
  ).toEqual([]);
  expect(all.filter((file) => file.split("/").length > 7)).toEqual([]);
});

test("no way round the compiler, and no raw HTML", () => {
  const banned = new RegExp(
    [
      "@ts-ig" + "nore",
      "@ts-nocheck",
      "as an" + "y\\b",
      ": an" + "y\\b",
      "as unknown as",
      "document\\.write",
      "\\.innerHTML",
    ].join("|"),
  );
  expect(
    sources.filter((file) => file !== "lib/architecture.test.ts" && banned.test(text(file))),
  ).toEqual([]);
});
