import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import {
  at,
  db,
  family,
  intakeWorld,
  link,
  open,
  plan,
  refusalOf,
  save,
} from "@/db/testing/intake";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addDays, today } from "@/lib/core/time";
import { databaseCode, inContext } from "@/lib/work/context";
import { clientConsents, consentPage, objectedConsents, standingConsents } from "./consent.read";
import { recordPaperConsents, signConsents } from "./consent.write";
import { CONSENT_KINDS, type ConsentKind } from "./schema";
import { consentText, shownHash } from "./words";

intakeWorld();

describe("consents", () => {
  const signature = { typedName: "Ana Okoye", relation: "Mother", locale: "en-GB" };
  const from = { address: "192.0.2.7", userAgent: "Test" };
  const practiceName = async () =>
    (await db.owner.select().from(t.practices).where(eq(t.practices.practiceId, at.practiceId)))[0]!
      .name;
  const hashOf = async (kinds: readonly ConsentKind[]) => {
    const name = await practiceName();
    const inOrder = CONSENT_KINDS.filter((kind) => kinds.includes(kind));
    return shownHash(inOrder.map((kind) => consentText(kind, name, "en-GB")));
  };
  const sign = async (
    answers: Partial<Record<ConsentKind, "given" | "declined">>,
    actor: Actor = family.parent,
  ) =>
    signConsents(actor, {
      ...{ clientId: family.clientId, answers, ...signature, from },
      shownHash: await hashOf(Object.keys(answers) as ConsentKind[]),
    } as never);
  const standing = () =>
    inContext(at.system, (tx) => standingConsents(tx, at.practiceId, family.clientId), "read only");

  test("each stands alone, is signed with its exact words, and is taken back by itself", async () => {
    await sign({ teaching: "given", photo_video: "declined", reminders: "given" });
    expect([...(await standing())].toSorted()).toEqual(["reminders", "teaching"]);
    const page = await consentPage(family.parent, {
      clientId: family.clientId,
      locale: "en-GB",
    } as never);
    expect(page.texts.find((one) => one.kind === "photo_video")?.last?.answer).toBe("declined");
    await sign({ teaching: "declined" });
    expect([...(await standing())]).toEqual(["reminders"]);
    const { lines } = await clientConsents(at.staff("front_desk"), {
      clientId: family.clientId,
    } as never);
    expect(lines.find((one) => one.kind === "teaching")?.state).toBe("objected");
    const rows = await db.owner
      .select()
      .from(t.consents)
      .where(eq(t.consents.clientId, family.clientId));
    expect(
      rows
        .filter((one) => one.kind === "teaching")
        .map((one) => one.answer)
        .toSorted(),
    ).toEqual(["given", "withdrawn"]);
    expect(rows.every((one) => !one.signature.toString("latin1").includes("Okoye"))).toBe(true);
  });

  test("words that were not on the page are not signed", async () => {
    const other = signConsents(family.parent, {
      ...{ clientId: family.clientId, answers: { teaching: "given" }, ...signature, from },
      shownHash: await hashOf(["photo_video"]),
    } as never);
    expect((await refusalOf(other)).say.key).toBe("intake:errors.wordsChanged");
  });

  test("only by a guardian who may consent, and one's no is not outvoted", async () => {
    const guardianId = newId<"guardian">();
    const who = { practiceId: at.practiceId, id: guardianId, clientId: family.clientId };
    await db.owner
      .insert(t.guardians)
      .values({ ...who, name: "Nanny", email: `n-${guardianId}@example.com` });
    const refused = await refusalOf(sign({ teaching: "given" }, link(guardianId)));
    expect(refused.say.key).toBe("intake:errors.mayNotConsent");
    await db.owner
      .update(t.guardians)
      .set({ mayConsent: "yes" })
      .where(eq(t.guardians.id, guardianId));
    await sign({ photo_video: "declined" }, link(guardianId));
    await sign({ photo_video: "given", teaching: "given" });
    expect([...(await standing())]).toEqual(["teaching"]);
    await sign({ photo_video: "given" }, link(guardianId));
    expect([...(await standing())].toSorted()).toEqual(["photo_video", "teaching"]);
  });

  test("are changed and removed by no role", async () => {
    await sign({ teaching: "given" });
    const actors: Record<string, Actor> = {
      parent: family.parent,
      owner: at.staff("owner"),
      practitioner: at.staff("practitioner"),
      "front desk": at.staff("front_desk"),
      link: link(family.guardianId),
      system: at.system,
      admin: { kind: "admin", userId: at.userId },
      doctor: { kind: "doctor", userId: at.userId, email: "dr@example.com" },
      visitor: { kind: "visitor" },
    };
    const mine = sql`practice_id = ${at.practiceId}`;
    for (const [who, actor] of Object.entries(actors))
      for (const attempt of [
        sql`update consents set answer = 'given' where ${mine}`,
        sql`delete from consents where ${mine}`,
        sql`truncate consents`,
      ]) {
        const done = await inContext(
          actor,
          async (tx) => (await tx.execute(attempt)).count,
          "read write",
        ).catch((error) => databaseCode(error) ?? String(error));
        expect([who, done === 0 || done === "42501"]).toEqual([who, true]);
      }
    for (const attempt of [
      sql`update consents set answer = 'withdrawn' where ${mine}`,
      sql`delete from consents where ${mine}`,
      sql`truncate consents`,
    ])
      await expect(db.owner.execute(attempt)).rejects.toThrow();
    expect([...(await standing())]).toEqual(["teaching"]);
  });

  test("nobody signs in another's name past the commands", async () => {
    await sign({ teaching: "given" });
    const copy = (actor: Actor, change: string) =>
      inContext(
        actor,
        async (tx) =>
          (
            await tx.execute(sql`insert into consents select * from json_populate_record(null::consents,
              (select to_jsonb(c) || ${change}::jsonb || jsonb_build_object('id', gen_random_uuid())
                from consents c where c.client_id = ${family.clientId} limit 1)::json)`)
          ).count,
        "read write",
      ).catch((error) => databaseCode(error));
    expect(await copy(at.staff("owner"), "{}")).toBe("42501");
    expect(await copy(at.staff("owner"), '{"method":"link"}')).toBe("42501");
    expect(await copy(family.parent, '{"method":"link"}')).toBe("42501");
  });

  test("taken back, they act: forms close, reminders stop, Today says so", async () => {
    await plan();
    await sign({ health_data: "given", teaching: "given", reminders: "given" });
    await sign({ health_data: "declined", teaching: "declined", reminders: "declined" });
    const [form] = (await open("intake")).filter((one) => one.baby);
    expect((await refusalOf(save(form!.id, "birth", { hospital: "no" }))).say.key).toBe(
      "intake:errors.healthWithdrawn",
    );
    const wishes = await db.owner
      .select()
      .from(t.contactPreferences)
      .where(eq(t.contactPreferences.guardianId, family.guardianId));
    expect(wishes.map((one) => [one.purpose, one.channel, one.allowed]).toSorted()).toEqual([
      ["reminder", "email", false],
      ["reminder", "sms", false],
    ]);
    const objected = await inContext(
      at.staff("front_desk"),
      (tx) => objectedConsents(tx, at.practiceId, family.clientId),
      "read only",
    );
    expect(objected.has("teaching")).toBe(true);
  });

  const onPaper = async (
    answers: Partial<Record<ConsentKind, "given" | "declined">>,
    paperOn: string,
    guardianId = family.guardianId,
  ) =>
    recordPaperConsents(at.staff("front_desk"), {
      ...{ clientId: family.clientId, guardianId, answers, ...signature, paperOn },
      shownHash: await hashOf(Object.keys(answers) as ConsentKind[]),
    } as never);
  const rights = (values: Partial<typeof t.guardians.$inferInsert>) =>
    db.owner.update(t.guardians).set(values).where(eq(t.guardians.id, family.guardianId));
  const daysAgo = (n: number) => addDays(today(new Date(), at.zone), -n);

  test("a paper of an earlier day, typed later, does not bring back what was taken back meanwhile", async () => {
    await onPaper({ photo_video: "given", reminders: "given" }, daysAgo(20));
    await sign({ photo_video: "declined", reminders: "declined" });
    expect([...(await standing())]).toEqual([]);
    await onPaper({ photo_video: "given", reminders: "given" }, daysAgo(10));
    expect([...(await standing())]).toEqual([]);
    const mails = await db.owner
      .select()
      .from(t.contactPreferences)
      .where(eq(t.contactPreferences.guardianId, family.guardianId));
    expect(mails.map((one) => one.allowed)).toEqual([false, false]);
    await sign({ photo_video: "given" });
    expect([...(await standing())]).toEqual(["photo_video"]);
    // A no of that earlier day is older than the yes, too.
    await onPaper({ photo_video: "declined" }, daysAgo(5));
    expect([...(await standing())]).toEqual(["photo_video"]);
  });

  test("a foster carer's word holds while the authority's does, on paper as well", async () => {
    const foster = {
      kin: "foster_carer",
      fosterBy: "City Council",
      fosterOn: daysAgo(30),
    } as const;
    await rights({ ...foster, fosterUntil: addDays(daysAgo(0), 30) });
    expect((await refusalOf(onPaper({ teaching: "given" }, daysAgo(31)))).say.key).toBe(
      "intake:errors.fosterNotYet",
    );
    await onPaper({ share_with_doctor: "given" }, daysAgo(30));
    expect([...(await standing())]).toEqual(["share_with_doctor"]);
    await rights({ fosterUntil: daysAgo(1) });
    expect([...(await standing())]).toEqual([]);
    expect((await refusalOf(sign({ teaching: "given" }))).say.key).toBe("intake:errors.fosterOver");
  });

  test("whose right has ended forbids nothing any more, and still takes back what they gave", async () => {
    await sign({ photo_video: "declined", share_with_doctor: "given" });
    const other = newId<"guardian">();
    await db.owner.insert(t.guardians).values({
      ...{ practiceId: at.practiceId, id: other, clientId: family.clientId, name: "Ben" },
      ...{ email: `b-${other}@example.com`, mayConsent: "yes", maySee: "yes" },
    });
    await sign({ photo_video: "given" }, link(other));
    expect((await standing()).has("photo_video")).toBe(false);
    await rights({ mayConsent: "no", maySee: "no" });
    expect([...(await standing())]).toEqual(["photo_video"]);
    const page = await consentPage(family.parent, {
      ...{ clientId: family.clientId, locale: "en-GB" },
    } as never);
    expect(page.maySign).toBe(false);
    for (const answers of [
      { share_with_doctor: "given" },
      { teaching: "declined" },
      { share_with_doctor: "declined", teaching: "given" },
    ] as const)
      expect((await refusalOf(sign(answers))).say.key).toBe("intake:errors.mayNotConsent");
    await sign({ share_with_doctor: "declined" });
    const rows = await db.owner
      .select()
      .from(t.consents)
      .where(eq(t.consents.guardianId, family.guardianId));
    expect(rows.map(({ kind, answer }) => `${kind} ${answer}`).toSorted()).toEqual([
      ...["photo_video declined", "share_with_doctor given", "share_with_doctor withdrawn"],
    ]);
    await rights({ mayConsent: "yes", maySee: "yes" });
    expect((await standing()).has("share_with_doctor")).toBe(false);
  });

  test("on paper: recorded by staff, for a guardian who may, not for tomorrow", async () => {
    const kinds = ["teaching"] as const;
    const paper = async (paperOn: string) =>
      recordPaperConsents(at.staff("front_desk"), {
        ...{
          clientId: family.clientId,
          guardianId: family.guardianId,
          answers: { teaching: "given" },
        },
        ...{ ...signature, shownHash: await hashOf(kinds), paperOn },
      } as never);
    expect((await refusalOf(paper("2040-01-01"))).fields).toHaveProperty(["paperOn"]);
    await paper("2026-01-05");
    const [row] = await db.owner
      .select()
      .from(t.consents)
      .where(eq(t.consents.clientId, family.clientId));
    expect([row?.method, row?.recordedBy, row?.paperOn]).toEqual([
      "paper",
      at.userId,
      "2026-01-05",
    ]);
  });
});
