import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";

export const people = {
  rosa: "rosa@example.com",
  nisha: "nisha@example.com",
  desk: "desk@example.com",
  ana: "ana@example.com",
  doctor: "dr.haddad@example.com",
  admin: "admin@example.com",
} as const;
const demoPassword = "a calm demo world";

/** Sessions of this run by address: sign-in is limited per hour, and one run signs in many times. */
const kept = path.join(
  "test-results",
  ".sessions",
  new URL(process.env.BASE_URL ?? "http://none").port,
);
const fileOf = (email: string) => path.join(kept, `${email}.json`);

/** Signs a page's browser in through the sign-in page, once per address and run. */
export async function signIn(page: Page, email: string): Promise<void> {
  if (existsSync(fileOf(email))) {
    await page.context().addCookies(JSON.parse(readFileSync(fileOf(email), "utf8")));
    return;
  }
  await page.goto("/sign-in");
  await page.locator("summary").click();
  const form = page.locator("form", { has: page.locator("#password-password") });
  await form.locator("input[name=email]").fill(email);
  await form.locator("input[name=password]").fill(demoPassword);
  await form.locator("button[type=submit]").click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  const cookies = (await page.context().cookies()).filter((cookie) =>
    cookie.name.endsWith("handsel"),
  );
  expect(cookies.length).toBe(1);
  mkdirSync(kept, { recursive: true });
  const draft = `${fileOf(email)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(cookies));
  renameSync(draft, fileOf(email));
}

/** A browser of its own for a second person in the same story. */
export async function another(
  browser: Browser,
  email?: string,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  if (email) await signIn(page, email);
  return { page, context };
}

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The engine of @axe-core/playwright, put into a page once: its builder does so at every look, and takes five times as long. */
const builder = createRequire(import.meta.url).resolve("@axe-core/playwright");
const { source }: { source: string } = createRequire(builder)("axe-core");
type Violation = { id: string; nodes: { target: string[] }[] };
declare global {
  interface Window {
    axe: { run(context: object, options: object): Promise<{ violations: Violation[] }> };
  }
}

/** What is wrong with the page (this runs in it); null when it was not the same page at rest all the while. */
async function look(runOnly: string[]): Promise<string[] | null> {
  const at = location.href;
  // The boxes of a page that is fetched may come and go while one looks; what is below them is faint.
  let busy = false;
  const region = new MutationObserver(() => {
    busy ||= document.querySelector("main[aria-busy]") !== null;
  });
  region.observe(document.body, { subtree: true, attributeFilter: ["aria-busy"] });
  // On a busy machine a page may not be idle for minutes; after a second it is looked at as it is.
  await new Promise((idle) => requestIdleCallback(idle, { timeout: 1000 }));
  // A frame without any permission lets nobody look inside; asking it takes half a minute.
  const context = { exclude: [['iframe[sandbox=""]']] };
  const { violations } = await window.axe.run(context, { runOnly, resultTypes: ["violations"] });
  region.disconnect();
  busy ||= document.querySelector("main[aria-busy]") !== null;
  if (location.href !== at || !document.title || busy) return null;
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** No accessibility violation, one main heading, nothing sideways. */
export async function axe(page: Page): Promise<void> {
  let found: string[] | null = null;
  // A link may still be followed while one looks, and a title is rendered right behind its page: then look again.
  while (!found) {
    await expect(page).toHaveTitle(/\S/);
    // Until the boxes of a page that is fetched have gone, what is below them is faint.
    await expect(page.locator("main[aria-busy]")).toHaveCount(0);
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
    found = await page.evaluate(look, standards);
  }
  expect(found, page.url()).toEqual([]);
  await expect(page.locator("h1:visible")).toHaveCount(1);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, `sideways overflow of ${page.url()}`).toBeLessThanOrEqual(0);
}

export type Mail = { subject: string; text: string; links: string[]; attachments: string };

/** The newest mail to an address that was kept, as the administrator reads it; waits until it is there. */
export async function mailTo(
  browser: Browser,
  address: string,
  about: RegExp = /./,
): Promise<Mail> {
  const page = await (mailbox.get(browser) ?? openMailbox(browser));
  let subject = "";
  await expect(async () => {
    await page.goto("/admin/mail");
    const rows = page.locator("tbody tr").filter({ hasText: address });
    const mails = await rows.locator("a[href^='/admin/mail/']").all();
    for (const href of await Promise.all(mails.map((mail) => mail.getAttribute("href")))) {
      await page.goto(href ?? "/admin/mail");
      subject = (await page.locator("h1").textContent()) ?? "";
      if (about.test(subject)) return;
    }
    throw new Error(`no mail to ${address} yet`);
  }).toPass({ timeout: 20_000 });
  const parts = await page.locator("pre").allTextContents();
  const text = parts[0] ?? "";
  return {
    subject,
    text,
    links: text.match(/https?:\/\/\S+/g) ?? [],
    attachments: parts.slice(1).join("\n"),
  };
}

/** The administrator's page of mails, one for each browser. */
const mailbox = new WeakMap<Browser, Promise<Page>>();
function openMailbox(browser: Browser): Promise<Page> {
  const open = async () => {
    // Read as it was written: the mail's page needs no script and no style for that.
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.route("**/*", (route) =>
      route.request().resourceType() === "document" ? route.continue() : route.abort(),
    );
    const page = await context.newPage();
    await signIn(page, people.admin);
    return page;
  };
  const opened = open();
  mailbox.set(browser, opened);
  return opened;
}

/** A fresh address, so that stories on two screens at once do not meet. */
export const freshAddress = (who: string): string =>
  `${who}-${Math.random().toString(36).slice(2, 10)}@example.com`;
