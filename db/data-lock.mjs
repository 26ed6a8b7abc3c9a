// One process at a time owns a data directory. The lock is a numbered file: the highest number counts,
// taking over a dead owner's lock means creating the next number, and creating is atomic, so of two
// processes that both find a dead owner only one succeeds. A file that is empty has been given back.
import { spawnSync } from "node:child_process";
import {
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

const heartbeat = 5_000;
const prefix = "lock.";

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

/** When a process began, or undefined when there is none: a process id alone may be used again. */
export function startOf(pid) {
  if (process.platform === "linux") {
    const fields = read(`/proc/${pid}/stat`).replace(/^.*\)/s, "").trim().split(" ");
    const ended = fields.length < 20 || fields[0] === "Z";
    return ended ? undefined : `${read("/proc/sys/kernel/random/boot_id").trim()} ${fields[19]}`;
  }
  if (process.platform !== "win32") {
    return (
      spawnSync("ps", ["-o", "lstart=", "-p", String(pid)])
        .stdout?.toString()
        .trim() || undefined
    );
  }
  try {
    process.kill(pid, 0);
    return "running";
  } catch (error) {
    return error.code === "EPERM" ? "running" : undefined;
  }
}

function newest(dataDir) {
  const numbers = readdirSync(dataDir)
    .filter((name) => /^lock\.\d+$/.test(name))
    .map((name) => Number(name.slice(prefix.length)));
  return numbers.length ? Math.max(...numbers) : 0;
}

/** The live owner of a lock file, or undefined when it was given back or its owner is gone. */
function liveOwner(file) {
  const text = read(file);
  if (!text) return undefined;
  const owner = JSON.parse(text);
  if (owner.host === hostname()) return startOf(owner.pid) === owner.start ? owner : undefined;
  // Another machine or container: its process ids say nothing here, only the heartbeat does.
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age < 4 * heartbeat ? owner : undefined;
}

/** A directory that root makes in somebody's folder is theirs, or they could not start without root again. */
function makeDirectory(dataDir) {
  const made = mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!made || process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(path.dirname(made));
  for (let each = dataDir; each.startsWith(made); each = path.dirname(each))
    chownSync(each, uid, gid);
}

export function lockDataDirectory(dataDir) {
  makeDirectory(dataDir);
  const mine = { pid: process.pid, start: startOf(process.pid), host: hostname() };
  const draft = path.join(dataDir, `draft-${process.pid}-${process.hrtime.bigint()}`);
  writeFileSync(draft, JSON.stringify(mine));
  try {
    for (;;) {
      const last = newest(dataDir);
      const owner = last && liveOwner(path.join(dataDir, `${prefix}${last}`));
      if (owner) throw new Error(inUse(dataDir, owner));
      const file = path.join(dataDir, `${prefix}${last + 1}`);
      if (!create(draft, file)) continue;
      for (let older = last; older > 0 && older > last - 9; older -= 1) {
        rmSync(path.join(dataDir, `${prefix}${older}`), { force: true });
      }
      return held(file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function create(draft, file) {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function held(file) {
  const beat = setInterval(() => utimesSync(file, Date.now() / 1000, Date.now() / 1000), heartbeat);
  beat.unref();
  let released = false;
  return {
    release() {
      clearInterval(beat);
      if (!released) writeFileSync(file, "");
      released = true;
    },
  };
}

function inUse(dataDir, owner) {
  const where = owner.host === hostname() ? "" : ` on ${owner.host}`;
  return (
    `Handsel is already running on this data directory: ${dataDir} belongs to process ${owner.pid}${where}. ` +
    "Nothing was touched. Stop that one first, or set HANDSEL_DATA_DIR to start a second, separate practice."
  );
}
