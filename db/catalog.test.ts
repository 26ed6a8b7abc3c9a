import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { definerFunctions, globalTables, mixedTables } from "./catalog";
import { testDatabase } from "./testing/database";

const db = testDatabase();
type Table = {
  name: string;
  practice: boolean;
  rls: boolean;
  forced: boolean;
  walls: number;
  policies: number;
  app: number;
};
const tables = () =>
  db.owner.execute<Table>(sql`
    select c.relname as name, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
      exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'practice_id' and not a.attisdropped) as practice,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid and not p.polpermissive) as walls,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`);

describe("the catalog", () => {
  test("every table is classified", async () => {
    const unknown = (await tables())
      .filter((t) => !t.practice && !(t.name in globalTables))
      .map((t) => t.name);
    expect(unknown).toEqual([]);
    const names = new Set((await tables()).map((t) => t.name));
    expect(
      [...Object.keys(globalTables), ...Object.keys(mixedTables)].filter(
        (name) => !names.has(name),
      ),
    ).toEqual([]);
  });

  test("every table with a practice's data has row-level security under FORCE and a wall", async () => {
    const bare = (await tables())
      .filter((t) => t.practice && !(t.name in globalTables))
      .filter((t) => !(t.rls && t.forced && (t.walls === 1 || t.name in mixedTables)));
    expect(bare.map((t) => t.name)).toEqual([]);
  });

  test("foreign keys between a practice's tables carry the practice", async () => {
    const loose = await db.owner.execute<{ name: string }>(sql`
      select con.conname as name from pg_constraint con
      where con.contype = 'f' and con.connamespace = 'public'::regnamespace
        and exists (select 1 from pg_attribute a where a.attrelid = con.confrelid and a.attname = 'practice_id')
        and not exists (select 1 from pg_attribute a where a.attrelid = con.conrelid and a.attnum = any(con.conkey) and a.attname = 'practice_id')`);
    expect(loose.map((row) => row.name)).toEqual([]);
  });

  test("every foreign key and every policy column that leads a read has an index", async () => {
    const missing = await db.owner.execute<{ name: string }>(sql`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'
        and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'practice_id' and not a.attisdropped)
        and not exists (select 1 from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
          where i.indrelid = c.oid and a.attname = 'practice_id')`);
    expect(missing.map((row) => row.name)).toEqual([]);
  });

  test("the app role owns nothing, bypasses nothing and cannot write the audit trail", async () => {
    const [role] = await db.owner.execute(sql`
      select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = 'handsel_app'`);
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
    });
    const owned = await db.owner.execute(
      sql`select 1 from pg_class where relowner = 'handsel_app'::regrole`,
    );
    expect(owned.length).toBe(0);
    const [rights] = await db.owner.execute(sql`
      select has_table_privilege('handsel_app', 'audit_events', 'insert, update, delete, truncate') as events,
             has_table_privilege('handsel_app', 'audit_heads', 'insert, update, delete, truncate') as heads,
             has_schema_privilege('handsel_app', 'public', 'create') as ddl`);
    expect(rights).toEqual({ events: false, heads: false, ddl: false });
  });

  test("functions with the owner's rights are the listed ones and pin their search path", async () => {
    const found = await db.owner.execute<{ name: string; pinned: boolean }>(sql`
      select p.proname as name, coalesce(array_to_string(p.proconfig, ','), '') like '%search_path=%' as pinned
      from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`);
    expect(found.map((row) => row.name).sort()).toEqual(Object.keys(definerFunctions).sort());
    expect(found.filter((row) => !row.pinned)).toEqual([]);
  });
});
