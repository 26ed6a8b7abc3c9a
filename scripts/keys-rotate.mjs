// npm run keys:rotate: finds the database as `npm start` does and runs scripts/keys-rotate.ts on it.
import "./check-node.mjs";
import { runningUrl } from "../db/embedded.mjs";
import { rootKey } from "../db/secrets.mjs";
import { launch } from "./children.mjs";
import { loadEnvironmentFile, quietly, readSettings } from "./settings.mjs";

loadEnvironmentFile();
const settings = readSettings([], process.env);
const env = {
  ...quietly,
  DATABASE_URL: settings.databaseUrl ?? runningUrl(settings.dataDir),
  HANDSEL_KEY: rootKey(settings),
};
const child = launch(["--import", "tsx", "scripts/keys-rotate.ts", ...process.argv.slice(2)], {
  env,
});
process.exit((await child.ended) === 0 ? 0 : 1);
