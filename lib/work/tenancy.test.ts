import { is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, test } from "vitest";
import { globalTables } from "@/db/catalog";
import * as schema from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, linkKinds, makeEverything } from "@/db/testing/everything";
import type { Actor } from "@/lib/core/actor";
import { databaseCode, inContext } from "./context";

const db = testDatabase();
const tables = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map((table) => getTableConfig(table))
  .filter((table) => !(table.name in globalTables));

let ours: Everything;
let theirs: Everything;
const actors = (): Record<string, Actor> => ({
  visitor: { kind: "visitor" },
  parent: ours.family.parent,
  owner: ours.staff("owner"),
  practitioner: ours.staff("practitioner"),
  "front desk": ours.staff("front_desk"),
  doctor: { kind: "doctor", userId: ours.userId, email: "dr@example.com" },
  ...Object.fromEntries(linkKinds.map((kind) => [`${kind} link`, ours.link(kind)])),
  system: ours.system,
});

/** A row of each table of the other practice. */
const foreign = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  ours = await makeEverything(db.owner);
  theirs = await makeEverything(db.owner);
  for (const { name } of tables) {
    const [row] = await db.owner.execute(
      sql`select * from ${sql.identifier(name)} where practice_id = ${theirs.practiceId} limit 1`,
    );
    foreign.set(name, row ?? {});
  }
});

/** What a visitor is meant to see of every published practice. */
const shownToVisitors = new Set([
  "practices",
  "practitioners",
  "credentials",
  "places",
  "services",
  "weekly_hours",
  "date_overrides",
]);

async function rows(actor: Actor, table: string, practiceId: string): Promise<number> {
  const [found] = await inContext(
    actor,
    (tx) =>
      tx.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(table)} where practice_id = ${practiceId}`,
      ),
    "read only",
  );
  return Number(found?.n);
}
/** The tables of which the actor sees rows of that practice. */
async function readable(actor: Actor, practiceId: string): Promise<string[]> {
  const each = tables.map(
    ({ name }) =>
      sql`(select ${name}::text as name from ${sql.identifier(name)} where practice_id = ${practiceId}::uuid limit 1)`,
  );
  const found = await inContext(
    actor,
    (tx) => tx.execute<{ name: string }>(sql.join(each, sql` union all `)),
    "read only",
  );
  return found.map(({ name }) => name);
}
/** Rows touched, or the SQLSTATE of the refusal. */
async function attempt(actor: Actor, statement: ReturnType<typeof sql>): Promise<number | string> {
  try {
    return await inContext(actor, async (tx) => (await tx.execute(statement)).count, "read write");
  } catch (error) {
    return databaseCode(error) ?? String(error);
  }
}

describe.each([
  "visitor",
  "parent",
  "owner",
  "practitioner",
  "front desk",
  "doctor",
  ...linkKinds.map((kind) => `${kind} link`),
  "system",
])("as %s of one practice, another practice's rows", (who) => {
  test("are not there to read, change, remove or copy", async () => {
    const actor = actors()[who]!;
    const leaks = (await readable(actor, theirs.practiceId))
      .filter((name) => !(who === "visitor" && shownToVisitors.has(name)))
      .map((name) => `${who} reads ${name}`);
    for (const table of tables) {
      const name = table.name;
      const target = sql.identifier(name);
      const moved = await attempt(
        actor,
        sql`update ${target} set practice_id = practice_id where practice_id = ${theirs.practiceId}`,
      );
      if (moved !== 0 && moved !== "42501") leaks.push(`${who} changes ${name}: ${moved}`);
      const removed = await attempt(
        actor,
        sql`delete from ${target} where practice_id = ${theirs.practiceId}`,
      );
      if (removed !== 0 && removed !== "42501") leaks.push(`${who} removes ${name}: ${removed}`);
      const key = table.columns.find((column) => column.name === "id") ? "id" : "practice_id";
      const row = foreign.get(name);
      const names = Object.keys(row ?? {});
      const copy = sql`insert into ${target} (${sql.join(
        names.map((n) => sql.identifier(n)),
        sql`, `,
      )})
          select ${sql.join(
            names.map((n) =>
              n === key && n === "id" ? sql`gen_random_uuid()` : sql.identifier(n),
            ),
            sql`, `,
          )}
          from json_populate_record(null::${target}, ${JSON.stringify(row)}::json)`;
      const copied = await attempt(actor, copy);
      if (typeof copied === "number" && copied > 0) leaks.push(`${who} adds to ${name}`);
      if (typeof copied === "string" && copied !== "42501")
        leaks.push(`${who} adds to ${name}: refused late with ${copied}`);
    }
    expect(leaks).toEqual([]);
  });
});

test("without a context nobody sees a row", async () => {
  const nobody = { kind: "nobody" } as never as Actor;
  expect(await readable(nobody, ours.practiceId)).toEqual([]);
  expect((await readable(ours.system, ours.practiceId)).length).toBeGreaterThan(tables.length - 5);
});

test("a family of the same practice is as far away as one of another practice", async () => {
  const stranger: Actor = { ...theirs.family.parent };
  await db.owner.execute(
    sql`update guardians set practice_id = practice_id where user_id = ${stranger.userId}`,
  );
  const personal = [
    "clients",
    "guardians",
    "babies",
    "bookings",
    "booking_babies",
    "feeds",
    "measurements",
    "growth_shares",
    "referral_letters",
    "routine_assignments",
    "practice_logs",
    "payments",
    "messages",
    "data_keys",
  ];
  for (const name of personal)
    expect([name, await rows(stranger, name, ours.practiceId)]).toEqual([name, 0]);
  for (const name of personal)
    expect([name, (await rows(ours.family.parent, name, ours.practiceId)) > 0]).toEqual([
      name,
      true,
    ]);
  for (const name of ["medical_notes", "audit_events", "referrals", "invitations"])
    expect([name, await rows(ours.family.parent, name, ours.practiceId)]).toEqual([name, 0]);
});

test("the front desk sees no medical note, and nobody changes a signed one", async () => {
  expect(await rows(ours.staff("front_desk"), "medical_notes", ours.practiceId)).toBe(0);
  expect(await rows(ours.staff("practitioner"), "medical_notes", ours.practiceId)).toBe(2);
  const sign = sql`update medical_notes set status = 'signed', signed_at = clock_timestamp(), content_hash = 'x',
    salt = 'x', signature = 'x', signing_key_id = id where status = 'draft'`;
  expect(await attempt(ours.staff("practitioner"), sign)).toBe(1);
  expect(await attempt(ours.staff("owner"), sql`update medical_notes set body = 'x'`)).toBe(0);
  await expect(
    db.owner.execute(
      sql`update medical_notes set body = 'x' where practice_id = ${ours.practiceId}`,
    ),
  ).rejects.toThrow();
});

test("interleaved transactions of many actors on few connections never see each other's rows", async () => {
  const pair = [ours, theirs];
  const wrong = await Promise.all(
    Array.from({ length: 400 }, async (_, n) => {
      const mine = pair[n % 2]!;
      const other = pair[(n + 1) % 2]!;
      const actor = n % 3 === 0 ? mine.family.parent : mine.staff();
      const seen = await rows(actor, "babies", other.practiceId);
      const own = await rows(actor, "babies", mine.practiceId);
      return seen !== 0 || own !== 1;
    }),
  );
  expect(wrong.filter(Boolean)).toEqual([]);
});
