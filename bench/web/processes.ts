import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { assertRunning, atTheEnd } from "../cleanup";

export type Running = {
  pid: number;
  said: () => string;
  /** How it ended: an exit code, a signal or an error; undefined as long as it runs. */
  how: () => string | undefined;
  ended: Promise<string>;
  stop: () => Promise<void>;
};

const PATIENCE_MS = 30_000;

// Empty, not absent: a developer's own .env must not lead the bench to her database.
const nothing = Object.fromEntries(
  [
    "DATABASE_URL",
    "APP_DATABASE_URL",
    "HANDSEL_KEY",
    "HOST",
    "PUBLIC_URL",
    "SMTP_URL",
    "TRUST_PROXY",
  ]
    .concat(["HANDSEL_JOBS", "DEFAULT_LOCALE"])
    .map((name) => [name, ""]),
);

/** Starts a program in a group of its own, which ends with the run at the latest. */
export function start(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Running {
  assertRunning();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...nothing, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const output of [child.stdout, child.stderr])
    output?.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  let how: string | undefined;
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(String(signal ?? code)));
    child.once("error", (error) => resolve(error.message));
  });
  void ended.then((found) => {
    how = found;
  });
  const stop = atTheEnd(() => endGroup(child, ended));
  return { pid: child.pid ?? 0, said: () => said, how: () => how, ended, stop };
}

/** npm ends before what it started: only when the whole group is gone is the data directory free again. */
async function endGroup(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (!signal(child, "SIGTERM")) return;
  const until = performance.now() + PATIENCE_MS;
  await Promise.race([ended, pause(PATIENCE_MS, undefined, { ref: false })]);
  while (signal(child, 0)) {
    if (performance.now() > until) signal(child, "SIGKILL");
    await pause(20);
  }
}

/** Whether anybody of the program's group was there to get it. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(process.platform === "win32" ? pid : -pid, name);
  } catch {
    return false;
  }
}

const lastWords = ({ said }: Running): string => said().slice(-3000);

/** Runs a program to its end; what it said stands in the error when it fails. */
export async function finish(running: Running, what: string): Promise<void> {
  const how = await running.ended;
  if (how !== "0") throw new Error(`${what} ended with ${how}:\n${lastWords(running)}`);
}

/** Milliseconds until an address answers as wanted, from the moment `begun`. */
export async function answered(
  running: Running,
  url: string,
  wanted: (status: number) => boolean = (status) => status === 200,
  begun = performance.now(),
): Promise<number> {
  for (const until = begun + 120_000; performance.now() < until; await pause(20)) {
    const how = running.how();
    if (how !== undefined) throw new Error(`it ended with ${how}:\n${lastWords(running)}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer && wanted(answer.status)) return performance.now() - begun;
  }
  throw new Error(`${url} does not answer:\n${lastWords(running)}`);
}

/** The process that serves pages, among those that `npm start` started. */
export function serverOf(root: number): number {
  if (process.platform !== "linux") return root;
  const parents = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1]);
    parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const waiting = [root];
  for (let pid = waiting.shift(); pid !== undefined; pid = waiting.shift()) {
    if (/next-server/.test(read(`/proc/${pid}/cmdline`))) return pid;
    waiting.push(...(parents.get(pid) ?? []));
  }
  throw new Error("no server process found");
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
