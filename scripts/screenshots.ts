// `npm run screenshots`: the README's pictures from a running demo world. BASE_URL names it (default http://localhost:3000).
import { mkdirSync } from "node:fs";
import { type Browser, chromium, devices, type Page } from "@playwright/test";
import { browserArguments, browserPath } from "../e2e/browser";

process.env.BASE_URL ??= "http://localhost:3000";
const { people, signIn } = await import("../e2e/fixtures");
const folder = "docs/screenshots";
const desktop = { viewport: { width: 1200, height: 760 } };
const phone = {
  ...devices["Pixel 7"],
  viewport: { width: 390, height: 760 },
  deviceScaleFactor: 1,
};

type Shot = { name: string; size: object; as?: string; take: (page: Page) => Promise<void> };
const shots: readonly Shot[] = [
  {
    name: "book",
    size: desktop,
    take: async (page) => {
      await page.goto("/p/rosa-calder");
      await page.locator("a[href*='/book/']").first().click();
      await page.locator("h1").waitFor();
    },
  },
  {
    name: "today",
    size: desktop,
    as: people.rosa,
    take: async (page) => void (await page.goto("/practice")),
  },
  {
    name: "refer",
    size: desktop,
    take: async (page) => void (await page.goto("/refer/rosa-calder")),
  },
  {
    name: "player",
    size: phone,
    as: people.ana,
    take: async (page) => {
      await page.goto("/family");
      await page.getByRole("link", { name: /Start/ }).first().click();
      await page.getByRole("button", { name: /More than \d+ minutes ago/ }).click();
      for (const check of await page.locator("input[type=checkbox]").all()) await check.check();
      await page.locator("input[type=radio][name=oil]").first().check();
      await page.getByRole("button", { name: /^Start/ }).click();
      await page.getByRole("button", { name: "Baby said no" }).waitFor();
      await page.getByRole("button", { name: /next/i }).first().click();
    },
  },
];

async function shoot(browser: Browser, { name, size, as, take }: Shot): Promise<void> {
  const context = await browser.newContext({
    ...size,
    baseURL: process.env.BASE_URL ?? "",
    locale: "en-GB",
    timezoneId: "Europe/London",
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  if (as) await signIn(page, as);
  await take(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
  console.log(`${folder}/${name}.png`);
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: await browserPath(),
  args: browserArguments,
});
for (const shot of shots) await shoot(browser, shot);
await browser.close();
