import {
  chmodSync,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { assertRunning, atTheEnd } from "../cleanup";

const root = path.resolve(fileURLToPath(new URL("../..", import.meta.url)));
const left =
  /^(node_modules|\.next|\.data.*|\.git|\.env.*|test-results|playwright-report|coverage|look)$/;

export type Folder = { folder: string; remove: () => Promise<void> };

/** The work tree as it is now, with the installed packages, in a temporary folder: the developer's own is not touched. */
export function copyOfTree(): Folder {
  assertRunning();
  const folder = mkdtempSync(path.join(tmpdir(), "handsel-bench-tree-"));
  // Started as root, PostgreSQL runs as another user, who must get through.
  chmodSync(folder, 0o755);
  const remove = atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of readdirSync(root)) {
    if (left.test(name)) continue;
    const skipped = (source: string) => /[\\/](?:\.next|out)$/.test(source);
    cpSync(path.join(root, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => !skipped(source),
    });
  }
  linkTree(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  return { folder, remove };
}

/** Hard links cost neither time nor room; on another disk they become copies. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.isFile()) linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
