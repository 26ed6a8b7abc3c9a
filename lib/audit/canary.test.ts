import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { asking, coming } from "@/db/testing/asking";
import {
  canary,
  found,
  leaksInTables,
  logOfFailures,
  sealedCanaries,
  writtenBy,
  writtenMails,
} from "@/db/testing/canary";
import { guestBooking, seen, setTerms } from "@/db/testing/changes";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { example } from "@/db/testing/inputs";
import { holder, referralForm, referralWorld } from "@/db/testing/referrals";
import { makeTeaching } from "@/db/testing/routines";
import { cancelByStaff } from "@/lib/booking/cancel.write";
import { cancelOwn } from "@/lib/booking/own.write";
import { bookingByLink } from "@/lib/booking/read";
import { timesInstead } from "@/lib/booking/requests.read";
import { declineRequest } from "@/lib/booking/requests.write";
import { bookLesson } from "@/lib/booking/write";
import { saveHealth } from "@/lib/clients/health.write";
import { healthStamp } from "@/lib/clients/rules";
import type { Actor, StaffRole } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addAddendum, sendSummary } from "@/lib/notes/addenda.write";
import { saveNote, signNote } from "@/lib/notes/write";
import { trackReferral } from "@/lib/referrals/sender.read";
import { declineReferral, sendReferral } from "@/lib/referrals/write";
import { logPractice } from "@/lib/routines/log.write";
import { assignRoutine } from "@/lib/routines/write";
import { allOperations } from "@/lib/work/registry";

// Every command there is gets every word of its input as a canary that names its field. Then everything that was kept,
// logged, queued and sent is searched for them (RELIABILITY: no health of a baby in logs, mails, jobs or a dump).
const modules = import.meta.glob<object>([
  "../*/{read,write}*.ts",
  "../*/*.{read,write}.ts",
  "!../*/*.test.ts",
]);
await Promise.all(Object.values(modules).map((load) => load()));

const db = testDatabase();
let at: Everything;
const { logged, noted } = logOfFailures();

/** The example with each plain word replaced; what must have a form of its own keeps it. */
function withCanaries(value: unknown, field = ""): unknown {
  if (Array.isArray(value)) return value.map((part) => withCanaries(part, field));
  if (value !== null && typeof value === "object" && !(value instanceof Date))
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, withCanaries(part, key)]),
    );
  return value === "a word" ? canary(field) : value;
}

const hints = (world: Everything) => (name: string) => {
  const known: Record<string, unknown> = {
    ...{ practiceId: world.practiceId, practitionerId: world.practitionerId },
    ...{ serviceId: world.serviceId, placeId: world.placeId, lessonId: world.lessonId },
    ...{ bookingId: world.bookingId, referralId: world.referralId, fileId: world.fileId },
    ...{ routineId: world.routineId, assignmentId: world.assignmentId },
    ...{ clientId: world.family.clientId, babyId: world.family.babyId },
    ...{ guardianId: world.family.guardianId, userId: world.family.userId },
    ...{ email: "typed@example.com", version: 1, page: 1, bornOn: "2026-08-24" },
    ...{ day: "2027-01-11", from: "2027-01-11", until: "2027-01-12", locale: "en-GB" },
    ...{ startsAt: "2027-01-11T12:00:00.000Z", timeZone: "Europe/London", zone: "Europe/London" },
    ...{ slug: world.slug, practitionerSlug: world.slug, key: "k".repeat(20) },
  };
  return known[name] ?? (/Id$/.test(name) ? world.lessonId : undefined);
};

/** What is clinical, by the commands that people write it with; the rest is done by the example of each command. */
async function writeClinical(): Promise<void> {
  const rosa = at.staff("owner");
  const { babyId } = at.family;
  await saveHealth(rosa, {
    ...{ babyId, seen: healthStamp(null), allergies: canary("allergies") },
    ...{ conditions: canary("conditions"), takeCare: canary("takeCare") },
  }).catch(noted);
  const noteId = newId<"note">();
  const note = {
    ...{ noteId, babyId, template: "lesson" as const, privacy: "clinicians" as const },
    content: {
      ...{ stateStart: "quiet_alert" as const, went: canary("went") },
      ...{ cuesOther: canary("cuesOther"), planWords: canary("planWords") },
    },
  };
  await saveNote(rosa, { ...note, seen: 0 });
  await signNote(rosa, { ...note, seen: 1 });
  await addAddendum(rosa, { noteId, addendumId: newId(), words: canary("addendum") });
  await sendSummary(rosa, { noteId, summaryId: newId(), words: canary("summary") });
  await sendReferral(
    { kind: "visitor" },
    referralForm(at.slug, {
      care: canary("care"),
      allowed: { kind: "still", words: canary("allowed") },
      reasons: ["preterm_growth"],
    }),
  );
  await sayNo();
  const start = coming(at.zone, 3, "10:00");
  await bookLesson({ kind: "visitor" }, { ...asking(at, start), note: canary("familyNote") });
  const here = await makeTeaching(db.owner);
  const wish = here.wish({ note: canary("routineNote") });
  const { id: assignmentId } = await assignRoutine(here.clinician(), wish);
  const startedAt = new Date(Date.now() - 300_000).toISOString();
  await logPractice(here.family.parent, {
    ...{ assignmentId, startKey: crypto.randomUUID(), startedAt, seconds: 240, stepsDone: 4 },
    ...{ outcome: "done", note: canary("practiceNote") },
  });
}

/** Every way to say no, and the only words that may go with it. */
async function sayNo(): Promise<void> {
  const rosa = at.staff("owner");
  const referral = referralWorld(db, () => at);
  const referralId = await referral.sendConfirmed();
  const refusal = { reason: "medical_review_first" as const, note: canary("declinedReferral") };
  await declineReferral(rosa, { referralId, ...refusal });
  // Who sent it reads it behind the link.
  const { declined } = await trackReferral(holder(at, referralId), { referralId });
  expect(declined).toEqual(refusal);

  const asked = async (hour: string) => {
    await setTerms(db.owner, at, { approval: true });
    const made = await guestBooking(at, coming(at.zone, 2, hour));
    await setTerms(db.owner, at, { approval: false });
    return made;
  };
  const { bookingId, link } = await asked("10:00");
  const instead = await timesInstead(rosa, { bookingId });
  const times = instead?.days.flatMap((day) => day.times).slice(0, 2) ?? [];
  expect(times).toHaveLength(2);
  const no = { bookingId, reason: "fit" as const, note: canary("declinedRequest"), times };
  await declineRequest(rosa, { ...no, ...(await seen(db.owner, bookingId)) });
  expect((await bookingByLink(link, {})).declineNote).toBe(no.note);

  const { bookingId: byStaff } = await guestBooking(at, coming(at.zone, 2, "13:00"));
  const why = { reason: "illness" as const, rule: "free" as const, note: canary("cancelledWhy") };
  const now = await seen(db.owner, byStaff);
  await cancelByStaff(at.staff("front_desk"), { bookingId: byStaff, ...why, ...now });
  const { link: family } = await guestBooking(at, coming(at.zone, 2, "15:00"));
  const { version } = await bookingByLink(family, {});
  // A family picks a reason by its name: there is no field for words, and words are refused.
  const words = canary("cancelledByFamily") as "ill";
  await expect(cancelOwn(family, { reason: words, version, feeMinor: 0 })).rejects.toThrow();
  await cancelOwn(family, { reason: "ill", version, feeMinor: 0 });
}

beforeAll(async () => {
  at = await makeEverything(db.owner);
  await db.owner.execute(sql`update babies set health = null`);
  await writeClinical();
  const actors: Actor[] = [
    ...(["owner", "practitioner", "front_desk"] as StaffRole[]).map((role) => at.staff(role)),
    at.family.parent,
    { kind: "visitor" },
    { kind: "doctor", userId: at.userId, email: "dr@example.com" },
    { kind: "link", link: "booking", practiceId: at.practiceId, subjectId: at.bookingId },
    { kind: "link", link: "referral", practiceId: at.practiceId, subjectId: at.referralId },
    { kind: "link", link: "family", practiceId: at.practiceId, subjectId: at.referralId },
  ];
  for (const operation of allOperations().filter(({ kind }) => kind === "command")) {
    const input = withCanaries(example(operation.input, hints(at)));
    for (const actor of actors.filter((one) => operation.allow(one)))
      await operation.call(actor, input).catch(noted);
  }
  // A value of a row in the failed statement and in the detail of a driver's error, as PostgreSQL gives it.
  await db.owner
    .execute(sql`insert into babies (practice_id, id, client_id, first_name, born_on) values (${at.practiceId}::uuid,
      ${newId()}::uuid, ${newId()}::uuid, ${canary("firstName")}, '2026-08-24')`)
    .catch(noted);
}, 120_000);

describe("canaries", () => {
  test("are in what was sealed: the search below would have something to find", async () => {
    const seen = await sealedCanaries(db.owner);
    expect(writtenBy.commands.filter((column) => !seen.has(column))).toEqual([]);
    const fields = new Set([...seen.values()].flatMap((set) => [...set]));
    for (const field of [
      ...["allergies", "takeCare", "went", "planWords", "addendum", "summary", "care"],
      ...["familyNote", "routineNote", "practiceNote"],
      ...["declinedReferral", "declinedRequest", "cancelledWhy"],
    ])
      expect([field, fields.has(field)]).toEqual([field, true]);
  });

  test("stand in plain in no table, job rows and audit trail included", async () => {
    expect(await leaksInTables(db.owner)).toEqual([]);
  });

  test("are in no log line, and none in the subject of a mail", async () => {
    const { mails, jobs } = await writtenMails(db.owner, noted);
    const subjects = mails.map(({ subject }) => String(subject));
    // A no is mailed, and what was written beside it is read behind the link of that mail.
    expect(jobs).toContain("mail.request");
    const bodies = JSON.stringify(mails);
    expect(found(bodies).filter((field) => /^(declined|cancelled)/.test(field))).toEqual([]);
    expect(bodies.match(/https?:[^\s"\\]+/g)?.flatMap(found)).toEqual([]);
    expect(subjects.flatMap(found)).toEqual([]);
    expect(subjects.filter((subject) => /Mila|Baby /.test(subject))).toEqual([]);
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.filter((line) => found(line).length > 0)).toEqual([]);
  });
});
