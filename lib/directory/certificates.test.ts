import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { refusalOf } from "@/db/testing/lessons";
import { makePractice, type TestPractice } from "@/db/testing/world";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { certificates, checkCertificate } from "./certificates.read";
import { numberSigns } from "./rules";

const db = testDatabase();
const visitor: Actor = { kind: "visitor" };
let rosa: TestPractice;
let hidden: TestPractice;

const named = async (displayName: string, publishedAt: Date | null) => {
  const at = await makePractice(db.owner);
  await db.owner
    .update(t.practitioners)
    .set({ displayName, publishedAt })
    .where(eq(t.practitioners.practiceId, at.practiceId));
  return at;
};
const paper = (at: TestPractice, values: Partial<typeof t.credentials.$inferInsert>) =>
  db.owner.insert(t.credentials).values({
    practiceId: at.practiceId,
    id: newId(),
    practitionerId: at.practitionerId,
    kind: "certificate",
    issuer: "Issuer",
    title: "Certified instructor",
    ...values,
  });

beforeAll(async () => {
  rosa = await named("Rosa Calder", new Date());
  hidden = await named("Rosa Unpublished", null);
  await paper(rosa, {
    number: "IAIM 17-20418",
    state: "checked",
    checkedAt: new Date("2026-03-02T10:00:00Z"),
  });
  await paper(rosa, { kind: "insurance", number: "POL-998877" });
  await paper(rosa, { number: "GONE-5555", withdrawnAt: new Date() });
  await paper(hidden, { number: "HID-12345", state: "checked", checkedAt: new Date() });
});
const found = async (q: string) => (await certificates(visitor, { q })).map((one) => one.name);

describe("a certificate is found", () => {
  test("by any part of a public name, and by its number however that is written", async () => {
    for (const q of ["Rosa Calder", "calder rosa", "IAIM 17-20418", "iaim1720418", "iaim 17 20418"])
      expect(await found(q)).toEqual(["Rosa Calder"]);
  });

  test("with what was checked and when, and without numbers that open accounts elsewhere", async () => {
    const [one] = await certificates(visitor, { q: "Calder" });
    expect(one?.credentials).toMatchObject([
      { title: "Certified instructor", state: "checked", checkedOn: "2026-03-02" },
    ]);
    const said = JSON.stringify(one);
    for (const secret of ["POL-998877", "GONE-5555", rosa.practiceId, rosa.practitionerId])
      expect(said).not.toContain(secret);
  });

  test("of nobody who is not published, nor by a part of a number, a policy or what was taken back", async () => {
    for (const q of ["Unpublished", "HID-12345", "20418", "POL-998877", "GONE-5555", "%%%", "___"])
      expect(await found(q)).toEqual([]);
    expect((await refusalOf(certificates(visitor, { q: "Ro" }))).fields.q?.[0]?.key).toBe(
      "verify:errors.short",
    );
  });

  test("not without an end: who tries number after number is told to wait", async () => {
    const ask = () => checkCertificate(visitor, { q: "none-1234" }, "203.0.113.9");
    const all = await Promise.allSettled(Array.from({ length: 61 }, ask));
    const refused = all.filter((one) => one.status === "rejected");
    expect(refused.map((one) => one.reason.code)).toEqual(["rate_limited"]);
    expect(await checkCertificate(visitor, { q: "none-1234" }, "203.0.113.10")).toEqual([]);
  });
});

test.each([
  ["IAIM 17-20418", "iaim1720418"],
  ["Rosa Calder", ""],
  ["1-2", ""],
])("%s is compared as %s", (typed, signs) => {
  expect(numberSigns(typed)).toBe(signs);
});
