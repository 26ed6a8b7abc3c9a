import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { sha256 } from "@/db/testing/forms";
import { holder, refusal, sealedDetailsOf } from "@/db/testing/referrals";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { newId, newReference } from "@/lib/core/id";
import { referralDetail, referralInbox } from "@/lib/referrals/read";
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

async function referral(of: TestFamily): Promise<string> {
  const { practiceId, practitionerId } = at;
  const id = newId<"referral">();
  await db.owner.transaction(async (tx) => {
    const key = await makeDataKey(tx, practiceId);
    await tx.insert(t.referrals).values({
      ...{ practiceId, id, practitionerId, reference: newReference(), status: "booked" },
      ...{ doctorName: "Dr A", doctorRole: "gp", doctorOrganisation: "Surgery", locale: "en-GB" },
      ...{ doctorEmail: "dr@example.com", dataKeyId: key.id, createdAt: ago(100) },
      ...{ decidedAt: ago(90), details: sealedDetailsOf(key, id) },
      ...{ emailConfirmedAt: ago(99), clientId: of.clientId, babyId: of.babyId },
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
  const owed = { referralId, doctor: "Dr A", baby: expect.any(String), draft: false };
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
