import { and, eq, ne } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { babies, medicalNotes, practiceMembers, practices, users } from "@/db/schema";
import { familyIds } from "@/lib/clients/merged";
import type { Actor, System } from "@/lib/core/actor";
import type { PracticeId, UserId } from "@/lib/core/id";
import { systemNow } from "@/lib/core/time";
import { databaseCode } from "@/lib/work/context";
import { failure, log } from "@/lib/work/log";
import { snapshot } from "@/lib/work/query";
import { openDataKeys } from "@/lib/work/vault";
import { CSV_START, csvCell, csvLine } from "./csv";
import { readme, schemaOf } from "./export.described";
import { rowsOfReader } from "./export.reader";
import { countOf, type Json, KeyRing, type Row, rowsOf, type Scope, scopeOf } from "./export.rows";
import { type ExportTable, exportTables, isText } from "./export.tables";
import { beginExport, finishExport, noteExport } from "./export.write";
import { openFacts, readPart, standingFiles } from "./file.store";
import { guardianReader, PRACTICE, type Reader } from "./reader";
import { recordPdf } from "./record";
import { recordWords } from "./record.words";
import { type Entry, inParts, zipped } from "./zip";

const PART_BYTES = 1024 * 1024;
const NOTE_EVERY_MS = 2000;
/** Raised when what the ZIP holds is laid out differently. */
export const FORMAT = "handsel-export-1";

type Phase = "rows" | "records" | "files";
type Options = {
  /** Called now and then, so that the queue knows that somebody still works on it. */
  alive?: () => Promise<void>;
};

/**
 * Makes one export: everything as it was at one moment, into a ZIP that is sealed part by part. Cut off at any point and
 * begun again it starts anew, and until its last part is there nobody can fetch any of it.
 */
export async function makeExport(
  payload: { practiceId: string; exportId: string },
  { alive = async () => undefined }: Options = {},
): Promise<void> {
  const { practiceId, exportId } = payload;
  const system: System = { kind: "system", practiceId: practiceId as PracticeId };
  const begun = await beginExport(system, payload);
  if (!begun) return;
  const { run } = begun;
  // A family's own export is read as that guardian, so row-level security says what belongs to somebody else.
  const reader: Actor =
    begun.byKind === "parent"
      ? { kind: "parent", userId: begun.byUserId as UserId, email: begun.email }
      : system;
  const now = systemNow();
  await snapshot(reader, async (tx) => {
    const plan = await planOf(tx, { practiceId, ...begun, now });
    let noted = systemNow().getTime();
    const note = async (part?: { number: number; bytes: Buffer }): Promise<boolean> => {
      noted = systemNow().getTime();
      await alive();
      const { phase, done, total } = plan.progress;
      return noteExport(system, { exportId, run, phase, done, total, ...(part && { part }) });
    };
    plan.progress.moved = async () => {
      if (systemNow().getTime() - noted > NOTE_EVERY_MS) await note();
    };
    const stamp = { format: FORMAT, madeAt: now.toISOString(), practiceId };
    const head = () => ({ ...stamp, unreadable: plan.ring.unreadable });
    let parts = 0;
    let size = 0;
    for await (const bytes of inParts(zipped(plan.entries, now, head), PART_BYTES)) {
      size += bytes.length;
      if (!(await note({ number: parts, bytes }))) return;
      parts += 1;
    }
    const { rows, records, privateNotes, files } = plan.counts;
    const made = { rows, records, privateNotes, files, size, parts };
    await finishExport(system, { exportId, run, ...made });
  });
}

class Progress {
  phase: Phase = "rows";
  done = 0;
  total = 0;
  moved: () => Promise<void> = async () => undefined;

  async step(phase: Phase, by: number): Promise<void> {
    this.phase = phase;
    this.done += by;
    await this.moved();
  }
}

type Wanted = {
  practiceId: string;
  byUserId: string;
  clientId: string | null;
  forGuardianId: string | null;
  byKind: string;
  locale: string;
  now: Date;
};

/** What goes into the ZIP, in its order, and how much that is. */
async function planOf(tx: Tx, wanted: Wanted) {
  const { practiceId, clientId, now, locale } = wanted;
  const clientIds = clientId === null ? null : await familyIds(tx, practiceId, clientId);
  const reader = await readerOf(tx, wanted, clientIds);
  const scope: Scope = { practiceId, clientIds, reader };
  const words = recordWords(locale);
  const progress = new Progress();
  const counts = { rows: 0, records: 0, privateNotes: 0, files: 0 };
  const ring = new KeyRing();
  const entries: Entry[] = [];
  const described: ExportTable[] = [];
  for (const table of exportTables) {
    if (!scopeOf(table, scope)) continue;
    described.push(table);
    const rows = await countOf(tx, table, scope);
    counts.rows += rows;
    progress.total += rows * 2;
    const read = () => rowsOf(tx, table, scope, ring);
    const step = (by: number) => progress.step("rows", by);
    entries.push(
      { path: `data/${table.name}.json`, content: () => asJson(read(), step) },
      { path: `data/${table.name}.csv`, content: () => asCsv(table, read(), step) },
    );
  }
  entries.push({ path: "data/people.json", content: () => asJson(peopleOf(tx, scope)) });
  entries.push(...(await recordEntries(tx, scope, wanted, progress, counts, ring)));
  entries.push(...(await fileEntries(tx, scope, progress, counts)));
  counts.privateNotes = await privateNotesOf(tx, scope, wanted.byUserId);
  const about = { words, family: clientId !== null, reader, counts, now };
  const [practice] = await tx
    .select({ name: practices.name })
    .from(practices)
    .where(eq(practices.practiceId, practiceId));
  entries.unshift(
    {
      path: "README.txt",
      content: () => once(readme({ ...about, practice: practice?.name ?? "" })),
    },
    { path: "schema.json", content: () => once(schemaOf(described, words, reader)) },
  );
  return { entries, progress, counts, ring };
}

/** A parent's own is read as that grown-up; of what staff make for one of the family it holds no more than that. */
async function readerOf(
  tx: Tx,
  { practiceId, byKind, byUserId, forGuardianId }: Wanted,
  clientIds: readonly string[] | null,
): Promise<Reader> {
  if (clientIds === null) return PRACTICE;
  if (byKind === "parent") return guardianReader(tx, practiceId, clientIds, { userId: byUserId });
  return forGuardianId
    ? guardianReader(tx, practiceId, clientIds, { guardianId: forGuardianId })
    : PRACTICE;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** Notes of other people for themselves alone that whoever asked takes along: the trail says how many. */
async function privateNotesOf(tx: Tx, scope: Scope, byUserId: string): Promise<number> {
  // A family's own export holds none of them, whoever asks for it (export.scope.ts).
  if (scope.clientIds !== null) return 0;
  return tx.$count(
    medicalNotes,
    and(
      eq(medicalNotes.practiceId, scope.practiceId),
      eq(medicalNotes.privacy, "author"),
      ne(medicalNotes.authorUserId, byUserId),
    ),
  );
}

/** Names behind the ids of accounts: of people who work here. Families' own names are in guardians. */
async function* peopleOf(tx: Tx, { practiceId, clientIds }: Scope): AsyncGenerator<Row[]> {
  const rows = await tx
    .select({ id: users.id, name: users.name, email: users.email })
    .from(practiceMembers)
    .innerJoin(users, eq(users.id, practiceMembers.userId))
    .where(eq(practiceMembers.practiceId, practiceId))
    .orderBy(users.id);
  yield rows.map(({ id, name, email }) => ({ id, name, ...(clientIds === null && { email }) }));
}

/** One PDF a baby, for people. A parent's own has no notes: they are the practice's to hand out. */
async function recordEntries(
  tx: Tx,
  { practiceId, clientIds, reader }: Scope,
  { byKind, locale, now }: Wanted,
  progress: Progress,
  counts: { records: number },
  ring: KeyRing,
): Promise<Entry[]> {
  const rows = await tx
    .select({ id: babies.id, sameAs: babies.sameAs })
    .from(babies)
    .where(
      clientIds === null ? eq(babies.practiceId, practiceId) : among(babies.clientId, clientIds),
    )
    .orderBy(babies.id);
  const own = rows.filter((row) => row.sameAs === null);
  counts.records = own.length;
  progress.total += own.length;
  const notes = byKind !== "parent";
  return own.map(({ id: babyId }) => ({
    path: `records/${babyId}.pdf`,
    content: async function* () {
      const ask = { practiceId, babyId, now, notes, locale, reader };
      yield await recordPdf(tx, ask).catch((error) => {
        // A cell that no longer opens is in the manifest; a fault of the database ends the whole.
        if (databaseCode(error)) throw error;
        log("error", "record not drawn", { practiceId, subjectId: babyId, ...failure(error) });
        ring.unreadable.push(`records/${babyId}.pdf`);
        return "";
      });
      await progress.step("records", 1);
    },
  }));
}

async function fileEntries(
  tx: Tx,
  { practiceId, clientIds, reader }: Scope,
  progress: Progress,
  counts: { files: number },
): Promise<Entry[]> {
  const rows = await standingFiles(tx, practiceId, clientIds, rowsOfReader("files", reader));
  const keys = await openDataKeys(
    tx,
    practiceId,
    rows.map((row) => row.dataKeyId),
  );
  counts.files = rows.length;
  progress.total += rows.length;
  return rows.flatMap(({ file, dataKeyId }) => {
    const key = keys.get(dataKeyId);
    if (!key) return [];
    const { name, parts } = openFacts(key, file.id, file.facts);
    return [
      {
        path: `files/${file.id}/${name}`,
        packed: true,
        content: async function* () {
          for (let part = 0; part < parts; part++) yield await readPart(tx, key, file.id, part);
          await progress.step("files", 1);
        },
      },
    ];
  });
}

type Step = (by: number) => Promise<void>;

async function* asJson(pages: AsyncIterable<Row[]>, step?: Step): AsyncGenerator<string> {
  let first = true;
  yield "[";
  for await (const rows of pages) {
    yield rows.map((row, at) => `${first && at === 0 ? "" : ","}\n${JSON.stringify(row)}`).join("");
    first = false;
    await step?.(rows.length);
  }
  yield "\n]\n";
}

async function* asCsv(
  table: ExportTable,
  pages: AsyncIterable<Row[]>,
  step: Step,
): AsyncGenerator<string> {
  yield CSV_START + csvLine(table.columns.map((column) => csvCell(column.name, "text")));
  for await (const rows of pages) {
    yield rows
      .map((row) =>
        csvLine(
          table.columns.map((column) =>
            csvCell(flat(row[column.name] ?? null), isText(column) ? "text" : "plain"),
          ),
        ),
      )
      .join("");
    await step(rows.length);
  }
}

const flat = (value: Json): string | number | boolean | null =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : value;
