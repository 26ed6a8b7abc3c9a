import { Placeholder, type Query } from "drizzle-orm";
import { PgDatabase, PgDialect, PgPreparedQuery, PgSession } from "drizzle-orm/pg-core";
import type { PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import type { Database, Tx } from "./client";

type Fields = Parameters<PgSession["prepareQuery"]>[1];
type Holes<Name extends string> = { readonly [N in Name]: Placeholder<N> };
/** As PostgreSQL reads them: a placeholder knows no column, so that a day or an instant is given as it is written. */
type Value = string | number | boolean | Buffer | null;

/**
 * A statement of which Drizzle makes the text once a process instead of with every question: for reads of many columns
 * on the ways that many take at once, where making the text costs more than all the rest. `names` are its values.
 */
export function statement<const Name extends string, Asked extends PromiseLike<unknown>>(
  names: readonly Name[],
  ask: (db: Database, values: Holes<Name>) => Asked,
): (tx: Tx, values: Readonly<Record<Name, Value>>) => Promise<Awaited<Asked>> {
  let written: Written | undefined;
  return (tx, values) => {
    written ??= write(names, ask);
    const { query, fields, inArrays, joinsNotNullableMap } = written;
    const made = tx._.session.prepareQuery<{
      execute: Awaited<Asked>;
      all: unknown;
      values: unknown;
    }>(query, fields, undefined, inArrays);
    // Which of what was joined may be missing, by which Drizzle tells a row without it.
    return Object.assign(made, { joinsNotNullableMap }).execute(values);
  };
}

function write<Name extends string>(
  names: readonly Name[],
  ask: (db: Database, values: Holes<Name>) => PromiseLike<unknown>,
): Written {
  const paper = new Paper(new PgDialect());
  const db = new PgDatabase<PostgresJsQueryResultHKT>(new PgDialect(), paper, undefined);
  const holes = Object.fromEntries(names.map((name) => [name, new Placeholder(name)]));
  const asked = ask(db, holes as Holes<Name>);
  if ("prepare" in asked && typeof asked.prepare === "function") asked.prepare("");
  if (!paper.written) throw new Error("nothing was asked");
  return paper.written;
}

/** A statement's text, and what its rows are read as. */
class Written extends PgPreparedQuery<{ execute: never; all: never; values: never }> {
  joinsNotNullableMap: Record<string, boolean> | undefined;
  constructor(
    override readonly query: Query,
    readonly fields: Fields,
    readonly inArrays: boolean,
  ) {
    super(query, undefined, undefined);
  }
  execute(): never {
    throw new Error("a statement is run on a transaction");
  }
}

/** Where Drizzle writes a statement down, and nobody runs it. */
class Paper extends PgSession {
  written: Written | undefined;
  prepareQuery(query: Query, fields: Fields, _name: string | undefined, inArrays: boolean) {
    this.written = new Written(query, fields, inArrays);
    return this.written;
  }
  transaction(): never {
    throw new Error("a statement is run on a transaction");
  }
}
