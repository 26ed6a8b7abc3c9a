// Brings the database of DATABASE_URL to this version, and its app role to the password that APP_DATABASE_URL
// names. `npm start` runs it; safe to run from several machines at once. With --alone nobody else works on the
// database, so what a killed process was doing is free at once instead of after minutes.
import postgres from "postgres";
import { migrateDatabase } from "@/db/migrate";

const { DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl } = process.env;
if (!ownerUrl || !appUrl) throw new Error("DATABASE_URL and APP_DATABASE_URL are needed.");
await migrateDatabase({ ownerUrl, appPassword: decodeURIComponent(new URL(appUrl).password) });

if (process.argv.includes("--alone")) {
  const sql = postgres(appUrl, { max: 1, onnotice: () => {} });
  await sql`select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker.jobs where locked_by is not null))`;
  await sql.end();
}
