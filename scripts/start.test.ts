import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { announce } from "./greeting.mjs";
import { ownWorld } from "./run.mjs";

const db = testDatabase();

const nothing = {
  DATABASE_URL: "",
  HANDSEL_KEY: "",
  PORT: "",
  PUBLIC_URL: "",
  HOST: "",
  DATABASE_POOL: "",
};

function start(flags: string[], env: Record<string, string>) {
  const result = spawnSync(process.execPath, ["scripts/start.mjs", ...flags], {
    env: { ...process.env, ...nothing, ...env },
    encoding: "utf8",
  });
  return { code: result.status, said: result.stderr };
}

test("a busy port is named before anything long begins", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { code, said } = start([], { PORT: String(port) });
  other.close();
  expect(said).toContain(`Port ${port} is in use`);
  expect(code).toBe(1);
});

test.each([
  { flags: ["--sideways"], env: {}, says: "--sideways" },
  { flags: [], env: { PORT: "http" }, says: "PORT must be" },
  { flags: [], env: { PUBLIC_URL: "example" }, says: "PUBLIC_URL must be" },
  { flags: [], env: { PUBLIC_URL: "https://example.org/a" }, says: "without a path" },
  { flags: [], env: { DATABASE_POOL: "0" }, says: "DATABASE_POOL must be" },
  { flags: [], env: { DATABASE_URL: "postgres://db.example/x" }, says: "HANDSEL_KEY must be too" },
  { flags: ["--worker"], env: {}, says: "The worker needs DATABASE_URL" },
])("says what is wrong: $says", ({ flags, env, says }) => {
  const { code, said } = start(flags, env);
  expect(said).toContain(says);
  expect(said).not.toContain("    at ");
  expect(code).toBe(1);
});

test("nothing that a developer's own .env may say reaches the journeys", () => {
  const read = [
    ...readFileSync("lib/core/env.ts", "utf8").matchAll(/^ {2}([A-Z_]+): (?!string)/gm),
  ];
  // These two are of the build and of how it was started.
  const settings = read
    .map(([, name = ""]) => name)
    .filter((name) => name !== "NODE_ENV" && name !== "HANDSEL_BUILD");
  expect(settings).toEqual(expect.arrayContaining(["SMTP_URL", "SMS_URL", "HANDSEL_KEY_PREVIOUS"]));
  for (const name of [...settings, "DATABASE_URL", "DATABASE_POOL", "HOST", "HANDSEL_DATA_DIR"])
    expect(ownWorld, name).toHaveProperty(name, "");
});

/** Everybody whom a process started, and whom those started, and so on. */
function descendants(pid: number): number[] {
  const list = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).stdout;
  const all = [...list.matchAll(/(\d+)\s+(\d+)/g)].map(([, child, parent]) => ({
    child: Number(child),
    parent: Number(parent),
  }));
  const below = (of: number): number[] =>
    all.filter(({ parent }) => parent === of).flatMap(({ child }) => [child, ...below(child)]);
  return below(pid);
}
/** One that has ended and whose end nobody has asked for yet is not there. */
const isThere = (pid: number): boolean =>
  /^[^Z]/.test(spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout);

// The embedded database and the pages end by the same doors (scripts/children.mjs, scripts/leash.mjs).
test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"] as const)(
  "%s leaves no process behind",
  async (signal) => {
    const program = spawn(process.execPath, ["scripts/start.mjs", "--worker"], {
      env: {
        ...{ ...process.env, ...nothing, DATABASE_URL: db.ownerUrl, APP_DATABASE_URL: db.appUrl },
        HANDSEL_KEY: process.env.HANDSEL_KEY,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const output of [program.stdout, program.stderr])
      output.setEncoding("utf8").on("data", (text) => {
        said += text;
      });
    const ended = once(program, "exit");
    await expect.poll(() => said, { timeout: 60_000 }).toContain("job runner is running");
    const started = descendants(program.pid ?? 0);
    expect(started.length).toBeGreaterThan(0);
    program.kill(signal);
    const [code] = await ended;
    await expect.poll(() => started.filter(isThere)).toEqual([]);
    expect(code).toBe(0);
    expect(said).toContain("Handsel has stopped.");
  },
  90_000,
);

const parentKilled = {
  "before its child has begun": "",
  "while its child works": 'await new Promise((begun) => child.stdout.once("data", begun));',
};

test.skipIf(process.platform === "win32").each(Object.entries(parentKilled))(
  "kill -9 %s leaves no process behind",
  async (_when, wait) => {
    const child = 'console.log("begun"); setInterval(() => {}, 1000)';
    const parent = `import { launch } from "./scripts/children.mjs";
      const stdio = ["ignore", "pipe", "ignore"];
      const child = launch(["-e", ${JSON.stringify(child)}], { stdio, leashed: "long" });
      ${wait}
      process.stdout.write(String(child.pid), () => process.kill(process.pid, "SIGKILL"));`;
    const { stdout, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", parent], {
      encoding: "utf8",
    });
    expect(signal).toBe("SIGKILL");
    expect(Number(stdout)).toBeGreaterThan(0);
    await expect.poll(() => isThere(Number(stdout)), { timeout: 20_000 }).toBe(false);
  },
  30_000,
);

test("what a leashed server forks waits for its first order, as the pages of `npm run dev` do", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "handsel-leash-"));
  const forked = path.join(folder, "forked.mjs");
  const server = path.join(folder, "server.mjs");
  writeFileSync(
    forked,
    `process.send("ready"); process.on("message", (order) => process.send(order, () => process.exit(0)));`,
  );
  writeFileSync(
    server,
    `import { fork } from "node:child_process";
    const child = fork(${JSON.stringify(forked)});
    child.on("message", (said) =>
      said === "ready" ? setTimeout(() => child.send("begin"), 300) : console.log(said));`,
  );
  const parent = `import { end, launch } from "./scripts/children.mjs";
    const stdio = ["ignore", "pipe", "inherit"];
    const server = launch([${JSON.stringify(server)}], { stdio, leashed: "long" });
    await new Promise((heard) => server.stdout.once("data", (said) => (console.log(String(said).trim()), heard())));
    await end(server);`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", parent], {
    encoding: "utf8",
    timeout: 30_000,
  });
  rmSync(folder, { recursive: true, force: true });
  expect(stdout.trim()).toBe("begin");
}, 40_000);

test("a leashed script that has done its work ends by itself, and one that is asked ends at once", () => {
  const parent = `import { end, launch, run } from "./scripts/children.mjs";
    console.log(await run(["-e", 'console.log("done")']));
    const asked = launch(["-e", "setInterval(() => {}, 1000)"], { stdio: ["ignore", "inherit", "inherit"], leashed: "long" });
    await end(asked, 60_000);
    console.log(await asked.ended);`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", parent], {
    encoding: "utf8",
    timeout: 30_000,
  });
  expect(stdout.split("\n").filter(Boolean)).toEqual(["done", "SIGTERM"]);
}, 40_000);

test("an empty installation is told where its owner begins, a demo that it is one", () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((line) => void lines.push(line));
  const at = { mode: "start", publicUrl: "http://localhost:3000" } as const;
  announce({ ...at, empty: true }, { demo: false, signIns: [] });
  const signIns = [{ role: "Owner", email: "rosa@example.com", password: "a calm demo world" }];
  announce({ ...at, empty: false }, { demo: true, signIns });
  log.mockRestore();
  expect(lines[0]).toContain("Create the owner's account: http://localhost:3000/setup");
  expect(lines[0]).not.toContain("demo");
  expect(lines[1]).toContain("rosa@example.com  a calm demo world");
  expect(lines[1]).toContain("its passwords are public");
  expect(lines[1]).not.toContain("/setup");
});
