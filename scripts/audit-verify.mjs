// npm run audit:verify: recomputes every chain of the audit trail and holds it against the signed checkpoints. Works
// beside a running installation or on one that is stopped. Exit 1 and the first bad row of each chain when one is bad.
import "./check-node.mjs";
import { rootKey } from "../db/secrets.mjs";
import { endAll, launch } from "./children.mjs";
import { installIfNeeded } from "./install.mjs";
import { loadEnvironmentFile, quietly, readSettings } from "./settings.mjs";

loadEnvironmentFile();
await installIfNeeded({ production: true });
const { databaseUrl, dataDir } = readSettings([], process.env);
let server;
const finish = async (code) => {
  await endAll();
  await server?.stop();
  process.exit(code);
};
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void finish(130));

async function addressOf() {
  if (databaseUrl) return databaseUrl;
  const { runningUrl, startEmbedded } = await import("../db/embedded.mjs");
  const running = runningUrl(dataDir);
  if (running) return running;
  server = await startEmbedded({ dataDir });
  return server.ownerUrl;
}

try {
  const key = rootKey({ dataDir, env: process.env });
  const env = {
    ...quietly,
    DATABASE_URL: await addressOf(),
    HANDSEL_KEY: key,
    HANDSEL_DATA_DIR: dataDir,
  };
  const child = launch(["--import", "tsx", "scripts/audit-verify.ts"], { env });
  await finish((await child.ended) === 0 ? 0 : 1);
} catch (error) {
  console.error(error.message);
  await finish(1);
}
