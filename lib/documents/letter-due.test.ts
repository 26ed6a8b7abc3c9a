import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { sha256 } from "@/db/testing/forms";
import { hoursAgo, makeLesson } from "@/db/testing/lessons";
import { holder, refusal, sealedDetailsOf } from "@/db/testing/referrals";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { newId, newReference } from "@/lib/core/id";
import { referralDetail, referralInbox } from "@/lib/referrals/read";
import type { LetterWanted } from "@/lib/referrals/schema";
import { makeDataKey, seal } from "@/lib/work/vault";
import { letterToWrite } from "./letter.read";
import { saveLetter, sayLetterNeed, sendLetter } from "./letter.write";
import { lettersDue } from "./letter-due.read";

const db = testDatabase();
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR);
let at: TestPractice;
let family: TestFamily;
let referralId: string;

type Asked = { letterWanted?: LetterWanted; createdAt?: Date; decidedAt?: Date };
async function referral(of: TestFamily, more: Asked = {}): Promise<string> {
  const { practiceId, practitionerId } = at;
  const id = newId<"referral">();
  await db.owner.transaction(async (tx) => {
    const key = await makeDataKey(tx, practiceId);
    await tx.insert(t.referrals).values({
      ...{ practiceId, id, practitionerId, reference: newReference(), status: "booked" },
      ...{ doctorName: "Dr A", doctorRole: "gp", doctorOrganisation: "Surgery", locale: "en-GB" },
      ...{ doctorEmail: "dr@example.com", dataKeyId: key.id, createdAt: ago(100) },
      ...{ decidedAt: ago(90), details: sealedDetailsOf(key, id) },
      ...{ emailConfirmedAt: ago(99), clientId: of.clientId, babyId: of.babyId, ...more },
    });
  });
  return id;
}
const agree = (answer: "given" | "withdrawn", kind = "report_back", of = family) => {
  const id = newId<"consent">();
  return db.owner.insert(t.consents).values({
    ...{ practiceId: at.practiceId, id, clientId: of.clientId, guardianId: of.guardianId },
    ...{ kind: kind as "report_back", answer, textVersion: 1, locale: "en-GB", shown: "words" },
    ...{ textSha256: sha256("words"), method: "account", signedAt: new Date() },
    signature: seal(of.dataKey, { table: "consents", column: "signature", id }, "{}"),
  });
};
const note = (more: { hours: number; signed: boolean; privacy?: "author" }, of = family) => {
  const id = newId<"note">();
  const aboutStartsAt = ago(more.hours);
  const proof = {
    ...{ contentHash: randomBytes(32), salt: randomBytes(16), signature: randomBytes(64) },
    ...{ signingKeyId: newId<"key">(), signedAt: aboutStartsAt, status: "signed" as const },
  };
  return db.owner.insert(t.medicalNotes).values({
    ...{ practiceId: at.practiceId, id, clientId: of.clientId, babyId: of.babyId },
    ...{ authorUserId: at.userId, timeZone: at.zone, aboutStartsAt },
    ...{ privacy: more.privacy ?? "clinicians", ...(more.signed && proof) },
    body: seal(of.dataKey, { table: "medical_notes", column: "body", id, version: 1 }, "{}"),
  });
};
const due = (role: "owner" | "practitioner" = "owner") => lettersDue(at.staff(role), {});
const stands = async () =>
  (await referralInbox(at.staff("owner"), { tab: "accepted" })).items.find(
    ({ id }) => id === referralId,
  )?.letter;

beforeAll(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
  referralId = await referral(family);
}, 60_000);

test("a letter is owed after the first signed note of a lesson, where the family agrees to it, until it is sent", async () => {
  await note({ hours: 200, signed: true });
  await note({ hours: 50, signed: false });
  await note({ hours: 49, signed: true, privacy: "author" });
  await agree("given");
  // A note from before the referral, a draft and one for its author alone: no lesson to tell of yet.
  expect(await due()).toEqual([]);
  await note({ hours: 48, signed: true });
  const owed = {
    ...{ referralId, doctor: "Dr A", baby: expect.any(String) },
    ...{ draft: false, atEnd: false },
  };
  expect(await due()).toEqual([owed]);
  expect(await stands()).toEqual({ is: "none" });
  // Taken back, or talking with the doctor forbidden: nothing could be sent.
  await agree("withdrawn", "share_with_doctor");
  expect(await due()).toEqual([]);
  await agree("given", "share_with_doctor");
  await db.owner
    .update(t.clients)
    .set({ silentSince: new Date() })
    .where(eq(t.clients.id, family.clientId));
  expect(await due()).toEqual([]);
  await db.owner
    .update(t.clients)
    .set({ silentSince: null })
    .where(eq(t.clients.id, family.clientId));
  const answered = (hours: number) =>
    db.owner
      .update(t.referrals)
      .set({ decidedAt: ago(hours) })
      .where(eq(t.referrals.id, referralId));
  await answered(366 * 24);
  expect(await due()).toEqual([]);
  await answered(90);
  await expect(due("front_desk" as never)).rejects.toMatchObject({ code: "forbidden" });

  await saveLetter(at.staff("owner"), {
    ...{ referralId, seen: "", taught: "Legs", observed: "Calm", plan: "go_on" },
  } as never);
  expect(await due()).toEqual([{ ...owed, draft: true }]);
  expect(await stands()).toEqual({ is: "draft" });
  const { draft } = await letterToWrite(at.staff("owner"), { referralId } as never);
  await sendLetter(at.staff("owner"), { letterId: draft?.id, seen: draft?.seen } as never);
  expect(await due()).toEqual([]);
  expect(await stands()).toEqual({ is: "sent", at: expect.any(Date) });
});

test("one that nobody needs is not reminded of, until somebody wants to be", async () => {
  const other = await makeFamily(db.owner, at.practiceId);
  const id = await referral(other);
  await agree("given", "report_back", other);
  await note({ hours: 20, signed: true }, other);
  const ids = async () => (await due()).map((one) => one.referralId);
  expect(await ids()).toEqual([id]);
  const need = (needed: string, actor = at.staff("owner")) =>
    sayLetterNeed(actor, { referralId: id, needed } as never);
  await need("no");
  expect(await ids()).toEqual([]);
  const { letter } = await referralDetail(at.staff("owner"), { referralId: id } as never);
  expect(letter).toMatchObject({ is: "excused", at: expect.any(Date) });
  await need("yes");
  expect(await ids()).toEqual([id]);
  for (const actor of [at.staff("front_desk"), holder(at, id), other.parent])
    expect((await refusal(need("no", actor as never))).code).toBe("forbidden");
  const strange = await makePractice(db.owner);
  expect((await refusal(need("no", strange.staff("owner")))).code).toBe("not_found");
  expect(await lettersDue(strange.staff("owner"), {})).toEqual([]);
});

const DAY = 24;
/** Lessons of one practitioner stand one after the other. */
let lessonsMade = 0;
/** A family that agrees to a letter, referred `days` ago with this wish, with a signed note of its first lesson. */
async function wished(letterWanted: LetterWanted, days = 60) {
  const of = await makeFamily(db.owner, at.practiceId);
  const came = { createdAt: ago(days * DAY), decidedAt: ago(days * DAY - 1) };
  const id = await referral(of, { letterWanted, ...came });
  await agree("given", "report_back", of);
  const held = async (daysAgo: number, status: "completed" | "no_show" | "booked") => {
    const lesson = await makeLesson(db.owner, at, of, hoursAgo(daysAgo * DAY + lessonsMade++));
    const when = lesson.startsAt;
    await db.owner
      .update(t.bookings)
      .set({
        status,
        completedAt: status === "completed" ? when : null,
        noShowAt: status === "no_show" ? when : null,
      })
      .where(eq(t.bookings.id, lesson.bookingId));
    return lesson;
  };
  await held(days - 10, "completed");
  await note({ hours: (days - 10) * DAY, signed: true }, of);
  return { of, id, held };
}
const owedOf = async (id: string) => {
  const one = (await due()).find(({ referralId }) => referralId === id);
  return one ? (one.atEnd ? "end" : "first") : null;
};
const sendOne = async (id: string, sentAt?: Date) => {
  const before = await letterToWrite(at.staff(), { referralId: id } as never);
  await saveLetter(at.staff(), {
    ...{ referralId: id, seen: before.draft?.seen ?? "" },
    ...{ taught: "Legs", observed: "Calm", plan: "go_on" },
  } as never);
  const { draft } = await letterToWrite(at.staff(), { referralId: id } as never);
  if (sentAt) {
    // As if it had been sent then; a sent one is nobody's to change.
    await db.owner
      .update(t.referralLetters)
      .set({ sentAt })
      .where(eq(t.referralLetters.referralId, id));
    return;
  }
  await sendLetter(at.staff(), { letterId: draft?.id, seen: draft?.seen } as never);
};

test("a doctor who wants no letter, or one only for a worry, is owed none, and one can be written", async () => {
  for (const wanted of ["none", "worry"] as const) {
    const { id } = await wished(wanted);
    expect(await owedOf(id)).toBeNull();
    const page = await letterToWrite(at.staff(), { referralId: id } as never);
    expect(page).toMatchObject({ wanted, mayRemind: false, excused: false });
    const { letter, letterWanted } = await referralDetail(at.staff(), { referralId: id } as never);
    expect([letterWanted, letter?.is]).toEqual([wanted, wanted === "none" ? "unwanted" : "none"]);
    await sendOne(id);
    expect((await referralDetail(at.staff(), { referralId: id } as never)).letter?.is).toBe("sent");
  }
  for (const wanted of ["unsaid", "first"] as const) {
    const { id } = await wished(wanted);
    expect(await owedOf(id)).toBe("first");
    await sendOne(id, ago(40 * DAY));
    // Lessons are over since: nobody asked for another.
    expect(await owedOf(id)).toBeNull();
  }
});

test("a letter wanted at the end is owed two weeks after the last lesson, while none is booked", async () => {
  const { id, of, held } = await wished("end");
  // The only lesson was 50 days ago.
  expect(await owedOf(id)).toBe("end");
  const last = await held(13, "completed");
  expect(await owedOf(id)).toBeNull();
  const moved = (daysAgo: number) => {
    const [startsAt, endsAt] = [hoursAgo(daysAgo * DAY), hoursAgo(daysAgo * DAY - 1)];
    return db.owner
      .update(t.lessons)
      .set({ startsAt, endsAt, blockedFrom: startsAt, blockedUntil: endsAt })
      .where(eq(t.lessons.id, last.lessonId));
  };
  await moved(15);
  expect(await owedOf(id)).toBe("end");
  const ahead = await held(-30, "booked");
  expect(await owedOf(id)).toBeNull();
  await db.owner
    .update(t.bookings)
    .set({ status: "cancelled", cancelledAt: new Date(), cancelledBy: "family" })
    .where(eq(t.bookings.id, ahead.bookingId));
  // A lesson that was missed is none that was held.
  await held(5, "no_show");
  expect(await owedOf(id)).toBe("end");
  await agree("withdrawn", "report_back", of);
  expect(await owedOf(id)).toBeNull();
  await agree("given", "report_back", of);

  await sayLetterNeed(at.staff(), { referralId: id, needed: "no" } as never);
  expect(await owedOf(id)).toBeNull();
  await sayLetterNeed(at.staff(), { referralId: id, needed: "yes" } as never);
  await sendOne(id);
  expect(await owedOf(id)).toBeNull();
});

test("with both wanted, what settles the first letter settles the last one only until another lesson", async () => {
  const { id, held } = await wished("both");
  await held(2, "completed");
  expect(await owedOf(id)).toBe("first");
  await sendOne(id, ago(45 * DAY));
  expect(await owedOf(id)).toBeNull();
  const again = await wished("both");
  await again.held(20, "completed");
  // Said before the last lesson: no word of the end.
  await db.owner
    .update(t.referrals)
    .set({ letterExcusedAt: ago(45 * DAY), letterExcusedBy: at.userId })
    .where(eq(t.referrals.id, again.id));
  expect(await owedOf(again.id)).toBe("end");
  await sendOne(again.id, ago(45 * DAY));
  expect(await owedOf(again.id)).toBe("end");
  const page = await letterToWrite(at.staff(), { referralId: again.id } as never);
  expect(page).toMatchObject({ wanted: "both", mayRemind: true, draft: null });
  await sayLetterNeed(at.staff(), { referralId: again.id, needed: "no" } as never);
  expect(await owedOf(again.id)).toBeNull();
  const { letter } = await referralDetail(at.staff(), { referralId: again.id } as never);
  expect(letter).toMatchObject({ is: "excused" });
  // An end of more than a year ago is nobody's to write of.
  const old = await wished("end", 700);
  expect(await owedOf(old.id)).toBeNull();
});
