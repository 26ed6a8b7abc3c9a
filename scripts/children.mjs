// The processes that a script starts: run to the end, or kept and ended in order.
import { spawn } from "node:child_process";
import { root } from "./settings.mjs";

const leash = new URL("./leash.mjs", import.meta.url).href;
const running = new Set();
let closed = false;

/**
 * Starts a node program in its own process group, so that a terminal's Ctrl-C reaches only us. A leashed one ends when
 * it is asked over its channel, and when we are gone: "long" runs until then, "brief" also ends by itself.
 */
export function launch(
  args,
  { env = {}, stdio = "inherit", cwd = root, command = process.execPath, leashed } = {},
) {
  if (closed) throw new Error("Stopping.");
  const child = spawn(command, leashed ? ["--import", `${leash}?${leashed}`, ...args] : args, {
    cwd,
    stdio: leashed ? [...stdio, "ipc"] : stdio,
    env: { ...process.env, ...env },
    detached: process.platform !== "win32",
  });
  running.add(child);
  child.ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? code));
  });
  void child.ended.then(() => running.delete(child));
  return child;
}

/** Runs a program to its end and gives its output, which stands in the error when it fails. */
export async function run(args, options = {}) {
  const stdio = ["ignore", "pipe", "pipe"];
  const child = launch(args, { ...options, stdio, leashed: options.command ? undefined : "brief" });
  let said = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const code = await child.ended;
  if (code === 0) return output;
  throw new Error(`${said.trim()}\n(${args.slice(0, 4).join(" ")} ended with ${code})`);
}

/** Asks a child to end, by its own door where it has one, and ends its whole group after `patience` ms. */
export async function end(child, patience = 10_000) {
  if (!running.has(child)) return;
  if (child.connected) child.send("stop", () => {});
  else signalGroup(child, "SIGTERM");
  const tooLong = setTimeout(() => signalGroup(child, "SIGKILL"), patience);
  await child.ended;
  clearTimeout(tooLong);
}

/** Ends every child; none can be started afterwards. */
export async function endAll() {
  closed = true;
  await Promise.all([...running].map((child) => end(child)));
}

function signalGroup(child, signal) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** One line with its time when a step is done, and for a long one also when it begins and every 15 seconds. */
export async function step(label, work) {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const long = setTimeout(() => console.log(`${label} ...`), 700);
  const longer = setInterval(() => console.log(`${label} ... ${seconds()}`), 15_000);
  try {
    const value = await work();
    console.log(`${label}: ${seconds()}`);
    return value;
  } finally {
    clearTimeout(long);
    clearInterval(longer);
  }
}
