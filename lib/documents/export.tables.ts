import { is } from "drizzle-orm";
import { getTableConfig, type PgColumn, PgDialect, PgTable } from "drizzle-orm/pg-core";
import * as schema from "@/db/schema";
import { plainBytes, type SealedColumn, sealedColumns } from "@/lib/work/sealed-columns";

/** Tables of a practice that an export does not hold, each with the reason. Every other one is in it. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  data_keys: "keys, which open nothing outside this installation",
  links: "secrets that open bookings and forms",
  parked_drafts: "copies of unfinished writing, kept for a session that ended",
  exports: "the exports themselves",
  export_parts: "the exports themselves",
  file_parts: "the content of the files is in the folder files",
};

export type ExportColumn = {
  name: string;
  column: PgColumn;
  type: string;
  nullable: boolean;
  sealed: SealedColumn | undefined;
  /** Where it points to, "babies.id". */
  references: string | undefined;
  codes: string[] | undefined;
};
export type ExportTable = {
  name: string;
  table: PgTable;
  practice: PgColumn;
  columns: ExportColumn[];
  /** Columns that are not in it, each with the reason. */
  without: { name: string; because: string }[];
  /** The key without the practice: in this order the rows are read and written. */
  order: PgColumn[];
};

const dialect = new PgDialect();
const secretHash = /secret|key/;

/** Every table with a practice's data, straight from the tables: one that is added later is in it. */
export const exportTables: readonly ExportTable[] = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map((table) => ({ table, config: getTableConfig(table) }))
  .filter(
    ({ config }) =>
      config.columns.some((column) => column.name === "practice_id") && !(config.name in LEFT_OUT),
  )
  .map(({ table, config }) => tableOf(table, config))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

function tableOf(table: PgTable, config: ReturnType<typeof getTableConfig>): ExportTable {
  const without: ExportTable["without"] = [];
  const columns: ExportColumn[] = [];
  for (const column of config.columns) {
    const sealed = sealedColumns.find(
      (one) => one.table === config.name && one.column === column.name,
    );
    const bytes = plainBytes[`${config.name}.${column.name}`];
    if (sealed?.secret) without.push({ name: column.name, because: "a secret" });
    else if (bytes && secretHash.test(bytes)) without.push({ name: column.name, because: bytes });
    else
      columns.push({
        name: column.name,
        column,
        type: column.getSQLType(),
        nullable: !column.notNull,
        sealed,
        references: reference(config, column.name),
        codes: codesOf(config, column.name),
      });
  }
  const named = (name: string) => {
    const found = config.columns.find((column) => column.name === name);
    if (!found) throw new Error(`${config.name} has no ${name}`);
    return found;
  };
  const key = config.primaryKeys[0]?.columns ?? config.columns.filter((column) => column.primary);
  const order = key.filter((column) => column.name !== "practice_id");
  return { name: config.name, table, practice: named("practice_id"), columns, without, order };
}

function reference(config: ReturnType<typeof getTableConfig>, name: string): string | undefined {
  for (const key of config.foreignKeys) {
    const { columns, foreignColumns, foreignTable } = key.reference();
    const at = columns.findIndex((column) => column.name === name);
    const target = foreignColumns[at];
    // Of a key of two columns, practice_id points to the practice by itself.
    if (at >= 0 && target && (name !== "practice_id" || columns.length === 1))
      return `${getTableConfig(foreignTable).name}.${target.name}`;
  }
  return undefined;
}

/** The codes that the database allows in a column, from its checks: `status in ('held', 'confirmed')`. */
function codesOf(config: ReturnType<typeof getTableConfig>, name: string): string[] | undefined {
  for (const check of config.checks) {
    const { sql } = dialect.sqlToQuery(check.value);
    const list = new RegExp(`(?:^|[^\\w])"?${name}"?\\s+in\\s+\\(([^)]*)\\)`).exec(sql)?.[1];
    const codes = list?.match(/'[^']*'/g)?.map((code) => code.slice(1, -1));
    if (codes && codes.length > 0) return codes;
  }
  return undefined;
}

/** What a cell of a table for people holds: numbers, times and ids are safe as they are. */
export const isText = (column: ExportColumn): boolean =>
  column.sealed !== undefined ||
  !/^(uuid|int|bigint|smallint|double|numeric|bool|timestamp|date|time)/.test(column.type);
