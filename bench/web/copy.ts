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
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { assertRunning, atTheEnd } from "../cleanup";

const root = path.resolve(fileURLToPath(new URL("../..", import.meta.url)));
const left =
  /^(node_modules|\.next|\.data.*|\.git|\.env.*|test-results|playwright-report|coverage|look)$/;

export type Folders = { tree: string; minimal: string; remove: () => Promise<void> };

/**
 * The work tree as it is now, and beside it the minimal app, each with the installed packages, in a temporary folder.
 * Not one inside the other: Next looks for instrumentation.ts and proxy.ts in the folders above an app as well.
 */
export function copies(): Folders {
  assertRunning();
  const folder = mkdtempSync(path.join(tmpdir(), "handsel-bench-tree-"));
  // Started as root, PostgreSQL runs as another user, who must get through.
  chmodSync(folder, 0o755);
  const remove = atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  const [tree, minimal] = [path.join(folder, "handsel"), path.join(folder, "minimal")];
  mkdirSync(tree);
  for (const name of readdirSync(root)) {
    if (left.test(name)) continue;
    const skipped = (source: string) => /[\\/](?:\.next|out)$/.test(source);
    cpSync(path.join(root, name), path.join(tree, name), {
      recursive: true,
      filter: (source) => !skipped(source),
    });
  }
  cpSync(path.join(root, "bench/web/anchors"), minimal, { recursive: true });
  writeFileSync(path.join(minimal, "package.json"), '{ "type": "module", "private": true }\n');
  for (const each of [tree, minimal])
    linkTree(path.join(root, "node_modules"), path.join(each, "node_modules"));
  return { tree, minimal, remove };
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
