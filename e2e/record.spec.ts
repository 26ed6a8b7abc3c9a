import { expect, type Page, test } from "@playwright/test";
import { another, axe, people, signIn } from "./fixtures";

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole("heading", { level: 1, name });

/** The practitioner finds Mila and opens her page. */
async function openMila(page: Page): Promise<string> {
  // Other journeys book for a Mila Okoye of their own; this one's father is Chidi.
  await page.goto("/practice/clients?q=Chidi");
  await page.getByRole("link", { name: "Mila Okoye" }).first().click();
  await page.getByRole("main").getByRole("link", { name: "Mila", exact: true }).click();
  await expect(page).toHaveURL(/\/practice\/babies\//);
  await expect(heading(page, "Mila Okoye")).toBeVisible();
  return new URL(page.url()).pathname;
}

test("a baby's page, everything that happened, and who looked", { tag: "@phone" }, async ({
  page,
  browser,
}) => {
  await signIn(page, people.rosa);
  const root = await openMila(page);
  await expect(page.getByText(/corrected/).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "What happened" })).toBeVisible();
  await axe(page);
  expect(await page.title()).not.toContain("Mila");

  await page.getByRole("main").getByRole("link", { name: "Everything" }).first().click();
  await expect(page).toHaveURL(`${root}/everything`);
  const items = page.getByRole("main").locator("ol > li");
  await expect.poll(() => items.count()).toBeGreaterThan(2);
  const all = await items.count();
  await page.getByRole("link", { name: "Lessons", exact: true }).click();
  await expect(page).toHaveURL(/show=lessons/);
  await expect(items.first()).toContainText(/[Ll]esson/);
  await expect.poll(() => items.count()).toBeLessThan(all);
  await axe(page);

  await page.getByRole("link", { name: "Who looked" }).click();
  await expect(page.getByText("Opened: everything that happened").first()).toBeVisible();
  await axe(page);
  await page.getByRole("link", { name: "In the audit trail" }).click();
  await expect(heading(page, "Audit trail")).toBeVisible();
  await page.getByLabel("What", { exact: true }).selectOption("read");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/what=read/);
  await expect(
    page
      .getByRole("listitem")
      .filter({ hasText: /Opened/ })
      .first(),
  ).toBeVisible();
  await axe(page);

  const parent = await another(browser, people.ana);
  await parent.page.goto(root.replace("/practice", "/family"));
  await axe(parent.page);
  await parent.page.getByRole("link", { name: "Who looked at the record" }).click();
  await expect(heading(parent.page, "Who looked")).toBeVisible();
  const opened = parent.page.getByRole("listitem").filter({ hasText: "Opened: everything" });
  await expect(opened.filter({ hasText: "Rosa Calder" }).first()).toBeVisible();
  await axe(parent.page);
  await parent.context.close();
});

test("the front desk finds lessons and nothing clinical; a stranger's baby is not there", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.desk);
  const root = await openMila(page);
  await expect(page.getByRole("link", { name: "Notes", exact: true })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Home routine" })).toHaveCount(0);
  await page.goto(`${root}/everything?show=notes`);
  await expect(page.getByText("Nothing yet.")).toBeVisible();
  const gone = await page.goto(`${root}/access`);
  expect(gone?.status()).toBe(404);
  const stranger = await page.goto("/practice/babies/01a22a0f-0dcf-71bd-94da-000000000000");
  expect(stranger?.status()).toBe(404);
});
