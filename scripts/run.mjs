// The parts of `npm test`, each by its name: `node scripts/run.mjs types`. A part answers with what it counted.
import "./check-node.mjs";
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { freePort } from "../db/free-port.mjs";
import { passingFolder } from "../db/passing-folder.mjs";
import { buildIfNeeded, forgetDevelopmentTypes, isBuilt } from "./build.mjs";
import { end, endAll, launch, step } from "./children.mjs";
import { installIfNeeded } from "./install.mjs";
import { nextProgram, quietly, root } from "./settings.mjs";

const program = (file) => path.join(root, "node_modules", file);
const one = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
/** What is said again of a test that failed, in the end: thousands of lines may stand between. */
const failure = (where, said) => `${where}\n${String(said ?? "").slice(0, 2000)}`;

async function succeeds(args, env = {}) {
  return (await launch(args, { env: { ...quietly, ...env } }).ended) === 0;
}

/** For what runs beside another: whether it succeeded, and all that it said, to be printed in one piece. */
async function heard(args) {
  const child = launch(args, { env: quietly, stdio: ["ignore", "pipe", "pipe"] });
  const [code, ...said] = await Promise.all([child.ended, text(child.stdout), text(child.stderr)]);
  return { ...one(code === 0), said: said.join("") };
}

async function types() {
  forgetDevelopmentTypes();
  // Writes next-env.d.ts and the types of the routes, which a fresh clone has not.
  const made = await heard([nextProgram, "typegen"]);
  if (made.failed > 0) return made;
  // Each further checker works out most types once more for itself.
  return heard([program("typescript/bin/tsc"), "--noEmit", "--checkers", "1"]);
}

const lint = () => heard([program("@biomejs/biome/bin/biome"), "check", "."]);

async function build() {
  if (!(await buildIfNeeded())) console.log("The build is fresh.");
  return one(true);
}

/** Counts from a runner's own report; a run that failed outside any test (a set-up, an import) is one failure. */
async function counted(args, env, read) {
  const folder = mkdtempSync(path.join(tmpdir(), "handsel-report-"));
  const report = path.join(folder, "report.json");
  try {
    const succeeded = await succeeds(args(report), env(report));
    const written = existsSync(report) && JSON.parse(readFileSync(report, "utf8"));
    const counts = written ? read(written) : { passed: 0, failed: 0, skipped: 0 };
    return !succeeded && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const unit = (extra) =>
  counted(
    (report) => [
      ...[program("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json"],
      ...[`--outputFile.json=${report}`, ...extra],
    ],
    () => ({}),
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.testResults.filter(brokeBeforeTests).length,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: report.testResults
        .filter(({ status }) => status === "failed")
        .flatMap(unitFailures),
    }),
  );

function unitFailures(file) {
  const name = path.relative(root, file.name);
  if (brokeBeforeTests(file)) return [failure(name, file.message)];
  const failed = file.assertionResults.filter((test) => test.status === "failed");
  return failed.map((test) => failure(`${name} > ${test.fullName}`, test.failureMessages[0]));
}

const brokeBeforeTests = (file) =>
  file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed");

async function e2e(extra) {
  if (!isBuilt()) throw new Error("The journeys need a build.");
  const app = await startApp();
  let result;
  try {
    result = await counted(
      () => [program("@playwright/test/cli.js"), "test", "--reporter=list,json", ...extra],
      (report) => ({ BASE_URL: app.address, PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
      ({ stats, suites }) => ({
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
        failures: suites.flatMap(journeyFailures),
      }),
    );
  } finally {
    await app.stop({ show: result === undefined || result.failed > 0 });
  }
  const faults = app.faults();
  if (faults.length === 0) return result;
  // What no page shows, a job that cannot do its work, say, is a fault all the same.
  const failures = [...(result.failures ?? []), failure("The app's own log", faults.join("\n"))];
  return { ...result, failed: result.failed + 1, failures };
}

const journeyFailures = ({ suites = [], specs = [] }) => [
  ...specs.flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected")
      .map(({ projectName, results }) =>
        failure(`[${projectName}] ${file}:${line} > ${title}`, results.at(-1)?.error?.message),
      ),
  ),
  ...suites.flatMap(journeyFailures),
];

// Empty, not absent: whatever a developer's own .env may say, it must not lead the journeys to her database, or send mail
// and text messages to people.
export const ownWorld = Object.fromEntries(
  [...readFileSync(path.join(root, ".env.example"), "utf8").matchAll(/^# ([A-Z_]+)=/gm)].map(
    ([, name]) => [name, ""],
  ),
);

/** The whole product as `npm start` starts it, with a fresh demo world, on a free port. */
async function startApp() {
  const folder = passingFolder("handsel-e2e-");
  const log = path.join(folder, "app.log");
  const port = await freePort();
  const env = { ...ownWorld, HANDSEL_DATA_DIR: path.join(folder, "data"), PORT: String(port) };
  const app = launch(["scripts/start.mjs"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const stop = async ({ show }) => {
    await end(app, 30_000);
    if (show) console.log(`The app said:\n${readFileSync(log, "utf8").slice(-6000)}`);
    rmSync(folder, { recursive: true, force: true });
  };
  const said = createWriteStream(log);
  /** Faults of ours among all that it said (lib/work/log.ts). */
  const faults = [];
  const noteFaults = (line) => {
    if (line.startsWith('{"level":50,')) faults.push(line);
  };
  const ready = new Promise((resolve) => {
    for (const output of [app.stdout, app.stderr]) {
      createInterface({ input: output }).on("line", noteFaults);
      output.on("data", (text) => {
        said.write(text);
        if (String(text).includes("Handsel is ready")) resolve(true);
      });
    }
  });
  const up = await step("Starting the app with the demo world", () =>
    Promise.race([ready, app.ended.then(() => false)]),
  );
  if (!up) {
    await stop({ show: true });
    throw new Error("The app did not start.");
  }
  return { address: `http://localhost:${port}`, stop, faults: () => faults };
}

const parts = { types, lint, unit, build, e2e };
export const partNames = Object.keys(parts);
/** One after another; those of one line side by side, since each of them leaves a core idle. */
const rounds = [["types", "lint"], ["unit"], ["build"], ["e2e"]];

async function runPart(name, extra, header) {
  const began = performance.now();
  const { said, ...counts } = await parts[name](extra).catch((error) => ({
    ...one(false),
    said: error.message,
  }));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (said?.trim()) console.log(`${header}${said.trimEnd()}`);
  console.log(`=== ${name}: ${counts.failed === 0 ? "passed" : "FAILED"} in ${seconds} s`);
  if (counts.failed === 0 || counts.failures?.length > 0) return counts;
  return { ...counts, failures: [failure(name, said ?? "Its own lines above say why.")] };
}

/** Runs the named parts, adds up what they counted, and says again what failed; one that breaks is one failure. */
export async function runParts(names, extra = []) {
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => void endAll().then(() => process.exit(130)));
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  try {
    await installIfNeeded();
  } catch (error) {
    console.error(error.message);
    return { ...total, failed: 1 };
  }
  for (const round of rounds) {
    const chosen = round.filter((name) => names.includes(name));
    const alone = chosen.length === 1;
    if (chosen.length > 0) console.log(`\n=== ${chosen.join(" and ")}`);
    const header = (name) => (alone ? "" : `\n--- ${name}\n`);
    const counted = await Promise.all(chosen.map((name) => runPart(name, extra, header(name))));
    for (const counts of counted) {
      for (const key of Object.keys(total)) total[key] += counts[key];
      failures.push(...(counts.failures ?? []));
    }
  }
  if (failures.length > 0) console.log(`\n=== What failed\n${failures.slice(0, 10).join("\n\n")}`);
  return total;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name, ...extra] = process.argv.slice(2);
  if (!parts[name]) {
    console.error(`Name one of: ${partNames.join(", ")}`);
    process.exit(2);
  }
  const { failed } = await runParts([name], extra);
  process.exit(failed === 0 ? 0 : 1);
}
