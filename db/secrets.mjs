// The secrets a practice starts with. Everything else is derived from the root key, so a backup of the
// data directory and this one key is complete.
import { createHash, createHmac, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import path from "node:path";

/** Reads a secret of the data directory; makes it at the first run, never once a database exists. */
function keep(dataDir, name, make) {
  const file = path.join(dataDir, name);
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  if (existsSync(path.join(dataDir, "postgres"))) {
    throw new Error(
      `${file} is missing, but the database it belongs to is there. Put it back from a backup: ` +
        "a new one could not read what was encrypted with the old one.",
    );
  }
  const secret = make();
  const draft = `${file}.${process.pid}`;
  const handle = openSync(draft, "w", 0o600);
  writeSync(handle, `${secret}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
  return secret;
}

/** The root key as base64 of 32 bytes: HANDSEL_KEY, else the key file of the data directory. */
export function rootKey({ dataDir, env = process.env }) {
  if (env.HANDSEL_KEY) return checkedKey(env.HANDSEL_KEY, "HANDSEL_KEY");
  const key = keep(dataDir, "handsel.key", () => randomBytes(32).toString("base64"));
  return checkedKey(key, path.join(dataDir, "handsel.key"));
}

function checkedKey(text, source) {
  const key = text.trim();
  if (Buffer.from(key, "base64").length === 32) return key;
  throw new Error(`${source} must hold 32 random bytes as base64. Make one with: ${makeKey}`);
}

export const makeKey = `node -p "require('crypto').randomBytes(32).toString('base64')"`;

export function ownerPassword(dataDir) {
  return keep(dataDir, "postgres-password", () => randomBytes(32).toString("base64url"));
}

function appPassword(key) {
  return createHmac("sha256", Buffer.from(key, "base64")).update("handsel_app").digest("base64url");
}

/** The same database, as the login that row-level security holds for. */
export function appDatabaseUrl({ ownerUrl, key }) {
  const url = new URL(ownerUrl);
  url.username = appLogin(url);
  url.password = appPassword(key);
  return url.href;
}

/** A login for one database alone: logins are the whole server's, and another database of it may be Handsel's as well. */
function appLogin({ pathname, username }) {
  const database = decodeURIComponent(pathname.slice(1) || username);
  return `handsel_app_${createHash("sha256").update(database).digest("hex").slice(0, 12)}`;
}
