import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { among } from "@/db/among";
import type { Tx } from "@/db/client";
import { clients } from "@/db/schema";
import { type DataKey, openDataKeys, unsealBytes, unsealBytesForSystem } from "@/lib/work/vault";
import { cellsOfReader, rowsOfReader, trimmed } from "./export.reader";
import { ofFamily } from "./export.scope";
import type { ExportColumn, ExportTable } from "./export.tables";
import type { Reader } from "./reader";

const PAGE = 250;
const KEYS_KEPT = 2000;
// Links in mails open bookings: whoever holds an export must not hold them too.
const token = /(?<![\w-])[\w-]{43}(?![\w-])/g;

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Row = Record<string, Json>;
type Stored = Record<string, unknown>;

/** Whose rows: a whole practice's, or one family's; and for whom. */
export type Scope = { practiceId: string; clientIds: readonly string[] | null; reader: Reader };

export const scopeOf = (
  table: ExportTable,
  { practiceId, clientIds, reader }: Scope,
): SQL | undefined => {
  const within = eq(table.practice, practiceId);
  if (clientIds === null) return within;
  const theirs = ofFamily(table, practiceId, clientIds);
  return theirs && and(within, sql`(${theirs})`, rowsOfReader(table.name, reader));
};

export async function countOf(tx: Tx, table: ExportTable, scope: Scope): Promise<number> {
  const where = scopeOf(table, scope);
  if (!where) return 0;
  const [row] = await tx.select({ n: sql<string>`count(*)` }).from(table.table).where(where);
  return Number(row?.n ?? 0);
}

/** The rows of a table, opened, a page at a time, in the order of their key. */
export async function* rowsOf(
  tx: Tx,
  table: ExportTable,
  scope: Scope,
  ring: KeyRing,
): AsyncGenerator<Row[]> {
  const where = scopeOf(table, scope);
  if (!where) return;
  const wanted = Object.fromEntries(
    table.columns.map((one) => {
      const shown = cellsOfReader(table, one, scope.reader);
      const { name, column } = one;
      return [name, shown ? sql`case when ${shown} then ${column} end`.mapWith(column) : column];
    }),
  );
  const orders = table.order.length > 0 ? table.order : [table.practice];
  let after: SQL | undefined;
  for (;;) {
    const rows: Stored[] = await tx
      .select(wanted)
      .from(table.table)
      .where(and(where, after))
      .orderBy(...orders.map((column) => asc(column)))
      .limit(PAGE);
    if (rows.length > 0) {
      const opened = await ring.open(tx, table, scope.practiceId, rows);
      yield opened.map((row) => trimmed(table, row, scope.reader));
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE || table.order.length === 0) return;
    after = sql`(${list(table.order.map((column) => sql`${column}`))}) > (${list(
      table.order.map((column) => sql`${sql.param(last[column.name], column)}`),
    )})`;
  }
}
const list = (parts: SQL[]): SQL => sql.join(parts, sql`, `);

/** The data keys of the families whose rows are read. */
export class KeyRing {
  private readonly keyOfClient = new Map<string, DataKey>();
  /** Cells that no longer open, such as after damage on the disk: named in the manifest, they keep nobody's data back. */
  readonly unreadable: string[] = [];

  async open(tx: Tx, table: ExportTable, practiceId: string, rows: Stored[]): Promise<Row[]> {
    const sealed = table.columns.filter((column) => column.sealed);
    const byClient = sealed.some((column) => column.sealed?.key === "client");
    const byRow = sealed.some((column) => column.sealed?.key === "row");
    if (byClient) await this.fetch(tx, practiceId, texts(rows, "client_id"));
    const own = byRow ? await openDataKeys(tx, practiceId, texts(rows, "data_key_id")) : new Map();
    return rows.map((row) => {
      const key = (one: ExportColumn): DataKey | undefined =>
        one.sealed?.key === "row"
          ? own.get(String(row.data_key_id))
          : this.keyOfClient.get(String(row.client_id));
      return Object.fromEntries(
        table.columns.map((column) => [
          column.name,
          column.sealed
            ? this.tried(table, column, row, () => opened(column, row, practiceId, key(column)))
            : plain(row[column.name], column),
        ]),
      );
    });
  }

  private tried(
    table: ExportTable,
    { name, sealed }: ExportColumn,
    row: Stored,
    open: () => Json,
  ): Json {
    try {
      return open();
    } catch {
      const cell = `${table.name}.${name} ${String(row[sealed?.id ?? "id"])}`;
      if (!this.unreadable.includes(cell)) this.unreadable.push(cell);
      return null;
    }
  }

  private async fetch(tx: Tx, practiceId: string, ids: string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.keyOfClient.has(id));
    if (missing.length === 0) return;
    if (this.keyOfClient.size > KEYS_KEPT) this.keyOfClient.clear();
    const needed = [...new Set(ids)].filter((id) => !this.keyOfClient.has(id));
    const found = await tx
      .select({ id: clients.id, dataKeyId: clients.dataKeyId })
      .from(clients)
      .where(and(eq(clients.practiceId, practiceId), among(clients.id, needed)));
    const keys = await openDataKeys(
      tx,
      practiceId,
      found.map((row) => row.dataKeyId),
    );
    for (const { id, dataKeyId } of found) {
      const key = keys.get(dataKeyId);
      if (key) this.keyOfClient.set(id, key);
    }
  }
}

const texts = (rows: Stored[], name: string): string[] =>
  rows.flatMap((row) => (typeof row[name] === "string" ? [row[name]] : []));

/** What was sealed, opened. Where the key is gone, as after an erasure, nothing is left to hand out. */
function opened(
  { name, sealed }: ExportColumn,
  row: Stored,
  practiceId: string,
  key: DataKey | undefined,
): Json {
  const stored = row[name];
  if (!sealed || !Buffer.isBuffer(stored)) return null;
  const where = {
    table: sealed.table,
    column: sealed.column,
    id: String(row[sealed.id]),
    ...(sealed.version && { version: Number(row[sealed.version]) }),
  };
  if (sealed.key === "system")
    return shown(unsealBytesForSystem({ ...where, practiceId }, stored), sealed.holds);
  return key ? shown(unsealBytes(key, where, stored), sealed.holds) : null;
}

function shown(bytes: Buffer, holds: "text" | "json" | "bytes"): Json {
  if (holds === "bytes") return bytes.toString("base64");
  const text = bytes.toString("utf8").replace(token, "[link]");
  return holds === "json" ? read(text) : text;
}

function read(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function plain(value: unknown, column: ExportColumn): Json {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString("hex");
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "object") return JSON.parse(JSON.stringify(value)) as Json;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  throw new Error(`an export cannot hold ${typeof value} of ${column.name}`);
}
