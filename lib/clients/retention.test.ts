import { eq, is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { refusalOf } from "@/db/testing/lessons";
import { makeFamily } from "@/db/testing/world";
import { addDays, addMonths, daysBetween } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { openDataKey } from "@/lib/work/vault";
import { clientDetail } from "./read";
import { keeping, keptFamilies, keptLongEnough } from "./retention.read";
import { KEEP_DEFAULT, keptUntil, timeIsOver } from "./retention.rules";
import {
  archiveClient,
  eraseClient,
  holdClient,
  lookThrough,
  saveKeeping,
} from "./retention.write";
import { clientList } from "./search.read";

const db = testDatabase();
let all: Everything;
beforeEach(async () => {
  all = await makeEverything(db.owner);
});
const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays("1990-01-01", n));

describe("the rule", () => {
  test("keeps until the later of both, and never a day too short", () => {
    fc.assert(
      fc.property(
        day,
        fc.array(day, { maxLength: 3 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        (lastContactOn, births, contactYears, birthYears) => {
          const until = keptUntil({ contactYears, birthYears }, { lastContactOn, births });
          for (const [from, years] of [
            [lastContactOn, contactYears] as const,
            ...births.map((born) => [born, birthYears] as const),
          ])
            expect(daysBetween(addMonths(from, 12 * years), until)).toBeGreaterThanOrEqual(0);
          expect(timeIsOver(until, until)).toBe(false);
          expect(timeIsOver(until, addDays(until, 1))).toBe(true);
        },
      ),
    );
  });
  test("eight years after the last contact or the 25th birthday", () => {
    const until = (lastContactOn: string, births: string[]) =>
      keptUntil(KEEP_DEFAULT, { lastContactOn, births });
    expect(until("2026-05-01", ["2026-01-10"])).toBe("2051-01-10");
    expect(until("2046-05-01", ["2026-01-10"])).toBe("2054-05-01");
    expect(until("2024-02-29", [])).toBe("2032-02-29");
    expect(until("2020-01-01", ["2024-02-29"])).toBe("2049-03-01");
  });
});

const long = { clientId: "", name: "" };
async function longAgo() {
  const { practiceId, family } = all;
  const [row] = await db.owner
    .select()
    .from(schema.clients)
    .where(eq(schema.clients.id, family.clientId));
  Object.assign(long, { clientId: family.clientId, name: row?.name ?? "" });
  await db.owner.execute(
    sql`update babies set born_on = '1990-02-03' where client_id = ${family.clientId}`,
  );
  await db.owner.execute(
    sql`update practices set keep_contact_years = 1, keep_birth_years = 1 where practice_id = ${practiceId}`,
  );
  // Everything that was ever written about them is years old.
  const tables = Object.values(schema)
    .filter((value) => is(value, PgTable))
    .map(getTableConfig)
    .filter(({ columns }) =>
      ["client_id", "created_at"].every((name) => columns.some((column) => column.name === name)),
    );
  await db.owner.transaction(async (tx) => {
    for (const { name } of tables) {
      await tx.execute(sql`alter table ${sql.identifier(name)} disable trigger user`);
      await tx.execute(
        sql`update ${sql.identifier(name)} set created_at = '2000-01-01' where client_id = ${family.clientId}`,
      );
      await tx.execute(sql`alter table ${sql.identifier(name)} enable trigger user`);
    }
    await tx.execute(
      sql`update clients set created_at = '2000-01-01' where id = ${family.clientId}`,
    );
    await tx.execute(sql`update lessons set starts_at = starts_at - interval '20 years', ends_at = ends_at - interval '20 years',
      blocked_from = blocked_from - interval '20 years', blocked_until = blocked_until - interval '20 years'
      where practice_id = ${practiceId}`);
  });
}
const kept = async () =>
  (
    await inContext(
      all.staff(),
      (tx) => keptFamilies(tx, all.practiceId, new Date(), all.family.clientId),
      "read only",
    )
  )[0];

test("a family is put away and taken out again, but not with a lesson to come", async () => {
  const { clientId } = all.family;
  const say = (archived: "yes" | "no") =>
    archiveClient(all.staff("front_desk"), { clientId, archived });
  expect((await refusalOf(say("yes"))).say.key).toBe("clients:errors.lessonsToCome");
  await db.owner.execute(
    sql`update bookings set status = 'completed' where client_id = ${clientId}`,
  );
  await say("yes");
  const ids = async (archived?: "yes") =>
    (await clientList(all.staff(), { ...(archived && { archived }) })).items.map((one) => one.id);
  expect((await ids()).includes(clientId)).toBe(false);
  expect(await ids("yes")).toEqual([clientId]);
  await say("no");
  expect((await ids()).includes(clientId)).toBe(true);
});

describe("deleting", () => {
  test("is nobody's but the owner's, with the name typed, after the time, and not while the family is held", async () => {
    const { clientId } = all.family;
    const erase = (who = all.staff(), name = long.name) =>
      refusalOf(eraseClient(who, { clientId, name }));
    expect((await erase(all.staff(), "x")).say.key).toBe("clients:errors.notYet");
    await longAgo();
    expect((await erase(all.staff("practitioner"))).code).toBe("forbidden");
    expect((await erase(all.staff(), "Somebody")).fields).toHaveProperty("name");
    await holdClient(all.staff("practitioner"), { clientId, held: "on", why: "A court asked" });
    expect((await clientDetail(all.staff(), { clientId })).heldWhy).toBe("A court asked");
    expect((await clientDetail(all.staff("front_desk"), { clientId })).heldWhy).toBeNull();
    expect((await erase()).say.key).toBe("clients:errors.held");
    const forced = inContext(
      all.staff(),
      (tx) =>
        tx.execute(
          sql`select erase_family(${all.practiceId}::uuid, ${clientId}::uuid, '2000-01-01', 1, 1, '2001-01-01') as id`,
        ),
      "read write",
    );
    expect((await forced)[0]?.id).toBeNull();
    await expect(
      inContext(
        all.staff("practitioner"),
        (tx) =>
          tx.execute(
            sql`select erase_family(${all.practiceId}::uuid, ${clientId}::uuid, '2000-01-01', 1, 1, '2001-01-01')`,
          ),
        "read write",
      ),
    ).rejects.toThrow();
  });

  test("leaves no name, address or word anywhere, no key, a certificate, and the trail", async () => {
    await longAgo();
    const { clientId, email } = all.family;
    const later = await makeFamily(db.owner, all.practiceId);
    const [person] = await db.owner
      .select()
      .from(schema.guardians)
      .where(eq(schema.guardians.id, all.family.guardianId));
    const [baby] = await db.owner
      .select()
      .from(schema.babies)
      .where(eq(schema.babies.id, all.family.babyId));
    const canaries = [email, person?.name, baby?.firstName, long.name, "1990-02-03"].flatMap(
      (word) => word ?? [],
    );
    const dump = async () => {
      const found: string[] = [];
      for (const { name, columns } of Object.values(schema)
        .filter((value) => is(value, PgTable))
        .map(getTableConfig)) {
        if (!columns.some((column) => column.name === "practice_id")) continue;
        const [row] = await db.owner.execute<{ text: string }>(
          sql`select coalesce(string_agg(r::text, E'\n'), '') as text from ${sql.identifier(name)} r where practice_id = ${all.practiceId}`,
        );
        for (const word of canaries) if (row?.text.includes(word)) found.push(`${name}: ${word}`);
      }
      return found;
    };
    expect((await dump()).length).toBeGreaterThan(4);
    expect((await kept())?.over).toBe(true);
    const { certificateId } = await eraseClient(all.staff(), { clientId, name: long.name });
    expect(await dump()).toEqual([]);
    await expect(
      inContext(
        all.system,
        (tx) => openDataKey(tx, all.practiceId, all.family.dataKey.id),
        "read only",
      ),
    ).rejects.toThrow();
    const { deleted } = await keeping(all.staff(), {});
    expect(deleted.map((one) => one.id)).toContain(certificateId);
    const one = deleted.find((each) => each.id === certificateId);
    expect(one).toMatchObject({ erasedClientId: clientId, contactYears: 1, birthYears: 1 });
    expect(one?.removed).toBeGreaterThan(5);
    expect((await refusalOf(clientDetail(all.staff(), { clientId }))).code).toBe("not_found");
    expect((await refusalOf(eraseClient(all.staff(), { clientId, name: long.name }))).code).toBe(
      "not_found",
    );
    const [money] = await db.owner
      .select()
      .from(schema.payments)
      .where(eq(schema.payments.clientId, clientId));
    expect(money?.amountMinor).toBe(4800);
    const [trail] = await db.owner.execute<{ n: number }>(
      sql`select count(*)::int as n from audit_events where practice_id = ${all.practiceId} and subject_id = ${clientId}`,
    );
    expect(Number(trail?.n)).toBeGreaterThan(0);
    expect((await clientDetail(all.staff(), { clientId: later.clientId })).babies).toHaveLength(1);
  });
});

test("the clock's job notes whose time is over, deletes nothing, and takes its note back", async () => {
  await longAgo();
  const look = () => lookThrough(all.system, { practiceId: all.practiceId });
  expect(await look()).toEqual({ over: 1 });
  expect(await keptLongEnough(all.staff(), {})).toEqual({ count: 1 });
  expect((await clientDetail(all.staff(), { clientId: long.clientId })).id).toBe(long.clientId);
  await saveKeeping(all.staff(), {
    correctUntilMonths: "36",
    vaccinationHours: "48",
    keepContactYears: "8",
    keepBirthYears: "50",
  });
  expect(await look()).toEqual({ over: 0 });
  expect(await keptLongEnough(all.staff(), {})).toEqual({ count: 0 });
  const [one] = (await clientDetail(all.staff(), { clientId: long.clientId })).babies;
  expect(one?.ages.correctedDays).toBeNull();
  const bad = {
    ...{ correctUntilMonths: "25", vaccinationHours: "23" },
    ...{ keepContactYears: "0", keepBirthYears: "x" },
  };
  expect(Object.keys((await refusalOf(saveKeeping(all.staff(), bad))).fields).sort()).toEqual([
    "correctUntilMonths",
    "keepBirthYears",
    "keepContactYears",
    "vaccinationHours",
  ]);
});
