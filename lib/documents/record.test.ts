import { eq } from "drizzle-orm";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { makeFamily } from "@/db/testing/world";
import { type Block, pdfOf, runsOf } from "./pdf";
import { babyRecord } from "./record.read";

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
const look = { lang: "en-GB", title: "Record", foot: (page: number) => `page ${page}` };

test("names of Europe, money and dashes are read back as they were written", async () => {
  const names = [
    "Łukasz Ődön Žižka",
    "Ana İpek Şahin",
    "Søren Ærø",
    "costs £48 – or €55",
    "O’Neil “Tess”",
  ];
  const blocks: Block[] = [
    { is: "title", text: names[0]!, detail: names[1]! },
    { is: "facts", rows: [["Name", names[2]!]] },
    { is: "list", items: [names[3]!] },
    { is: "table", head: ["a", "b"], rows: [[names[4]!, names[0]!]] },
  ];
  const text = await textOf(await pdfOf(look, blocks));
  for (const name of names) expect(text).toContain(name);
});

test("a sign that no font here has is marked, never dropped without a word", () => {
  expect(
    runsOf("Юлия")
      .map((run) => run.text)
      .join(""),
  ).toBe("¿?".repeat(4));
  // o and a combining double acute are one letter.
  expect(runsOf("o\u030b")).toEqual([{ subset: "latin-ext", text: "ő" }]);
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
    .set({ firstName: "Łucja" })
    .where(eq(t.babies.id, ours.family.babyId));
  const ask = { babyId: ours.family.babyId, locale: "en-GB", notes: "no" } as const;
  const own = await babyRecord(ours.family.parent, ask);
  const text = await textOf(own.bytes);
  expect(text).toContain("About Łucja");
  expect(text).toContain("34 weeks");
  expect(text).toMatch(/corrected for an early birth|before the due date/);
  expect(text).toContain("First lesson");
  expect(text).toContain("letter.pdf");
  const staff = await babyRecord(ours.staff(), { ...ask, notes: "yes" });
  expect(await textOf(staff.bytes)).toContain("About Łucja");
  const stranger = await makeFamily(db.owner, ours.practiceId);
  for (const actor of [stranger.parent, theirs.staff(), theirs.family.parent])
    await expect(babyRecord(actor, ask)).rejects.toThrow("not_found");
  await expect(babyRecord(ours.staff("front_desk"), ask)).rejects.toThrow("forbidden");
  const rows = await db.owner
    .select()
    .from(t.auditEvents)
    .where(eq(t.auditEvents.subjectId, ours.family.babyId));
  expect(rows.filter((row) => row.operation === "documents.record").length).toBe(2);
});
