// Where the tests find a browser: CHROMIUM_PATH, Playwright's own, the one in the npm package
// @sparticuz/chromium (Linux on x64), one that is installed on the machine; else the command that gets one.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const cache = fileURLToPath(new URL("../node_modules/.cache", import.meta.url));

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/** Nothing of Chromium's own may go out to the network, and root has no sandbox to offer. */
export const browserArguments = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/** The path of the browser; the process that asks first unpacks it, so ask before starting several. */
export async function browserPath(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  if (process.platform === "linux" && process.arch === "x64") return unpacked();
  const found = installed.find((each) => existsSync(each));
  if (found) return found;
  throw new Error("No browser was found. Get one with: npx playwright install chromium");
}

/** Unpacked aside and then renamed: one that was cut off is never taken for whole. */
async function unpacked(): Promise<string> {
  const home = path.join(cache, "chromium");
  const program = path.join(home, "chromium");
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(path.join(cache, "chromium-"));
  const temporary = process.env.TMPDIR;
  process.env.TMPDIR = draft; // the package unpacks into the system's temporary directory
  try {
    const { default: shipped } = await import("@sparticuz/chromium");
    await shipped.executablePath();
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  }
  if (!existsSync(home)) renameSync(draft, home);
  else rmSync(draft, { recursive: true });
  return program;
}
