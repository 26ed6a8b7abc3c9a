// npm run prove:booking [-- --attempts=N --zones=all --minutes=M --seed=S --only=attempts,first,zones,race]: the long
// runs of what `npm test` samples. Exit 1 on the first counterexample, with what repeats it.
import "./check-node.mjs";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { endAll, launch } from "./children.mjs";
import { installIfNeeded } from "./install.mjs";
import { quietly } from "./settings.mjs";

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void endAll().then(() => process.exit(130)));
}
const given = process.argv.slice(2);
const only = given.find((flag) => flag.startsWith("--only="))?.slice("--only=".length);
const again = given.some((flag) => /^--(path|crowd|first)=/.test(flag));
const parts = only?.split(",") ?? ["attempts", "first", "zones", "race"];
const seedGiven = given.find((flag) => flag.startsWith("--seed="));
const seed = seedGiven?.slice("--seed=".length) ?? String(1 + Math.floor(Math.random() * 2e9));
const zones = Intl.supportedValuesOf("timeZone");
const folder = mkdtempSync(path.join(tmpdir(), "handsel-proof-"));
const rows = path.join(folder, "rows");

async function succeeds(args) {
  const env = { ...quietly, TZ: zones[Number(seed) % zones.length] };
  return (await launch(["--import", "tsx", ...args], { env }).ended) === 0;
}

await installIfNeeded();
const inProcess = parts.filter((part) => part !== "race");
let proved = true;
if (inProcess.length > 0) {
  const flags = given.filter((flag) => !/^--(only|seed)=/.test(flag));
  const own = [`--only=${inProcess.join(",")}`, `--seed=${seed}`, `--rows=${rows}`];
  proved = await succeeds(["lib/booking/prove/run.ts", ...flags, ...own]);
}
if (proved && parts.includes("race") && !again)
  proved = await succeeds(["scripts/prove-race.ts", rows]);

const lines = existsSync(rows) ? readFileSync(rows, "utf8").trim().split("\n") : [];
if (lines.length > 0) console.log("\nProved:");
for (const line of lines) {
  const { what, found, seconds } = JSON.parse(line);
  console.log(`  ${what}\n    ${found}\n    seed ${seed}, ${seconds} s`);
}
rmSync(folder, { recursive: true, force: true });
process.exit(proved ? 0 : 1);
