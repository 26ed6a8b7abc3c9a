// Brings the database of DATABASE_URL to this version, and the login of APP_DATABASE_URL to its password, and says what
// it holds. `npm start` runs it; safe to run from several machines at once. With --alone nobody else works on the database, so what a killed process was doing is free at once instead of after minutes.
import postgres from "postgres";
import { connect } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { installationOf } from "@/db/seed/state";
import { sealLeftInPlain } from "@/lib/work/keys-rotate";

const { DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl } = process.env;
if (!ownerUrl || !appUrl) throw new Error("DATABASE_URL and APP_DATABASE_URL are needed.");
try {
  await migrateDatabase({ ownerUrl, appUrl });
  const { db, end } = connect(ownerUrl, 1);
  await sealLeftInPlain(db).finally(end);
} catch (error) {
  const words = inWords(error, new URL(ownerUrl));
  if (!words) throw error;
  console.error(words);
  process.exit(1);
}

if (process.argv.includes("--alone")) {
  const sql = postgres(appUrl, { max: 1, onnotice: () => {} });
  await sql`select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker.jobs where locked_by is not null))`;
  await sql.end();
}

process.stdout.write(`${JSON.stringify(await installationOf(ownerUrl))}\n`);

/** What whoever set DATABASE_URL can mend; the rest is a fault of ours and keeps its stack. */
function inWords(error: unknown, { username, host, pathname }: URL): string | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const database = pathname.slice(1);
  if (code === "42501")
    return `DATABASE_URL: the login ${username} may not make what Handsel needs. It must own the database ${database} and have CREATEROLE (it need not be a superuser).`;
  if (code === "3D000") return `DATABASE_URL: there is no database ${database} at ${host}.`;
  if (/^28/.test(code)) return `DATABASE_URL: ${host} does not let the login ${username} in.`;
  if (/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|CONNECT_TIMEOUT|57P03)/.test(code))
    return `DATABASE_URL: no PostgreSQL answers at ${host} (${code}).`;
  return undefined;
}
