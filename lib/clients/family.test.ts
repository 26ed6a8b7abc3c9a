import { eq, is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { beforeEach, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { refusalOf } from "@/db/testing/lessons";
import { noteHealth } from "@/db/testing/routines";
import { makeFamily, makePractice, makeUser, type TestFamily } from "@/db/testing/world";
import { ownLesson } from "@/lib/booking/own.read";
import { ownLessons } from "@/lib/booking/read";
import type { Actor, Parent } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { inContext } from "@/lib/work/context";
import { ownCopies } from "./copies.write";
import { openHealth } from "./health";
import { mergeClients, sameFamily, tellApart } from "./merge.write";
import { ownBabyFacts, ownFamily } from "./own.read";
import { clientDetail } from "./read";
import { mayConsentOn, typedDay } from "./rules";
import { clientList } from "./search.read";
import { addClient, saveGuardian } from "./staff.write";
import { undoMerge } from "./unmerge.write";

const db = testDatabase();
let all: Everything;
beforeEach(async () => {
  all = await makeEverything(db.owner);
});

/** Tables with rows of a family, and whether its parents read them at all. */
const familyTables = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map(getTableConfig)
  .filter(({ columns }) => columns.some((column) => column.name === "client_id"));
const seen = (actor: Actor, table: string, clientId: string) =>
  inContext(
    actor,
    async (tx) => {
      const [row] = await tx.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(table)} where client_id = ${clientId}`,
      );
      return Number(row?.n);
    },
    "read only",
  );
const seenOf = async (actor: Actor, clientId: string) => {
  const found: Record<string, number> = {};
  for (const { name } of familyTables) found[name] = await seen(actor, name, clientId);
  return found;
};
const guardian = (family: TestFamily, values: Partial<typeof schema.guardians.$inferInsert>) =>
  db.owner.update(schema.guardians).set(values).where(eq(schema.guardians.id, family.guardianId));

async function second(values: Partial<typeof schema.guardians.$inferInsert> = {}): Promise<Parent> {
  const email = `second-${newId()}@example.com`;
  const userId = await makeUser(db.owner, email);
  const { practiceId, family } = all;
  await db.owner.insert(schema.guardians).values({
    ...{ practiceId, id: newId(), clientId: family.clientId, userId, name: "Chidi", email },
    ...values,
  });
  return { kind: "parent", userId, email };
}

describe("who may see", () => {
  test("a grown-up with an account reads nothing of the family before somebody said yes", async () => {
    const open = await seenOf(all.family.parent, all.family.clientId);
    for (const maySee of ["unsaid", "no"] as const) {
      const other = await second({ maySee });
      const found = await seenOf(other, all.family.clientId);
      // Their own row, and what is theirs by name, such as their own part of a form.
      const own = new Set(["guardians", "contact_preferences"]);
      const leaks = Object.entries(found).filter(([name, n]) => n > 0 && !own.has(name));
      expect([maySee, leaks]).toEqual([maySee, []]);
      expect(found.guardians).toBe(1);
      expect((await ownFamily(other, {})).babies).toEqual([]);
      expect((await refusalOf(ownBabyFacts(other, { babyId: all.family.babyId }))).code).toBe(
        "not_found",
      );
      expect((await refusalOf(ownCopies(other, { clientId: all.family.clientId }))).code).toBe(
        "not_found",
      );
    }
    const allowed = await second({ maySee: "yes" });
    expect({ ...(await seenOf(allowed, all.family.clientId)), guardians: 0 }).toEqual({
      ...open,
      guardians: 0,
    });
  });

  test("whoever booked keeps their own booking, and sees no baby, no words and no address of it", async () => {
    const { bookingId, family } = all;
    await db.owner
      .update(schema.bookings)
      .set({ guardianId: family.guardianId })
      .where(eq(schema.bookings.id, bookingId));
    await guardian(family, { maySee: "no" });
    const { upcoming, past } = await ownLessons(family.parent, {});
    expect([...upcoming, ...past].map((one) => [one.bookingId, one.babies])).toEqual([
      [bookingId, []],
    ]);
    const one = await ownLesson(family.parent, { bookingId });
    expect([one.babies, one.familyNote, one.visitAddress]).toEqual([[], null, null]);
    const other = await second();
    expect((await refusalOf(ownLesson(other, { bookingId }))).code).toBe("not_found");
  });

  test("nobody writes themselves into a family that has somebody", async () => {
    const stranger = await makeFamily(db.owner, all.practiceId);
    const intrude = (actor: Actor, more: object) =>
      inContext(
        actor,
        (tx) =>
          tx.insert(schema.guardians).values({
            ...{ practiceId: all.practiceId, id: newId(), clientId: all.family.clientId },
            ...{ name: "Eve", ...more },
          }),
        "read write",
      ).then(
        () => "written",
        () => "refused",
      );
    const eve = { userId: stranger.userId, maySee: "yes" };
    expect(await intrude(stranger.parent, eve)).toBe("refused");
    expect(await intrude(stranger.parent, {})).toBe("refused");
    expect(await intrude({ kind: "visitor" }, { email: "eve@example.com" })).toBe("refused");
    // A member of the family names another grown-up, and opens nothing by it.
    expect(await intrude(all.family.parent, { maySee: "yes" })).toBe("refused");
    expect(await intrude(all.family.parent, { mayConsent: "yes" })).toBe("refused");
    expect(await intrude(all.family.parent, {})).toBe("written");
  });

  test("the others are known by name only; where they can be reached is theirs", async () => {
    const other = await second({ maySee: "yes", phone: "07700 900555" });
    const told = JSON.stringify([
      await ownBabyFacts(all.family.parent, { babyId: all.family.babyId }),
      await ownCopies(all.family.parent, { clientId: all.family.clientId }),
    ]);
    expect(told).toContain("Chidi");
    expect(told).not.toContain(other.email);
    expect(told).not.toContain("900555");
    expect(await seen(all.family.parent, "guardians", all.family.clientId)).toBe(1);
  });
});

describe("a foster carer", () => {
  test("consents only with the authority's consent in writing, while it holds", async () => {
    const staff = all.staff("front_desk");
    const { clientId } = all.family;
    const facts = { clientId, name: "Pat Lee", kin: "foster_carer", mayConsent: "yes" } as const;
    const refused = await refusalOf(saveGuardian(staff, facts));
    expect(Object.keys(refused.fields).sort()).toEqual(["fosterBy", "fosterOn"]);
    const given = { ...facts, fosterBy: "Bristol City Council, J. Moss", fosterOn: "2026-03-01" };
    const early = await refusalOf(saveGuardian(staff, { ...given, fosterUntil: "2026-02-01" }));
    expect(Object.keys(early.fields)).toEqual(["fosterUntil"]);
    const later = await refusalOf(saveGuardian(staff, { ...given, fosterOn: "2999-01-01" }));
    expect(Object.keys(later.fields)).toEqual(["fosterOn"]);
    await saveGuardian(staff, { ...given, fosterUntil: "2026-09-30" });
    const one = (await clientDetail(staff, { clientId })).guardians.find(
      (g) => g.name === "Pat Lee",
    );
    if (!one) throw new Error("nobody was added");
    expect(
      ["2026-02-28", "2026-03-01", "2026-09-30", "2026-10-01"].map((day) => mayConsentOn(one, day)),
    ).toEqual([false, true, true, false]);
    await expect(
      db.owner.execute(sql`update guardians set foster_by = null where id = ${one.id}`),
    ).rejects.toThrow();
  });
});

describe("two records of one family", () => {
  const two = async () => {
    const later = await makeFamily(db.owner, all.practiceId);
    const same = { [all.family.babyId]: later.babyId };
    const ask = { intoId: later.clientId, fromId: all.family.clientId, same };
    return { later, ask };
  };

  test("are read as one by staff and by the grown-ups of both, in every table, and parted again", async () => {
    const { later, ask } = await two();
    const [a, b] = [later.parent, all.family.parent];
    const [before, own] = [
      await seenOf(a, all.family.clientId),
      await seenOf(b, all.family.clientId),
    ];
    expect(Object.values(before).every((n) => n === 0)).toBe(true);
    const { mergeId } = await mergeClients(all.staff(), ask);
    const after = await seenOf(a, all.family.clientId);
    // Each table that a parent reads is read by the parents of both; the rest stays closed.
    const missing = familyTables
      .map(({ name }) => name)
      .filter((name) => (own[name] ?? 0) > 0 && after[name] === 0);
    expect(missing.filter((name) => !ownOnly.has(name))).toEqual([]);
    expect((await ownFamily(a, {})).babies.map((baby) => baby.id)).toEqual([later.babyId]);
    const seenByStaff = await clientDetail(all.staff(), { clientId: later.clientId });
    expect(seenByStaff.guardians).toHaveLength(2);
    expect(seenByStaff.babies.map((baby) => baby.id)).toEqual([later.babyId]);
    const listed = await clientList(all.staff(), {});
    expect(listed.items.map((item) => item.id)).not.toContain(all.family.clientId);
    expect((await clientList(all.staff(), { q: all.family.email })).items[0]?.id).toBe(
      later.clientId,
    );

    await undoMerge(all.staff(), { mergeId });
    expect(await seenOf(a, all.family.clientId)).toEqual(before);
    expect(await seenOf(b, all.family.clientId)).toEqual(own);
    expect((await ownFamily(b, {})).babies.map((baby) => baby.id)).toEqual([all.family.babyId]);
    expect((await refusalOf(undoMerge(all.staff(), { mergeId }))).code).toBe("conflict");
  });
  /** Rows of one grown-up, which no other reads in any family. */
  const ownOnly = new Set(["guardians"]);

  test("share what is known of their child, each under its own key, and no merge touches a signed row", async () => {
    const { later, ask } = await two();
    await noteHealth(db.owner, all.family, { allergies: ["Milk"], findings: ["reflux"] });
    await noteHealth(db.owner, later, { findings: ["hernia"] });
    const dump = async () =>
      JSON.stringify(await db.owner.execute(sql`select * from consents, medical_notes`));
    const signed = await dump();
    const { mergeId } = await mergeClients(all.staff(), ask);
    const known = (babyId: string) =>
      inContext(
        all.staff(),
        (tx) => openHealth(tx, { practiceId: all.practiceId, babyId }),
        "read only",
      );
    for (const babyId of [all.family.babyId, later.babyId])
      expect((await known(babyId)).health).toMatchObject({
        allergies: ["Milk"],
        findings: expect.arrayContaining(["reflux", "hernia"]),
      });
    await undoMerge(all.staff(), { mergeId });
    expect(await dump()).toBe(signed);
    // Two children after all: neither keeps the other's diagnosis, and no parent reads it.
    expect((await known(all.family.babyId)).health).toMatchObject({
      ...{ allergies: ["Milk"], findings: ["reflux"] },
    });
    expect((await known(later.babyId)).health).toMatchObject({
      ...{ allergies: [], findings: ["hernia"] },
    });
    const facts = (await ownBabyFacts(later.parent, { babyId: later.babyId })).alerts.facts;
    expect(facts).toMatchObject({ allergies: [], findings: ["hernia"] });
    expect(
      await db.owner.$count(schema.joinedChildren, eq(schema.joinedChildren.babyId, later.babyId)),
    ).toBe(0);
  });

  test("a grown-up who may not see one of them sees neither", async () => {
    const { later, ask } = await two();
    await db.owner.insert(schema.guardians).values({
      ...{ practiceId: all.practiceId, id: newId(), clientId: later.clientId, name: "Ana" },
      ...{ userId: all.family.userId, maySee: "no" },
    });
    await mergeClients(all.staff(), ask);
    expect((await ownFamily(all.family.parent, {})).babies).toEqual([]);
    expect(await seen(all.family.parent, "babies", all.family.clientId)).toBe(0);
    expect((await ownFamily(later.parent, {})).babies).toHaveLength(1);
  });

  test("are not parted while something stands between them", async () => {
    const { later, ask } = await two();
    const { mergeId } = await mergeClients(all.staff(), { ...ask, same: {} });
    await db.owner.insert(schema.feeds).values({
      ...{ practiceId: all.practiceId, id: newId(), clientId: later.clientId },
      ...{ babyId: all.family.babyId, endedAt: new Date(0) },
    });
    expect(await refusalOf(undoMerge(all.staff(), { mergeId }))).toMatchObject({
      code: "conflict",
      say: { key: "clients:errors.writtenSince", params: { count: 1 } },
    });
    await db.owner.delete(schema.feeds).where(eq(schema.feeds.clientId, later.clientId));
    await undoMerge(all.staff(), { mergeId });
  });

  test("three in a row come apart in any order", async () => {
    const { later, ask } = await two();
    const last = await makeFamily(db.owner, all.practiceId);
    const first = await mergeClients(all.staff(), ask);
    const next = await mergeClients(all.staff(), {
      intoId: last.clientId,
      fromId: later.clientId,
      same: { [later.babyId]: last.babyId },
    });
    const group = async (clientId: string) =>
      (await clientDetail(all.staff(), { clientId })).ids.sort();
    const ids = [all.family.clientId, later.clientId, last.clientId].sort();
    for (const one of ids) expect(await group(one)).toEqual(ids);
    await undoMerge(all.staff(), { mergeId: first.mergeId });
    expect(await group(all.family.clientId)).toEqual([all.family.clientId]);
    expect(await group(last.clientId)).toEqual([later.clientId, last.clientId].sort());
    await undoMerge(all.staff(), { mergeId: next.mergeId });
    expect(await group(last.clientId)).toEqual([last.clientId]);
    const [baby] = await db.owner
      .select()
      .from(schema.babies)
      .where(eq(schema.babies.id, all.family.babyId));
    expect(baby?.sameAs).toBeNull();
  });

  test("of another practice, or the same one twice, are not there; the desk merges nothing", async () => {
    const elsewhere = await makePractice(db.owner);
    const { ask, later } = await two();
    const code = async (who: Actor, more = {}) =>
      (await refusalOf(mergeClients(who, { ...ask, ...more }))).code;
    expect(await code(elsewhere.staff())).toBe("not_found");
    expect(await code(all.staff("front_desk"))).toBe("forbidden");
    expect(await code(all.staff(), { fromId: later.clientId })).toBe("not_found");
    expect(await code(all.staff(), { same: { [later.babyId]: later.babyId } })).toBe("not_found");
    const both = await Promise.all([
      mergeClients(all.staff(), ask).then(
        () => "merged",
        () => "refused",
      ),
      mergeClients(all.staff(), { ...ask, intoId: ask.fromId, fromId: ask.intoId, same: {} }).then(
        () => "merged",
        () => "refused",
      ),
    ]);
    expect(both.sort()).toEqual(["merged", "refused"]);
  });
});

describe("the hint that two may be one", () => {
  const family = (more: object) =>
    addClient(all.staff(), {
      name: "Ana Okoye",
      baby: {
        firstName: "Mila",
        bornOn: { day: "24", month: "8", year: "2026" },
        born: { early: "no" },
      },
      ...more,
    });
  test("by address, by number however it is written, by name and birthday; never by less", async () => {
    const { clientId } = await family({ email: "ana@example.org", phone: "07700 900 142" });
    const hints = async () =>
      (await sameFamily(all.staff("front_desk"), { clientId })).maybe.map((one) => one.because);
    expect(await hints()).toEqual([]);
    const other = {
      firstName: "Kit",
      bornOn: { day: "1", month: "2", year: "2026" },
      born: { early: "no" as const },
    };
    await family({ name: "A. Okoye", email: "ana@example.org", baby: other });
    expect(await hints()).toEqual([["email"]]);
    const { clientId: third } = await family({ name: "Chidi", phone: "+44 (0)7700 900142" });
    expect(await hints()).toEqual([["phone", "baby"], ["email"]]);
    await tellApart(all.staff(), { intoId: third, fromId: clientId });
    expect(await hints()).toEqual([["email"]]);
  });
});

test("families are found by a booking's reference and by a baby's birthday", async () => {
  const [booking] = await db.owner
    .select()
    .from(schema.bookings)
    .where(eq(schema.bookings.id, all.bookingId));
  const found = async (q: string) =>
    (await clientList(all.staff(), { q })).items.map((item) => item.id);
  expect(await found(booking?.reference.toLowerCase() ?? "")).toEqual([all.family.clientId]);
  for (const q of ["24/8/2026", "2026-08-24", "24 Aug 2026"])
    expect([q, (await found(q)).includes(all.family.clientId)]).toEqual([q, true]);
  expect(await found("25/8/2026")).toEqual([]);
  expect(typedDay("8/24/2026", "en-US")).toBe("2026-08-24");
  for (const q of ["31/2/2026", "1/2", "a b c", "1 2 3 4", "%"])
    expect(typedDay(q, "en-GB")).toBeNull();
});
