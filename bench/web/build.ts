import { memoryOf } from "../cpu";
import type { Row } from "../harness";
import { finish, start } from "./processes";

export type Built = { seconds: number; megabytes: number };

/** A production build in a copy that has none, and the most memory that its processes held together. */
export async function build(args: readonly string[], cwd: string): Promise<Built> {
  const begun = performance.now();
  const building = start(process.execPath, args, { cwd });
  let megabytes = Number.NaN;
  const watch = setInterval(() => {
    const now = memoryOf(building.pid);
    if (!(now <= megabytes)) megabytes = now;
  }, 500);
  try {
    await finish(building, args.join(" "));
  } finally {
    clearInterval(watch);
    await building.stop();
  }
  return { seconds: (performance.now() - begun) / 1000, megabytes };
}

export function buildRows(ours: Built, minimal: Built): Row[] {
  const row = (name: string, key: keyof Built, unit: string): Row => ({
    goal: "build",
    name,
    value: ours[key],
    unit,
    note: `a minimal Next app: ${minimal[key].toFixed(0)} ${unit}`,
  });
  return [
    row("next build, from nothing", "seconds", "s"),
    row("next build, memory of its processes together", "megabytes", "MB at most"),
  ];
}
