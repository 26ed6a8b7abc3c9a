// `npm start`: from a fresh clone to a practice in the browser. Plain JavaScript without dependencies up to
// the install step. Flags: --empty (no demo world), --dev (hot reload), --worker (only the job runner).
import "./check-node.mjs";
import { lockDataDirectory } from "../db/data-lock.mjs";
import { appDatabaseUrl, rootKey } from "../db/secrets.mjs";
import { buildIfNeeded, isBuilt } from "./build.mjs";
import { endAll, launch, run, step } from "./children.mjs";
import { announce } from "./greeting.mjs";
import { installIfNeeded } from "./install.mjs";
import { checkPort, serve } from "./serve.mjs";
import { loadEnvironmentFile, quietly, readSettings } from "./settings.mjs";

let ending = false;
let database;
let lock;

/** First the pages and jobs, then the database, then the lock: what still writes ends first. */
async function finish(code, reason) {
  if (ending) return;
  ending = true;
  if (reason) console.error(`\n${reason}`);
  try {
    await endAll();
    const opened = await database?.catch(() => undefined);
    await opened?.stop();
    lock?.release();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  if (code === 0) console.log("Handsel has stopped.");
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (!ending) console.log("\nStopping ...");
    void finish(0);
  });
}
// npm passes a SIGTERM on to its shell only, which dies and tells nobody.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid !== parent && process.emit("SIGTERM"), 100).unref();
}
process.on("uncaughtException", (error) => void finish(1, error.stack));

async function openDatabase({ databaseUrl, dataDir }) {
  if (databaseUrl) return databaseUrl;
  const { startEmbedded } = await import("../db/embedded.mjs");
  database = step("Starting the database", () =>
    startEmbedded({ dataDir, lock, log: (line) => console.log(`  ${line}`) }),
  );
  const { ownerUrl, exited } = await database;
  void exited.then((how) =>
    finish(1, `The database ${how} by itself, so everything stops. See ${dataDir}/postgres.log.`),
  );
  return ownerUrl;
}

/** The web process and the worker get the app role's address only: row-level security holds for it. */
function appEnvironment(settings, ownerUrl, key) {
  return {
    ...quietly,
    // Empty, not absent: Next reads .env itself and would put the owner's address back.
    DATABASE_URL: "",
    APP_DATABASE_URL: settings.appDatabaseUrl ?? appDatabaseUrl({ ownerUrl, key }),
    HANDSEL_KEY: key,
    HANDSEL_DATA_DIR: settings.dataDir,
    PUBLIC_URL: settings.publicUrl,
    PORT: String(settings.port),
  };
}

const script = (name, environment, ownerUrl, flags = []) =>
  run(["--import", "tsx", `scripts/${name}.ts`, ...flags], {
    env: { ...environment, DATABASE_URL: ownerUrl },
  });

/**
 * Web processes and workers all do it, so that they may be started in any order; the first one does the work. Answers
 * with what the database holds.
 */
const bringUpToDate = async (settings, environment, ownerUrl) =>
  lastLine(
    await step("Bringing the database up to date", () =>
      script("migrate", environment, ownerUrl, settings.databaseUrl ? [] : ["--alone"]),
    ),
  );

/** An empty database gets the demo world, unless somebody wants it empty. */
async function fill({ empty }, installation, environment, ownerUrl) {
  if (empty || !installation.empty) return installation;
  const label = "Making the demo world";
  return lastLine(await step(label, () => script("seed", environment, ownerUrl)));
}

const lastLine = (output) => JSON.parse(output.trim().split("\n").at(-1));

async function work(settings) {
  await installIfNeeded({ production: true });
  const environment = appEnvironment(settings, settings.databaseUrl, rootKey(settings));
  await bringUpToDate(settings, environment, settings.databaseUrl);
  const worker = launch(["--import", "tsx", "scripts/worker.ts"], {
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
    leashed: "long",
  });
  console.log("The job runner is running. Stop it with Ctrl-C.");
  await finish(1, `The job runner ended by itself (${await worker.ended}).`);
}

async function main() {
  loadEnvironmentFile();
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings.mode === "worker") return work(settings);
  await checkPort(settings);
  if (!settings.databaseUrl) lock = lockDataDirectory(settings.dataDir);
  const development = settings.mode === "dev";
  await installIfNeeded({ production: !development && isBuilt() });
  if (!development) await buildIfNeeded();
  const key = rootKey(settings);
  const ownerUrl = await openDatabase(settings);
  const environment = appEnvironment(settings, ownerUrl, key);
  const found = await bringUpToDate(settings, environment, ownerUrl);
  const world = await fill(settings, found, environment, ownerUrl);
  const server = await serve(settings, environment);
  announce(settings, world);
  await finish(1, `The server ended by itself (${await server.ended}), so everything stops.`);
}

main().catch((error) => finish(1, error.name === "Error" ? error.message : error.stack));
