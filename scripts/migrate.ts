// Brings the database of DATABASE_URL to this version, and its app role to the password that APP_DATABASE_URL
// names. `npm start` runs it; safe to run from several machines at once.
import { migrateDatabase } from "@/db/migrate";

const { DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl } = process.env;
if (!ownerUrl || !appUrl) throw new Error("DATABASE_URL and APP_DATABASE_URL are needed.");
await migrateDatabase({ ownerUrl, appPassword: decodeURIComponent(new URL(appUrl).password) });
