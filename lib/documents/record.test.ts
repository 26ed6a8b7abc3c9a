import { eq } from "drizzle-orm";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { noteHealth } from "@/db/testing/routines";
import { makeFamily } from "@/db/testing/world";
import { type Block, pdfOf } from "./pdf";
import { babyRecord } from "./record.read";
import { recordWords } from "./record.words";

const db = testDatabase();
let ours: Everything;
let theirs: Everything;
beforeAll(async () => {
  ours = await makeEverything(db.owner);
  theirs = await makeEverything(db.owner);
});

const open = (bytes: Uint8Array) =>
  getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 }).promise;
async function textOf(bytes: Uint8Array): Promise<string> {
  const pdf = await open(bytes);
  const pages: string[] = [];
  for (let at = 1; at <= pdf.numPages; at++) {
    const { items } = await (await pdf.getPage(at)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str : "")).join(""));
  }
  return pages.join("\n");
}
type Node = { role?: string; children?: Node[] };
async function rolesOf(bytes: Uint8Array): Promise<string[]> {
  const pdf = await open(bytes);
  const roles: string[] = [];
  const walk = (node: Node | null): void => {
    if (node?.role) roles.push(node.role);
    for (const child of node?.children ?? []) walk(child);
  };
  for (let at = 1; at <= pdf.numPages; at++)
    walk((await (await pdf.getPage(at)).getStructTree()) as Node | null);
  return roles;
}
const look = {
  ...{ lang: "en-GB", title: "Record", foot: (page: number) => `page ${page}` },
  ...{ missing: (of: readonly string[]) => `No letters for ${of.join(", ")}.`, signs: "sign" },
};

const names = [
  ...["Łukasz Ődön Žižka", "Ana İpek Şahin", "Søren Ærø", "costs £48 – or €55", "O’Neil “Tess”"],
  ...[
    "Михаил Ёлкин",
    "Ἑλένη Παπαδοπούλου",
    "Đặng Thị Ngọc",
    "王小明",
    "黃俊傑",
    "さくら",
    "김민준",
  ],
  ...["محمد", "شرین", "שרה", "👶"],
];

test("names are read back as they were written, whatever the script, in every part of a record", async () => {
  const blocks = names.flatMap((name): Block[] => [
    { is: "title", text: `${name}: record`, detail: name },
    { is: "facts", rows: [["Name", name]] },
    { is: "list", items: [name] },
    { is: "table", head: ["a", name], rows: [[name, "b"]] },
  ]);
  const text = await textOf(await pdfOf(look, blocks));
  for (const name of names) expect(text.split(name).length - 1, name).toBe(6);
  expect(text).not.toContain("No letters");
});

test("Arabic is shaped, and goes from the right within a line that goes from the left", async () => {
  const bytes = await pdfOf(look, [
    { is: "title", text: "Record of محمد علي (12)", detail: "x" },
    { is: "text", text: "قالت الأم: نام جيدا (3 ساعات)" },
  ]);
  const page = await (await open(bytes)).getPage(1);
  const { items } = await page.getTextContent({ disableNormalization: true });
  const pieces = items.flatMap((item) => ("str" in item ? [item] : []));
  const at = (part: string) => pieces.find(({ str }) => str.includes(part))?.transform[4] ?? 0;
  expect(at("Record")).toBeLessThan(at("علي"));
  // A number after Arabic goes on to the left of it, as in every browser.
  expect(at("12")).toBeLessThan(at("علي"));
  // A paragraph of Arabic begins at the right edge.
  expect(at("قالت")).toBeGreaterThan(at("ساعات"));
  const tree = JSON.stringify(await page.getStructTree());
  expect(tree).toContain("H1");
});

test("a script that no font here has is named, never dropped or drawn wrong", async () => {
  const bytes = await pdfOf(look, [
    { is: "title", text: "தமிழ் Anna ไทย", detail: "o\u030b" },
    { is: "text", text: "x" },
  ]);
  const text = await textOf(bytes);
  expect(text).toContain("[Tamil] Anna [Thai]");
  expect(text).toContain("No letters for Tamil, Thai.");
  expect(text).toContain("ő");
});

test("a word longer than its column and a cell longer than a page are cut, and nothing of them is lost", async () => {
  const long = Array.from({ length: 500 }, (_, at) => `word${at}`).join(" ");
  const bytes = await pdfOf(look, [
    { is: "facts", rows: [["W".repeat(90), `${long} ${long}`]] },
    { is: "text", text: "after" },
  ]);
  const text = await textOf(bytes);
  expect(text.replace(/\s/g, "").split("W").length - 1).toBe(90);
  for (let at = 0; at < 500; at++) expect(text).toContain(`word${at}`);
  expect((await open(bytes)).numPages).toBe(3);
});

test("the day of birth, and the due date, have an age as well", () => {
  const { ages } = recordWords("en-GB");
  expect(ages({ days: 0, correctedDays: -45 })).toBe("0 days; 6 weeks 3 days before the due date");
  expect(ages({ days: 45, correctedDays: 0 })).toMatch(/^6 weeks 3 days; 0 days corrected/);
  expect(ages({ days: 14, correctedDays: null })).toBe("2 weeks");
});

test("it has a language, a title, headings, lists and tables for whoever listens; long tables go over pages", async () => {
  const rows = Array.from({ length: 120 }, (_, at) => [`row ${at}`, "words ".repeat(at % 30)]);
  const bytes = await pdfOf(look, [
    { is: "title", text: "Record", detail: "x" },
    { is: "heading", text: "Part" },
    { is: "list", items: ["one", "two"] },
    { is: "table", head: ["first", "second"], rows },
  ]);
  const pdf = await open(bytes);
  const { info } = await pdf.getMetadata();
  expect(info).toMatchObject({ Title: "Record", Language: "en-GB" });
  expect((await pdf.getMarkInfo())?.Marked).toBe(true);
  expect(pdf.numPages).toBeGreaterThan(3);
  const roles = await rolesOf(bytes);
  for (const role of ["H1", "H2", "L", "LI", "Table", "TR", "TH", "TD"])
    expect(roles).toContain(role);
  const text = await textOf(bytes);
  for (let at = 0; at < 120; at++) expect(text).toContain(`row ${at}`);
});

test("the family and the practice get the baby's record with both ages; nobody else gets it", async () => {
  await db.owner
    .update(t.babies)
    .set({ firstName: "Łucja", sex: "girl" })
    .where(eq(t.babies.id, ours.family.babyId));
  await noteHealth(db.owner, ours.family, {
    ...{ feeding: "bottle", feedingTimes: "every 3 hours" },
    findings: ["reflux", "pavlik_harness"],
    reports: [{ id: "pavlik_harness", until: "2026-11-01" }],
  });
  await db.owner
    .update(t.guardians)
    .set({ kin: "mother" })
    .where(eq(t.guardians.id, ours.family.guardianId));
  const ask = { babyId: ours.family.babyId, locale: "en-GB", notes: "no" } as const;
  const own = await babyRecord(ours.family.parent, ask);
  const text = await textOf(own.bytes);
  expect(text).toContain("About Łucja");
  expect(text).toContain("34 weeks");
  expect(text).toMatch(/\(mother\)[\s\S]*Sex\s*Girl/);
  expect(text).toMatch(/Feeding\s*Bottle, every 3 hours/);
  expect(text).toMatch(/Over by now[\s\S]*harness[\s\S]*1 November 2026/i);
  expect(text).toMatch(/corrected for an early birth|before the due date/);
  expect(text).toContain("First lesson");
  expect(text).toContain("letter.pdf");
  const staff = await babyRecord(ours.staff(), { ...ask, notes: "yes", forWhom: "practice" });
  expect(await textOf(staff.bytes)).toContain("About Łucja");
  const stranger = await makeFamily(db.owner, ours.practiceId);
  await expect(babyRecord(ours.staff(), ask)).rejects.toMatchObject({ code: "invalid" });
  for (const actor of [stranger.parent, theirs.staff(), theirs.family.parent])
    await expect(babyRecord(actor, ask)).rejects.toThrow("not_found");
  await expect(babyRecord(ours.staff("front_desk"), ask)).rejects.toThrow("forbidden");
  const rows = await db.owner
    .select()
    .from(t.auditEvents)
    .where(eq(t.auditEvents.subjectId, ours.family.babyId));
  expect(rows.filter((row) => row.operation === "documents.record").length).toBe(2);
});
