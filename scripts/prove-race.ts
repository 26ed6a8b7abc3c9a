import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { endEverything, endWithTheProcess } from "@/bench/cleanup";
import { cpuOf } from "@/bench/cpu";
import { answered, serverOf, start } from "@/bench/web/processes";
import { health } from "@/bench/web/start";
import { freePort } from "@/db/free-port.mjs";
import { race } from "@/e2e/race";

// 500 families want one time, over HTTP, from the whole product as `npm start` starts it: tsx scripts/prove-race.ts [ROWS]
const FAMILIES = 500;
const ROUNDS = 3;
const LONGEST_SECONDS = 3;

endWithTheProcess();
const data = mkdtempSync(path.join(tmpdir(), "handsel-race-"));
// Started as root, PostgreSQL runs as another user, who must get through.
chmodSync(data, 0o755);
const began = performance.now();
try {
  const port = await freePort();
  const running = start(process.execPath, ["scripts/start.mjs"], {
    cwd: path.resolve(import.meta.dirname, ".."),
    // Believes the addresses that the families say they come from, so that each is counted by its own.
    env: { HANDSEL_DATA_DIR: data, PORT: String(port), TRUST_PROXY: "1" },
  });
  await answered(running, health(port));
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = cpuOf(serverOf(running.pid));
    const found = await race({
      origin: `http://localhost:${port}`,
      slug: "rosa-calder",
      families: FAMILIES,
    });
    const { won, told, faults, seconds, words } = found;
    const cpu = (cpuOf(serverOf(running.pid)) - before) / 1000;
    console.log(
      `  ${won} booked, ${told} told "${words}", in ${seconds.toFixed(2)} s (the server's own work: ${cpu.toFixed(2)} s)`,
    );
    if (won !== 1 || told !== FAMILIES - 1 || faults.length > 0)
      throw new Error(
        `COUNTEREXAMPLE\n${JSON.stringify({ ...found, faults: faults.slice(0, 3) })}`,
      );
    rounds.push(seconds);
  }
  const deadlocks = readFileSync(path.join(data, "postgres.log"), "utf8").match(
    /deadlock detected/g,
  );
  if (deadlocks) throw new Error(`COUNTEREXAMPLE\n${deadlocks.length} deadlocks`);
  const median = rounds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const row = {
    what: "500 parallel bookings of one time over HTTP",
    found: `${ROUNDS} rounds: 1 booked, 499 told in words, 0 deadlocks, 0 server errors; ${rounds.map((each) => each.toFixed(2)).join(", ")} s`,
    seed: 0,
    seconds: Math.round((performance.now() - began) / 1000),
  };
  if (process.argv[2]) appendFileSync(process.argv[2], `${JSON.stringify(row)}\n`);
  console.log(`${row.what}: ${row.found}`);
  if (median >= LONGEST_SECONDS)
    throw new Error(
      `the middle round took ${median.toFixed(2)} s, more than ${LONGEST_SECONDS} s (load ${loadavg()
        .map((each) => each.toFixed(1))
        .join(" ")})`,
    );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await endEverything();
  rmSync(data, { recursive: true, force: true });
}
