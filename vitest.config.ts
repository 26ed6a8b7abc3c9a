import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest first, which is known of one by its name: begun last, it would run alone in the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith(".model.test.ts");
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url)).replace(/\/$/, "");

export default defineConfig({
  resolve: {
    alias: {
      "@": here("."),
      // As the build has them: the half for the server, with our own way to choose a language.
      "next-intl/server": here("node_modules/next-intl/dist/esm/production/server.react-server.js"),
      "next-intl/config": here("i18n/request.ts"),
    },
  },
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["node_modules", ".next", "e2e"],
    globalSetup: "db/testing/global-setup.ts",
    // Next keeps each request's headers and cookies in what this provides (app/_server/testing.ts).
    setupFiles: "next/dist/server/node-environment-baseline",
    server: { deps: { inline: ["next-auth", "next-intl"] } },
    // Every line of a pool plans each query for itself, and most tests ask one thing after another.
    env: { TZ: "UTC", DATABASE_POOL: "4" },
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // A worker reads each module once; what differs from file to file is the database, which each closes behind itself.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A second, the default, is short for a machine that does other things as well.
    expect: { poll: { timeout: 15_000, interval: 25 } },
  },
});
