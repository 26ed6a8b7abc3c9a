import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";

const nothing = { DATABASE_URL: "", HANDSEL_KEY: "", PORT: "", PUBLIC_URL: "", HOST: "" };

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
  { flags: [], env: { DATABASE_URL: "postgres://db.example/x" }, says: "HANDSEL_KEY must be too" },
  { flags: ["--worker"], env: {}, says: "The worker needs DATABASE_URL" },
])("says what is wrong: $says", ({ flags, env, says }) => {
  const { code, said } = start(flags, env);
  expect(said).toContain(says);
  expect(said).not.toContain("    at ");
  expect(code).toBe(1);
});
