import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { runMigrations } from "graphile-worker";
import postgres from "postgres";

const migrationsFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations");

/** What the app role may do beyond what row-level security then narrows. */
const grants = `
  grant usage on schema public, graphile_worker to handsel_app;
  grant select, insert, update, delete on all tables in schema public to handsel_app;
  revoke insert, update, delete on audit_events, audit_heads, audit_checkpoints from handsel_app;
  grant select, insert, update, delete on all tables in schema graphile_worker to handsel_app;
  grant usage, select on all sequences in schema graphile_worker to handsel_app;
  grant execute on all functions in schema public, graphile_worker to handsel_app;
  grant usage on schema drizzle to handsel_app;
  grant select on drizzle.__drizzle_migrations to handsel_app;
`;

/** The job queue's own tables come with row-level security and no policy. They hold ids only, and the runner is the app role. */
const queuePolicies = `
  do $$
  declare t record;
  begin
    for t in select c.oid, c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'graphile_worker' and c.relkind = 'r' and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'handsel_app')
    loop
      execute format('create policy handsel_app on %s for all to handsel_app using (true) with check (true)', t.name);
    end loop;
  end $$;
`;

/**
 * Brings the database to this version: roles, tables, policies, job queue, grants. Safe to run at every start
 * and from several processes at once.
 * @param ownerUrl a login that may create tables and roles
 * @param appUrl the same database as requests connect to it: its login is made, or given this password
 */
export async function migrateDatabase({
  ownerUrl,
  appUrl,
}: {
  ownerUrl: string;
  appUrl: string;
}): Promise<void> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(hashtextextended('handsel migrations', 0))`;
    await makeRoles(client, new URL(appUrl));
    await migrate(drizzle(client), { migrationsFolder });
    await runMigrations({ connectionString: ownerUrl });
    await client.unsafe(grants);
    await client.unsafe(queuePolicies);
  } finally {
    await client.end();
  }
}

/**
 * handsel_app and handsel_owner are what policies and grants name, and nobody logs in as either. The login is a member
 * of handsel_app that may connect to this database, which others of the server's logins then may not.
 */
async function makeRoles(client: postgres.Sql, app: URL): Promise<void> {
  const login = decodeURIComponent(app.username);
  const password = decodeURIComponent(app.password);
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(login) || login === "handsel_app")
    throw new Error(
      `APP_DATABASE_URL names ${login}: name a login of its own, like handsel_app_practice.`,
    );
  if (!/^[\w-]{20,}$/.test(password)) throw new Error("the app's password is not base64url");
  await client.unsafe(`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'handsel_owner') then create role handsel_owner nologin; end if;
      if not exists (select from pg_roles where rolname = 'handsel_app') then create role handsel_app nologin; end if;
      if not exists (select from pg_roles where rolname = '${login}') then create role ${login} login; end if;
      if not pg_has_role('${login}', 'handsel_app', 'member') then grant handsel_app to ${login}; end if;
      if not pg_has_role(current_user, 'handsel_owner', 'member') then execute format('grant handsel_owner to %I', current_user); end if;
      execute format('revoke connect on database %I from public', current_database());
      execute format('grant connect on database %I to ${login}', current_database());
    end $$;
    alter role ${login} login password '${password}';
    -- A statement is planned once a connection, for any values: planning anew costs more than most of them, with the
    -- policies of every table they read. So a partial index is found only by a condition that is written out.
    alter role ${login} set plan_cache_mode = force_generic_plan;
    -- Until there was a login for each database, this was everybody's.
    do $$ begin
      if (select rolcanlogin from pg_roles where rolname = 'handsel_app') then alter role handsel_app nologin password null; end if;
    end $$;
  `);
}
