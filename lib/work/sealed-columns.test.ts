import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import * as schema from "@/db/schema";
import { plainBytes, sealedColumns } from "./sealed-columns";

const tables = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map((table) => getTableConfig(table));
const bytes = tables.flatMap((table) =>
  table.columns
    .filter((column) => column.getSQLType() === "bytea")
    .map((column) => `${table.name}.${column.name}`),
);

test("every column of bytes is known as sealed, or as something else", () => {
  const known = [
    ...sealedColumns.map((one) => `${one.table}.${one.column}`),
    ...Object.keys(plainBytes),
  ];
  expect(known.toSorted()).toEqual(bytes.toSorted());
});

test("what a sealed column is bound to stands in its row", () => {
  const missing = sealedColumns.flatMap((one) => {
    const names =
      tables.find((table) => table.name === one.table)?.columns.map((c) => c.name) ?? [];
    const needed = [one.id, ...(one.version ? [one.version] : [])];
    if (one.key === "client") needed.push("client_id");
    if (one.key === "row") needed.push("data_key_id");
    return needed.filter((name) => !names.includes(name)).map((name) => `${one.table}.${name}`);
  });
  expect(missing).toEqual([]);
});
