import { expect, type Page, test } from "@playwright/test";
import { axe, people, signIn } from "./fixtures";

// One person for each size: a new address ends the old one.
const byProject = (phone: string, desktop: string): string =>
  test.info().project.name === "phone" ? phone : desktop;

async function made(page: Page): Promise<string> {
  await page.getByRole("button", { name: /^Make (the|a new) address/ }).click();
  await expect(page.getByText("Your address is ready.")).toBeVisible();
  return page.getByLabel("Secret address", { exact: true }).inputValue();
}
/** As a calendar program asks: without cookies. */
async function read(page: Page, address: string) {
  const answer = await page.request.get(address, { headers: { cookie: "" } });
  return { status: answer.status(), text: await answer.text(), head: answer.headers() };
}

test("lessons are read under a secret address, which can be changed and ended", {
  tag: "@phone",
}, async ({ page }) => {
  await signIn(page, byProject(people.desk, people.rosa));
  await page.goto("/practice/calendars");
  await axe(page);
  const address = await made(page);
  await axe(page);
  const found = await read(page, address);
  expect(found.status).toBe(200);
  expect(found.text).toContain("BEGIN:VCALENDAR");
  expect(found.text).toContain("SUMMARY:Busy");
  expect(found.head["content-type"]).toContain("text/calendar");

  await page.getByLabel(/The family’s name/).check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. Your other calendar")).toBeVisible();
  const named = await read(page, address);
  expect(named.text).toMatch(/SUMMARY:(?!Busy)/);

  await page.reload();
  const second = await made(page);
  expect((await read(page, address)).status).toBe(404);
  expect((await read(page, second)).status).toBe(200);
  await page.getByRole("button", { name: "Remove the address" }).click();
  await expect(page.getByRole("button", { name: "Make the address" })).toBeVisible();
  expect((await read(page, second)).status).toBe(404);
});

test("a calendar elsewhere is added, tells how its reading went, and is removed", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, byProject(people.nisha, "elena@example.com"));
  await page.goto("/practice/calendars");
  const form = page.getByRole("form", { name: "Add a calendar" });
  await form.getByLabel("Name").fill("Inside");
  await form.getByLabel(/Secret address/).fill("https://169.254.169.254/latest/meta-data");
  await form.getByRole("button", { name: "Add calendar" }).click();
  await expect(form.getByText(/names a public server/).first()).toBeVisible();
  await expect(form.getByLabel("Name")).toHaveValue("Inside");
  await axe(page);

  const name = `Home ${Math.random().toString(36).slice(2, 6)}`;
  await form.getByLabel("Name").fill(name);
  await form.getByLabel(/Secret address/).fill("webcal://calendar.invalid/private/basic.ics");
  await form.getByRole("button", { name: "Add calendar" }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("calendar.invalid");
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("there is no such server", { timeout: 1000 });
  }).toPass();
  await axe(page);
  await row.getByRole("button", { name: `Remove: ${name}` }).click();
  await expect(row).toHaveCount(0);
});

test("a parent's own address", { tag: "@phone" }, async ({ page }) => {
  await signIn(page, people.ana);
  await page.goto("/family/calendar");
  await axe(page);
});
