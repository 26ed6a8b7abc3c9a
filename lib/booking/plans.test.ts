import { readFileSync } from "node:fs";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { slots } from "@/lib/availability/read";
import type { Staff } from "@/lib/core/actor";
import type { PracticeId, UserId } from "@/lib/core/id";
import { addDays, dayOfWeek, startOfDay, systemNow, today } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { staffCalendar } from "./staff.read";
import { clientLessons } from "./staff-one.read";
import { staffToday } from "./today.read";
import { unsaidCounts, unsaidLessons } from "./unsaid.read";

// How PostgreSQL finds what the busiest pages ask, in a practice with 40,000 lessons beside others (bench/db/seed.sql).
// Looked at are the rows it had to touch, not the time it took: the same on every machine.

const db = testDatabase();
type Asked = { text: string; values: unknown[] };
type Plan = {
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

const heard: Asked[] = [];
let asker: postgres.Sql;
let world: { staff: Staff; practitioner: string; client: string; service: string };
const now = today(systemNow(), "UTC");
const monday = addDays(now, 8 - dayOfWeek(now));

beforeAll(async () => {
  const seed = readFileSync(path.resolve("bench/db/seed.sql"), "utf8");
  const owner = postgres(db.ownerUrl, { max: 1, onnotice: () => {} });
  await owner.begin(async (tx) => {
    await tx`select set_config('bench.monday', ${startOfDay(monday, "UTC").toISOString()}, true)`;
    await tx`select set_config('bench.practices', '6', true)`;
    // The bench puts in the same rows with every foreign key looked at, which is half of the work.
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(seed);
  });
  await owner`vacuum analyze`;
  const [ids] = await owner<(typeof world & { practice: PracticeId; user: UserId })[]>`
    select bench.id('practice', 1) as practice, bench.id('staff', 1) as user, bench.id('client', 1) as client,
      bench.id('practitioner', 1) as practitioner, bench.id('service', 1) as service`;
  await owner.end();
  if (!ids) throw new Error("no seed");
  const staff = {
    kind: "staff",
    role: "owner",
    userId: ids.user,
    practiceId: ids.practice,
  } as const;
  world = { ...ids, staff: { ...staff, practitionerId: null } };
  // The app's own connection, with an ear on it; plans that fit any values, as a server has after five calls.
  asker = postgres(db.appUrl, {
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
}, 300_000);
afterAll(async () => asker.end());

const literal = (value: unknown): string => {
  if (value === null || value === undefined) return "null";
  const text = value instanceof Date ? value.toISOString() : String(value);
  return `'${text.replaceAll("'", "''")}'`;
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

const parts = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(parts)];
/** Rows that were looked at, kept or not. */
const touched = (list: readonly Plan[]): number =>
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
const where = (list: readonly Plan[]): string =>
  list
    .flatMap(parts)
    .filter((part) => part["Relation Name"] && touched([{ ...part, Plans: [] }]) >= 100)
    .map((part) => {
      const { "Node Type": kind, "Relation Name": table, "Index Name": index = "" } = part;
      return `${kind} ${table} ${index}: ${touched([{ ...part, Plans: [] }])}`;
    })
    .join("\n");
const GROWS = new Set([
  ...["lessons", "bookings", "booking_babies", "clients", "guardians", "babies", "data_keys"],
]);
const readWhole = (list: readonly Plan[]): string[] =>
  list
    .flatMap(parts)
    .filter((part) => part["Node Type"] === "Seq Scan" && GROWS.has(part["Relation Name"] ?? ""))
    .map((part) => part["Relation Name"] ?? "");

test("a full week of twenty practitioners looks at its own lessons and what belongs to them", async () => {
  const asked = { from: addDays(monday, 7), days: 7, practitionerId: "all" as const };
  const { events } = await staffCalendar(world.staff, asked);
  expect(events).toHaveLength(600);
  const found = await plans(world.staff);
  expect(readWhole(found)).toEqual([]);
  // Lessons, bookings, families, babies, guardians, who is in which lesson: six rows for each of 600.
  expect(touched(found), where(found)).toBeLessThan(600 * 6 + 600);
});

test("a day and what is left of earlier ones", async () => {
  await staffToday({ ...world.staff, practitionerId: world.practitioner }, {});
  const found = await plans(world.staff);
  expect(readWhole(found)).toEqual([]);
  // 60 days back, two weeks of sums, and the lessons of the day with what belongs to them.
  expect(touched(found), where(found)).toBeLessThan(2_000);
});

test("lessons nobody marked, without reading the years that were", async () => {
  const owner = { ...world.staff, practitionerId: world.practitioner };
  await unsaidCounts(owner, {});
  await unsaidLessons(owner, {});
  const found = await plans(owner);
  expect(readWhole(found)).toEqual([]);
  // Her own and those of nineteen colleagues without an account.
  expect(touched(found), where(found)).toBeLessThan(1_000);
});

test("a family's history, 200 lessons long", async () => {
  const { past, upcoming } = await clientLessons(world.staff, { clientId: world.client });
  expect(past.length + upcoming.length).toBe(100);
  const found = await plans(world.staff);
  expect(readWhole(found)).toEqual([]);
});

test("the free times of a service", async () => {
  const { slots: free } = await slots({ kind: "visitor" }, { service: world.service });
  expect(free.length).toBeGreaterThan(0);
  const found = await plans({ kind: "visitor" });
  expect(readWhole(found)).toEqual([]);
  expect(touched(found), where(found)).toBeLessThan(1_000);
});
