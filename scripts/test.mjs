// `npm test`: everything that must hold, from a fresh clone, ending with one line that counts it.
// --only=unit (or types, lint, build, e2e) runs one part; more arguments go to that part's runner.
import "./check-node.mjs";
import { partNames, runParts } from "./run.mjs";

const flags = process.argv.slice(2);
const only = flags.find((flag) => flag.startsWith("--only="))?.slice("--only=".length);
if (only !== undefined && !partNames.includes(only)) {
  console.error(`--only must be one of: ${partNames.join(", ")}`);
  process.exit(2);
}
const chosen = only === "e2e" ? ["build", "e2e"] : [only];
const names = only ? chosen : partNames;
const extra = only ? flags.filter((flag) => !flag.startsWith("--only=")) : [];
const { passed, failed, skipped } = await runParts(names, extra);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 ? 0 : 1);
