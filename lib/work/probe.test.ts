import { is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, linkKinds, makeEverything } from "@/db/testing/everything";
import { example, junk, spoilt } from "@/db/testing/inputs";
import { makeLesson } from "@/db/testing/lessons";
import { makeReferral } from "@/db/testing/referrals";
import { makeFamily, makeUser, type TestFamily } from "@/db/testing/world";
import type { Actor, LinkHolder, StaffRole } from "@/lib/core/actor";
import { newId, type PracticeId, type UserId } from "@/lib/core/id";
import { Refusal } from "@/lib/core/refusal";
import { readsTogether } from "./reads";
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
let ours: World;
let theirs: World;
let admin: Actor;
beforeAll(async () => {
  ours = await makeWorld();
  theirs = await makeWorld();
  admin = { kind: "admin", userId: ours.userId };
});

const sample: Record<string, () => Actor> = {
  visitor: () => ({ kind: "visitor" }),
  parent: () => ours.family.parent,
  ...Object.fromEntries(
    (["owner", "practitioner", "front_desk"] as StaffRole[]).map((role) => [
      role,
      // As pages ask: what must be asked alone and is not then fails.
      () => readsTogether(ours.staff(role)),
    ]),
  ),
  doctor: () => ({ kind: "doctor", userId: ours.userId, email: "dr@example.com" }),
  admin: () => admin,
  ...Object.fromEntries(linkKinds.map((kind) => [`${kind} link`, () => ours.link(kind)])),
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

/** Nouns whose rows the world makes without telling their ids, each with its table. */
const tables = {
  ...{ addendumId: "note_addenda", alertId: "form_alerts", calendarId: "outside_calendars" },
  ...{ consentId: "consents", credentialId: "credentials", emailId: "emails" },
  ...{ formId: "forms", versionId: "form_versions", invitationId: "invitations" },
  ...{ linkId: "links", logId: "practice_logs", measurementId: "measurements" },
  ...{ memberId: "practice_members", mergeId: "client_merges", newsId: "referral_events" },
  ...{ noteId: "medical_notes", reminderId: "reminders", snippetId: "note_snippets" },
  ...{ summaryId: "note_summaries", letterId: "referral_letters" },
};
type World = Everything & { rows: Record<string, string> };
async function makeWorld(): Promise<World> {
  const world = await makeEverything(db.owner);
  const each = Object.entries(tables).map(
    ([noun, table]) => sql`(select ${noun}::text as noun, id from ${sql.identifier(table)}
      where practice_id = ${world.practiceId}::uuid order by id limit 1)`,
  );
  const rows = await db.owner.execute<{ noun: string; id: string }>(
    sql.join(each, sql` union all `),
  );
  return { ...world, rows: Object.fromEntries(rows.map(({ noun, id }) => [noun, id])) };
}

/** Fills ids by their field's name with rows of one practice. */
const idsOf = (world: World, operation: string) => (name: string) => {
  const known: Record<string, unknown> = {
    ...world.rows,
    // A held time is a lesson.
    id: world.lessonId,
    practiceId: world.practiceId,
    practitionerId: world.practitionerId,
    serviceId: world.serviceId,
    placeId: world.placeId,
    lessonId: world.lessonId,
    bookingId: world.bookingId,
    referralId: world.referralId,
    routineId: world.routineId,
    assignmentId: ofForms.test(operation) ? world.formAssignmentId : world.assignmentId,
    fileId: world.fileId,
    exportId: world.exportId,
    clientId: world.family.clientId,
    babyId: world.family.babyId,
    guardianId: world.family.guardianId,
    userId: world.family.userId,
    intoId: world.family.clientId,
    fromId: world.family.clientId,
    handOverTo: world.practitionerId,
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
    ...{ token, secret: token, session: token, serviceLink: token, referral: token },
    code: "123456",
    key: "k".repeat(20),
    ...{ service: world.serviceId, baby: world.family.babyId, run: world.exportId },
    ...{ after: world.bookingId, startKey: world.assignmentId },
    ...{ question: "sleep", section: "one", tab: "tab", country: "GB", locale: "en-GB" },
    ...{ phone: "07700 900142", contact: "typed@example.com", meetingUrl: "https://example.com" },
    ...{ time: "10:00", quietFrom: "21:00", quietUntil: "07:00", weeks: "31", kg: "3.2" },
    ...{ lb: "", oz: "", seen: "s".repeat(16), shownHash: "0".repeat(64), end: instant },
    ...{
      onDay: "2026-11-01",
      paperOn: "2026-11-01",
      to: "2027-01-12",
      link: "https://example.com",
    },
    ...{ visitCodes: "BS1", mapPoint: "51.45, -2.59", reminderMinute: 60, emergencyNumber: "999" },
    ...{ mistaken: "0", currency: "GBP", durationMinutes: "60", seconds: "60" },
    ...{ archived: "true", published: "true", correctUntilMonths: "24", bytes: Buffer.from("a") },
    vaccinationHours: "72",
  };
  return known[name] ?? (isId.test(name) ? unknown : undefined);
};
const token = "a".repeat(43);
const instant = "2027-01-11T13:00:00.000Z";
const isId = /Id$/;
const ofForms = /^(intake|documents)\./;
const unknown = newId();
/** Of people and of the installation, not of a practice. */
const ofNobody = ["feedId", "tokenId"];

test("every id that an operation takes is tried with a row of its own noun", () => {
  const untried = operations.flatMap(({ name, input }) => {
    const tried = JSON.stringify(example(input, idsOf(theirs, name)));
    return [...tried.matchAll(/"(\w+)":"([^"]+)"/g)]
      .filter(([, key = "", value]) => value === unknown && !ofNobody.includes(key))
      .map(([, key]) => `${name}: ${key}`);
  });
  expect(untried).toEqual([]);
});

/** What takes the bytes of a file, or facts that hang together in more ways than the shape of a form tells. */
const stopped = [
  ...["availability.save_hours", "availability.save_override", "notes.save", "notes.sign"],
  ...["documents.attach_to_form", "documents.keep_file", "routines.log_practice"],
  "referrals.accept",
];
test("what is tried gets past the door", () => {
  const refused = operations.flatMap(({ name, input }) => {
    const { error } = input.safeParse(example(input, idsOf(theirs, name)));
    return error ? [`${name}: ${error.issues.map(({ path }) => path.join("."))}`] : [];
  });
  expect(refused.filter((one) => !stopped.includes(one.split(":")[0] ?? ""))).toEqual([]);
});

const ofPractices = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map(getTableConfig)
  .filter(({ columns }) => columns.some((column) => column.name === "practice_id"));

/** A digest of everything one practice holds, its audit trail too, table by table. */
async function digest(world: Everything): Promise<Map<string, string>> {
  const each = ofPractices.map(
    ({ name }) =>
      sql`select ${name}::text as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as said from ${sql.identifier(name)} t where practice_id = ${world.practiceId}::uuid`,
  );
  const rows = await db.owner.execute<{ name: string; said: string }>(
    sql.join(each, sql` union all `),
  );
  return new Map(rows.map(({ name, said }) => [name, said]));
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

/** What tells a family apart, wherever it stands. What the public may know of a published practice is none of it. */
function canariesOf({ family: { email, clientId, babyId, guardianId } }: World): string[] {
  const mark = email.slice("parent-".length, -"@example.com".length);
  return [email, `Family ${mark}`, `Parent ${mark}`, `Baby ${mark}`, clientId, babyId, guardianId];
}
const leakedIn = (value: unknown, input: unknown, world: World): string[] => {
  const [said, asked] = [JSON.stringify(value) ?? "", JSON.stringify(input)];
  return canariesOf(world).filter((canary) => said.includes(canary) && !asked.includes(canary));
};

describe("another practice's ids", () => {
  /** Mail that was kept for want of a mail server, with whom it is for. */
  const shownToAdmin = ["messaging.mail_list", "messaging.read_mail"];

  /** Anybody may book with a published practice or refer to it: that adds rows, and is meant to. */
  const meantToAdd: Record<string, string[]> = {
    "booking.hold": ["audit_events", "audit_heads", "lessons"],
    "booking.release": ["audit_events", "audit_heads"],
    "referrals.send": [
      "audit_events",
      "audit_heads",
      "data_keys",
      "links",
      "referral_events",
      "referrals",
    ],
  };

  let before: Map<string, string> | undefined;
  test.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s gives away and changes nothing",
    async (_name, operation) => {
      before ??= await digest(theirs);
      const meant = shownToAdmin.includes(operation.name);
      const input = example(operation.input, idsOf(theirs, operation.name));
      for (const [who, make] of Object.entries(sample)) {
        if (!operation.allow(make()) || (who === "admin" && meant)) continue;
        const { value, fault } = await outcome(operation, make(), input);
        expect(fault).toBeUndefined();
        expect({ who, leaked: leakedIn(value, input, theirs) }).toEqual({ who, leaked: [] });
      }
      const after = await digest(theirs);
      const changed = [...after].filter(([table, said]) => before?.get(table) !== said);
      before = after;
      const added = meantToAdd[operation.name] ?? [];
      expect(changed.map(([table]) => table).filter((table) => !added.includes(table))).toEqual([]);
    },
  );
});

describe("another family's ids, of the same practice", () => {
  let neighbour: TestFamily;
  let lesson: Awaited<ReturnType<typeof makeLesson>>;
  let referralId: Awaited<ReturnType<typeof makeReferral>>;
  let doctor: { userId: UserId; email: string };
  beforeAll(async () => {
    neighbour = await makeFamily(db.owner, ours.practiceId);
    lesson = await makeLesson(db.owner, ours, neighbour, new Date("2027-01-13T10:00:00Z"));
    const email = `dr-${newId()}@example.com`;
    doctor = { email, userId: await makeUser(db.owner, email) };
    referralId = await makeReferral(db.owner, ours, neighbour, doctor);
  });
  const behind = (link: LinkHolder["link"], subjectId: string, practiceId: PracticeId) =>
    ({ kind: "link", link, practiceId, subjectId }) as const;
  /** Those who act for a family: signed in, or behind any link that it or its doctor was sent. */
  const families: Record<string, (world: World) => Actor> = {
    parent: () => neighbour.parent,
    "forms link": ({ practiceId }) => behind("forms", neighbour.guardianId, practiceId),
    "copies link": ({ practiceId }) => behind("copies", neighbour.guardianId, practiceId),
    "booking link": ({ practiceId }) => behind("booking", lesson.bookingId, practiceId),
    "referral link": ({ practiceId }) => behind("referral", referralId, practiceId),
    "family's link": ({ practiceId }) => behind("family", referralId, practiceId),
    doctor: () => ({ kind: "doctor", ...doctor }),
  };
  const anybody: Actor[] = [
    { kind: "parent", userId: newId(), email: "" },
    { kind: "doctor", userId: newId(), email: "" },
    ...linkKinds.map((link) => behind(link, newId(), newId())),
  ];
  const mayCall = operations.filter(({ allow }) => anybody.some((actor) => allow(actor)));
  /** What a family may do for itself with nothing but the practice's own ids; none of it is another family's. */
  const meant: Record<string, string[]> = {
    "booking.hold": ["lessons"],
    "clients.answer_copies": ["guardians"],
    "referrals.send": ["data_keys", "links", "referral_events", "referrals"],
  };

  /** What the trail says of the family whose ids were tried. */
  const trail = async () => {
    const [row] = await db.owner.execute<{ n: number }>(
      sql`select count(*)::int as n from audit_events e where practice_id = ${ours.practiceId}::uuid
        and (${sql.join(
          [ours.family.clientId, ours.family.babyId, ours.bookingId, ours.family.guardianId].map(
            (one) => sql`e::text like ${`%${one}%`}`,
          ),
          sql` or `,
        )})`,
    );
    return row?.n;
  };
  const own = ["audit_events", "audit_heads"];

  test("are ids by which that family itself finds its own", async () => {
    const found = [];
    for (const { kind, name, input, allow, call } of mayCall) {
      if (kind !== "query" || !allow(ours.family.parent)) continue;
      const asked = example(input, idsOf(ours, name));
      const value = await call(ours.family.parent, asked).catch(() => null);
      if (leakedIn(value, null, ours).length > 0) found.push(name);
    }
    expect(found.length).toBeGreaterThan(12);
  });

  test.each(["booking link", "referral link", "family's link", "forms link", "doctor"])(
    "a %s opens what is its own, by the ids of its own",
    async (who) => {
      const actor = families[who]?.(ours);
      if (!actor) throw new Error(who);
      const { bookingId } = lesson;
      const rows = { ...ours.rows, bookingId, referralId };
      const own = {
        ...ours,
        rows,
        bookingId,
        referralId,
        family: { ...ours.family, ...neighbour },
      };
      const opened = [];
      for (const { kind, name, input, allow, call } of mayCall) {
        if (kind !== "query" || !allow(actor)) continue;
        const value = await call(actor, example(input, idsOf(own, name))).catch(() => null);
        if (JSON.stringify(value ?? null).length > 10) opened.push(name);
      }
      expect(opened).not.toEqual([]);
    },
  );

  let before: Map<string, string> | undefined;
  test.each(mayCall.map((operation) => [operation.name, operation] as const))(
    "%s gives away and changes nothing",
    async (name, operation) => {
      before ??= await digest(ours);
      const traces = await trail();
      const input = example(operation.input, idsOf(ours, name));
      for (const [who, make] of Object.entries(families)) {
        const actor = make(ours);
        if (!operation.allow(actor)) continue;
        const { value, fault } = await outcome(operation, actor, input);
        expect(fault).toBeUndefined();
        expect({ who, leaked: leakedIn(value, input, ours) }).toEqual({ who, leaked: [] });
      }
      const after = await digest(ours);
      const changed = [...after].flatMap(([table, said]) =>
        before?.get(table) === said || own.includes(table) ? [] : [table],
      );
      before = after;
      expect(changed.filter((table) => !meant[name]?.includes(table))).toEqual([]);
      expect(await trail()).toBe(traces);
    },
  );
});

/** So many of what gets past, from all of it: each field meets several kinds of junk. PROBE=all tries everything. */
function spread<T>(all: readonly T[], most = 90): readonly T[] {
  const step = process.env.PROBE === "all" ? 1 : Math.max(1, Math.ceil(all.length / most));
  // Each field has 21 kinds of junk in a row, one after another: a step that divides them would meet the same kinds again.
  return all.filter((_, at) => at % ([3, 7].some((n) => step % n === 0) ? step + 1 : step) === 0);
}

describe("junk", () => {
  test.each(operations.map((operation) => [operation.name, operation] as const))(
    "%s refuses it in words",
    async (_name, operation) => {
      const actors = Object.values(sample).filter((make) => operation.allow(make()));
      const bad = spoilt(operation.input, idsOf(ours, operation.name));
      // What is refused for its shape alone, as most is, need not be sent.
      const past = spread(bad.filter((input) => operation.input.safeParse(input).success));
      const faults: string[] = [];
      for (const [turn, input] of [...junk, ...past].entries()) {
        // The next of those who may: what stops one of them must not hide what another finds.
        const actor = actors[turn % actors.length]?.();
        if (!actor) return;
        // Else most would be refused for coming too often.
        if (turn >= junk.length) await db.owner.execute(sql`delete from rate_hits`);
        const { fault } = await outcome(operation, actor, input);
        if (fault) faults.push(`${fault} <- ${JSON.stringify(input)?.slice(0, 200)}`);
      }
      expect(faults).toEqual([]);
    },
  );
});
