import { fileURLToPath } from "node:url";
import createNextIntlPlugin from "next-intl/plugin";
import { nothingRuns, onData, onEverything } from "./app/_server/headers.js";

const withWords = createNextIntlPlugin("./i18n/request.ts");

const list = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  agentRules: false,
  typedRoutes: false,
  // `npm test` checks the types of everything; a slip in a test must not keep a practice from starting.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // Next would hash each kept page again for every answer, a tenth of its cost; a page is 5 kB on the wire.
  generateEtags: false,
  // A page made in advance is never older than this, however seldom it is asked for.
  expireTime: 120,
  cacheHandler: fileURLToPath(new URL("./app/_server/public-cache.js", import.meta.url)),
  cacheMaxMemorySize: 0,
  // Every page brings its title along. One that came after its page left the page nameless for a moment, to screen readers too.
  htmlLimitedBots: /.*/,
  serverExternalPackages: [
    "@node-rs/argon2",
    "fontkit",
    "graphile-worker",
    "nodemailer",
    "pdfkit",
    "pino",
    "postgres",
    "sharp",
    "subset-font",
    "timezones-ical-library",
    "yazl",
  ],
  experimental: {
    serverActions: { bodySizeLimit: "256kb" },
    globalNotFound: true,
    // With what it keeps between starts, a chunk answers its first subscriber with a change, and every page that
    // subscribes to two reloads for ever ("HMR hash mismatch", Next 16.4.6).
    turbopackFileSystemCacheForDev: false,
    turbopackFileSystemCacheForBuild: process.env.HANDSEL_BUILD_CACHE === "1",
  },
  headers: async () => [
    { source: "/:path*", headers: list(onEverything) },
    { source: "/api/:path*", headers: list(onData) },
    { source: "/assets/:path*", headers: list({ "Content-Security-Policy": nothingRuns }) },
    {
      source: "/theme.js",
      headers: list({ "Cache-Control": "public, max-age=3600, stale-while-revalidate=604800" }),
    },
  ],
};

export default withWords(config);
