import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Staff } from "@/lib/core/actor";
import { inContext } from "@/lib/work/context";
import * as schema from "../schema";

// How PostgreSQL finds what a page asks. Looked at are the rows it had to touch, not the time it took: the same on every
// machine.

export type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Rows Removed by Join Filter"?: number;
  Plans?: Plan[];
};

/** The app's own connection, with an ear on it; plans that fit any values, as a server has after five calls. */
export function listen(appUrl: string) {
  const heard: { text: string; values: unknown[] }[] = [];
  const asker = postgres(appUrl, {
    max: 1,
    onnotice: () => {},
    connection: { plan_cache_mode: "force_generic_plan" },
  });
  const logQuery = (text: string, values: unknown[]) => {
    if (/^\s*select\b/i.test(text) && !/^\s*select\s+set_config/.test(text))
      heard.push({ text, values });
  };
  const kept = globalThis as typeof globalThis & { handselConnection?: object };
  kept.handselConnection = {
    db: drizzle(asker, { schema, logger: { logQuery } }),
    end: () => asker.end(),
  };

  /** The plans of all that was asked since the last time, with what they touched, in the context of the one who asked. */
  async function plans(actor: Staff | { kind: "visitor" }): Promise<Plan[]> {
    const found: Plan[] = [];
    const all = heard.splice(0);
    await inContext(
      actor,
      async (tx) => {
        for (const [n, { text, values }] of all.entries()) {
          await tx.execute(`prepare asked_${n} as ${text}`);
          const filled = values.length > 0 ? `(${values.map(literal).join(", ")})` : "";
          const [row] = await tx.execute<{ "QUERY PLAN": [{ Plan: Plan }] }>(
            `explain (analyze, format json, timing off) execute asked_${n}${filled}`,
          );
          await tx.execute(`deallocate asked_${n}`);
          if (row) found.push(row["QUERY PLAN"][0].Plan);
        }
      },
      "read only",
    );
    heard.length = 0;
    return found;
  }
  return { plans, end: () => asker.end() };
}

const literal = (value: unknown): string => {
  if (value === null || value === undefined) return "null";
  const text = value instanceof Date ? value.toISOString() : String(value);
  return `'${text.replaceAll("'", "''")}'`;
};

const parts = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(parts)];
/** Rows that were looked at, kept or not. */
export const touched = (list: readonly Plan[]): number =>
  list
    .flatMap(parts)
    .filter((part) => part["Relation Name"])
    .reduce((sum, part) => {
      const { "Actual Rows": rows, "Actual Loops": loops } = part;
      const removed =
        (part["Rows Removed by Filter"] ?? 0) + (part["Rows Removed by Index Recheck"] ?? 0);
      return sum + (rows + removed) * loops;
    }, 0);
/** Where they were looked at, for whoever reads a failure. */
export const where = (list: readonly Plan[]): string =>
  list
    .flatMap(parts)
    .filter((part) => part["Relation Name"] && touched([{ ...part, Plans: [] }]) >= 100)
    .map((part) => {
      const { "Node Type": kind, "Relation Name": table, "Index Name": index = "" } = part;
      return `${kind} ${table} ${index}: ${touched([{ ...part, Plans: [] }])}`;
    })
    .join("\n");
/** Which of these tables, that grow with a practice, were read from end to end. */
export const readWhole = (list: readonly Plan[], tables: readonly string[]): string[] =>
  list
    .flatMap(parts)
    .filter((part) => part["Node Type"] === "Seq Scan")
    .flatMap(({ "Relation Name": name = "" }) => (tables.includes(name) ? [name] : []));
