import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmbedded } from "./embedded.mjs";

let dataDir = "";
let running: ChildProcess | undefined;
beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "handsel embedded "));
});
afterAll(async () => {
  await kill();
  rmSync(dataDir, { recursive: true });
});

/** Another process that owns the data directory, as `npm start` does; answers with its database's address. */
async function owner(): Promise<string> {
  const program = `
    import { startEmbedded } from ${JSON.stringify(new URL("./embedded.mjs", import.meta.url).href)};
    const { ownerUrl } = await startEmbedded({ dataDir: process.argv[1] });
    console.log(ownerUrl);
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running = child;
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return String(line);
}

/** `kill -9`, until the process is really gone. */
async function kill(): Promise<void> {
  if (!running) return;
  const gone = running.exitCode === null && !running.killed ? once(running, "exit") : undefined;
  running.kill("SIGKILL");
  await gone;
}

/** Writes row after row until the connection is lost; answers with the last number that was acknowledged. */
async function write(url: string, enough: () => void): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 1 });
  let last = 0;
  try {
    await sql`create table if not exists ledger (n int primary key)`;
    const [row] = await sql<{ n: number }[]>`select coalesce(max(n), 0)::int as n from ledger`;
    for (last = row?.n ?? 0; ; last += 1) {
      await sql`insert into ledger values (${last + 1})`;
      if (last % 200 === 199) enough();
    }
  } catch {
    return last;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

async function kept(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from ledger`;
  await sql.end();
  return row?.n ?? 0;
}

const serverId = () =>
  Number(readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);

test("a second start is refused in words, and the first goes on", async () => {
  const url = await owner();
  await expect(startEmbedded({ dataDir })).rejects.toThrow(
    `Handsel is already running on this data directory: ${dataDir}`,
  );
  const sql = postgres(url, { max: 1 });
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  await sql.end();
});

test("after kill -9 of the owner alone, the next start takes over and nothing is lost", async () => {
  const orphan = serverId();
  await kill();
  const database = await startEmbedded({ dataDir });
  expect(serverId()).not.toBe(orphan);
  await database.stop();
  expect(existsSync(path.join(dataDir, "postgres/postmaster.pid"))).toBe(false);
});

test("after kill -9 of everything in the middle of writing, every acknowledged row is there", async () => {
  let killed: Promise<void> | undefined;
  const acknowledged = await write(await owner(), () => {
    killed ??= kill();
    process.kill(serverId(), "SIGKILL");
  });
  await killed;
  expect(acknowledged).toBeGreaterThan(100);
  const database = await startEmbedded({ dataDir });
  expect(await kept(database.ownerUrl)).toBeGreaterThanOrEqual(acknowledged);
  await database.stop();
});

test("settings that would lose rows cannot be switched off", async () => {
  const database = await startEmbedded({ dataDir, settings: { fsync: "off", work_mem: "8MB" } });
  const sql = postgres(database.ownerUrl, { max: 1 });
  expect(await sql`show fsync`).toEqual([{ fsync: "on" }]);
  expect(await sql`show work_mem`).toEqual([{ work_mem: "8MB" }]);
  await sql.end();
  await database.stop();
});
