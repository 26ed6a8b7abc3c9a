// Fills an empty database with the demo world, and tells start.mjs what is there.
import { seedDemo } from "@/db/seed/index";
import { installationOf } from "@/db/seed/state";

const ownerUrl = process.env.DATABASE_URL;
if (!ownerUrl) throw new Error("DATABASE_URL is needed.");
await seedDemo({ ownerUrl });
process.stdout.write(`${JSON.stringify(await installationOf(ownerUrl))}\n`);
