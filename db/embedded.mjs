// A real PostgreSQL from npm packages, for a practice that runs on one machine. It outlives neither its
// owner's clean stop nor a power cut's loss of memory: every acknowledged write is on the disk.
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  lchownSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { lockDataDirectory, startOf } from "./data-lock.mjs";
import { findBinaries, giveTo, serverUser } from "./embedded-binaries.mjs";
import { freePort } from "./free-port.mjs";
import { ownerPassword } from "./secrets.mjs";

// Turning one of these off loses acknowledged bookings at a power cut, so they are pinned and asked back.
const durable = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" };

// What goes with its folder, as the tests' databases do, waits for no disk.
const passing = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

// Row values stand in the DETAIL of errors and in failed statements: neither may reach a log.
const discreet = { log_error_verbosity: "terse", log_min_error_statement: "panic" };

const local = { listen_addresses: "127.0.0.1", unix_socket_directories: "", timezone: "UTC" };

/** @returns {Promise<import("./embedded.d.mts").Embedded>} */
export async function startEmbedded({
  dataDir,
  log = () => {},
  lock,
  settings = {},
  throwaway = false,
}) {
  const held = lock ?? lockDataDirectory(dataDir);
  try {
    const cluster = prepare(realpathSync(dataDir), log);
    await stopOrphan(cluster, log);
    const promises = throwaway ? passing : durable;
    const server = await boot(cluster, { ...settings, ...local, ...discreet, ...promises });
    const ownerUrl = await openDatabase(cluster, server.port, promises);
    return {
      ownerUrl,
      port: server.port,
      exited: server.exited,
      async stop() {
        await server.stop();
        held.release();
      },
    };
  } catch (error) {
    held.release();
    throw error;
  }
}

/** The cluster's files and the user they are served as; makes them at the first run. */
function prepare(dataDir, log) {
  const { bin, libraries } = findBinaries(dataDir);
  const directory = path.join(dataDir, "postgres");
  const draft = `${directory}.new`;
  const isNew = !existsSync(directory);
  const password = ownerPassword(dataDir);
  if (isNew) {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    const { uid, gid } = statSync(dataDir);
    if (process.getuid?.() === 0) lchownSync(draft, uid, gid);
  }
  const user = serverUser(isNew ? draft : directory, bin);
  const logFile = path.join(dataDir, "postgres.log");
  const cluster = { dataDir, directory, bin, libraries, user, password, logFile };
  if (isNew) {
    log("Making the database");
    initialise(cluster, draft);
    // Renamed only when complete: a first start that was cut off begins again.
    renameSync(draft, directory);
  }
  writeFileSync(logFile, "", { flag: (sizeOf(logFile) ?? 0) > 5_000_000 ? "w" : "a", mode: 0o600 });
  if (user.owner && user.owner.uid === statSync(dataDir).uid) giveTo(user.owner, dataDir);
  return cluster;
}

const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size;

function environment({ libraries }) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
  const search = libraries && { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries };
  return { ...Object.fromEntries(own), LC_ALL: "C", TZ: "UTC", ...search };
}

function initialise(cluster, directory) {
  const passwordFile = path.join(directory, "..", "password.new");
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (cluster.user.owner) giveTo(cluster.user.owner, passwordFile);
  const [command, args] = cluster.user.wrap(path.join(cluster.bin, "initdb"), [
    ...["-D", directory, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`],
    ...["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    "--data-checksums",
  ]);
  const result = spawnSync(command, args, {
    cwd: "/",
    env: environment(cluster),
    encoding: "utf8",
  });
  rmSync(passwordFile, { force: true });
  if (result.status === 0) return;
  throw new Error(
    `The database could not be made: ${result.error?.message ?? result.stderr.trim()}`,
  );
}

/** What the running (or killed) server wrote about itself; its lines are fixed by PostgreSQL. */
function postmaster({ directory }) {
  const file = path.join(directory, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  return { file, pid: Number(lines[0]), ready: lines[7]?.trim() === "ready" };
}

/** The owner's address of the server that runs on a data directory now, for scripts that look beside it. */
export function runningUrl(dataDir) {
  const directory = path.join(dataDir, "postgres");
  const found = postmaster({ directory });
  if (!found?.ready || !startOf(found.pid)) return undefined;
  const port = readFileSync(found.file, "utf8").split("\n")[3];
  return `postgres://postgres:${ownerPassword(dataDir)}@127.0.0.1:${port}/handsel`;
}

/** Ends a server that outlived its owner (`kill -9` of node alone). The lock proves that nobody owns it. */
async function stopOrphan(cluster, log) {
  const found = postmaster(cluster);
  const start = found && startOf(found.pid);
  if (!start) return;
  if (!commandLine(found.pid).includes(cluster.directory)) {
    // The id belongs to somebody else's process by now. PostgreSQL would take that for a running server.
    rmSync(found.file, { force: true });
    return;
  }
  log("Stopping the database that an earlier start left running");
  interrupt(cluster, found.pid);
  for (const until = Date.now() + 60_000; startOf(found.pid) === start; await pause(50)) {
    if (Date.now() > until)
      throw new Error(`The database of an earlier start (process ${found.pid}) does not end.`);
  }
}

function commandLine(pid) {
  if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  if (process.platform === "win32") return "";
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}

/** A fast shutdown: open transactions are rolled back, everything committed is written out. */
function interrupt(cluster, pid) {
  if (process.platform !== "win32") return process.kill(pid, "SIGINT");
  return spawnSync(path.join(cluster.bin, "pg_ctl"), [
    "stop",
    "-D",
    cluster.directory,
    "-m",
    "fast",
  ]);
}

/** Right after a kill -9 the dead server's children and memory may linger, and a free port may be taken. */
async function boot(cluster, settings) {
  for (const until = Date.now() + 20_000; ; await pause(250)) {
    const server = await attempt(cluster, settings, await freePort());
    if (!server.failure) return server;
    const passing = /postmaster\.pid|shared memory|Address already in use/i.test(server.failure);
    if (!passing || Date.now() > until) {
      throw new Error(`The database does not start (see ${cluster.logFile}):\n${server.failure}`);
    }
  }
}

async function attempt(cluster, settings, port) {
  const [command, args] = cluster.user.wrap(path.join(cluster.bin, "postgres"), [
    ...["-D", cluster.directory, "-p", String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  const before = sizeOf(cluster.logFile);
  const output = openSync(cluster.logFile, "a");
  // Its own process group: a terminal's Ctrl-C must reach the server after the pages, not before.
  const child = spawn(command, args, {
    cwd: cluster.directory,
    env: environment(cluster),
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`ended with ${signal ?? code}`));
  });
  let ended;
  void exited.then((how) => {
    ended = how;
  });
  const lastResort = () => child.kill("SIGINT");
  process.once("exit", lastResort);
  void exited.then(() => process.off("exit", lastResort));
  while (!ended) {
    const found = postmaster(cluster);
    if (found?.pid === child.pid && found.ready) {
      return { port, exited, stop: () => stop(cluster, child, exited) };
    }
    await pause(20);
  }
  const said = readFileSync(cluster.logFile).subarray(before).toString("utf8").trim();
  return { failure: said || ended };
}

async function stop(cluster, child, exited) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  interrupt(cluster, child.pid);
  const tooLong = setTimeout(() => child.kill("SIGQUIT"), 30_000);
  await exited;
  clearTimeout(tooLong);
}

/** Checks the promises of the settings by asking the server itself, and makes the database at the first run. */
async function openDatabase({ password }, port, promises) {
  const address = `postgres://postgres:${password}@127.0.0.1:${port}`;
  const sql = postgres(`${address}/postgres`, { max: 1, onnotice: () => {} });
  try {
    const names = Object.keys(promises);
    const rows = await sql`select name, setting from pg_settings where name = any(${names})`;
    const lax = rows.filter((row) => row.setting !== promises[row.name]).map((row) => row.name);
    if (rows.length !== names.length || lax.length > 0) {
      throw new Error(`The database would lose acknowledged writes: ${lax.join(", ")} must be on.`);
    }
    const [existing] = await sql`select 1 from pg_database where datname = 'handsel'`;
    if (!existing) await sql`create database handsel`;
  } finally {
    await sql.end();
  }
  return `${address}/handsel`;
}
