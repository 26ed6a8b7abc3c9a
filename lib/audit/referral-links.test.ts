import { readFileSync } from "node:fs";
import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { asking, coming, countRows } from "@/db/testing/asking";
import { testDatabase } from "@/db/testing/database";
import { holder, referralWorld, refusal, visitor } from "@/db/testing/referrals";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { linkHolder, linkSecret, makeLink } from "@/lib/accounts/links";
import { bookLesson } from "@/lib/booking/write";
import type { LinkHolder } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { acceptReferral } from "@/lib/referrals/write";
import { inContext } from "@/lib/work/context";
import { allOperations } from "@/lib/work/registry";

// A referral has two links: its doctor follows it by the one, the family it is about chooses a time by the other. Neither
// is a way to what the other is for.
const modules = import.meta.glob<object>([
  "../*/{read,write}*.ts",
  "../*/*.{read,write}.ts",
  "../referrals/lessons.ts",
  "!../*/*.test.ts",
]);
await Promise.all(Object.values(modules).map((load) => load()));

const db = testDatabase();
let at: TestPractice;
let referralId: string;
let doctor: LinkHolder;
let family: LinkHolder;
const { sendConfirmed, row } = referralWorld(db, () => at);

const secretOf = async (kind: "referral" | "family") => {
  const [link] = await db.owner
    .select()
    .from(t.links)
    .where(and(eq(t.links.subjectId, referralId), eq(t.links.kind, kind)));
  if (!link) throw new Error(`no ${kind} link`);
  return linkSecret(link);
};
const call = (name: string, actor: LinkHolder, input: object) => {
  const operation = allOperations().find((one) => one.name === name);
  if (!operation) throw new Error(`no ${name}`);
  return refusal(operation.call(actor, input));
};

beforeAll(async () => {
  at = await makePractice(db.owner);
  referralId = await sendConfirmed();
  await acceptReferral(at.staff(), { referralId });
  doctor = holder(at, referralId);
  family = holder(at, referralId, "family");
});

describe("the two links of a referral", () => {
  test("are told apart by whoever holds one", async () => {
    const [doctors, familys] = [await secretOf("referral"), await secretOf("family")];
    expect(await linkHolder(doctors, "referral")).toEqual(doctor);
    expect(await linkHolder(familys, "family")).toEqual(family);
    expect(await linkHolder(familys, "referral")).toBeNull();
    expect(await linkHolder(doctors, "family")).toBeNull();
  });

  test("have no operation in common but those that are for everybody", () => {
    const named = (actor: LinkHolder) =>
      allOperations()
        .filter(({ name, allow }) => !name.startsWith("test.") && allow(actor) && !allow(visitor))
        .map(({ name }) => name)
        .sort();
    expect(named(family)).toEqual(["referrals.for_booking", "referrals.offered"]);
    expect(named(doctor)).toEqual([
      ...["documents.letter", "documents.letters_for_doctor", "growth.shared"],
      ...["referrals.confirm", "referrals.declined", "referrals.forward", "referrals.track"],
      "referrals.withdraw",
    ]);
  });

  test.each([
    ...["referrals.track", "referrals.withdraw", "referrals.forward", "referrals.declined"],
    ...["referrals.confirm", "documents.letters_for_doctor", "growth.shared"],
  ])("the family's is refused by %s", async (name) => {
    expect((await call(name, family, { referralId })).code).toBe("forbidden");
    expect((await row(referralId)).status).toBe("accepted");
  });

  test("the family's opens no letter", async () => {
    const letterId = newId<"letter">();
    expect((await call("documents.letter", family, { letterId })).code).toBe("forbidden");
  });

  test("the doctor's greets no family and books nothing", async () => {
    for (const name of ["referrals.for_booking", "referrals.offered"])
      expect((await call(name, doctor, {})).code).toBe("forbidden");
    const { practiceId, serviceId, start } = asking(at, coming(at.zone, 2, "10:00"));
    const referral = await secretOf("referral");
    const before = await countRows(db.owner, at.practiceId);
    const said = await refusal(bookLesson(visitor, { practiceId, serviceId, start, referral }));
    expect(said.say.key).toBe("booking:errors.referralBooked");
    expect(await countRows(db.owner, at.practiceId)).toEqual(before);
    expect((await row(referralId)).status).toBe("accepted");
  });

  test("reach no further in the database either", async () => {
    const seen = (actor: LinkHolder, table: string) =>
      inContext(
        actor,
        async (tx) => (await tx.execute(sql`select 1 from ${sql.identifier(table)}`)).length,
        "read only",
      );
    for (const table of ["clients", "guardians", "babies"]) {
      expect([table, await seen(doctor, table)]).toEqual([table, 0]);
      expect([table, await seen(family, table)]).toEqual([table, 1]);
    }
    expect(await seen(doctor, "referral_events")).toBeGreaterThan(0);
    for (const table of ["referral_events", "referral_letters", "growth_shares"])
      expect([table, await seen(family, table)]).toEqual([table, 0]);
    const taken = inContext(
      family,
      (tx) => tx.execute(sql`update referrals set status = 'withdrawn'`),
      "read write",
    );
    expect((await taken).count).toBe(0);
  });

  test("that were made before there were two kinds: the first stays the doctor's", async () => {
    const id = await sendConfirmed();
    const make = () =>
      db.owner.transaction((tx) =>
        makeLink(tx, {
          ...{ practiceId: at.practiceId, kind: "referral" as const, subjectId: id },
          expiresAt: new Date(Date.now() + 86_400_000),
        }),
      );
    const later = [await make(), await make()];
    const told = readFileSync("db/migrations/0081_a_link_for_the_family.sql", "utf8");
    const update = told.split("--> statement-breakpoint").at(-1) ?? "";
    await db.owner.execute(sql.raw(update));
    const links = await db.owner
      .select()
      .from(t.links)
      .where(eq(t.links.subjectId, id))
      .orderBy(t.links.createdAt, t.links.id);
    expect(links.map(({ kind }) => kind)).toEqual(["referral", "family", "family"]);
    expect(links.slice(1).map(linkSecret)).toEqual(later);
    expect((await linkHolder(await secretOf("referral"), "referral"))?.subjectId).toBe(referralId);
  });
});
