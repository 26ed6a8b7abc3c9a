import { mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const memory = "/dev/shm";
const room = 2 * 1024 ** 3;

/**
 * A new folder for what ends with the process: in memory where there are 2 GB of it (the thousand files of a new
 * database take half a second of a slow disk), else among the machine's temporary ones.
 */
export function passingFolder(prefix) {
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize >= room) return mkdtempSync(path.join(memory, prefix));
  } catch {
    // Not on this system, or not for this user.
  }
  return mkdtempSync(path.join(tmpdir(), prefix));
}
