import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { sha256 } from "@/db/testing/forms";
import { makeLesson } from "@/db/testing/lessons";
import { makeUser } from "@/db/testing/world";
import { allOf, rowsIn, unzip, type Zip } from "@/db/testing/zip";
import { sessionHash } from "@/lib/accounts/rules";
import { babyAccess, ownAccess } from "@/lib/audit/access.read";
import type { Parent, Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { sealedColumns } from "@/lib/work/sealed-columns";
import { seal } from "@/lib/work/vault";
import { makeExport } from "./export.make";
import { exportPart } from "./export.read";
import { FAMILYS, limitedColumns } from "./export.reader";
import { exportTables } from "./export.tables";
import { askExport, fetchExport } from "./export.write";
import { babyRecord } from "./record.read";

// A mother and a father who live apart. Each gave the practice something that is not for the other.
const db = testDatabase();
let at: Everything;
let mother: Parent;
let father: Parent;
const motherGuardian = newId<"guardian">();
const cookies = new Map<string, string>();

/** What the mother gave or what is the practice's own; the father must find none of it. */
const HERS = ["HERHOMEADDRESS", "HERNOTETOTHEPRACTICE", "HERNETWORK", "HERLOGNOTE", "HERMESSAGE"];
const OWN_PART = "HERMOOD";
const PRACTICES = ["COURTLOOKSATIT", "THEPRACTICESOWNWORDS"];
const CONTACT = ["mother-apart@example.com", "+44 7700 900123"];
/** Booked, and taken back before anybody of the family was told. */
const UNTOLD_ON = "2031-03-04";
const UNTOLD_IN_WORDS = /4 Mar\w* 2031/;
const POINT = { latitude: 51.123456, longitude: -0.654321 };

beforeAll(async () => {
  at = await makeEverything(db.owner);
  const { practiceId, family, bookingId } = at;
  const { clientId, babyId, dataKey } = family;
  father = family.parent;
  const userId = await makeUser(db.owner, CONTACT[0] ?? "");
  mother = { kind: "parent", userId, email: CONTACT[0] ?? "" };
  const sealed = (table: string, column: string, id: string, words: string) =>
    seal(dataKey, { table, column, id }, words);
  await db.owner.insert(t.guardians).values({
    ...{ practiceId, id: motherGuardian, clientId, userId, name: "Maja Berg", email: CONTACT[0] },
    ...{ phone: CONTACT[1], kin: "mother", mayConsent: "yes", mayAttend: "yes", maySee: "yes" },
  });
  await db.owner
    .update(t.clients)
    .set({
      apartSince: new Date(0),
      heldSince: new Date(0),
      heldWhy: sealed("clients", "held_why", clientId, "COURTLOOKSATIT"),
    })
    .where(eq(t.clients.id, clientId));
  await db.owner
    .update(t.bookings)
    .set({
      guardianId: motherGuardian,
      visitAddress: sealed("bookings", "visit_address", bookingId, "HERHOMEADDRESS"),
      familyNote: sealed("bookings", "family_note", bookingId, "HERNOTETOTHEPRACTICE"),
      cancelNote: sealed("bookings", "cancel_note", bookingId, "THEPRACTICESOWNWORDS"),
    })
    .where(eq(t.bookings.id, bookingId));
  await db.owner.update(t.lessons).set(POINT).where(eq(t.lessons.id, at.lessonId));
  const [logId, messageId, consentId] = [newId(), newId(), newId()];
  await db.owner.insert(t.practiceLogs).values({
    ...{ practiceId, id: logId, clientId, babyId, assignmentId: at.assignmentId, byUserId: userId },
    ...{ startedAt: new Date(0), seconds: 60, outcome: "done" },
    note: sealed("practice_logs", "note", logId, "HERLOGNOTE"),
  });
  await db.owner.insert(t.messages).values({
    ...{ practiceId, id: messageId, clientId, fromUserId: userId },
    body: sealed("messages", "body", messageId, "HERMESSAGE"),
  });
  const signature = { typedName: "Maja Berg", relation: "Mother", address: "HERNETWORK" };
  const shown = "I agree to pictures.";
  await db.owner.insert(t.consents).values({
    ...{ practiceId, id: consentId, clientId, guardianId: motherGuardian, kind: "photo_video" },
    ...{ answer: "given", textVersion: 1, locale: "en-GB", shown, textSha256: sha256(shown) },
    ...{ method: "account", signedAt: new Date(0) },
    signature: sealed("consents", "signature", consentId, JSON.stringify(signature)),
  });
  await ownPart(motherGuardian, OWN_PART);
  const untold = await makeLesson(db.owner, at, at.family, new Date(`${UNTOLD_ON}T10:00:00Z`));
  await db.owner
    .update(t.bookings)
    .set({
      ...{ status: "cancelled", cancelledAt: new Date(0), cancelledBy: "practice" },
      cancelRule: "untold",
    })
    .where(eq(t.bookings.id, untold.bookingId));
  for (const person of [at.userId, mother.userId, father.userId]) {
    const cookie = randomBytes(32).toString("base64url");
    cookies.set(person, cookie);
    await db.owner.insert(t.sessions).values({
      ...{ sessionToken: sessionHash(cookie), userId: person, createdAt: new Date() },
      expires: new Date(Date.now() + 3_600_000),
    });
  }
}, 60_000);

/** A form that a grown-up answered for themselves alone. */
async function ownPart(guardianId: string, words: string) {
  const { practiceId, family } = at;
  const { clientId, dataKey } = family;
  const [assignmentId, id] = [newId<"form_assignment">(), newId<"form_answers">()];
  const values = { sleep: words };
  const where = { table: "form_answers", column: "body", id, version: 1 };
  await db.owner.insert(t.formAssignments).values({
    ...{ practiceId, id: assignmentId, clientId, formVersionId: at.formVersionId, guardianId },
    ...{ status: "done", doneAt: new Date(0) },
  });
  await db.owner.insert(t.formAnswers).values({
    ...{ practiceId, id, assignmentId, clientId, guardianId, handedInAt: new Date(0) },
    body: seal(dataKey, where, JSON.stringify({ values, stamps: {}, seen: [] })),
  });
}

async function zipOf(actor: Staff | Parent, forWhom?: string): Promise<Zip> {
  const cookie = cookies.get(actor.userId);
  const asked = { clientId: at.family.clientId, locale: "en-GB", cookie, forWhom };
  const { exportId } = await askExport(actor, asked as Parameters<typeof askExport>[1]);
  await makeExport({ practiceId: at.practiceId, exportId });
  const { parts } = await fetchExport(actor, { exportId, cookie });
  const pieces: Buffer[] = [];
  for (let part = 0; part < parts; part++)
    pieces.push((await exportPart(actor, { exportId, part })).bytes);
  return unzip(Buffer.concat(pieces));
}
async function textOf(bytes: Uint8Array): Promise<string> {
  const data = new Uint8Array(bytes);
  const pdf = await getDocument({ data, useSystemFonts: false, verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let page = 1; page <= pdf.numPages; page++) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str : "")).join(""));
  }
  return pages.join("\n");
}
const found = (text: string, words: readonly string[]) => words.filter((one) => text.includes(one));

describe("a ZIP for one grown-up of a family that lives apart", () => {
  test("a father's own holds nothing that the mother gave, and says what is left out and why", async () => {
    const zip = await zipOf(father);
    const text = allOf(zip);
    expect(found(text, [...HERS, OWN_PART, ...PRACTICES, ...CONTACT])).toEqual([]);
    expect(found(text, [String(POINT.latitude), String(POINT.longitude)])).toEqual([]);
    // Her rows are there, without what is hers.
    expect(rowsIn(zip, "bookings")).toEqual([expect.objectContaining({ visit_address: null })]);
    expect(rowsIn(zip, "consents").length).toBe(2);
    expect(found(text, [UNTOLD_ON])).toEqual([]);
    const readme = zip.get("README.txt")?.toString() ?? "";
    expect(readme).toContain("bookings.visit_address");
    expect(readme).toContain("live apart");
    expect(zip.get("schema.json")?.toString()).toContain("practice_logs.note");
  }, 60_000);

  test("a mother's own holds all that she gave, and nothing of the practice's own", async () => {
    const text = allOf(await zipOf(mother));
    expect(found(text, [...HERS, OWN_PART])).toEqual([...HERS, OWN_PART]);
    expect(found(text, PRACTICES)).toEqual([]);
    expect(text).toContain(String(POINT.latitude));
  }, 60_000);

  test("made by the practice, it holds for the father what his own would; for the practice, all of it", async () => {
    await expect(zipOf(at.staff())).rejects.toMatchObject({
      fields: { forWhom: [{ key: "documents:errors.forWhom" }] },
    });
    await expect(zipOf(at.staff(), newId<"guardian">())).rejects.toThrow("not_found");
    const his = await zipOf(at.staff("practitioner"), at.family.guardianId);
    const text = allOf(his);
    expect(found(text, [...HERS, OWN_PART, ...PRACTICES, ...CONTACT])).toEqual([]);
    // A referral names a parent with their address.
    expect(found(text, ["parent@example.com"])).toEqual([]);
    expect(found(text, [UNTOLD_ON])).toEqual([]);
    expect(rowsIn(his, "booking_babies").length).toBe(1);
    expect(rowsIn(his, "guardians").length).toBe(2);
    expect(rowsIn(his, "medical_notes").length).toBeGreaterThan(0);
    const whole = await zipOf(at.staff("practitioner"), "practice");
    const all = [...HERS, OWN_PART, ...PRACTICES, ...CONTACT, UNTOLD_ON];
    expect(found(allOf(whole), all)).toEqual(all);
    expect(whole.get("README.txt")?.toString()).toContain("hand it to nobody of the family");
  }, 60_000);
});

test("a PDF made by the practice for one grown-up holds their own answers, never another's", async () => {
  await ownPart(at.family.guardianId, "HISMOOD");
  const ask = { babyId: at.family.babyId, locale: "en-GB" } as const;
  const pdf = async (forWhom: string) =>
    textOf((await babyRecord(at.staff(), { ...ask, forWhom })).bytes);
  const his = await pdf(at.family.guardianId);
  expect(found(his, ["HISMOOD", OWN_PART])).toEqual(["HISMOOD"]);
  expect(his).not.toMatch(UNTOLD_IN_WORDS);
  const hers = await pdf(motherGuardian);
  expect(found(hers, ["HISMOOD", OWN_PART, "Made for Maja Berg"])).toEqual([
    ...[OWN_PART, "Made for Maja Berg"],
  ]);
  const whole = await pdf("practice");
  expect(found(whole, ["HISMOOD", OWN_PART])).toEqual(["HISMOOD", OWN_PART]);
  expect(whole).toMatch(UNTOLD_IN_WORDS);
  expect(whole).toMatch(/hand it to nobody of the\s*family/);
  const stranger = await babyRecord(at.staff(), { ...ask, forWhom: newId<"guardian">() }).catch(
    String,
  );
  expect(stranger).toContain("not_found");
  const [last] = await db.owner
    .select()
    .from(t.auditEvents)
    .where(eq(t.auditEvents.operation, "documents.record"))
    .orderBy(t.auditEvents.seq);
  expect(last?.detail).toMatchObject({ forWhom: at.family.guardianId });
}, 60_000);

test("every sealed column of a family is either of the whole family or limited by who reads it", () => {
  const sealed = exportTables.flatMap(({ name, columns }) => {
    const family = name === "clients" || columns.some((column) => column.name === "client_id");
    return columns.flatMap((column) =>
      family && sealedColumns.some((one) => one.table === name && one.column === column.name)
        ? [`${name}.${column.name}`]
        : [],
    );
  });
  const unsaid = sealed.filter((one) => !FAMILYS.includes(one) && !limitedColumns.includes(one));
  expect(unsaid).toEqual([]);
  expect(FAMILYS.filter((one) => limitedColumns.includes(one))).toEqual([]);
});

test("a family sees that an export carried their baby's record away, whoever fetched it and whatever else was in it", async () => {
  const { babyId } = at.family;
  const before = (await ownAccess(mother, { babyId })).items;
  await zipOf(at.staff(), "practice");
  const cookie = cookies.get(at.userId);
  const { exportId } = await askExport(at.staff(), { locale: "en-GB", cookie });
  await makeExport({ practiceId: at.practiceId, exportId });
  await fetchExport(at.staff(), { exportId, cookie });
  const after = (await ownAccess(mother, { babyId })).items;
  const added = after.filter(({ seq }) => !before.some((one) => one.seq === seq));
  expect(added.map(({ part, by }) => [part, by.kind])).toEqual([
    ["export", "staff"],
    ["export", "staff"],
  ]);
  expect((await babyAccess(at.staff(), { babyId })).items[0]?.part).toBe("export");
}, 60_000);
