import { expect, type Locator, type Page, test } from "@playwright/test";
import { axe } from "./fixtures";

const TIME = String.raw`\d{1,2}:\d\d [ap]m`;
const DATE = String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* \d{1,2} [A-Z][a-z]+`;

/** What a screen reader says of an element: its role, its name and its states, from the browser's own tree. */
async function said(one: Locator): Promise<string> {
  return (await one.ariaSnapshot()).split("\n")[0] ?? "";
}
const visible = (page: Page, of: string) => page.locator(of).filter({ visible: true });

test("28: the name of every slot has its date, its time and its state", { tag: "@phone" }, async ({
  page,
}) => {
  await page.goto("/p/tom-wilder");
  const next = page.getByRole("link", { name: new RegExp(TIME) });
  expect(await next.count()).toBeGreaterThan(0);
  for (const one of await next.all()) {
    const name = (await one.getAttribute("aria-label")) ?? (await one.textContent()) ?? "";
    expect(name).toMatch(new RegExp(DATE));
    expect(name).toMatch(new RegExp(TIME));
  }

  const path = await page.getByRole("link", { name: "See all times" }).first().getAttribute("href");
  await page.goto(path ?? "/");
  // Days say how many times they have, that they are full, or that there are no lessons.
  const days = visible(page, "table td, nav li").filter({ hasText: /\d/ });
  expect(await days.count()).toBeGreaterThan(20);
  const names = await days.locator(".sr").allTextContents();
  expect(names.length).toBeGreaterThan(20);
  for (const name of names)
    expect(name).toMatch(new RegExp(`^${DATE}.*, (?:\\d+ times?|full|no lessons)$`));

  // Times are radio buttons: the date and the time are their name, "checked" is their state. Today may have one left.
  await page
    .getByRole("link", { name: /, (?:[2-9]|\d\d) times$/ })
    .first()
    .click();
  const times = page.getByRole("radio");
  await expect(times.nth(1)).toBeVisible();
  const count = await times.count();
  expect(count).toBeGreaterThan(1);
  await times.nth(1).check();
  for (let i = 0; i < count; i += 1) {
    const words = await said(times.nth(i));
    expect(words).toMatch(new RegExp(`^- radio "${TIME}, ${DATE}`));
    expect(words.includes("[checked]")).toBe(i === 1);
  }
  await expect(page.getByRole("button", { name: /^Continue with/ })).toContainText(
    new RegExp(TIME),
  );
  await axe(page);
});
