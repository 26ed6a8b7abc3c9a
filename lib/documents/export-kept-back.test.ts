import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { paper } from "@/db/testing/files";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import { allOf, rowsIn, unzip, type Zip } from "@/db/testing/zip";
import { sessionHash } from "@/lib/accounts/rules";
import { mergeClients } from "@/lib/clients/merge.write";
import type { Parent, Staff } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { addMeasurement, removeMeasurement } from "@/lib/growth/write";
import { addAddendum, sendSummary } from "@/lib/notes/addenda.write";
import { saveSnippet } from "@/lib/notes/snippets.write";
import { discardNote, saveNote, signNote } from "@/lib/notes/write";
import { makeExport } from "./export.make";
import { exportList, exportPart, ownRecords } from "./export.read";
import { askExport, fetchExport } from "./export.write";
import { keepFile, removeFile, showFile } from "./file.write";
import { babyRecord } from "./record.read";
import { CheckedUpload } from "./upload";

// What a practice has not shown, has taken away or has not signed is handed to nobody of a family, whoever makes it.
const db = testDatabase();
let at: TestPractice;
let family: TestFamily;
let rosa: Staff;
const cookies = new Map<string, string>();

const TAKEN = ["TAKENBYSTAFF", "TAKENBYFAMILY"];
const HIDDEN = ["NOTYETSHOWN", "SHOWNANDHIDDENAGAIN"];
const UNSIGNED = ["STILLADRAFT", "PUTASIDE", "BEFORESIGNING", "SNIPPETWORDS"];
const HERS = ["ONLYHERS", "ADDEDTOHERS"];
/** The weight of another child that was entered here: 7 kg 777 g. */
const OTHERS = 7777;
const SHOWN = ["SHOWNTOFAMILY", "SENTBYFAMILY"];
const SUMMARIES = ["SAIDTOYOU", "SAIDBESIDEHERS"];

async function signIn(userId: string) {
  const cookie = randomBytes(32).toString("base64url");
  cookies.set(userId, cookie);
  await db.owner.insert(t.sessions).values({
    ...{ sessionToken: sessionHash(cookie), userId, createdAt: new Date() },
    expires: new Date(Date.now() + 3_600_000),
  });
}
async function file(by: Staff | Parent, words: string): Promise<string> {
  const content = await CheckedUpload.of({ name: `${words}.pdf`, bytes: paper(words) });
  const given = { babyId: family.babyId, about: "letter", caption: words, onDay: "2026-11-01" };
  return (await keepFile(by, { ...given, content, fileId: newId() } as never)).fileId;
}
const show = (fileId: string, shown: "yes" | "no") => showFile(rosa, { fileId, shown } as never);
const note = (words: string, more: object = {}) => ({
  ...{ noteId: newId<"note">(), seen: 0, babyId: family.babyId, template: "free" },
  ...{ privacy: "clinicians", content: { free: words }, kind: "save", ...more },
});
const { signOf, saveOf } = {
  signOf: ({ kind: _, ...given }: ReturnType<typeof note>) => signNote(rosa, given as never),
  saveOf: (given: ReturnType<typeof note>) => saveNote(rosa, given as never),
};
const weight = (grams: number) => ({
  ...{ babyId: family.babyId, kind: "weight", unit: "g", ounces: "", source: "clinic" },
  ...{ amount: String(grams), sure: String(grams) },
  measuredOn: { day: "28", month: "11", year: "2026" },
});

beforeAll(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
  rosa = at.staff("owner");
  const { parent } = family;
  for (const userId of [at.userId, family.userId]) await signIn(userId);

  await show(await file(rosa, "SHOWNTOFAMILY"), "yes");
  await file(parent, "SENTBYFAMILY");
  await file(rosa, "NOTYETSHOWN");
  const again = await file(rosa, "SHOWNANDHIDDENAGAIN");
  await show(again, "yes");
  await show(again, "no");
  const taken = await file(rosa, "TAKENBYSTAFF");
  await show(taken, "yes");
  await removeFile(rosa, { fileId: taken } as never);
  await removeFile(parent, { fileId: await file(parent, "TAKENBYFAMILY") } as never);

  const draft = note("STILLADRAFT");
  await saveOf(draft);
  const aside = note("PUTASIDE");
  const { version } = await saveOf(aside);
  await discardNote(rosa, { noteId: aside.noteId, seen: version });
  const kept = note("BEFORESIGNING");
  const begun = await saveOf(kept);
  await signOf({ ...kept, seen: begun.version, content: { free: "SIGNEDWORDS" } });
  // Beside a draft there is none: the database takes an addendum to a signed note only.
  const add = (noteId: string, words: string) =>
    addAddendum(rosa, { noteId, addendumId: newId(), words } as never);
  await add(kept.noteId, "ADDEDLATER");
  const send = (noteId: string, said: string) =>
    sendSummary(rosa, { noteId, summaryId: newId(), words: said } as never);
  await send(kept.noteId, "SAIDTOYOU");
  const hers = note("ONLYHERS", { privacy: "author" });
  await signOf(hers);
  await add(hers.noteId, "ADDEDTOHERS");
  await send(hers.noteId, "SAIDBESIDEHERS");
  await saveSnippet(rosa, { name: "calm", words: "SNIPPETWORDS" } as never);

  await addMeasurement(parent, weight(4340) as never);
  const { measurementId } = await addMeasurement(rosa, weight(OTHERS) as never);
  await removeMeasurement(rosa, { measurementId, reason: "wrong_baby" } as never);
}, 60_000);

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
async function zipOf(actor: Staff | Parent, asked: object): Promise<Zip> {
  const cookie = cookies.get(actor.userId);
  const { exportId } = await askExport(actor, { locale: "en-GB", cookie, ...asked } as never);
  await makeExport({ practiceId: at.practiceId, exportId });
  const { parts } = await fetchExport(actor, { exportId, cookie });
  const pieces: Buffer[] = [];
  for (let part = 0; part < parts; part++)
    pieces.push((await exportPart(actor, { exportId, part })).bytes);
  return unzip(Buffer.concat(pieces));
}
/** Every word of a ZIP, those inside of its records too. */
async function wordsOf(zip: Zip): Promise<string> {
  const records: string[] = [];
  for (const [path, bytes] of zip)
    if (path.startsWith("records/")) records.push(await textOf(bytes));
  return [allOf(zip), ...records].join("\n");
}
const found = (text: string, words: readonly string[]) => words.filter((one) => text.includes(one));
const amounts = (zip: Zip) => rowsIn(zip, "measurements").map(({ value }) => JSON.stringify(value));

const forGuardian = () => ({ clientId: family.clientId, forWhom: family.guardianId });

test("a grown-up's own ZIP holds what their family was shown, and nothing that was not or is gone", async () => {
  const zip = await zipOf(family.parent, { clientId: family.clientId });
  const text = await wordsOf(zip);
  expect(found(text, [...HIDDEN, ...TAKEN, ...UNSIGNED, ...HERS, "SIGNEDWORDS"])).toEqual([]);
  expect(found(text, [...SHOWN, ...SUMMARIES])).toEqual([...SHOWN, ...SUMMARIES]);
  expect(rowsIn(zip, "note_summaries")).toHaveLength(2);
  expect(amounts(zip).join()).not.toContain(String(OTHERS));
  expect(amounts(zip).join()).toContain("4340");
  const readme = zip.get("README.txt")?.toString();
  expect(readme).toContain("has not shown to the family (files)");
  expect(readme).toContain("the wrong baby (measurements.value)");
}, 60_000);

test("nor does one that staff make for that grown-up: signed notes are what it holds beside", async () => {
  const zip = await zipOf(rosa, forGuardian());
  const text = await wordsOf(zip);
  expect(found(text, [...HIDDEN, ...TAKEN, ...UNSIGNED, ...HERS])).toEqual([]);
  const more = [...SHOWN, ...SUMMARIES, "SIGNEDWORDS", "ADDEDLATER"];
  expect(found(text, more)).toEqual(more);
  expect(rowsIn(zip, "files")).toHaveLength(2);
  expect([...zip.keys()].filter((path) => path.startsWith("files/"))).toHaveLength(2);
  expect(rowsIn(zip, "note_versions").map(({ kind }) => kind)).toEqual(["signed"]);
  expect(amounts(zip)).toContain("null");
  expect(amounts(zip).join()).not.toContain(String(OTHERS));
}, 60_000);

test("nor do their PDFs, made by themselves or by staff; what nobody has confirmed is said to be so", async () => {
  const ask = { babyId: family.babyId, locale: "en-GB" } as const;
  const own = await textOf((await babyRecord(family.parent, ask)).bytes);
  const { guardianId: forWhom } = family;
  const made = await textOf((await babyRecord(rosa, { ...ask, notes: "yes", forWhom })).bytes);
  for (const text of [own, made]) {
    expect(found(text, [...HIDDEN, ...TAKEN, ...UNSIGNED, ...HERS])).toEqual([]);
    expect(found(text, [...SHOWN, ...SUMMARIES])).toEqual([...SHOWN, ...SUMMARIES]);
    expect(text.replace(/\s+/g, " ")).toMatch(/Clinic, not ?confirmed ?yet/);
  }
  expect(found(own, ["SIGNEDWORDS"])).toEqual([]);
  expect(found(made, ["SIGNEDWORDS", "ADDEDLATER"])).toEqual(["SIGNEDWORDS", "ADDEDLATER"]);
}, 60_000);

test("one family's, made for the practice itself: its hidden files too, but no draft and nothing that is gone", async () => {
  const zip = await zipOf(rosa, { clientId: family.clientId, forWhom: "practice" });
  const text = await wordsOf(zip);
  expect(found(text, [...TAKEN, ...UNSIGNED, ...HERS])).toEqual([]);
  expect(found(text, [...HIDDEN, ...SHOWN])).toEqual([...HIDDEN, ...SHOWN]);
  expect(amounts(zip).join()).toContain(String(OTHERS));
}, 60_000);

test("a whole practice takes everything along; of a file that was taken away its row, for nobody opens it", async () => {
  const zip = await zipOf(rosa, {});
  const all = [...HIDDEN, ...TAKEN, ...UNSIGNED, ...HERS, ...SHOWN, ...SUMMARIES, "SIGNEDWORDS"];
  expect(found(await wordsOf(zip), all)).toEqual(all);
  expect(amounts(zip).join()).toContain(String(OTHERS));
  const contents = [...zip.keys()].filter((path) => path.startsWith("files/"));
  expect(contents).toHaveLength(4);
  expect(found(contents.join(), TAKEN)).toEqual([]);
}, 60_000);

test("after a merge a grown-up of either record takes all of it along, one family each", async () => {
  const second = await makeFamily(db.owner, at.practiceId);
  await signIn(second.userId);
  const before = await ownRecords(second.parent, {});
  expect(before).toMatchObject([{ clientId: second.clientId, clientIds: [second.clientId] }]);
  const cookie = cookies.get(second.userId);
  const asked = { clientId: second.clientId, locale: "en-GB", cookie } as const;
  const { exportId } = await askExport(second.parent, asked as never);
  await mergeClients(rosa, { intoId: family.clientId, fromId: second.clientId, same: {} } as never);
  for (const { parent } of [family, second]) {
    const [record, ...others] = await ownRecords(parent, {});
    expect(others).toEqual([]);
    expect(record?.clientId).toBe(family.clientId);
    expect(record?.clientIds.toSorted()).toEqual([family.clientId, second.clientId].toSorted());
  }
  const [one] = await ownRecords(second.parent, {});
  const { items } = await exportList(second.parent, { clientId: one?.clientId } as never);
  expect(items.map(({ id }) => id)).toEqual([exportId]);
  const zip = await zipOf(second.parent, { clientId: one?.clientId });
  const babies = [family.babyId, second.babyId];
  expect(found([...zip.keys()].join(), babies)).toEqual(babies);
  expect(found(await wordsOf(zip), [...HIDDEN, ...TAKEN, ...UNSIGNED, ...HERS])).toEqual([]);
  const neighbour = await makeFamily(db.owner, at.practiceId);
  await expect(askExport(neighbour.parent, asked as never)).rejects.toThrow("not_found");
  const rows = await db.owner
    .select()
    .from(t.practiceExports)
    .where(eq(t.practiceExports.byUserId, neighbour.userId));
  expect(rows).toEqual([]);
}, 60_000);
