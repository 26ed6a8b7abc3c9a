// Fills an empty database with the demo world unless `--empty` is given, and tells start.mjs what is there.
import { demoSignIns, isDemo, seedDemo } from "@/db/seed/index";

const ownerUrl = process.env.DATABASE_URL;
if (!ownerUrl) throw new Error("DATABASE_URL is needed.");
const seeded = process.argv.includes("--empty") ? false : await seedDemo({ ownerUrl });
const demo = await isDemo(ownerUrl);
process.stdout.write(`${JSON.stringify({ seeded, demo, signIns: demo ? demoSignIns : [] })}\n`);
