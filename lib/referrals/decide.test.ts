import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { holder, referralForm, referralWorld, refusal } from "@/db/testing/referrals";
import { makePractice, type TestPractice } from "@/db/testing/world";
import { addDays, today } from "@/lib/core/time";
import { inContext } from "@/lib/work/context";
import { openDataKey, unseal } from "@/lib/work/vault";
import { offeredTimes } from "./family.read";
import { referralMailFacts } from "./mail-facts";
import { referralDetail, referralInbox } from "./read";
import { offerValue } from "./schema";
import { trackReferral } from "./sender.read";
import { withdrawReferral } from "./sender.write";
import { acceptReferral, declineReferral, showFamilyLink } from "./write";

const db = testDatabase();
let at: TestPractice;
let other: TestPractice;
const { sendConfirmed, row, kinds, mails, audited } = referralWorld(db, () => at);

beforeAll(async () => {
  at = await makePractice(db.owner);
  other = await makePractice(db.owner, "America/New_York");
});

describe("deciding", () => {
  test("accepting makes the family, with what to take care with on the baby's sealed record", async () => {
    const referralId = await sendConfirmed({
      baby: { ...referralForm("x").baby, birthWeight: { kg: "1560" } },
      allowed: {
        kind: "some",
        parts: ["feet"],
        positions: ["back"],
        words: "Ten minutes at most",
      },
    });
    const { clientId, babyId } = await acceptReferral(at.staff("practitioner"), { referralId });
    const made = await row(referralId);
    expect([made.status, made.clientId, made.babyId]).toEqual(["accepted", clientId, babyId]);
    const [baby] = await db.owner.select().from(t.babies).where(eq(t.babies.id, babyId));
    expect([baby?.firstName, baby?.gestationDays, baby?.sex]).toEqual(["Zuri", 31 * 7 + 2, "girl"]);
    const [client] = await db.owner.select().from(t.clients).where(eq(t.clients.id, clientId));
    expect([client?.name, client?.source]).toEqual(["Hanna Bekele", "referral"]);
    // The doctor's key opens the referral, not the record that grew from it.
    expect(client?.dataKeyId).not.toBe(made.dataKeyId);
    const [guardian] = await db.owner
      .select()
      .from(t.guardians)
      .where(eq(t.guardians.clientId, clientId));
    expect([guardian?.name, guardian?.email, guardian?.userId]).toEqual([
      "Hanna Bekele",
      "hanna@example.com",
      null,
    ]);
    const health = await inContext(
      at.staff(),
      async (tx) => {
        const key = await openDataKey(tx, at.practiceId, client?.dataKeyId ?? "");
        const where = { table: "babies", column: "health", id: babyId };
        return JSON.parse(unseal(key, where, baby?.health ?? Buffer.alloc(0)));
      },
      "read only",
    );
    expect(health).toMatchObject({
      takeCare: "Left hip harness\nTen minutes at most",
      findings: ["pavlik_harness"],
      birthGrams: 1560,
      allowed: [
        {
          kind: "some",
          parts: ["feet"],
          positions: ["back"],
          by: "Dr Imran Haddad",
          on: new Date().toISOString().slice(0, 10),
        },
      ],
    });
    expect(await kinds(referralId)).toEqual(["sent", "email_confirmed", "accepted"]);
    expect(await mails(referralId)).toEqual(["confirm", "waiting", "accepted"]);
    expect(await audited(referralId)).toEqual([
      "referrals.send",
      "referrals.confirm",
      "referrals.accept",
    ]);
    const links = await db.owner.select().from(t.links).where(eq(t.links.subjectId, referralId));
    expect(links.length).toBe(2);
  });

  test("with one to three free times the family, the doctor and the mail know them; others are refused", async () => {
    const referralId = await sendConfirmed();
    const clinician = at.staff("practitioner");
    const { offerable } = await referralDetail(clinician, { referralId });
    const [service] = offerable;
    if (!service) throw new Error("nothing is free");
    const all = service.days.flatMap(({ times }) =>
      times.map((start) => offerValue({ serviceId: service.serviceId, start })),
    );
    const accept = (times: string[], offer?: "yes") =>
      acceptReferral(clinician, { referralId, times, ...(offer && { offer }) });
    const said = async (times: string[]) =>
      Object.values((await refusal(accept(times, "yes"))).fields).flat()[0]?.key;
    expect(await said([])).toBe("referrals:errors.offerNone");
    expect(await said(all.slice(0, 4))).toBe("referrals:errors.offerMost");
    const night = offerValue({ serviceId: service.serviceId, start: 30_000_000 });
    expect(await said([night])).toBe("referrals:errors.offerGone");
    const foreign = offerValue({
      serviceId: other.serviceId,
      start: service.days[0]?.times[0] ?? 0,
    });
    expect(await said([foreign])).toBe("referrals:errors.offerGone");
    expect((await row(referralId)).status).toBe("waiting");

    await accept([all[1] ?? "", all[0] ?? ""], "yes");
    const link = holder(at, referralId);
    const family = holder(at, referralId, "family");
    const values = (times: readonly { serviceId: string; start: number }[]) =>
      times.map(offerValue);
    expect(values((await offeredTimes(family, {})).times)).toEqual(all.slice(0, 2));
    expect(values((await trackReferral(link, { referralId })).offered)).toEqual(all.slice(0, 2));
    const facts = await inContext(
      at.system,
      (tx) => referralMailFacts(tx, { practiceId: at.practiceId, referralId }),
      "read only",
    );
    expect(values(facts?.offered ?? [])).toEqual(all.slice(0, 2));
    expect((await referralDetail(clinician, { referralId })).details.baby.name).toBe("Zuri Bekele");
  });

  test("two who accept at once make one family", async () => {
    const referralId = await sendConfirmed({
      parent: { name: "Twice Accepted", contact: "07700 900177", language: "en" },
    });
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => acceptReferral(at.staff(), { referralId })),
    );
    expect(all.filter((one) => one.status === "fulfilled").length).toBe(1);
    for (const one of all)
      if (one.status === "rejected") {
        expect(one.reason.say.key).toBe("referrals:errors.already.accepted");
        expect(one.reason.say.params.name).toMatch(/^Practitioner /);
      }
    const families = await db.owner
      .select()
      .from(t.clients)
      .where(eq(t.clients.name, "Twice Accepted"));
    expect(families.length).toBe(1);
    expect(await kinds(referralId)).toEqual(["sent", "email_confirmed", "accepted"]);
  });

  test("accepting and declining at once: one of them counts", async () => {
    const referralId = await sendConfirmed();
    const all = await Promise.allSettled([
      acceptReferral(at.staff(), { referralId }),
      declineReferral(at.staff(), { referralId, reason: "full" }),
    ]);
    expect(all.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await kinds(referralId)).length).toBe(3);
  });

  test("declined with a reason the doctor is told, and then it is over", async () => {
    const referralId = await sendConfirmed();
    await declineReferral(at.staff(), { referralId, reason: "too_far", note: "Ask Tom Wilder." });
    const made = await row(referralId);
    expect([made.status, made.declineReason]).toEqual(["declined", "too_far"]);
    expect(made.declineNote?.toString("latin1")).not.toContain("Wilder");
    const { declined } = await referralDetail(at.staff(), { referralId });
    expect(declined).toEqual({ reason: "too_far", note: "Ask Tom Wilder." });
    expect((await mails(referralId)).at(-1)).toBe("declined");
    const again = await refusal(acceptReferral(at.staff(), { referralId }));
    expect([again.code, again.say.key]).toEqual(["conflict", "referrals:errors.already.declined"]);
    const clients = await db.owner
      .select()
      .from(t.referrals)
      .where(and(eq(t.referrals.id, referralId), sql`client_id is not null`));
    expect(clients).toEqual([]);
    expect(
      (await refusal(declineReferral(at.staff(), { referralId, reason: "bored" as "full" }))).fields
        .reason?.[0]?.key,
    ).toBe("referrals:errors.declineReason");
  });

  test("the front desk reads who it is about and decides nothing; another practice sees nothing", async () => {
    const referralId = await sendConfirmed({ allowed: { kind: "still" } });
    const desk = at.staff("front_desk");
    const seen = await referralDetail(desk, { referralId });
    expect(seen).toMatchObject({
      ...{ id: referralId, status: "waiting", clinical: null, careCount: 3, declined: null },
      details: {
        baby: { name: "Zuri Bekele", gestationDays: 31 * 7 + 2, sex: "girl" },
        parent: { name: "Hanna Bekele", email: "hanna@example.com", language: "am" },
      },
      doctor: { name: "Dr Imran Haddad", role: null },
    });
    const { items } = await referralInbox(desk, {});
    expect(items.find(({ id }) => id === referralId)?.reasons).toBeNull();
    const full = await referralDetail(at.staff(), { referralId });
    expect(full.clinical).toMatchObject({
      ...{ reasons: ["preterm_growth", "bonding"], precautions: ["hip_harness"] },
      care: "Left hip harness",
    });
    for (const work of [
      () => acceptReferral(at.staff("front_desk"), { referralId }),
      () => declineReferral(at.staff("front_desk"), { referralId, reason: "full" }),
    ])
      expect((await refusal(work())).code).toBe("forbidden");
    for (const work of [
      () => referralDetail(other.staff(), { referralId }),
      () => acceptReferral(other.staff(), { referralId }),
      () => declineReferral(other.staff(), { referralId, reason: "full" }),
      () => showFamilyLink(other.staff(), { referralId }),
    ])
      expect((await refusal(work())).code).toBe("not_found");
    expect((await row(referralId)).status).toBe("waiting");
  });

  test("a withdrawn referral is not accepted", async () => {
    const referralId = await sendConfirmed();
    await withdrawReferral(holder(at, referralId), { referralId });
    expect((await refusal(acceptReferral(at.staff(), { referralId }))).say.key).toBe(
      "referrals:errors.already.withdrawn",
    );
    const listed = await referralInbox(at.staff(), { tab: "declined", page: 1 });
    expect(listed.items.map((item) => item.id)).toContain(referralId);
  });

  test("a family without an e-mail address gets a link to be told, and the table of answers never holds it", async () => {
    const referralId = await sendConfirmed({
      parent: { name: "By Phone", contact: "07700 900177", language: "en" },
    });
    const early = await refusal(showFamilyLink(at.staff(), { referralId }));
    expect(early.say.key).toBe("referrals:errors.noFamilyLink");
    await acceptReferral(at.staff(), { referralId });
    const { secret } = await showFamilyLink(
      at.staff("front_desk"),
      { referralId },
      { key: `show-${referralId}` },
    );
    expect(secret).toMatch(/^[\w-]{43}$/);
    const kept = await db.owner.select().from(t.idempotencyKeys);
    expect(JSON.stringify(kept)).not.toContain(secret);
  });
});

test("a referral shows both ages as long as its practice does", async () => {
  const [year = "", month = "", date = ""] = addDays(today(new Date(), at.zone), -550).split("-");
  const gestation = { early: "yes", weeks: "31", days: "2" } as const;
  const born = { day: date, month, year };
  const baby = { name: "Zuri Bekele", born, gestation, sex: "girl" } as const;
  const referralId = await sendConfirmed({ baby } as never);
  const ages = async () => (await referralDetail(at.staff(), { referralId })).age;
  expect((await ages()).correctedDays).toBeGreaterThan(480);
  await db.owner
    .update(t.practices)
    .set({ correctUntilMonths: 12 })
    .where(eq(t.practices.practiceId, at.practiceId));
  expect(await ages()).toEqual({ days: 550, correctedDays: null });
});

test("weeks at birth that the doctor does not know are kept as not known, and said", async () => {
  const referralId = await sendConfirmed({
    baby: { ...referralForm("x").baby, gestation: { early: "unknown", weeks: "31" } },
  });
  const { details, age } = await referralDetail(at.staff(), { referralId } as never);
  expect(details.baby).toMatchObject({ gestationDays: null, gestationUnknown: true });
  expect(age.correctedDays).toBeNull();
  const { items } = await referralInbox(at.staff(), { tab: "waiting" });
  expect(items.find(({ id }) => id === referralId)?.weeksUnknown).toBe(true);
  const { babyId } = await acceptReferral(at.staff("practitioner"), { referralId });
  const [baby] = await db.owner.select().from(t.babies).where(eq(t.babies.id, babyId));
  expect([baby?.gestationDays, baby?.gestationUnknown]).toEqual([null, true]);
});
