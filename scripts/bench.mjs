import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

// npm run bench [-- --only=slots]: figures and goals; exit 1 when a goal is missed.
const child = spawn(
  process.execPath,
  ["--import", "tsx", "bench/run.ts", ...process.argv.slice(2)],
  {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...process.env, TZ: "UTC", NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: "inherit",
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0);
});
