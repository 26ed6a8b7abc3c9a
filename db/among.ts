import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/**
 * `column in (ids)` for lists that grow: one parameter however long the list is. Written as a list, each length is a
 * statement of its own, and from some length on PostgreSQL compares every row of the practice with all of it.
 */
export const among = (column: PgColumn, ids: Iterable<string>): SQL =>
  sql`${column} = any(${`{${[...new Set(ids)].join(",")}}`}::uuid[])`;
