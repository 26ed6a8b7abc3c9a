// A registry may list only the platforms it carries itself; npm then writes a lock file without the
// others' optional packages, and `npm ci` on a full registry refuses it. Run by `npm run lock`.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const platforms = { windows: "win32", macos: "darwin" };
const processors = { gnueabihf: "arm", musleabihf: "arm", "arm-eabi": "arm", armhf: "arm" };
const platformIn =
  /(darwin|macos|win32|windows|linux|android|freebsd|netbsd|openbsd|openharmony|sunos|aix|wasm32)/;
const processorIn =
  /(arm64|x64|ia32|ppc64|s390x|riscv64|loong64|mips64el|armhf|gnueabihf|musleabihf|arm-eabi|wasm32)/;

/** The places where Node would look for `name` when the package at `key` asks for it, nearest first. */
function places(key, name) {
  const folders = key.split("/node_modules/");
  const nested = folders.map((_, depth) =>
    folders.slice(0, folders.length - depth).join("/node_modules/"),
  );
  return [...nested.filter(Boolean), ""].map(
    (folder) => `${folder && `${folder}/`}node_modules/${name}`,
  );
}

/** Optional packages that a package in the lock names and the lock does not hold at that version. */
export function missingOptional(packages) {
  return Object.entries(packages).flatMap(([key, parent]) =>
    Object.entries(parent.optionalDependencies ?? {}).flatMap(([name, range]) => {
      const found = places(key, name).find((place) => packages[place]);
      const exact = /^\d/.test(range);
      if (found && (!exact || packages[found].version === range)) return [];
      return [{ key, name, range, parent }];
    }),
  );
}

function entryFor({ name, range, parent }) {
  const platform = platformIn.exec(name)?.[1];
  const processor = processorIn.exec(name)?.[1];
  return {
    version: range.replace(/^[\^~]/, ""),
    ...(processor && { cpu: [processors[processor] ?? processor] }),
    ...(parent.dev && { dev: true }),
    ...(parent.devOptional && { devOptional: true }),
    ...(platform === "linux" && /musl/.test(name) && { libc: ["musl"] }),
    ...(platform === "linux" && /gnu$/.test(name) && { libc: ["glibc"] }),
    optional: true,
    ...(platform && platform !== "wasm32" && { os: [platforms[platform] ?? platform] }),
  };
}

/**
 * Adds what is missing, removes download addresses and what npm itself calls extraneous (`npm ci` would never
 * install it); integrity hashes stay as they are.
 */
export function complete(lock) {
  const wanted = Object.entries(lock.packages).filter(([, entry]) => !entry.extraneous);
  const packages = structuredClone(Object.fromEntries(wanted));
  const added = [];
  for (const missing of missingOptional(packages)) {
    // Beside its parent, as npm hoists it; below the parent where another version stands there.
    const beside = `${missing.key.slice(0, missing.key.lastIndexOf("node_modules/"))}node_modules/${missing.name}`;
    const place = packages[beside] ? `${missing.key}/node_modules/${missing.name}` : beside;
    packages[place] = entryFor(missing);
    added.push(`${missing.name}@${packages[place].version}`);
  }
  for (const entry of Object.values(packages)) if (!entry.link) delete entry.resolved;
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL("../package-lock.json", import.meta.url);
  const { lock, added } = complete(JSON.parse(readFileSync(file, "utf8")));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(added.length ? `Added ${added.length}: ${added.join(", ")}` : "Nothing was missing.");
}
