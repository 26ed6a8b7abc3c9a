import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makePractice, makeUser, type TestPractice } from "@/db/testing/world";
import type { Admin } from "@/lib/core/actor";
import { addDays, today } from "@/lib/core/time";
import { profile } from "@/lib/directory/read";
import { credentialQueue } from "./checking.read";
import { checkCredential, revokeCredential } from "./checking.write";
import { credentialDetail, ownCredentials } from "./read";
import { saveCredential, withdrawCredential } from "./write";

const db = testDatabase();
const visitor = { kind: "visitor" } as const;
let at: TestPractice;
let admin: Admin;
let count = 0;
beforeEach(async () => {
  at = await makePractice(db.owner);
  const userId = await makeUser(db.owner, `checks-${++count}@example.com`);
  admin = { kind: "admin", userId };
});

const here = () => today(new Date(), at.zone);
const said = (more: object = {}) => ({
  practitionerId: at.practitionerId,
  kind: "certificate" as const,
  title: "Certified Infant Massage Instructor",
  issuer: "IAIM UK Chapter",
  number: "17-20418",
  issuedOn: "2025-01-05",
  expiresOn: addDays(here(), 300),
  link: "https://example.org/17-20418",
  ...more,
});
const enter = async (more: object = {}) =>
  (await saveCredential(at.staff("practitioner"), said(more))).credentialId;
const own = (practitionerId = at.practitionerId) => ownCredentials(at.staff(), { practitionerId });
const change = async (credentialId: string, more: object) => {
  const { seen } = await credentialDetail(at.staff(), { credentialId });
  return saveCredential(at.staff("practitioner"), said({ ...more, credentialId, seen }));
};
const waiting = async (tab: "claimed" | "checked" | "revoked" = "claimed") =>
  (await credentialQueue(admin, { tab, page: 1 })).items.filter(
    ({ practitionerName }) => practitionerName === `Practitioner ${at.slug.split("-")[1]}`,
  );
const decide = async (reason?: "not_found") => {
  const [one] = await waiting();
  const looked = { credentialId: one?.id ?? "", seen: one?.seen ?? "" };
  return reason ? revokeCredential(admin, { ...looked, reason }) : checkCredential(admin, looked);
};
const shown = async () => (await profile(visitor, { slug: at.slug })).credentials;

describe("a credential", () => {
  test("that a practitioner enters waits in the queue with all it says, and counts as unchecked", async () => {
    const id = await enter();
    expect(await own()).toMatchObject([
      { id, state: "claimed", endsSoon: false, checkedOn: null, reason: null, number: "17-20418" },
    ]);
    expect(await waiting()).toMatchObject([
      { id, issuer: "IAIM UK Chapter", link: "https://example.org/17-20418", reason: null },
    ]);
    expect(await shown()).toMatchObject([{ state: "claimed", checkedOn: null }]);
    await decide();
    expect(await own()).toMatchObject([{ state: "checked", checkedOn: here() }]);
    expect(await shown()).toMatchObject([{ state: "checked", checkedOn: here() }]);
  });

  test("is unchecked again by a change, and by nothing less", async () => {
    const id = await enter();
    await decide();
    await change(id, {});
    expect(await own()).toMatchObject([{ state: "checked" }]);
    await change(id, { number: "17-99999" });
    expect(await own()).toMatchObject([{ state: "claimed", checkedOn: null }]);
    expect(await shown()).toMatchObject([{ state: "claimed", checkedOn: null }]);
    const events = await db.owner
      .select()
      .from(t.auditEvents)
      .where(and(eq(t.auditEvents.subjectId, id), eq(t.auditEvents.operation, "credentials.save")));
    expect(events.map(({ detail }) => detail)).toEqual([
      { created: true, kind: "certificate" },
      { fields: [], from: "checked" },
      { fields: ["number"], from: "checked" },
    ]);
    expect(JSON.stringify(events)).not.toContain("17-99999");
  });

  test("that was turned down says why, to whoever entered it and, corrected, to whoever checks it next", async () => {
    const id = await enter();
    await decide("not_found");
    expect(await own()).toMatchObject([{ state: "revoked", reason: "not_found" }]);
    await change(id, { number: "17-20419" });
    expect(await own()).toMatchObject([{ state: "claimed", reason: null }]);
    expect(await waiting()).toMatchObject([{ id, reason: "not_found" }]);
    await decide();
    expect(await waiting("checked")).toMatchObject([{ id, reason: null, revokedAt: null }]);
  });

  test("is not checked unseen: what was corrected meanwhile is looked at again", async () => {
    const id = await enter();
    const [before] = await waiting();
    await change(id, { number: "another" });
    const late = checkCredential(admin, { credentialId: id, seen: before?.seen ?? "" });
    expect((await refusalOf(late)).code).toBe("conflict");
    expect(await own()).toMatchObject([{ state: "claimed" }]);
  });

  test("that is taken back is seen by nobody any more", async () => {
    const credentialId = await enter();
    const [before] = await waiting();
    await withdrawCredential(at.staff("practitioner"), { credentialId });
    expect([await own(), await waiting(), await shown()]).toEqual([[], [], []]);
    const gone = [
      credentialDetail(at.staff(), { credentialId }),
      withdrawCredential(at.staff(), { credentialId }),
      checkCredential(admin, { credentialId, seen: before?.seen ?? "" }),
    ];
    const refused = await Promise.all(gone.map(refusalOf));
    expect(refused.map(({ code }) => code)).toEqual(Array(3).fill("not_found"));
  });

  test("of its last sixty days says so, and is no longer checked when they are over", async () => {
    const id = await enter({ expiresOn: addDays(here(), 60) });
    await decide();
    expect(await own()).toMatchObject([{ state: "checked", endsSoon: true }]);
    await db.owner
      .update(t.credentials)
      .set({ expiresOn: addDays(here(), -1) })
      .where(eq(t.credentials.id, id));
    expect(await own()).toMatchObject([{ state: "expired", endsSoon: false }]);
    expect(await shown()).toMatchObject([{ state: "expired" }]);
  });
});

describe("is refused in words", () => {
  test.each([
    ["title", { title: " " }, "credentials:errors.title"],
    ["issuer", { issuer: "" }, "credentials:errors.issuer"],
    ["kind", { kind: "medal" }, "credentials:errors.kind"],
    ["link", { link: "javascript:alert(1)" }, "credentials:errors.link"],
    ["issuedOn", { issuedOn: "2199-01-01", expiresOn: "" }, "credentials:errors.notYet"],
    ["expiresOn", { expiresOn: "2025-02-01" }, "credentials:errors.over"],
    ["expiresOn", { expiresOn: "2024-01-01" }, "errors:endsBeforeStart"],
    ["expiresOn", { expiresOn: "soon" }, "errors:day"],
  ])("%s of %o", async (field, more, key) => {
    const refused = await refusalOf(saveCredential(at.staff(), said(more)));
    expect(refused.fields[field]).toMatchObject([{ key }]);
    expect(await own()).toEqual([]);
  });

  test("more than thirty, and of two tabs the older", async () => {
    const id = await enter();
    await db.owner.insert(t.credentials).values(
      Array.from({ length: 29 }, () => ({
        ...{ practiceId: at.practiceId, id: crypto.randomUUID(), title: "T", issuer: "I" },
        ...{ practitionerId: at.practitionerId, kind: "first_aid" as const },
      })),
    );
    expect((await refusalOf(enter())).say.key).toBe("credentials:errors.many");
    const { seen } = await credentialDetail(at.staff(), { credentialId: id });
    await change(id, { number: "1" });
    const late = saveCredential(at.staff(), said({ credentialId: id, seen, number: "2" }));
    expect((await refusalOf(late)).code).toBe("conflict");
  });
});

test("is one's own, or the owner's to look after; never the desk's, a colleague's or another practice's", async () => {
  const credentialId = await enter();
  const { seen } = await credentialDetail(at.staff("owner"), { credentialId });
  await saveCredential(at.staff("owner"), said({ credentialId, seen, number: "7" }));
  const other = await makePractice(db.owner);
  const colleague = { ...at.staff("practitioner"), practitionerId: other.practitionerId };
  const answers = [
    [at.staff("front_desk"), "forbidden"],
    [colleague, "not_found"],
    [other.staff(), "not_found"],
  ] as const;
  for (const [who, code] of answers) {
    const calls = [
      ownCredentials(who, { practitionerId: at.practitionerId }),
      credentialDetail(who, { credentialId }),
      saveCredential(who, said()),
      saveCredential(who, said({ credentialId, seen })),
      // Named as one's own, it is still somebody else's.
      saveCredential(who, said({ credentialId, seen, practitionerId: other.practitionerId })),
      withdrawCredential(who, { credentialId }),
    ];
    const refused = await Promise.all(calls.map(refusalOf));
    expect(refused.map((one) => one.code)).toEqual(Array(6).fill(code));
  }
  expect(await own()).toMatchObject([{ id: credentialId, number: "7" }]);
});
