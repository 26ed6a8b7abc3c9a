// The job runner alone, beside any number of web processes on the same database (`npm run worker`).
import { startRunner } from "@/lib/jobs/runner";

const databaseUrl = process.env.APP_DATABASE_URL;
if (!databaseUrl)
  throw new Error("APP_DATABASE_URL is not set: start the worker with `npm run worker`.");
const runner = await startRunner({ databaseUrl, concurrency: 4 });

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  await runner.stop();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop());
