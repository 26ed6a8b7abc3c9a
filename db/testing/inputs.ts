import type { z } from "zod";

type Hint = (name: string) => unknown;
type Def = z.core.$ZodTypes["_zod"]["def"];

/**
 * A value that fits a schema, as far as its shape tells: fields are filled by name through `hint` first,
 * then by kind. Good enough to get past the door; what lies behind must then refuse foreign rows by itself.
 */
export function example(schema: z.core.$ZodType, hint: Hint, name = ""): unknown {
  const hinted = hint(name);
  const def = schema._zod.def as Def;
  switch (def.type) {
    case "object":
      if ("day" in def.shape && "month" in def.shape)
        return { day: "24", month: "8", year: "2026" };
      return Object.fromEntries(
        Object.entries(def.shape).map(([key, part]) => [key, example(part, hint, key)]),
      );
    case "array":
      return [example(def.element, hint, name.replace(/s$/, ""))];
    case "record":
      return {};
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
      return example(def.innerType, hint, name);
    case "pipe":
      return example(def.in, hint, name);
    case "union":
      return example(def.options[0]!, hint, name);
    case "lazy":
      return example(def.getter(), hint, name);
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
export function spoil(value: unknown, at: number, junk: unknown): unknown {
  let count = -1;
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (node !== null && typeof node === "object" && !(node instanceof Date))
      return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, walk(part)]));
    count += 1;
    return count === at ? junk : node;
  };
  return walk(value);
}
export function leaves(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + leaves(part), 0);
  if (value !== null && typeof value === "object" && !(value instanceof Date))
    return Object.values(value).reduce((sum: number, part) => sum + leaves(part), 0);
  return 1;
}

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
  "2026-02-30",
  "25:61",
];
