import { defineConfig } from "@playwright/test";
import { browserArguments, browserPath } from "./e2e/browser";

// Found (and unpacked) once here; the workers inherit it.
process.env.CHROMIUM_PATH = await browserPath();

const baseURL = process.env.BASE_URL;
if (!baseURL) throw new Error("BASE_URL is not set: run the journeys with `npm run test:e2e`.");

const crowd = "race.spec.ts";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL,
    locale: "en-GB",
    timezoneId: "Europe/London",
    reducedMotion: "reduce",
    trace: "off", // Of one journey: npx playwright test --trace on
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: browserArguments },
  },
  // The four stories run at both sizes, by night on the phone and by day on the desk; a journey tagged @phone or
  // @desktop runs where it is mostly done.
  projects: [
    {
      name: "phone",
      testIgnore: crowd,
      grepInvert: /@desktop/,
      use: {
        ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
        colorScheme: "dark",
      },
    },
    {
      name: "desktop",
      testIgnore: crowd,
      grepInvert: /@phone/,
      use: { viewport: { width: 1440, height: 900 } },
    },
    // When the others are done: it takes the whole machine for some seconds.
    { name: "crowd", testMatch: crowd, dependencies: ["phone", "desktop"] },
  ],
});
