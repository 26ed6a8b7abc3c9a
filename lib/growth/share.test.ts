import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { sha256 } from "@/db/testing/forms";
import { holder, refusal, sealedDetailsOf } from "@/db/testing/referrals";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { makeLink } from "@/lib/accounts/links";
import { newId, newReference } from "@/lib/core/id";
import { addDays, today } from "@/lib/core/time";
import { queueReferralNews } from "@/lib/jobs/news-mail.write";
import { openMail } from "@/lib/messaging/outbox";
import { makeDataKey, seal } from "@/lib/work/vault";
import { sharedGrowth, shareOptions } from "./share.read";
import { shareGrowth } from "./share.write";
import { addMeasurement } from "./write";

const db = testDatabase();
const day = today(new Date(), "Europe/London");
let at: TestPractice;
let family: TestFamily;
let referralId: string;

const agree = (answer: "given" | "withdrawn" | "declined") => {
  const id = newId<"consent">();
  return db.owner.insert(t.consents).values({
    ...{ practiceId: at.practiceId, id, clientId: family.clientId, guardianId: family.guardianId },
    ...{ kind: "share_with_doctor", answer, textVersion: 1, locale: "en-GB", shown: "words" },
    ...{ textSha256: sha256("words"), method: "account", signedAt: new Date() },
    signature: seal(family.dataKey, { table: "consents", column: "signature", id }, "{}"),
  });
};
const grams = (kilograms: string) => String(Math.round(Number(kilograms) * 1000));
const measure = (amount: string, daysAgo: number, actor = at.staff("practitioner")) => {
  const [year = "", month = "", date = ""] = addDays(day, -daysAgo).split("-");
  return addMeasurement(actor, {
    ...{ babyId: family.babyId as never, kind: "weight", unit: "kg", amount, ounces: "" },
    ...{ measuredOn: { day: date, month, year }, source: "clinic", sure: grams(amount) },
  });
};
const share = () =>
  shareGrowth(at.staff("practitioner"), {
    ...{ babyId: family.babyId as never, referralId: referralId as never },
  });

beforeEach(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
  await db.owner
    .update(t.babies)
    .set({ bornOn: addDays(day, -91), gestationDays: 33 * 7 + 4, sex: "girl" })
    .where(eq(t.babies.id, family.babyId));
  referralId = newId<"referral">();
  const { practiceId } = at;
  await db.owner.transaction(async (tx) => {
    const key = await makeDataKey(tx, practiceId);
    await tx.insert(t.referrals).values({
      ...{ practiceId, id: referralId, practitionerId: at.practitionerId },
      ...{ reference: newReference(), status: "accepted", locale: "en-GB" },
      ...{ doctorName: "Dr A", doctorRole: "gp", doctorOrganisation: "Surgery" },
      ...{ doctorEmail: "dr@example.com", dataKeyId: key.id },
      details: sealedDetailsOf(key, referralId),
      ...{ emailConfirmedAt: new Date(), clientId: family.clientId, babyId: family.babyId },
    });
    const expiresAt = new Date(Date.now() + 86_400_000);
    await makeLink(tx, { practiceId, kind: "referral", subjectId: referralId, expiresAt });
  });
});

test("only while the family agrees, only what is confirmed, and the doctor reads it behind the link", async () => {
  await measure("3.86", 18);
  await measure("4.34", 3);
  expect((await refusal(share())).say.key).toBe("growth:errors.noConsent");
  await agree("given");
  const options = await shareOptions(at.staff("practitioner"), { babyId: family.babyId as never });
  expect(options).toMatchObject({ agreed: true, doctor: { name: "Dr A", referralId } });
  await measure("9.9", 1, family.parent as never);
  await share();
  const link = holder(at, referralId);
  const shared = await sharedGrowth(link, { referralId: referralId as never });
  expect(shared?.rows.map((row) => row.amount)).toEqual([3860, 4340]);
  expect(shared?.rows[1]?.standing).toMatchObject({
    basis: { reference: "who", age: "corrected", days: 43 },
  });
  expect(shared?.by).toContain("Practitioner");
  expect(JSON.stringify(shared)).not.toContain("Baby ");
  await agree("withdrawn");
  expect((await refusal(share())).say.key).toBe("growth:errors.noConsent");
  // At once, also for what was sent before; and given anew it is there again.
  expect(await sharedGrowth(link, { referralId: referralId as never })).toBeNull();
  await agree("given");
  expect(await sharedGrowth(link, { referralId: referralId as never })).not.toBeNull();
});

test("that the weeks at birth are not known is sent along", async () => {
  await agree("given");
  await measure("3.86", 18);
  await share();
  const read = () => sharedGrowth(holder(at, referralId), { referralId: referralId as never });
  expect((await read())?.weeksUnknown).toBe(false);
  await db.owner
    .update(t.babies)
    .set({ gestationDays: null, gestationUnknown: true })
    .where(eq(t.babies.id, family.babyId));
  // As it was on its day, until another is sent.
  expect((await read())?.weeksUnknown).toBe(false);
  await share();
  expect(await read()).toMatchObject({ weeksUnknown: true, child: { gestationDays: null } });
});

test("taken back before the mail went out, the doctor is told of nothing", async () => {
  await agree("given");
  await measure("3.86", 18);
  await share();
  await agree("withdrawn");
  const news = { practiceId: at.practiceId, referralId, newsId: newId() } as never;
  await queueReferralNews(at.system, news);
  const mails = await db.owner.select().from(t.emails).where(eq(t.emails.subjectId, referralId));
  expect(mails).toEqual([]);
});

test("it stays as it was sent, whatever is measured afterwards", async () => {
  await agree("given");
  await measure("3.86", 18);
  await share();
  await measure("4.34", 3);
  const shared = await sharedGrowth(holder(at, referralId), { referralId: referralId as never });
  expect(shared?.rows).toHaveLength(1);
});

test("another doctor's link, and the front desk, find nothing; nobody changes what was sent", async () => {
  await agree("given");
  await measure("3.86", 18);
  await share();
  const other = newId<"referral">();
  expect(await sharedGrowth(holder(at, other), { referralId: referralId as never })).toBeNull();
  const desk = shareGrowth(at.staff("front_desk"), {
    ...{ babyId: family.babyId as never, referralId: referralId as never },
  });
  expect((await refusal(desk)).code).toBe("forbidden");
  const stranger = await makePractice(db.owner);
  const theirs = shareGrowth(stranger.staff("owner"), {
    ...{ babyId: family.babyId as never, referralId: referralId as never },
  });
  expect((await refusal(theirs)).code).toBe("not_found");
});

test("nothing confirmed, or a referral that is not this baby's, is not sent", async () => {
  await agree("given");
  expect((await refusal(share())).say.key).toBe("growth:errors.nothing");
  await measure("3.86", 18);
  await db.owner
    .update(t.referrals)
    .set({ babyId: (await makeFamily(db.owner, at.practiceId)).babyId })
    .where(eq(t.referrals.id, referralId));
  expect((await refusal(share())).say.key).toBe("growth:errors.noDoctor");
});

test("the mail says that there is something new, once for each, and nothing of what it is", async () => {
  await agree("given");
  await measure("4.34", 3);
  await share();
  const jobs = await db.owner.execute<{ payload: object }>(
    sql`select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id
      where k.identifier = 'mail.referral_news' and payload->>'referralId' = ${referralId}`,
  );
  expect(jobs).toHaveLength(1);
  expect(JSON.stringify(jobs[0]?.payload)).not.toMatch(/4340|weight|Baby/);
  const [sent] = await db.owner
    .select()
    .from(t.growthShares)
    .where(eq(t.growthShares.referralId, referralId));
  const { practiceId } = at;
  const news = { practiceId, referralId: referralId as never, newsId: sent?.id ?? "" };
  await queueReferralNews(at.system, news);
  await queueReferralNews(at.system, news);
  const mails = await db.owner.select().from(t.emails).where(eq(t.emails.subjectId, referralId));
  expect(mails).toHaveLength(1);
  const mail = openMail(mails[0]!, mails[0]!.rendered!);
  expect(mail.subject).toBe("There is something new on your referral");
  expect(`${mail.subject} ${mail.text}`).not.toMatch(/4\.34|weight|centile|Baby /i);
});

test("a number so far out that it may be a mistake is sent as one", async () => {
  await agree("given");
  await measure("4.34", 7);
  await measure("11.9", 3);
  await share();
  const shared = await sharedGrowth(holder(at, referralId), { referralId: referralId as never });
  const flags = shared?.rows.map(({ amount, standing }) => [
    amount,
    standing.z !== null && standing.flagged,
  ]);
  expect(flags?.sort()).toEqual([
    [11900, true],
    [4340, false],
  ]);
});
