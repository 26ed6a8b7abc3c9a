import { eq, type SQL, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { sha256 } from "@/db/testing/forms";
import { holder, refusal, sealedDetailsOf } from "@/db/testing/referrals";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { newId, newReference } from "@/lib/core/id";
import { addDays, today } from "@/lib/core/time";
import { databaseCode, inContext } from "@/lib/work/context";
import { makeDataKey, seal } from "@/lib/work/vault";
import { ofFamily } from "./export.scope";
import { exportTables } from "./export.tables";
import { letterDocument } from "./letter";
import { letterPdf, lettersForDoctor, letterToWrite, ownLetters } from "./letter.read";
import { dropLetter, saveLetter, sendLetter } from "./letter.write";

const db = testDatabase();
const day = today(new Date(), "Europe/London");
let at: TestPractice;
let family: TestFamily;
let other: TestFamily;
let referralId: string;
let strangers: string;

async function referral(of: TestFamily): Promise<string> {
  const { practiceId, practitionerId } = at;
  const id = newId<"referral">();
  await db.owner.transaction(async (tx) => {
    const key = await makeDataKey(tx, practiceId);
    await tx.insert(t.referrals).values({
      ...{ practiceId, id, practitionerId, reference: newReference(), status: "accepted" },
      ...{ doctorName: "Dr A", doctorRole: "gp", doctorOrganisation: "Surgery", locale: "en-GB" },
      ...{ doctorEmail: "dr@example.com", dataKeyId: key.id },
      details: sealedDetailsOf(key, id),
      ...{ emailConfirmedAt: new Date(), clientId: of.clientId, babyId: of.babyId },
    });
  });
  return id;
}
beforeAll(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
  other = await makeFamily(db.owner, at.practiceId);
  referralId = await referral(family);
  strangers = await referral(other);
  await db.owner
    .update(t.babies)
    .set({ bornOn: addDays(day, -91), gestationDays: 33 * 7 + 4 })
    .where(eq(t.babies.id, family.babyId));
}, 60_000);

const agree = (kind: "report_back" | "share_with_doctor", answer: "given" | "withdrawn") => {
  const id = newId<"consent">();
  return db.owner.insert(t.consents).values({
    ...{ practiceId: at.practiceId, id, clientId: family.clientId, guardianId: family.guardianId },
    ...{ kind, answer, textVersion: 1, locale: "en-GB", shown: "words", signedAt: new Date() },
    ...{ textSha256: sha256("words"), method: "account" },
    signature: seal(family.dataKey, { table: "consents", column: "signature", id }, "{}"),
  });
};
const save = (seen: string, more: Record<string, string> = {}) =>
  saveLetter(at.staff("practitioner"), {
    ...{ referralId, seen, taught: "Legs and feet", observed: "Looked at her mother" },
    ...{ plan: "finished", ...more },
  } as never);
const writing = async (role: "practitioner" | "owner" = "practitioner") =>
  letterToWrite(at.staff(role), { referralId } as never);
const send = async () => {
  const { draft } = await writing();
  return sendLetter(at.staff("practitioner"), {
    ...{ letterId: draft?.id, seen: draft?.seen },
  } as never);
};
const doctors = () => lettersForDoctor(holder(at, referralId), { referralId } as never);

test("written, looked at and sent only with the family's yes to it; read by its doctor and its family, as it was sent", async () => {
  expect((await refusal(save("", { taught: " " }))).fields).toHaveProperty(["taught"]);
  await save("");
  // A second window that never saw the first draft.
  expect((await refusal(save(""))).code).toBe("conflict");
  const { draft, agreed, words } = await writing();
  expect([agreed, words.plan]).toEqual([false, "finished"]);
  const text = JSON.stringify(draft?.document.blocks);
  for (const said of [
    "Dr A, Surgery",
    "Legs and feet",
    "33+4",
    "corrected",
    "The lessons are finished",
  ])
    expect(text).toContain(said);
  expect((await refusal(send())).say.key).toBe("documents:errors.letterConsent");
  await agree("share_with_doctor", "given");
  expect((await refusal(send())).say.key).toBe("documents:errors.letterConsent");
  await agree("report_back", "given");
  expect(await doctors()).toEqual([]);
  expect(await ownLetters(family.parent, { babyId: family.babyId } as never)).toEqual([]);
  // Changed after it was looked at: not sent.
  await save(draft?.seen ?? "", { concerns: "Red skin on one leg" });
  const stale = { letterId: draft?.id, seen: draft?.seen } as never;
  expect((await refusal(sendLetter(at.staff("owner"), stale))).say.key).toBe(
    "documents:errors.letterChanged",
  );
  await send();
  const [letter] = await doctors();
  expect(JSON.stringify(letter?.blocks)).toContain("Red skin on one leg");
  // Every line that leaves the practice, by name.
  expect(Object.keys(letter ?? {}).sort()).toEqual([
    "babyId",
    "blocks",
    "id",
    "look",
    "on",
    "practiceId",
  ]);
  const lines = letter?.blocks.flatMap((block) =>
    block.is === "facts"
      ? block.rows.map(([name]) => name)
      : block.is === "heading"
        ? block.text
        : [],
  );
  expect(lines?.slice(0, -1)).toMatchInlineSnapshot(`
    [
      "To",
      "About",
      "Age on the day of this letter",
      "Referral",
      "Lessons attended",
      "What was taught",
      "What was seen",
      "For you to know",
      "How it goes on",
    ]
  `);
  const jobs = await db.owner.execute(sql`
    select k.identifier, j.payload->>'newsId' as news from graphile_worker._private_jobs j
      join graphile_worker._private_tasks k on k.id = j.task_id
    where j.payload->>'referralId' = ${referralId}`);
  expect([...jobs]).toEqual([{ identifier: "mail.referral_news", news: letter?.id }]);
  const letterId = letter?.id as never;
  const [own] = await ownLetters(family.parent, { babyId: family.babyId } as never);
  expect(own?.id).toBe(letter?.id);
  for (const reader of [at.staff("owner"), family.parent, holder(at, referralId)])
    expect((await letterPdf(reader, { letterId })).subarray(0, 5).toString()).toBe("%PDF-");
  const drafted = await refusal(dropLetter(at.staff("owner"), { letterId }));
  expect(drafted.say.key).toBe("documents:errors.letterSent");
  for (const stranger of [at.staff("front_desk"), other.parent, holder(at, strangers)]) {
    const error = await letterPdf(stranger as never, { letterId }).then(
      () => "read",
      ({ code }) => code,
    );
    expect(["not_found", "forbidden"]).toContain(error);
  }
});

test("no role changes what was sent, and the family's no closes it to the doctor", async () => {
  const mine = sql`practice_id = ${at.practiceId} and sent_at is not null`;
  for (const change of [
    sql`update referral_letters set body = 'x' where ${mine}`,
    sql`update referral_letters set sent_at = null where ${mine}`,
  ])
    await expect(db.owner.execute(change)).rejects.toThrow();
  const actors = [at.staff("owner"), at.staff("practitioner"), family.parent];
  for (const actor of [...actors, holder(at, referralId)])
    for (const change of [
      sql`update referral_letters set body = 'x' where ${mine}`,
      sql`delete from referral_letters where ${mine}`,
    ]) {
      const done = await inContext(
        actor,
        async (tx) => (await tx.execute(change)).count,
        "read write",
      ).catch((error) => databaseCode(error) ?? String(error));
      expect(done === 0 || done === "42501").toBe(true);
    }
  const [letter] = await doctors();
  await agree("report_back", "withdrawn");
  expect(await doctors()).toEqual([]);
  const link = holder(at, referralId);
  const closed = await refusal(letterPdf(link, { letterId: letter?.id as never }));
  expect(closed.code).toBe("not_found");
  await save("");
  expect((await refusal(send())).say.key).toBe("documents:errors.letterConsent");
  // Beside the one that was sent there is a draft now, which a family's own export leaves out.
  const table = exportTables.find(({ name }) => name === "referral_letters")!;
  const counted = async (where: SQL = sql`true`) =>
    db.owner.$count(t.referralLetters, sql`practice_id = ${at.practiceId} and ${where}`);
  const theirs = ofFamily(table, at.practiceId, [family.clientId]);
  expect([await counted(), await counted(theirs)]).toEqual([2, 1]);
  const { draft } = await writing("owner");
  await dropLetter(at.staff("practitioner"), { letterId: draft?.id } as never);
  expect((await writing()).draft).toBeNull();
});

test("one whose weeks nobody knows is not told of as born at term", () => {
  const facts = {
    ...{ locale: "en-GB", practice: "P", practitioner: "R", credentials: [], doctor: "D" },
    ...{ organisation: "O", reference: "X", baby: "B", bornOn: "2026-08-24" },
    ...{ ages: { days: 90, correctedDays: null }, writtenOn: "2026-11-22", attended: [] },
    ...{ missed: [], ahead: [], homeDays: null, taught: "a", observed: "b" },
  };
  const of = (more: object) =>
    JSON.stringify(letterDocument({ ...facts, plan: "go_on", ...more } as never).blocks);
  expect(of({ gestationDays: null, weeksUnknown: true })).toContain("weeks at birth not known");
  expect(of({ gestationDays: null, weeksUnknown: false })).not.toContain("weeks at birth");
});
