import { createHash, randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as t from "@/db/schema";
import { testDatabase } from "@/db/testing/database";
import { type Everything, makeEverything } from "@/db/testing/everything";
import { makeFile } from "@/db/testing/files";
import { makeFamily, type TestFamily } from "@/db/testing/world";
import { allOf as all, rowsIn, unzip, type Zip } from "@/db/testing/zip";
import { sessionHash } from "@/lib/accounts/rules";
import type { Parent, Staff } from "@/lib/core/actor";
import { seal } from "@/lib/work/vault";
import { makeExport } from "./export.make";
import { exportList, exportPart } from "./export.read";
import { exportTables } from "./export.tables";
import {
  askExport,
  beginExport,
  dropExport,
  failExport,
  fetchExport,
  finishExport,
  noteExport,
  purgeExport,
} from "./export.write";
import { zipped } from "./zip";

const db = testDatabase();
let ours: Everything;
let theirs: Everything;
let neighbours: TestFamily;
const cookies = new Map<string, string>();
/** All of our practice, made once for all tests that look at one or fetch it. */
let whole: { exportId: string; zip: Zip };
beforeAll(async () => {
  ours = await makeEverything(db.owner);
  theirs = await makeEverything(db.owner);
  neighbours = await makeFamily(db.owner, ours.practiceId);
  await makeFile(db.owner, ours, neighbours, "NEIGHBOURFILE");
  const health = { allergies: ["=CANARYNUTS"], conditions: ["CANARYHIP"], findings: [] };
  await db.owner
    .update(t.babies)
    .set({
      health: seal(
        ours.family.dataKey,
        { table: "babies", column: "health", id: ours.family.babyId },
        JSON.stringify(health),
      ),
    })
    .where(eq(t.babies.id, ours.family.babyId));
  await db.owner
    .update(t.referrals)
    .set({ clientId: ours.family.clientId, babyId: ours.family.babyId })
    .where(eq(t.referrals.id, ours.referralId));
  for (const userId of [ours.userId, theirs.userId, ours.family.userId]) await signIn(userId);
  whole = await exported(ours.staff());
}, 60_000);

// Tests ask more often than people do.
beforeEach(async () => {
  await db.owner.execute(sql`delete from rate_hits`);
});

async function signIn(userId: string, minutesAgo = 0): Promise<string> {
  const cookie = randomBytes(32).toString("base64url");
  await db.owner.insert(t.sessions).values({
    ...{ sessionToken: sessionHash(cookie), userId },
    expires: new Date(Date.now() + 3_600_000),
    createdAt: new Date(Date.now() - minutesAgo * 60_000),
  });
  cookies.set(userId, cookie);
  return cookie;
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => error.message,
  );
const cookieOf = (actor: Staff | Parent) => cookies.get(actor.userId);

async function ask(actor: Staff | Parent, clientId?: string) {
  const input = {
    locale: "en-GB",
    cookie: cookieOf(actor),
    ...(clientId && { clientId }),
    ...(clientId && actor.kind === "staff" && { forWhom: "practice" }),
  } as const;
  return askExport(actor, input as Parameters<typeof askExport>[1]);
}
async function fetchZip(actor: Staff | Parent, exportId: string): Promise<Zip> {
  const { parts } = await fetchExport(actor, { exportId, cookie: cookieOf(actor) });
  const pieces: Buffer[] = [];
  for (let part = 0; part < parts; part++)
    pieces.push((await exportPart(actor, { exportId, part })).bytes);
  return unzip(Buffer.concat(pieces));
}
async function exported(actor: Staff | Parent, clientId?: string) {
  const { exportId } = await ask(actor, clientId);
  await makeExport({ practiceId: ours.practiceId, exportId });
  return { exportId, zip: await fetchZip(actor, exportId) };
}
describe("a whole practice", () => {
  let zip: Zip;
  beforeAll(() => {
    zip = whole.zip;
  });

  test("holds every row of every table, and says how many", async () => {
    const missing: string[] = [];
    for (const table of exportTables) {
      const [row] = await db.owner.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(table.name)} where practice_id = ${ours.practiceId}`,
      );
      const rows = rowsIn(zip, table.name).length;
      const lines = zip.get(`data/${table.name}.csv`)?.toString("utf8").match(/\r\n/g)?.length ?? 0;
      // The trail grows while the export is written and read.
      const fine = table.name === "audit_events" ? rows > 0 : rows === row?.n;
      if (!fine || lines < rows + 1)
        missing.push(`${table.name}: ${rows} of ${row?.n}, ${lines} lines`);
    }
    expect(missing).toEqual([]);
  });

  test("every table of a practice is in it or named with a reason", async () => {
    const [described] = [JSON.parse(zip.get("schema.json")?.toString() ?? "{}")];
    const named = [...described.tables, ...described.leftOut].map(
      (one: { table: string }) => one.table,
    );
    const rows = await db.owner.execute<{ name: string }>(sql`
      select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'practice_id'`);
    expect(rows.map((row) => row.name).filter((name) => !named.includes(name))).toEqual([]);
    for (const table of described.tables)
      for (const column of table.columns)
        expect([table.table, column.name, column.type !== "", column.meaning !== ""]).toEqual([
          ...[table.table, column.name, true, true],
        ]);
    const lessons = described.tables.find((one: { table: string }) => one.table === "lessons");
    const status = lessons.columns.find((one: { name: string }) => one.name === "status");
    expect(status.codes).toContain("confirmed");
  });

  test("what was sealed is opened, and no ciphertext, key or secret is in it", async () => {
    const [baby] = rowsIn(zip, "babies").filter((row) => row.id === ours.family.babyId);
    expect(baby?.health).toMatchObject({ conditions: ["CANARYHIP"] });
    expect(rowsIn(zip, "messages")[0]?.body).toBe("words");
    expect(
      rowsIn(zip, "files")
        .map((row) => JSON.stringify(row.facts))
        .join(),
    ).toContain("letter.pdf");
    expect(zip.has("data/data_keys.json") || zip.has("data/links.json")).toBe(false);
    expect(Object.keys(rowsIn(zip, "invitations")[0] ?? {})).not.toContain("token_hash");
    expect(Object.keys(rowsIn(zip, "outside_calendars")[0] ?? {})).not.toContain("address");
    const text = all(zip);
    const [key] = await db.owner.select().from(t.dataKeys).limit(1);
    for (const form of ["hex", "base64", "latin1"] as const)
      expect(text.includes(key?.wrapped.toString(form) ?? "")).toBe(false);
  });

  test("nothing of another practice is in it", () => {
    const text = all(zip);
    const { family, practiceId, userId, slug } = theirs;
    for (const word of [family.email, family.clientId, family.babyId, practiceId, userId, slug])
      expect([word, text.includes(word)]).toEqual([word, false]);
  });

  test("files are whole, each baby has a record, and the manifest fits", () => {
    const letter = [...zip].find(([name]) => name.startsWith(`files/${ours.fileId}/`));
    expect(letter?.[0]).toBe(`files/${ours.fileId}/letter.pdf`);
    expect(letter?.[1].toString("latin1")).toContain("% letter");
    expect(zip.get(`records/${ours.family.babyId}.pdf`)?.subarray(0, 5).toString()).toBe("%PDF-");
    const { files, unreadable } = JSON.parse(zip.get("manifest.json")?.toString() ?? "{}");
    expect(unreadable).toEqual([]);
    expect(files.map((one: { path: string }) => one.path).toSorted()).toEqual(
      [...zip.keys()].filter((name) => name !== "manifest.json").toSorted(),
    );
    for (const { path, bytes, sha256 } of files) {
      const there = zip.get(path) ?? Buffer.alloc(0);
      expect([path, there.length, createHash("sha256").update(there).digest("hex")]).toEqual([
        ...[path, bytes, sha256],
      ]);
    }
    expect(zip.get("README.txt")?.toString()).toContain("schema.json");
  });

  test("a formula in a cell is text", () => {
    const csv = zip.get("data/babies.csv")?.toString("utf8") ?? "";
    expect(csv.startsWith("\ufeff")).toBe(true);
    expect(csv).toContain("=CANARYNUTS");
    expect(csv).not.toMatch(/(^|,|\n)"?[=+@]/m);
  });

  test("its ciphertext shows nothing", async () => {
    const rows = await db.owner
      .select()
      .from(t.exportParts)
      .where(eq(t.exportParts.practiceId, ours.practiceId));
    const stored = Buffer.concat(rows.map((row) => row.body)).toString("latin1");
    for (const word of ["README.txt", "manifest.json", "CANARY", "PK\x03\x04"])
      expect([word, stored.includes(word)]).toEqual([word, false]);
  });
});

describe("one family", () => {
  test("asked for by a clinician: its own, without neighbours and without notes that are only hers", async () => {
    const [note] = await db.owner
      .select()
      .from(t.medicalNotes)
      .where(eq(t.medicalNotes.practiceId, ours.practiceId))
      .limit(1);
    await db.owner.execute(sql`alter table medical_notes disable trigger user`);
    await db.owner
      .update(t.medicalNotes)
      .set({ privacy: "author" })
      .where(eq(t.medicalNotes.id, note?.id ?? ""));
    await db.owner.execute(sql`alter table medical_notes enable trigger user`);
    const { zip } = await exported(ours.staff("practitioner"), ours.family.clientId);
    const text = all(zip);
    for (const word of [neighbours.clientId, neighbours.babyId, neighbours.email, "NEIGHBOURFILE"])
      expect([word, text.includes(word)]).toEqual([word, false]);
    expect(text).toContain("CANARYHIP");
    expect(rowsIn(zip, "clients").some((row) => row.id === ours.family.clientId)).toBe(true);
    expect(rowsIn(zip, "medical_notes").map((row) => row.id)).not.toContain(note?.id);
    // What was sent to the family beside it is theirs (export-kept-back.test.ts).
    for (const table of ["note_versions", "note_addenda"])
      expect(rowsIn(zip, table).map((row) => row.note_id)).not.toContain(note?.id);
    for (const table of ["bookings", "lessons", "services", "referral_events", "files"])
      expect([table, rowsIn(zip, table).length > 0]).toEqual([table, true]);
    expect(zip.has("data/weekly_hours.json") || zip.has("data/routines.json")).toBe(false);
  }, 60_000);

  test("asked for by a parent: what the parent may see, and no more", async () => {
    const { zip } = await exported(ours.family.parent, ours.family.clientId);
    const text = all(zip);
    expect(text).toContain("CANARYHIP");
    expect(text).not.toContain(neighbours.clientId);
    for (const table of ["medical_notes", "audit_events", "referrals"])
      expect([table, rowsIn(zip, table)]).toEqual([table, []]);
    expect([...zip.keys()].some((name) => name.startsWith(`files/${ours.fileId}/`))).toBe(true);
  }, 60_000);
});

describe("who may", () => {
  test("the owner for all, clinicians for a family of theirs, parents for their own", async () => {
    const { clientId } = ours.family;
    expect(await code(ask(ours.staff("practitioner")))).toMatch(/^not_found/);
    expect(await code(ask(ours.staff("front_desk")))).toMatch(/^forbidden/);
    expect(await code(ask(theirs.staff(), clientId))).toMatch(/^not_found/);
    expect(await code(ask(ours.family.parent))).toMatch(/^not_found/);
    expect(await code(ask(ours.family.parent, neighbours.clientId))).toMatch(/^not_found/);
  });

  test("only after a fresh sign-in, both to ask and to fetch", async () => {
    const fresh = cookies.get(ours.userId) ?? "";
    const stale = await signIn(ours.userId, 11);
    expect(await code(ask(ours.staff()))).toMatch(/^too_late documents:errors.notFresh/);
    cookies.set(ours.userId, fresh);
    const { exportId } = whole;
    expect(await code(fetchExport(ours.staff(), { exportId, cookie: stale }))).toMatch(/notFresh/);
    expect(await code(fetchExport(ours.staff(), { exportId }))).toMatch(/notFresh/);
  }, 60_000);

  test("another person of the practice cannot fetch it, and each fetch is in the trail with how much it held", async () => {
    const { exportId } = whole;
    const other = { ...ours.staff(), userId: theirs.userId };
    expect(await code(fetchExport(other, { exportId, cookie: cookieOf(other) }))).toMatch(
      /^not_found/,
    );
    expect(await code(exportPart(other, { exportId, part: 0 }))).toMatch(/^not_found/);
    expect(await code(exportPart(theirs.staff(), { exportId, part: 0 }))).toMatch(/^not_found/);
    const rows = await db.owner
      .select()
      .from(t.auditEvents)
      .where(
        and(
          eq(t.auditEvents.practiceId, ours.practiceId),
          eq(t.auditEvents.operation, "documents.fetch_export"),
        ),
      );
    const detail = rows.map((row) => row.detail as Record<string, number>);
    expect(detail.some((one) => String(one.export) === exportId && (one.rows ?? 0) > 30)).toBe(
      true,
    );
  }, 60_000);
});

describe("a worker that is killed", () => {
  test("leaves nothing to fetch; the next run starts anew and the old one cannot go on", async () => {
    const { exportId } = await ask(ours.staff());
    const at = { practiceId: ours.practiceId, exportId };
    const first = await beginExport(ours.system, at);
    const half = { exportId, run: first?.run ?? "", phase: "rows", done: 1, total: 9 } as const;
    const part = { number: 0, bytes: Buffer.from("half a ZIP") };
    expect(await noteExport(ours.system, { ...half, part })).toBe(true);
    const fetching = () => fetchExport(ours.staff(), { exportId, cookie: cookieOf(ours.staff()) });
    expect(await code(fetching())).toMatch(/^not_found/);
    expect(await code(exportPart(ours.staff(), { exportId, part: 0 }))).toMatch(/^not_found/);
    await makeExport(at);
    expect(
      await noteExport(ours.system, { ...half, part: { number: 99, bytes: part.bytes } }),
    ).toBe(false);
    const zip = await fetchZip(ours.staff(), exportId);
    expect(zip.has("manifest.json")).toBe(true);
    // Begun once more by mistake, a finished one stays as it is.
    await makeExport(at);
    expect((await fetchZip(ours.staff(), exportId)).size).toBe(zip.size);
  }, 60_000);

  test("two at once make one", async () => {
    const { exportId } = await ask(ours.staff());
    const at = { practiceId: ours.practiceId, exportId };
    await Promise.all([makeExport(at), makeExport(at)]);
    expect((await fetchZip(ours.staff(), exportId)).has("manifest.json")).toBe(true);
  }, 60_000);

  test("after the last try the page says so, and a new one may be asked for", async () => {
    const { exportId } = await ask(ours.staff());
    expect((await ask(ours.staff())).exportId).toBe(exportId);
    await failExport(ours.system, { practiceId: ours.practiceId, exportId });
    const { items } = await exportList(ours.staff(), {});
    expect(items.find((one) => one.id === exportId)?.phase).toBe("failed");
    expect((await ask(ours.staff())).exportId).not.toBe(exportId);
  });
});

test("a cell that no longer opens is named and keeps nothing else back; a fault elsewhere ends the whole", async () => {
  const broken = await makeFamily(db.owner, theirs.practiceId);
  await db.owner
    .update(t.babies)
    .set({ health: randomBytes(60) })
    .where(eq(t.babies.id, broken.babyId));
  const entries = [
    {
      path: "a",
      content: async function* () {
        yield "half";
        throw new Error("gone");
      },
    },
  ];
  const read = async () => {
    for await (const _ of zipped(entries, new Date(), () => ({})));
  };
  await expect(read()).rejects.toThrow("gone");
  const { exportId } = await askExport(theirs.staff(), {
    ...{ locale: "en-GB", cookie: cookies.get(theirs.userId) },
  });
  // Such a baby's record cannot be drawn either: only the data of it is handed out.
  await makeExport({ practiceId: theirs.practiceId, exportId });
  const zip = await fetchZip(theirs.staff(), exportId);
  const { unreadable } = JSON.parse(zip.get("manifest.json")?.toString() ?? "{}");
  expect(unreadable).toContain(`babies.health ${broken.babyId}`);
}, 60_000);

test("when its time is over it is gone, and sooner when it is thrown away", async () => {
  const { exportId } = await ask(ours.staff());
  const at = { practiceId: ours.practiceId, exportId };
  const run = (await beginExport(ours.system, at))?.run ?? "";
  const part = { number: 0, bytes: Buffer.from("a ZIP") };
  await noteExport(ours.system, { exportId, run, phase: "files", done: 1, total: 1, part });
  const made = { rows: 1, records: 0, privateNotes: 0, files: 0, size: 5, parts: 1 };
  await finishExport(ours.system, { exportId, run, ...made });
  await fetchExport(ours.staff(), { exportId, cookie: cookieOf(ours.staff()) });
  expect((await exportPart(ours.staff(), { exportId, part: 0 })).bytes).toEqual(part.bytes);
  expect(await purgeExport(ours.system, at)).toEqual({ gone: false });
  await dropExport(ours.staff(), { exportId });
  expect(await code(exportPart(ours.staff(), { exportId, part: 0 }))).toMatch(/^not_found/);
  expect(await purgeExport(ours.system, at)).toEqual({ gone: true });
  const left = eq(t.exportParts.exportId, exportId);
  expect(await db.owner.$count(t.exportParts, left)).toBe(0);
});
