// What a start is told by its flags and environment (.env.example lists all of it).
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { makeKey } from "../db/secrets.mjs";

export const root = path.resolve(fileURLToPath(new URL("..", import.meta.url)));
export const nextProgram = path.join(root, "node_modules/next/dist/bin/next");

/** Every child runs in UTC and reports to nobody. */
export const quietly = { TZ: "UTC", NEXT_TELEMETRY_DISABLED: "1" };

const modes = { "--dev": "dev", "--worker": "worker" };

export function loadEnvironmentFile() {
  const file = path.join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

export function readSettings(flags, env) {
  const unknown = flags.filter((flag) => flag !== "--empty" && !modes[flag]);
  if (unknown.length > 0) {
    throw new Error(`Unknown: ${unknown.join(" ")}. Known flags: --empty, --dev, --worker.`);
  }
  const mode = modes[flags.find((flag) => modes[flag])] ?? "start";
  const port = readPort(env.PORT || "3000");
  if (!/^([1-9]\d{0,3})?$/.test(env.DATABASE_POOL ?? "")) {
    throw new Error(`DATABASE_POOL must be a whole number from 1, not "${env.DATABASE_POOL}".`);
  }
  if (env.DATABASE_URL && !env.HANDSEL_KEY) {
    throw new Error(
      "DATABASE_URL is set, so HANDSEL_KEY must be too: it encrypts the medical notes and has to be the " +
        `same for every process on this database. Make one, once, and keep it safe: ${makeKey}`,
    );
  }
  if (mode === "worker" && !env.DATABASE_URL) {
    throw new Error(
      "The worker needs DATABASE_URL. On the embedded database, jobs run inside `npm start`.",
    );
  }
  return {
    mode,
    port,
    empty: flags.includes("--empty"),
    host: env.HOST || "127.0.0.1",
    publicUrl: readAddress(env.PUBLIC_URL || `http://localhost:${port}`),
    databaseUrl: env.DATABASE_URL || undefined,
    appDatabaseUrl: env.APP_DATABASE_URL || undefined,
    dataDir: path.resolve(root, env.HANDSEL_DATA_DIR || ".data"),
  };
}

function readPort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`PORT must be a whole number from 1 to 65535, not "${text}".`);
}

function readAddress(text) {
  const url = URL.canParse(text) && new URL(text);
  // A path would be left out of every link and every check of where a form came from.
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new Error(
    `PUBLIC_URL must be an address without a path, such as https://lessons.example.org, not "${text}".`,
  );
}
