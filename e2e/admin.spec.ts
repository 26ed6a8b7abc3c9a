import { expect, test } from "@playwright/test";
import { axe, freshAddress, people, signIn } from "./fixtures";

test("every page of the platform's administrator can be used by everybody", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.admin);
  await page.goto("/admin");
  await expect(page).toHaveURL(/\/admin\/credentials$/);
  await axe(page);
  for (const path of [
    "/admin/credentials?tab=checked",
    "/admin/practices",
    "/admin/mail?state=kept",
    "/admin/jobs",
    "/admin/people",
    "/admin/audit",
  ]) {
    await page.goto(path);
    await axe(page);
  }
  await page.getByLabel("Of").selectOption({ label: "Rosa Calder" });
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/chain=[0-9a-f-]{36}/);
  await axe(page);
});

test("a mail that reached nobody can be read, formatted and plain", { tag: "@desktop" }, async ({
  page,
  browser,
}) => {
  const email = freshAddress("reader");
  const asking = await browser.newPage();
  await asking.goto("/sign-in");
  await asking.locator("#ask-email").fill(email);
  await asking.getByRole("button", { name: "Email me a link" }).click();
  await expect(asking).toHaveURL(/code$/);
  await asking.close();
  await signIn(page, people.admin);
  const failures: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) failures.push(message.text());
  });
  await expect(async () => {
    await page.goto("/admin/mail");
    await page.getByRole("link", { name: email }).click({ timeout: 1000 });
  }).toPass();
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("heading", { name: "Sign in to Handsel" })).toBeVisible();
  await expect(page.locator("pre").first()).toContainText("Sign in to Handsel");
  await axe(page);
  expect(failures).toEqual([]);
});

test("nobody else sees them", { tag: "@desktop" }, async ({ page }) => {
  await signIn(page, people.ana);
  expect((await page.goto("/admin/mail"))?.status()).toBe(404);
});
