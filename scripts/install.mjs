// Installs the packages when node_modules is absent or does not hold what the lock file names.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { run, step } from "./children.mjs";
import { root } from "./settings.mjs";

const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), "utf8"));

/**
 * npm writes node_modules/.package-lock.json last, so it stands for a complete install. Optional packages
 * may be absent (other platforms'); development packages may be where a finished build is only served.
 */
export function isInstalled({ production = false } = {}) {
  if (!existsSync(path.join(root, "node_modules/.package-lock.json"))) return false;
  const installed = readJson("node_modules/.package-lock.json").packages;
  return Object.entries(readJson("package-lock.json").packages).every(([place, wanted]) => {
    if (place === "") return true;
    const found = installed[place];
    if (!found)
      return Boolean(wanted.optional || (production && (wanted.dev || wanted.devOptional)));
    return found.version === wanted.version;
  });
}

export async function installIfNeeded(options) {
  if (isInstalled(options)) return;
  // npm names its own program to the scripts it runs; outside npm, the one on the path.
  const npm = process.env.npm_execpath;
  const how = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  await step("Installing packages (npm ci)", () =>
    npm?.endsWith("js")
      ? run([npm, ...how])
      : run(how, { command: process.platform === "win32" ? "npm.cmd" : "npm" }),
  );
}
