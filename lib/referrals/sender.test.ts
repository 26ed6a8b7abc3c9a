import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { holder, referralForm, referralWorld, refusal } from "@/db/testing/referrals";
import { makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import { linkHolder } from "@/lib/accounts/links";
import type { Actor, Doctor } from "@/lib/core/actor";
import { referralDetail } from "./read";
import { myReferrals, trackReferral } from "./sender.read";
import { confirmReferral, forwardReferral, withdrawReferral } from "./sender.write";
import { acceptReferral, declineReferral, sendReferral } from "./write";

const db = testDatabase();
let at: TestPractice;
let other: TestPractice;
const { send, sendConfirmed, row, kinds, mails, audited } = referralWorld(db, () => at);

beforeAll(async () => {
  at = await makePractice(db.owner);
  other = await makePractice(db.owner, "America/New_York");
});

const makeDoctor = async (): Promise<Doctor> => {
  const email = `dr-${randomBytes(4).toString("hex")}@example.com`;
  return { kind: "doctor", userId: await makeUser(db.owner, email), email };
};

describe("following", () => {
  test("a link opens its own referral and no other", async () => {
    const [mine, theirs] = [await send(), await send()];
    const link = holder(at, mine);
    expect((await trackReferral(link, { referralId: mine })).status).toBe("unconfirmed");
    const stranger = holder(other, theirs);
    for (const actor of [link, stranger])
      for (const work of [
        () => trackReferral(actor, { referralId: theirs }),
        () => confirmReferral(actor, { referralId: theirs }),
        () => withdrawReferral(actor, { referralId: theirs }),
        () => forwardReferral(actor, { referralId: theirs, to: other.slug }),
      ])
        expect((await refusal(work())).code).toBe("not_found");
    expect((await row(theirs)).status).toBe("unconfirmed");
    expect(await linkHolder("x".repeat(43), "referral")).toBeNull();
  });

  test("the page behind the link tells initials and steps, nothing clinical", async () => {
    const referralId = await sendConfirmed();
    const link = holder(at, referralId);
    const before = await trackReferral(link, { referralId });
    expect(before.initials).toBe("Z. B.");
    expect(before.steps.map((step) => step.state)).toEqual(["done", "done", "now", "later"]);
    await acceptReferral(at.staff(), { referralId });
    const after = await trackReferral(link, { referralId });
    expect(after.status).toBe("accepted");
    const told = JSON.stringify(after);
    for (const secret of ["Zuri", "Bekele", "hanna", "harness", "preterm", "bonding"])
      expect(told).not.toContain(secret);
  });

  test("a doctor sees own referrals only, newest first, twenty at a time", async () => {
    const [doctor, colleague] = [await makeDoctor(), await makeDoctor()];
    const practice = await makePractice(db.owner);
    const ids: string[] = [];
    for (let n = 0; n < 22; n++) {
      const { referralId } = await sendReferral(
        doctor,
        referralForm(n % 2 ? practice.slug : at.slug),
      );
      ids.unshift(referralId);
      if (n % 9 === 8) await db.owner.execute("truncate rate_hits");
    }
    const { referralId: notMine } = await sendReferral(colleague, referralForm(at.slug));
    const first = await myReferrals(doctor, {});
    const second = await myReferrals(doctor, { page: 2 });
    expect([first.more, second.more]).toEqual([true, false]);
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual(ids);
    expect(first.items[0]?.babyName).toBe("Zuri Bekele");
    expect((await myReferrals(colleague, {})).items.map((item) => item.id)).toEqual([notMine]);
    expect((await refusal(trackReferral(doctor, { referralId: notMine }))).code).toBe("not_found");
    expect((await refusal(withdrawReferral(doctor, { referralId: notMine }))).code).toBe(
      "not_found",
    );
    expect((await trackReferral(doctor, { referralId: ids[0] ?? "" })).status).toBe("waiting");
  });
});

describe("withdrawing", () => {
  test("once, while nothing is booked", async () => {
    const referralId = await sendConfirmed();
    const link = holder(at, referralId);
    await withdrawReferral(link, { referralId });
    expect((await row(referralId)).status).toBe("withdrawn");
    expect((await kinds(referralId)).at(-1)).toBe("withdrawn");
    expect((await audited(referralId)).at(-1)).toBe("referrals.withdraw");
    expect((await refusal(withdrawReferral(link, { referralId }))).say.key).toBe(
      "referrals:errors.tooLateToWithdraw",
    );
    const unconfirmed = await send();
    expect(
      (await refusal(withdrawReferral(holder(at, unconfirmed), { referralId: unconfirmed }))).code,
    ).toBe("too_late");
  });
});

describe("forwarding", () => {
  const forwards = (actor: Actor, referralId: string, to = other.slug) =>
    forwardReferral(actor, { referralId, to });

  test("a declined referral goes to another practice, sealed anew and confirmed already", async () => {
    const referralId = await sendConfirmed({ care: "Left hip harness", letter: "both" });
    const link = holder(at, referralId);
    expect((await refusal(forwards(link, referralId))).say.key).toBe(
      "referrals:errors.cannotForward",
    );
    await declineReferral(at.staff(), { referralId, reason: "full" });
    expect((await trackReferral(link, { referralId })).mayForward).toBe(true);
    const [first, second] = await Promise.allSettled([
      forwards(link, referralId),
      forwards(link, referralId),
    ]);
    const sent = [first, second].flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(new Set(sent.map((one) => one.referralId)).size).toBe(1);
    const next = sent[0]?.referralId ?? "";
    const [before, after] = [await row(referralId), await row(next)];
    expect([after.status, after.practiceId]).toEqual(["waiting", other.practiceId]);
    expect(after.dataKeyId).not.toBe(before.dataKeyId);
    const seen = await referralDetail(other.staff(), { referralId: next });
    expect(seen.clinical?.care).toBe("Left hip harness");
    expect(seen.letterWanted).toBe("both");
    expect((await trackReferral(holder(other, next), { referralId: next })).letterWanted).toBe(
      "both",
    );
    expect(seen.details.baby).toMatchObject({ name: "Zuri Bekele", gestationDays: 31 * 7 + 2 });
    expect(seen.details.parent).toMatchObject({ name: "Hanna Bekele", email: "hanna@example.com" });
    expect(await mails(next)).toEqual(["waiting", "sent_on"]);
    expect(await kinds(referralId)).toContain("forwarded");
    expect((await trackReferral(link, { referralId })).mayForward).toBe(false);
    expect((await refusal(forwards(link, referralId))).say.key).toBe(
      "referrals:errors.cannotForward",
    );
  });

  test("a signed-in doctor's stays in the doctor's own list", async () => {
    const doctor = await makeDoctor();
    const { referralId } = await sendReferral(doctor, referralForm(at.slug));
    await declineReferral(at.staff(), { referralId, reason: "outside_scope" });
    const { referralId: next } = await forwards(doctor, referralId);
    expect((await row(next)).doctorUserId).toBe(doctor.userId);
    expect((await myReferrals(doctor, {})).items.map((item) => item.id)).toEqual([
      next,
      referralId,
    ]);
  });

  test("not to somebody who takes none", async () => {
    const referralId = await sendConfirmed();
    await declineReferral(at.staff(), { referralId, reason: "full" });
    const said = await refusal(forwards(holder(at, referralId), referralId, "nobody-here"));
    expect(said.fields.to?.[0]?.key).toBe("referrals:errors.notAccepting");
    expect(await kinds(referralId)).not.toContain("forwarded");
  });
});
