import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { makeFamily, makePractice, type TestFamily, type TestPractice } from "@/db/testing/world";
import type { Actor } from "@/lib/core/actor";
import { fileList, filePart, uploadPlace } from "./file.read";
import { MOST_FAMILY_BYTES } from "./file.rules";
import {
  bringBackFile,
  describeFile,
  keepFile,
  purgeFile,
  removeFile,
  showFile,
} from "./file.write";
import { CheckedUpload } from "./upload";

const db = testDatabase();
let at: TestPractice;
let family: TestFamily;
let other: TestFamily;
let elsewhere: TestPractice;
let theirs: TestFamily;
beforeAll(async () => {
  at = await makePractice(db.owner);
  family = await makeFamily(db.owner, at.practiceId);
  other = await makeFamily(db.owner, at.practiceId);
  elsewhere = await makePractice(db.owner);
  theirs = await makeFamily(db.owner, elsewhere.practiceId);
});

const letter = (size = 200, name = "letter.pdf") =>
  CheckedUpload.of({
    name,
    bytes: Buffer.concat([
      Buffer.from("%PDF-1.4\nCANARYCONTENT\n"),
      Buffer.alloc(size, "x"),
      Buffer.from("\nstartxref\n0\n%%EOF\n"),
    ]),
  });
const keep = async (actor: Actor, more: Record<string, unknown> = {}) =>
  keepFile(actor, {
    babyId: family.babyId,
    fileId: randomUUID(),
    about: "letter",
    caption: "CANARYCAPTION",
    onDay: "2026-11-01",
    content: await letter(),
    ...more,
  } as Parameters<typeof keepFile>[1]);
const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => error.message,
  );
const seen = async (actor: Actor) =>
  (await fileList(actor, { babyId: family.babyId })).items.map((one) => one.id);

describe("a file of a baby", () => {
  test("is the practice's until it is shown, and then the family reads the same bytes", async () => {
    const content = await letter(2_300_000, "Clinic letter.pdf");
    const { fileId } = await keep(at.staff(), { content });
    expect(await seen(at.staff("practitioner"))).toContain(fileId);
    expect(await seen(family.parent)).not.toContain(fileId);
    expect(await code(filePart(family.parent, { fileId, part: 0 }))).toMatch(/^not_found/);
    await showFile(at.staff(), { fileId, shown: "yes" });
    const parts: Buffer[] = [];
    for (let part = 0; part < 3; part++)
      parts.push((await filePart(family.parent, { fileId, part })).bytes);
    expect(Buffer.concat(parts).equals(content.bytes)).toBe(true);
    expect(await code(filePart(family.parent, { fileId, part: 3 }))).toMatch(/^not_found/);
    await showFile(at.staff(), { fileId, shown: "no" });
    expect(await seen(family.parent)).not.toContain(fileId);
  });

  test("that the family sent is seen by both sides, and stays in its sight", async () => {
    const { fileId } = await keep(family.parent);
    expect(await seen(at.staff())).toContain(fileId);
    expect(await seen(family.parent)).toContain(fileId);
    expect(await code(showFile(at.staff(), { fileId, shown: "no" }))).toMatch(/familys/);
  });

  test("is not there for the front desk, another family or another practice", async () => {
    const { fileId } = await keep(at.staff());
    await showFile(at.staff(), { fileId, shown: "yes" });
    for (const actor of [other.parent, elsewhere.staff(), theirs.parent] as Actor[]) {
      expect(await code(filePart(actor, { fileId, part: 0 }))).toMatch(/^not_found/);
      expect(await code(fileList(actor, { babyId: family.babyId }))).toMatch(/^not_found/);
      expect(await code(uploadPlace(actor, { babyId: family.babyId }))).toMatch(/^not_found/);
      expect(await code(removeFile(actor, { fileId }))).toMatch(/^not_found/);
      expect(await code(keep(actor))).toMatch(/^not_found/);
    }
    const desk = at.staff("front_desk");
    expect(await code(filePart(desk, { fileId, part: 0 }))).toMatch(/^forbidden/);
    expect(await code(keep(desk))).toMatch(/^forbidden/);
    expect(await code(showFile(family.parent, { fileId, shown: "yes" }))).toMatch(/^forbidden/);
  });

  test("holds nothing readable in the database, and each part opens only in its place", async () => {
    const { fileId } = await keep(at.staff(), {
      content: await letter(2_300_000, "CANARYNAME.pdf"),
    });
    const [file] = await db.owner.select().from(t.files).where(eq(t.files.id, fileId));
    const parts = await db.owner.select().from(t.fileParts).where(eq(t.fileParts.fileId, fileId));
    expect(parts.length).toBe(3);
    const stored = Buffer.concat([file!.facts, ...parts.map((part) => part.body)]);
    for (const word of ["CANARY", "letter", "xxxxxxxx"]) expect(stored.includes(word)).toBe(false);
    await db.owner.execute(sql`
      update file_parts a set body = b.body from file_parts b
      where a.file_id = ${fileId} and b.file_id = ${fileId} and a.part = 0 and b.part = 1`);
    await expect(filePart(at.staff(), { fileId, part: 0 })).rejects.toThrow();
  });

  test("sent twice is one file, and five at once are one", async () => {
    const fileId = randomUUID();
    const content = await letter();
    const made = await Promise.all(
      Array.from({ length: 5 }, () => keep(at.staff(), { fileId, content })),
    );
    expect(new Set(made.map((one) => one.fileId)).size).toBe(1);
    const rows = await db.owner.select().from(t.fileParts).where(eq(t.fileParts.fileId, fileId));
    expect(rows.length).toBe(1);
    // Another family's id is not a way in.
    expect(await code(keep(other.parent, { babyId: other.babyId, fileId }))).toMatch(/^not_found/);
  });

  test("of a day that has not been is refused at the field", async () => {
    expect(await code(keep(at.staff(), { onDay: "2199-01-01" }))).toMatch(/^invalid/);
  });

  test("a picture of the baby waits for the family's word; a letter does not", async () => {
    expect(await code(keep(at.staff(), { about: "photo" }))).toMatch(/noConsent/);
    expect(await code(keep(at.staff(), { about: "other" }))).toBe("done");
  });
});

describe("taken away", () => {
  test("it can be brought back for a week, then its job lets it go", async () => {
    const { fileId } = await keep(at.staff());
    const system = at.system;
    await removeFile(at.staff(), { fileId });
    expect(await code(filePart(at.staff(), { fileId, part: 0 }))).toMatch(/^not_found/);
    const listed = await fileList(at.staff(), { babyId: family.babyId });
    expect(listed.items.find((one) => one.id === fileId)?.goneAt).toBeInstanceOf(Date);
    await bringBackFile(at.staff(), { fileId });
    expect((await filePart(at.staff(), { fileId, part: 0 })).part).toBe(0);
    expect(await purgeFile(system, { practiceId: at.practiceId, fileId })).toEqual({ gone: false });
    await removeFile(at.staff(), { fileId });
    expect(await purgeFile(system, { practiceId: at.practiceId, fileId })).toEqual({ gone: false });
    await db.owner
      .update(t.files)
      .set({ removedAt: new Date(Date.now() - 8 * 86_400_000) })
      .where(and(eq(t.files.practiceId, at.practiceId), eq(t.files.id, fileId)));
    expect(await purgeFile(system, { practiceId: at.practiceId, fileId })).toEqual({ gone: true });
    expect(await purgeFile(system, { practiceId: at.practiceId, fileId })).toEqual({ gone: false });
    const left = await db.owner.select().from(t.fileParts).where(eq(t.fileParts.fileId, fileId));
    expect(left).toEqual([]);
    expect(await code(bringBackFile(at.staff(), { fileId }))).toMatch(/^not_found/);
  });

  test("a job is left to do it, and its row holds ids only", async () => {
    const { fileId } = await keep(at.staff());
    await removeFile(at.staff(), { fileId });
    const jobs = await db.owner.execute(
      sql`select payload from graphile_worker._private_jobs where key = ${`files.purge:${fileId}`}`,
    );
    expect(jobs.map((row) => row.payload)).toEqual([{ practiceId: at.practiceId, fileId }]);
  });

  test("a family takes away what it sent itself, and nothing of the practice's", async () => {
    const own = await keep(family.parent);
    const shown = await keep(at.staff());
    await showFile(at.staff(), { fileId: shown.fileId, shown: "yes" });
    expect(await code(removeFile(family.parent, { fileId: shown.fileId }))).toMatch(/practices/);
    await removeFile(family.parent, { fileId: own.fileId });
    expect(await seen(family.parent)).toContain(own.fileId);
    await bringBackFile(family.parent, { fileId: own.fileId });
    await removeFile(at.staff(), { fileId: own.fileId });
    expect(await seen(family.parent)).not.toContain(own.fileId);
    expect(await code(bringBackFile(family.parent, { fileId: own.fileId }))).toMatch(/practices/);
  });
});

test("a family has so much room and no more, whoever fills it", async () => {
  const fresh = await makeFamily(db.owner, at.practiceId);
  const { fileId } = await keep(at.staff(), { babyId: fresh.babyId });
  await db.owner
    .update(t.files)
    .set({ size: MOST_FAMILY_BYTES - 100 })
    .where(eq(t.files.id, fileId));
  expect(await code(keep(fresh.parent, { babyId: fresh.babyId }))).toMatch(/refused\.room/);
});

test("words are changed by clinicians, and kept sealed", async () => {
  const { fileId } = await keep(at.staff());
  await describeFile(at.staff(), { fileId, caption: "Hip scan, all well", onDay: "2026-10-01" });
  const { items } = await fileList(at.staff(), { babyId: family.babyId });
  const found = items.find((one) => one.id === fileId);
  expect([found?.caption, found?.onDay]).toEqual(["Hip scan, all well", "2026-10-01"]);
});

test("whoever reads the list or opens a file is in the audit trail", async () => {
  const { fileId } = await keep(at.staff());
  await filePart(at.staff(), { fileId, part: 0 });
  await fileList(at.staff(), { babyId: family.babyId });
  const rows = await db.owner
    .select()
    .from(t.auditEvents)
    .where(eq(t.auditEvents.subjectId, family.babyId));
  const operations = rows.map((row) => row.operation);
  expect(operations).toContain("documents.file_part");
  expect(operations).toContain("documents.files");
  expect(JSON.stringify(rows)).not.toContain("CANARY");
});
