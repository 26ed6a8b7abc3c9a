// `npm run build`: the production build, skipped when nothing that goes into it has changed.
import "./check-node.mjs";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { run, step } from "./children.mjs";
import { installIfNeeded } from "./install.mjs";
import { nextProgram, quietly, root } from "./settings.mjs";

export const sources = [
  ...["app", "components", "db", "i18n", "lib", "messages", "public"],
  ...["next.config.js", "proxy.ts", "instrumentation.ts"],
  ...["package.json", "package-lock.json", "tsconfig.json"],
];
const output = path.join(root, ".next");
const stamp = path.join(output, "handsel-build");

function* filesOf(from, place) {
  const full = path.join(from, place);
  if (!statSync(full, { throwIfNoEntry: false })?.isDirectory()) {
    if (existsSync(full)) yield place;
    return;
  }
  for (const name of readdirSync(full).sort()) yield* filesOf(from, path.posix.join(place, name));
}

/** Names and contents of everything that goes into the build; tests do not. */
export function fingerprint(from = root) {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => [...filesOf(from, source)])) {
    if (/\.test\.tsx?$|^db\/testing\//.test(file)) continue;
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(from, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** The name of the finished build: the same sources give the same. */
export const buildName = () => readFileSync(stamp, "utf8").slice(0, 12);

export function isBuilt() {
  const complete = existsSync(path.join(output, "BUILD_ID")) && existsSync(stamp);
  return complete && readFileSync(stamp, "utf8") === fingerprint();
}

/** The dev server leaves types of routes that may be gone by now, and the compiler reads them. */
export function forgetDevelopmentTypes() {
  rmSync(path.join(output, "dev/types"), { recursive: true, force: true });
}

export async function buildIfNeeded() {
  if (isBuilt()) return false;
  await step("Building the pages (about a minute)", async () => {
    const print = fingerprint();
    // The bundler's cache costs a first build a fifth, and many a clone is built once: a second build begins it.
    const cache = existsSync(path.join(output, "BUILD_ID")) ? "1" : "";
    rmSync(stamp, { force: true });
    forgetDevelopmentTypes();
    try {
      const env = { ...quietly, NODE_ENV: "production", HANDSEL_BUILD_CACHE: cache };
      await run([nextProgram, "build"], { env });
    } catch (error) {
      // The bundler's cache can hold on to a failure that has since been mended.
      rmSync(path.join(output, "cache"), { recursive: true, force: true });
      throw error;
    }
    writeFileSync(stamp, print);
  });
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await installIfNeeded();
    if (!(await buildIfNeeded())) console.log("The build is fresh.");
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
