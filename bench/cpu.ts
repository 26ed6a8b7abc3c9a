import { readdirSync, readFileSync } from "node:fs";

const TICK_MS = 10;
type Process = { parent: number; ticks: number; kilobytes: number };

function look(pid: string): Process | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\)/s, "")
      .trim()
      .split(" ");
    const [, parent] = fields;
    // utime and stime of the process itself, cutime and cstime of children that have ended.
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
    return { parent: Number(parent), ticks, kilobytes: Number(fields[21]) * 4 };
  } catch {
    return undefined;
  }
}

/** A process with everything it started. Empty where there is no /proc: then figures of CPU and memory are left out. */
function tree(root: number): Process[] {
  if (process.platform !== "linux") return [];
  const all = new Map<number, Process>();
  for (const name of readdirSync("/proc")) {
    const found = /^\d+$/.test(name) ? look(name) : undefined;
    if (found) all.set(Number(name), found);
  }
  const inside = new Set([root]);
  for (let before = 0; before !== inside.size; ) {
    before = inside.size;
    for (const [pid, { parent }] of all) if (inside.has(parent)) inside.add(pid);
  }
  return [...inside].flatMap((pid) => all.get(pid) ?? []);
}

/** CPU in ms that a process and its children have used; steps of 10 ms. NaN where it cannot be known. */
export function cpuOf(root: number): number {
  const found = tree(root);
  return found.length > 0 ? found.reduce((sum, each) => sum + each.ticks, 0) * TICK_MS : Number.NaN;
}

/** Memory of a process and its children now, in MB; pages they share are counted in each. */
export function memoryOf(root: number): number {
  const found = tree(root);
  return found.length > 0
    ? found.reduce((sum, each) => sum + each.kilobytes, 0) / 1024
    : Number.NaN;
}

/** CPU in ms of one process without its children, to the nanosecond. NaN where it cannot be known. */
export function exactCpuOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}
