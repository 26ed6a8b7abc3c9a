import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";

/** Rows that are to be written to one table. */
export type Rows = { table: PgTable; rows: readonly object[] };
export const into = <T extends PgTable>(table: T, ...rows: readonly T["$inferInsert"][]): Rows => ({
  table,
  rows,
});

/**
 * Writes rows of several tables as one statement and one round trip, as far as the actor's policies let it. Their order
 * does not matter: PostgreSQL checks foreign keys when the whole statement is done. `when` is asked first and once, such
 * as take_time(): where it says no, nothing is written and the answer is false; else `then` is done in the same breath.
 *
 * Rows travel as JSON, so that the text of the statement is the same for any values and any number of rows, and is
 * prepared once a connection.
 */
export async function insertTogether(
  tx: Tx,
  all: readonly Rows[],
  { when = sql`true`, then = sql`null` }: { when?: SQL | undefined; then?: SQL } = {},
): Promise<boolean> {
  const inserts = all.flatMap(alike).map(insert);
  const [row] = await tx.execute<{ won: boolean }>(
    sql`with won as materialized (select ${when} as won)${sql.join(inserts)} select won, case when won then ${then} end from won`,
  );
  return row?.won === true;
}

/** Rows with the same columns: what a row leaves out is the table's own default. */
function alike({ table, rows }: Rows): Rows[] {
  const groups = new Map<string, object[]>();
  for (const row of rows) {
    const said = Object.entries(row).filter(([, value]) => value !== undefined);
    const name = said.map(([key]) => key).join();
    groups.set(name, [...(groups.get(name) ?? []), Object.fromEntries(said)]);
  }
  return [...groups.values()].map((group) => ({ table, rows: group }));
}

function insert({ table, rows }: Rows, n: number): SQL {
  const known = getTableColumns(table);
  const columns = new Map(
    Object.keys(rows[0] ?? {}).map((key) => {
      const column = known[key];
      if (!column) throw new Error(`no column ${key}`);
      return [key, column.name];
    }),
  );
  const values = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [columns.get(key) ?? key, asJson(value)]),
    ),
  );
  // Names of ours, no values.
  const [name, names] = [getTableName(table), `"${[...columns.values()].join('", "')}"`];
  const text = `, i${n} as (insert into "${name}" (${names}) select ${names} from jsonb_populate_recordset(null::"${name}", `;
  return sql`${sql.raw(text)}${JSON.stringify(values)}::jsonb) where (select won from won))`;
}

/** As PostgreSQL reads it from JSON: bytes in hex; times and days write themselves. */
const asJson = (value: unknown): unknown =>
  Buffer.isBuffer(value) ? `\\x${value.toString("hex")}` : value;
