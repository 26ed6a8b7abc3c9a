import { is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { example, junk, leaves, spoil } from "@/db/testing/inputs";
import type { Actor, StaffRole } from "@/lib/core/actor";
import { Refusal } from "@/lib/core/refusal";
import { allOperations, type Operation } from "./registry";

// Every command and query registers itself when its file is read.
const modules = import.meta.glob<object>([
  "../*/{read,write}*.ts",
  "../*/*.{read,write}.ts",
  "!../*/*.test.ts",
]);
await Promise.all(Object.values(modules).map((load) => load()));
// Other files of tests have commands of their own in the same worker.
const operations = allOperations().filter(({ name }) => !name.startsWith("test."));

const db = testDatabase();
let ours: Everything;
let theirs: Everything;
let admin: Actor;
beforeAll(async () => {
  ours = await makeEverything(db.owner);
  theirs = await makeEverything(db.owner);
  admin = { kind: "admin", userId: ours.userId };
});

const sample: Record<string, () => Actor> = {
  visitor: () => ({ kind: "visitor" }),
  parent: () => ours.family.parent,
  ...Object.fromEntries(
    (["owner", "practitioner", "front_desk"] as StaffRole[]).map((role) => [
      role,
      () => ours.staff(role),
    ]),
  ),
  doctor: () => ({ kind: "doctor", userId: ours.userId, email: "dr@example.com" }),
  admin: () => admin,
  "booking link": () => ({
    kind: "link",
    link: "booking",
    practiceId: ours.practiceId,
    subjectId: ours.bookingId,
  }),
  "referral link": () => ({
    kind: "link",
    link: "referral",
    practiceId: ours.practiceId,
    subjectId: ours.referralId,
  }),
  "copies link": () => ({
    kind: "link",
    link: "copies",
    practiceId: ours.practiceId,
    subjectId: ours.family.guardianId,
  }),
  system: () => ours.system,
};

test("who may call what", () => {
  const table = operations.map((operation) => {
    const allowed = Object.entries(sample)
      .filter(([, make]) => operation.allow(make()))
      .map(([who]) => who);
    return `${operation.kind.padEnd(7)} ${operation.name.padEnd(32)} ${allowed.join(", ")}`;
  });
  expect(table.join("\n")).toMatchSnapshot();
});

/** Fills ids by their field's name with rows of one practice. */
const idsOf = (world: Everything) => (name: string) => {
  const known: Record<string, unknown> = {
    id: world.lessonId,
    practiceId: world.practiceId,
    practitionerId: world.practitionerId,
    serviceId: world.serviceId,
    placeId: world.placeId,
    lessonId: world.lessonId,
    bookingId: world.bookingId,
    referralId: world.referralId,
    routineId: world.routineId,
    assignmentId: world.assignmentId,
    fileId: world.fileId,
    exportId: world.exportId,
    clientId: world.family.clientId,
    babyId: world.family.babyId,
    guardianId: world.family.guardianId,
    userId: world.family.userId,
    memberId: world.lessonId,
    credentialId: world.lessonId,
    slug: world.slug,
    practitionerSlug: world.slug,
    email: "typed@example.com",
    day: "2027-01-11",
    from: "2027-01-11",
    until: "2027-01-12",
    startsAt: "2027-01-11T12:00:00.000Z",
    start: "2027-01-11T12:00:00.000Z",
    version: 1,
    page: 1,
    bornOn: "2026-08-24",
    timeZone: "Europe/London",
    zone: "Europe/London",
    token: "a".repeat(43),
    code: "123456",
    key: "k".repeat(20),
  };
  return known[name] ?? (/Id$/.test(name) ? world.lessonId : undefined);
};

const ofPractices = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map(getTableConfig)
  .filter(({ columns }) => columns.some((column) => column.name === "practice_id"));

/** A digest of everything one practice holds, its audit trail too. */
async function digest(world: Everything): Promise<string> {
  const each = ofPractices.map(
    ({ name }) =>
      sql`select ${name}::text as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as said from ${sql.identifier(name)} t where practice_id = ${world.practiceId}::uuid`,
  );
  const [row] = await db.owner.execute<{ digest: string }>(
    sql`select md5(string_agg(name || said, '' order by name)) as digest from (${sql.join(each, sql` union all `)}) all_of_it`,
  );
  return row?.digest ?? "";
}

async function outcome(
  operation: Operation,
  actor: Actor,
  input: unknown,
): Promise<{ value?: unknown; fault?: string }> {
  try {
    return { value: await operation.call(actor, input) };
  } catch (error) {
    if (error instanceof Refusal) return {};
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
    return {
      fault: `${operation.name}: ${error instanceof Error ? `${error.message} ${cause}`.slice(0, 300) : error}`,
    };
  }
}

describe("another practice's ids", () => {
  // What the public may know of a published practice is meant to be shown; a family's canaries are not.
  const canaries = () => [
    theirs.family.email,
    `Family ${mark()}`,
    `Parent ${mark()}`,
    `Baby ${mark()}`,
    theirs.family.clientId,
    theirs.family.babyId,
  ];
  const mark = () => theirs.family.email.slice("parent-".length, -"@example.com".length);

  let before: string | undefined;
  test.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s gives away and changes nothing",
    async (_name, operation) => {
      // A visitor, a parent or a doctor may book or refer to any published practice: that adds rows, and is meant to.
      before ??= await digest(theirs);
      const input = example(operation.input, idsOf(theirs));
      for (const [who, make] of Object.entries(sample)) {
        if (who === "admin" || who === "visitor" || !operation.allow(make())) continue;
        const { value, fault } = await outcome(operation, make(), input);
        expect(fault).toBeUndefined();
        const said = JSON.stringify(value) ?? "";
        const leaked = canaries().filter(
          (canary) => said.includes(canary) && !JSON.stringify(input).includes(canary),
        );
        expect({ who, leaked }).toEqual({ who, leaked: [] });
      }
      const after = await digest(theirs);
      const changed = after !== before;
      before = after;
      expect(changed).toBe(false);
    },
  );
});

describe("junk", () => {
  test.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s refuses it in words",
    async (_name, operation) => {
      const good = example(operation.input, idsOf(ours));
      const actors = Object.entries(sample).filter(([, make]) => operation.allow(make()));
      const [, make] = actors[0] ?? [];
      if (!make) return;
      const inputs = [
        ...junk,
        ...Array.from({ length: leaves(good) }, (_, at) =>
          junk.map((bad) => spoil(good, at, bad)),
        ).flat(),
      ];
      const faults: string[] = [];
      for (const input of inputs.slice(0, 240)) {
        const { fault } = await outcome(operation, make(), input);
        if (fault) faults.push(`${fault} <- ${JSON.stringify(input)?.slice(0, 200)}`);
      }
      expect(faults).toEqual([]);
    },
  );
});
