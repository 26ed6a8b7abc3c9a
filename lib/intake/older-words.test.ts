import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import * as t from "@/db/schema";
import { sha256 } from "@/db/testing/forms";
import { at, db, family, intakeWorld, link, now } from "@/db/testing/intake";
import { type Said, standing } from "@/lib/clients/consent.rules";
import { newId } from "@/lib/core/id";
import { inContext } from "@/lib/work/context";
import { seal } from "@/lib/work/vault";
import {
  clientConsents,
  consentPage,
  consentsToSign,
  linkConsentPage,
  objectedConsents,
  standingConsents,
} from "./consent.read";
import { signConsents } from "./consent.write";
import { CONSENT_KINDS, type ConsentKind } from "./schema";
import { consentText, shownHash } from "./words";

intakeWorld();

test("words that somebody signed stay those of their version: a change is a new version, and asks again", () => {
  const words = CONSENT_KINDS.map((kind) => {
    const [us, gb] = [consentText(kind, "P", "en-US"), consentText(kind, "P", "en-GB")];
    return `${kind} ${us.version} ${shownHash([us, gb]).slice(0, 16)}`;
  });
  expect(words).toMatchInlineSnapshot(`
    [
      "teaching 1 4957e603b046d2e2",
      "health_data 1 7ec270e8f050d499",
      "share_with_doctor 1 b6b49183adf038de",
      "report_back 1 59df3f59194f26fe",
      "photo_video 1 a1807c1241ad2b29",
      "reminders 1 921d621a699a0a1b",
    ]
  `);
});

test("a yes to earlier words neither stands for today's nor forbids; any no forbids", () => {
  const said = (guardianId: string, answer: Said["answer"], textVersion: number): Said => ({
    ...{ guardianId, kind: "photo_video", answer, textVersion, at: now, counts: true },
  });
  const state = (...all: Said[]) => standing(all).get("photo_video");
  expect(state(said("a", "given", 0))).toBe("older");
  expect(state(said("a", "given", 0), said("b", "given", 1))).toBe("given");
  expect(state(said("b", "given", 1), said("a", "given", 0))).toBe("given");
  expect(state(said("a", "given", 0), said("b", "declined", 0))).toBe("objected");
  expect(state(said("b", "declined", 1), said("a", "given", 0))).toBe("objected");
  expect(state(said("a", "given", 0), said("a", "given", 1))).toBe("given");
});

/** A yes of the family's first grown-up to words of an earlier version. */
const saidBefore = (kind: ConsentKind) => {
  const id = newId<"consent">();
  const shown = `Earlier title\nEarlier words about ${kind}`;
  const { clientId, guardianId, dataKey } = family;
  return db.owner.insert(t.consents).values({
    ...{ practiceId: at.practiceId, id, clientId, guardianId, kind, answer: "given" },
    ...{ textVersion: 0, locale: "en-GB", shown, textSha256: sha256(shown), method: "account" },
    signedAt: new Date(now.getTime() - 86_400_000),
    signature: seal(dataKey, { table: "consents", column: "signature", id }, "{}"),
  });
};

test("whoever signed an earlier text is asked again, and their yes opens nothing new until then", async () => {
  await saidBefore("photo_video");
  await saidBefore("health_data");
  const holds = (ask: typeof standingConsents) =>
    inContext(at.system, (tx) => ask(tx, at.practiceId, family.clientId), "read only");
  const { clientId } = family;
  expect([...(await holds(standingConsents))]).toEqual([]);
  expect([...(await holds(objectedConsents))]).toEqual([]);
  const list = await clientConsents(at.staff("front_desk"), { clientId } as never);
  expect(list.lines.find(({ kind }) => kind === "photo_video")?.state).toBe("older");
  expect(
    list.people[0]?.said.map(({ kind, older, textVersion }) => [kind, older, textVersion]),
  ).toEqual([
    ["health_data", true, 0],
    ["photo_video", true, 0],
  ]);
  const six = { open: CONSENT_KINDS.length, again: 2 };
  expect(await consentsToSign(family.parent, {})).toMatchObject([{ clientId, ...six }]);
  expect(await consentsToSign(link(family.guardianId), {})).toMatchObject([six]);
  for (const page of [
    await consentPage(family.parent, { clientId, locale: "en-GB" } as never),
    await linkConsentPage(link(family.guardianId), { locale: "en-GB" }),
  ]) {
    const text = page.texts.find(({ kind }) => kind === "photo_video");
    expect(text?.last?.shown).toBe("Earlier title\nEarlier words about photo_video");
    expect(text?.text).not.toContain("Earlier");
  }
  const [practice] = await db.owner
    .select({ name: t.practices.name })
    .from(t.practices)
    .where(sql`practice_id = ${at.practiceId}`);
  await signConsents(family.parent, {
    ...{ clientId, answers: { photo_video: "given", health_data: "declined" } },
    ...{ typedName: "Ana Okoye", relation: "Mother", locale: "en-GB" },
    from: { address: "192.0.2.7", userAgent: "Test" },
    shownHash: shownHash(
      (["health_data", "photo_video"] as const).map((kind) =>
        consentText(kind, practice?.name ?? "", "en-GB"),
      ),
    ),
  } as never);
  expect([...(await holds(standingConsents))]).toEqual(["photo_video"]);
  // A no to the new words takes the old yes back.
  expect([...(await holds(objectedConsents))]).toEqual(["health_data"]);
  expect(await consentsToSign(family.parent, {})).toMatchObject([{ open: 4, again: 0 }]);
});
