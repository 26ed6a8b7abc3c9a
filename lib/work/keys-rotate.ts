import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { type SealedColumn, sealedColumns } from "./sealed-columns";
import {
  currentKid,
  type DataKey,
  isSealedAnew,
  isSealedByCurrent,
  renewDataKey,
  retireOldKeys,
  rewrapDataKey,
  sealBytes,
  sealBytesForSystem,
  unsealBytes,
  unsealBytesForSystem,
  unwrapDataKey,
} from "./vault";

const BATCH = 200;
/** Longer than any transaction of ours lives: whoever opened the old key before the change has written by then. */
const SETTLE_MS = 30_000;

type KeyRow = { practice_id: string; id: string; wrapped: Buffer; kid: number };
const keyOf = (row: KeyRow): DataKey => unwrapDataKey({ ...row, practiceId: row.practice_id });

/** Counts that a person reads: nothing of what was sealed. */
export type Rotated = { rewrapped: number; system: number; resealed: number; waiting: number };
type Options = {
  /** Data keys that get a new generation: all of them, some by id, or none but those that an earlier run left half done. */
  renew?: "all" | readonly string[];
  settleMs?: number;
  onBatch?: (done: number) => void;
};

/**
 * The change of keys, while the product runs; as the owner of the tables, in small steps of their own, each only if the
 * row is still as it was read. Cut off anywhere, the next run goes on. First every data key and every value of the
 * installation comes under the present root key; then, where asked, data keys get a new generation and what the old one
 * sealed is sealed anew. The content hash of a signed note stays: its words are not touched.
 */
export async function rotateKeys(db: Database, options: Options = {}): Promise<Rotated> {
  const rewrapped = await rewrapAll(db);
  const system = await resealSystem(db);
  const changing = await renewed(db, options.renew ?? []);
  let resealed = 0;
  let waiting = 0;
  for (const pass of changing.length > 0 ? [1, 2] : []) {
    // What was written with the old key meanwhile is found by the second pass.
    if (pass === 2) await pause(options.settleMs ?? SETTLE_MS);
    for (const column of sealedColumns.filter(({ key }) => key !== "system"))
      resealed += await resealColumn(db, column, changing, options.onBatch);
  }
  for (const row of changing) waiting += (await retire(db, row)) ? 0 : 1;
  return { rewrapped, system, resealed, waiting };
}

/** Data keys that an older root key wrapped. */
async function rewrapAll(db: Database): Promise<number> {
  let done = 0;
  for (;;) {
    const rows = await db.execute<KeyRow>(sql`select practice_id, id, wrapped, kid from data_keys
      where kid <> ${currentKid()} and destroyed_at is null order by practice_id, id limit ${BATCH}`);
    if (rows.length === 0) return done;
    for (const row of rows) {
      const wrapped = rewrapDataKey({ ...row, practiceId: row.practice_id });
      await db.execute(sql`update data_keys set wrapped = ${wrapped}, kid = ${currentKid()}
        where practice_id = ${row.practice_id} and id = ${row.id} and wrapped = ${row.wrapped}`);
    }
    done += rows.length;
  }
}

type Cell = { id: string; practice_id: string | null; version: number | null; stored: Buffer };
/** The id as it stands in what a ciphertext is bound to: a hash as its letters, without PostgreSQL's mark. */
const place = (column: SealedColumn, cell: Omit<Cell, "stored">) => ({
  table: column.table,
  column: column.column,
  practiceId: cell.practice_id,
  id: cell.id.replace(/^\\x/, ""),
  ...(cell.version !== null && { version: cell.version }),
});
const named = ({ table, column, id, version }: SealedColumn) => ({
  table: sql.identifier(table),
  value: sql.identifier(column),
  id: sql.identifier(id),
  version: version ? sql`t.${sql.identifier(version)}` : sql`null::int`,
});

/** One cell replaced, if it still holds what was read. Triggers that keep rows as they are know the change of keys. */
async function replace(db: Database, column: SealedColumn, cell: Cell, anew: Buffer) {
  const { table, value, id, version } = named(column);
  await db.execute(sql`update ${table} t set ${value} = ${anew}
    from (select set_config('app.actor', 'system', true) as actor) context
    where context.actor = 'system' and t.${id}::text = ${cell.id} and ${value} = ${cell.stored}
      and (${cell.version}::int is null or ${version} = ${cell.version})`);
}

/** What the installation sealed for itself: mail that waits, secrets of links, its signing keys. */
async function resealSystem(db: Database): Promise<number> {
  let done = 0;
  const inPractice = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.columns where column_name = 'practice_id'`,
  );
  for (const column of sealedColumns.filter(({ key }) => key === "system")) {
    const { table, value, id, version } = named(column);
    const has = inPractice.some(({ name }) => name === column.table);
    const keys = await db.execute<Omit<Cell, "stored">>(sql`select t.${id}::text as id,
      ${has ? sql`t.practice_id` : sql`null::uuid`} as practice_id, ${version} as version
      from ${table} t where t.${value} is not null`);
    for (const key of keys) {
      const [row] = await db.execute<{
        stored: Buffer;
      }>(sql`select t.${value} as stored from ${table} t
        where t.${id}::text = ${key.id} and t.${value} is not null
          and (${key.version}::int is null or ${version} = ${key.version})`);
      const where = place(column, key);
      if (!row || isSealedByCurrent(where, row.stored)) continue;
      const anew = sealBytesForSystem(where, unsealBytesForSystem(where, row.stored));
      await replace(db, column, { ...key, stored: row.stored }, anew);
      done += 1;
    }
  }
  return done;
}

/** Keys that have two generations now: those that were to be renewed, and those that a run before this one left. */
async function renewed(db: Database, which: "all" | readonly string[]): Promise<KeyRow[]> {
  const rows = await db.execute<KeyRow>(
    sql`select practice_id, id, wrapped, kid from data_keys where destroyed_at is null order by practice_id, id`,
  );
  const changing: KeyRow[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    if (key.keys.size > 1) changing.push(row);
    else if (which === "all" || which.includes(row.id)) {
      const { wrapped } = renewDataKey(key);
      const set = sql`update data_keys set wrapped = ${wrapped}, kid = ${currentKid()}
        where practice_id = ${row.practice_id} and id = ${row.id} and wrapped = ${row.wrapped} returning id`;
      if ((await db.execute(set)).length > 0) changing.push({ ...row, wrapped });
    }
  }
  return changing;
}

/** The rows of one column that a data key is for. */
const whoseRows = (column: SealedColumn, row: KeyRow) =>
  column.key === "row"
    ? sql`t.practice_id = ${row.practice_id} and t.data_key_id = ${row.id}`
    : sql`t.practice_id = ${row.practice_id} and t.client_id in
        (select c.id from clients c where c.practice_id = ${row.practice_id} and c.data_key_id = ${row.id})`;

/** Seals anew what older generations of these keys sealed in one column. */
async function resealColumn(
  db: Database,
  column: SealedColumn,
  changing: readonly KeyRow[],
  onBatch?: (done: number) => void,
): Promise<number> {
  let done = 0;
  const { table, value, id, version } = named(column);
  for (const row of changing) {
    const key = keyOf(row);
    const cells = await db.execute<Cell>(sql`select t.${id}::text as id, t.practice_id,
      ${version} as version, t.${value} as stored from ${table} t
      where ${whoseRows(column, row)} and t.${value} is not null`);
    for (const cell of cells) {
      if (isSealedAnew(key, cell.stored)) continue;
      const where = place(column, cell);
      await replace(db, column, cell, sealBytes(key, where, unsealBytes(key, where, cell.stored)));
      done += 1;
      if (done % BATCH === 0) onBatch?.(done);
    }
  }
  return done;
}

/** Drops the old generation of a key once nothing is left that needs it. */
async function retire(db: Database, row: KeyRow): Promise<boolean> {
  const key = keyOf(row);
  for (const column of sealedColumns.filter((one) => one.key !== "system")) {
    const { table, value } = named(column);
    const heads = await db.execute<{
      stored: Buffer;
    }>(sql`select substring(t.${value} for 3) as stored
      from ${table} t where ${whoseRows(column, row)} and t.${value} is not null`);
    if (heads.some(({ stored }) => !isSealedAnew(key, stored))) return false;
  }
  const set = sql`update data_keys set wrapped = ${retireOldKeys(key)}
    where practice_id = ${row.practice_id} and id = ${row.id} and wrapped = ${row.wrapped} returning id`;
  return (await db.execute(set)).length > 0;
}
