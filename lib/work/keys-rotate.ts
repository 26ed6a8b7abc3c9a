import { setTimeout as pause } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { type SealedColumn, sealedColumns } from "./sealed-columns";
import {
  currentKid,
  type DataKey,
  isSealedByCurrent,
  newestHead,
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
/** Cells that are in memory at once: words are short, a part of a file has up to a megabyte. */
const pageOf = ({ holds }: SealedColumn): number => (holds === "bytes" ? 4 : BATCH);
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
  await sealLeftInPlain(db);
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
async function replace(db: Database, column: SealedColumn, cell: Cell, anew: Buffer | null) {
  const { table, value, id, version } = named(column);
  // Whatever belongs to a family is found by its primary key.
  const at =
    column.key === "system"
      ? sql`t.${id}::text = ${cell.id}`
      : sql`t.practice_id = ${cell.practice_id} and t.${id} = ${cell.id}::uuid`;
  await db.execute(sql`update ${table} t set ${value} = ${anew}
    from (select set_config('app.actor', 'system', true) as actor) context
    where context.actor = 'system' and ${at} and ${value} = ${cell.stored}
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

/** Seals anew what older generations of these keys sealed in one column, a page at a time. */
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
    let after: Pick<Cell, "id" | "version"> | undefined;
    for (;;) {
      const beyond: SQL = after
        ? sql`and (t.${id}::text, coalesce(${version}, 0)) > (${after.id}, ${after.version ?? 0}::int)`
        : sql``;
      const cells: Cell[] = await db.execute<Cell>(sql`select t.${id}::text as id, t.practice_id,
        ${version} as version, t.${value} as stored from ${table} t
        where ${whoseRows(column, row)} and ${isOld(column, key)} ${beyond}
        order by t.${id}::text, coalesce(${version}, 0) limit ${pageOf(column)}`);
      for (const cell of cells) {
        const where = place(column, cell);
        const anew = sealBytes(key, where, unsealBytes(key, where, cell.stored));
        await replace(db, column, cell, anew);
        done += 1;
        if (done % BATCH === 0) onBatch?.(done);
      }
      after = cells.at(-1);
      if (!after) break;
    }
  }
  return done;
}

/** A cell that an older generation sealed; only the beginning of it is looked at. */
const isOld = (column: SealedColumn, key: DataKey): SQL => {
  const { value } = named(column);
  return sql`t.${value} is not null and substring(t.${value} for 3) <> ${newestHead(key)}`;
};

/** Drops the old generation of a key once nothing is left that needs it. */
async function retire(db: Database, row: KeyRow): Promise<boolean> {
  const key = keyOf(row);
  for (const column of sealedColumns.filter((one) => one.key !== "system")) {
    const left = await db.execute(sql`select 1 from ${named(column).table} t
      where ${whoseRows(column, row)} and ${isOld(column, key)} limit 1`);
    if (left.length > 0) return false;
  }
  const set = sql`update data_keys set wrapped = ${retireOldKeys(key)}
    where practice_id = ${row.practice_id} and id = ${row.id} and wrapped = ${row.wrapped} returning id`;
  return (await db.execute(set)).length > 0;
}

/** Columns whose words stood in plain once: a migration put them behind a byte that no ciphertext begins with. */
const LEFT_IN_PLAIN = ["bookings.cancel_note", "referrals.decline_note"];
const PLAIN = Buffer.of(0);

/** Seals what such a migration left, as the owner of the tables, before anybody is served. How many values it was. */
export async function sealLeftInPlain(db: Database): Promise<number> {
  let done = 0;
  for (const column of sealedColumns) {
    if (!LEFT_IN_PLAIN.includes(`${column.table}.${column.column}`)) continue;
    const { table, value, id, version } = named(column);
    const holder = column.key === "row" ? sql`t` : sql`c`;
    const family =
      column.key === "row"
        ? sql``
        : sql`join clients c on c.practice_id = t.practice_id and c.id = t.client_id`;
    for (;;) {
      const cells = await db.execute<
        Cell & KeyRow & { key_id: string }
      >(sql`select t.${id}::text as id,
        t.practice_id, ${version} as version, t.${value} as stored, k.id as key_id, k.wrapped, k.kid
        from ${table} t ${family} join data_keys k on k.practice_id = t.practice_id and k.id = ${holder}.data_key_id
        where substring(t.${value} for 1) = ${PLAIN} limit ${BATCH}`);
      for (const { key_id, wrapped, kid, ...cell } of cells) {
        const words = cell.stored.subarray(PLAIN.length);
        const gone = wrapped.length === 0 || words.length === 0;
        const row = { practice_id: cell.practice_id, id: key_id, wrapped, kid };
        const anew = gone ? null : sealBytes(keyOf(row), place(column, cell), words);
        await replace(db, column, cell, anew);
        done += 1;
      }
      if (cells.length === 0) break;
    }
  }
  return done;
}
