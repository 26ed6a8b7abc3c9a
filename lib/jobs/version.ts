import { readFile } from "node:fs/promises";
import { join } from "node:path";
import about from "@/package.json";

export type Version = { version: string; build: string | null };

let read: Promise<string | null> | undefined;

/** The start of the fingerprint of what was built (scripts/build.mjs): the same sources give the same. Null in development. */
async function readBuild(): Promise<string | null> {
  if (process.env.NODE_ENV !== "production") return null;
  const stamp = join(/* turbopackIgnore: true */ process.cwd(), ".next/handsel-build");
  const words = await readFile(stamp, "utf8").catch(() => "");
  return /^[0-9a-f]{12}/.exec(words)?.[0] ?? null;
}

/** What runs here, read once: a build made beside a running process is not what it serves. */
export async function runningVersion(): Promise<Version> {
  read ??= readBuild();
  return { version: about.version, build: await read };
}
