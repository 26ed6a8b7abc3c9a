import type { z } from "zod";

type Hint = (name: string) => unknown;
type Def = z.core.$ZodTypes["_zod"]["def"];

/**
 * A value that fits a schema, as far as its shape tells: fields are filled by name through `hint` first,
 * then by kind. Good enough to get past the door; what lies behind must then refuse foreign rows by itself. Where there are
 * several shapes to choose from, `pick` says which.
 */
export function example(schema: z.core.$ZodType, hint: Hint, name = "", pick = 0): unknown {
  const hinted = hint(name);
  const def = schema._zod.def as Def;
  switch (def.type) {
    case "object":
      if ("day" in def.shape && "month" in def.shape)
        return { day: "24", month: "8", year: "2026" };
      return Object.fromEntries(
        Object.entries(def.shape).map(([key, part]) => [key, example(part, hint, key, pick)]),
      );
    case "array":
      return [example(def.element, hint, name.replace(/s$/, ""), pick)];
    case "record":
      return {};
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
      return example(def.innerType, hint, name, pick);
    case "pipe":
      return example(def.in, hint, name, pick);
    case "union":
      return example(def.options[pick % def.options.length]!, hint, name, pick);
    case "lazy":
      return example(def.getter(), hint, name, pick);
    case "literal":
      return def.values[0];
    case "enum":
      return Object.values(def.entries)[0];
    case "boolean":
      return true;
    case "number":
      return Number.isNaN(Number(hinted ?? "none"))
        ? Math.max(1, Number(schema._zod.bag.minimum ?? 1))
        : hinted;
    case "date":
      return new Date("2027-01-11T10:00:00Z");
    case "string":
      return hinted ?? formats[String(schema._zod.bag.format)] ?? "a word";
    default:
      return hinted;
  }
}

const formats: Record<string, string> = {
  uuid: "0192f0c5-7d2e-7abc-8def-0123456789ab",
  datetime: "2027-01-11T12:00:00.000Z",
  date: "2027-01-11",
  time: "10:00",
};

/** The same value with one leaf, chosen by `at`, replaced by junk. */
function spoil(value: unknown, at: number, junk: unknown): unknown {
  let count = -1;
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (isBranch(node))
      return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, walk(part)]));
    count += 1;
    return count === at ? junk : node;
  };
  return walk(value);
}
function leaves(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + leaves(part), 0);
  if (isBranch(value))
    return Object.values(value).reduce((sum: number, part) => sum + leaves(part), 0);
  return 1;
}
/** What holds nothing, a record of anything, is a leaf. */
const isBranch = (node: unknown): node is object =>
  node !== null &&
  typeof node === "object" &&
  !(node instanceof Date) &&
  Object.keys(node).length > 0;

/** What people, scanners and mistakes send. */
export const junk: readonly unknown[] = [
  undefined,
  null,
  "",
  0,
  -1,
  1e308,
  Number.NaN,
  true,
  [],
  {},
  "x".repeat(10_000),
  "a\u0000b",
  "\ud800",
  "\u202Egnp.exe",
  "00000000-0000-0000-0000-000000000000",
  "' or 1=1 --",
  { __proto__: { admin: true } },
  ["x", ["y"]],
  { x: { y: "z" } },
  "2026-02-30",
  "25:61",
];

/** One example of each shape that a schema knows, as far as a few tries find them. */
function examples(schema: z.core.$ZodType, hint: Hint): unknown[] {
  const found = Array.from({ length: 24 }, (_, pick) => example(schema, hint, "", pick));
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** Junk in the place of every field, in every shape that a schema takes. */
export const spoilt = (schema: z.core.$ZodType, hint: Hint): unknown[] =>
  examples(schema, hint).flatMap((good) =>
    Array.from({ length: leaves(good) }, (_, at) => junk.map((bad) => spoil(good, at, bad))).flat(),
  );
