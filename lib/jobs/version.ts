import { env } from "@/lib/core/env";
import about from "@/package.json";

/** What runs here. The build is the start of the fingerprint of its sources (scripts/build.mjs); null in development. */
export const runningVersion = (): { version: string; build: string | null } => ({
  version: about.version,
  build: env().HANDSEL_BUILD ?? null,
});
