// The web process: Next, listening on this machine only unless HOST says otherwise.
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { buildName } from "./build.mjs";
import { launch, step } from "./children.mjs";
import { nextProgram } from "./settings.mjs";

const patience = 120_000;

/** Refuses a busy port before anything long begins. On localhost, a program on ::1 would catch the browser too. */
export async function checkPort({ host, port }) {
  const hosts = host === "127.0.0.1" ? [host, "::1"] : [host];
  for (const each of hosts) {
    const code = await tryPort(each, port);
    if (code === "EADDRINUSE") {
      throw new Error(
        `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
      );
    }
    if (code && each === host) throw new Error(`Cannot listen on ${host}, port ${port} (${code}).`);
  }
}

function tryPort(host, port) {
  return new Promise((resolve) => {
    const probe = createServer().once("error", (error) => resolve(error.code));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

// Next prints the address it listens on; signing in works on the public address only.
const banner =
  /^\s*(▲ Next\.js|- (Local|Network|Environments):|✓ (Starting|Ready|Running next\.config))/;

export async function serve({ mode, host, port }, environment) {
  const args = [nextProgram, mode, "-H", host, "-p", String(port)];
  const development = mode === "dev";
  const server = launch(args, {
    env: {
      ...environment,
      HANDSEL_BUILD: development ? "" : buildName(),
      NODE_ENV: development ? "development" : "production",
    },
    stdio: ["ignore", "pipe", "inherit"],
    leashed: "long",
  });
  createInterface({ input: server.stdout }).on("line", (line) => {
    if (line.trim() && !banner.test(line)) console.log(line);
  });
  await step("Starting the server", () => healthy(server, host, port));
  return server;
}

function onlyJobs(text) {
  const { database, migrations, jobs } = JSON.parse(text);
  return database === "ok" && migrations === "ok" && ["late", "absent"].includes(jobs);
}

async function healthy(server, host, port) {
  const here = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[host] ?? host;
  let ended;
  void server.ended.then((how) => {
    ended = how;
  });
  let last = "no answer";
  for (const until = Date.now() + patience; ; await pause(100)) {
    if (ended !== undefined) throw new Error(`The server ended while starting (${ended}).`);
    try {
      const answer = await fetch(`http://${here}:${port}/api/health`, {
        signal: AbortSignal.timeout(30_000),
      });
      if (answer.status === 200) return;
      const text = await answer.text();
      last = `${answer.status} ${text.slice(0, 300)}`;
      // After a pause jobs are late by nature, and whoever does them may be waiting for this process.
      if (answer.status === 503 && onlyJobs(text)) return;
    } catch (error) {
      last = error.cause?.message ?? error.message;
    }
    if (Date.now() > until) throw new Error(`The server does not become healthy: ${last}`);
  }
}
