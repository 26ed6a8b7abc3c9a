import { expect, type Page, test } from "@playwright/test";
import { another, axe, people, signIn } from "./fixtures";

// A weight is typed with the wrong unit, put right with one press, confirmed, and read off the chart by keyboard alone.

/** Another number of this size in each run, so that stories on two screens do not meet. */
const grams = 4400 + Math.floor(Math.random() * 90);
const kilograms = (grams / 1000).toString();

async function ownGrowth(page: Page): Promise<void> {
  await page.waitForLoadState();
  // One baby’s page opens by itself; of several the first.
  await page.goto("/family/babies");
  const link = page.locator("main a[href^='/family/babies/']").first();
  const at = `${page.url()} ${await link.getAttribute("href")}`;
  await page.goto(`/family/babies/${/babies\/([0-9a-f-]{36})/.exec(at)?.[1]}/growth`);
}

test("a parent's weight, typed as pounds by mistake, reaches the chart after the practitioner's look", {
  tag: "@phone",
}, async ({ page, browser }) => {
  test.setTimeout(180_000);
  await signIn(page, people.ana);
  await ownGrowth(page);
  // Weights by the lengths of their days have a chart of their own.
  await page.getByRole("link", { name: "For length" }).click();
  const byLength = page.getByRole("table", { name: "All weights with a length of the same day" });
  await expect(byLength.getByRole("row").nth(1)).toContainText(/WHO, at a length of \d+\.\d cm/);
  await expect(page.locator("[data-point]:visible").last()).toHaveAccessibleName(
    /kg, .*centile, .*cm long/,
  );
  await page.getByRole("link", { name: "Weight", exact: true }).click();
  await expect(byLength).toHaveCount(0);
  await axe(page);
  await page.getByRole("link", { name: "Add a weight" }).click();
  const form = page.getByRole("form", { name: "Add a weight" });
  await form.getByLabel("kg", { exact: true }).check();
  await form
    .getByLabel("Weight", { exact: true })
    .fill(String(Number((grams / 453.59237).toFixed(2))));
  await form.getByRole("button", { name: "Save weight" }).click();
  await expect(form.getByRole("alert")).toContainText("far from what is usual");
  await axe(page);
  const offer = form.getByRole("button", { name: /^Use 4\.\d+ kg \(9 lb/ });
  const offered = /Use (\S+ kg)/.exec((await offer.textContent()) ?? "")?.[1] ?? "none";
  expect(Math.abs(Number.parseFloat(offered) - Number(kilograms))).toBeLessThan(0.01);
  await offer.click();
  const table = page.getByRole("table", { name: "All weights" });
  const row = table.getByRole("row").filter({ hasText: offered });
  await expect(row).toContainText("Waiting for Rosa Calder to confirm");

  const rosa = await another(browser, people.rosa);
  const baby = /babies\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? "";
  await rosa.page.goto(`/practice/babies/${baby}/growth`);
  await axe(rosa.page);
  await rosa.page
    .getByRole("button", { name: new RegExp(`^Confirm ${offered.replace(".", "\\.")}`) })
    .click();
  const hers = rosa.page.getByRole("table", { name: "All weights" });
  await expect(hers.getByRole("row").filter({ hasText: offered })).not.toContainText("Waiting");

  // The points of the chart, by the arrows: each says its amount, its centile, its day and its age.
  const points = rosa.page.locator("[data-point]:visible");
  await points.last().focus();
  await expect(points.last()).toHaveAccessibleName(
    new RegExp(`${offered.replace(".", "\\.")}, .*centile, .*corrected`),
  );
  await rosa.page.keyboard.press("ArrowLeft");
  await expect(points.nth(-2)).toBeFocused();
  await rosa.page.keyboard.press("Home");
  await expect(points.first()).toBeFocused();
  await rosa.page.keyboard.press("End");
  await expect(points.last()).toBeFocused();
  // By thumb: the point before, said below the drawing; there is nothing before the first.
  if (await rosa.page.getByRole("button", { name: "Earlier point" }).isVisible()) {
    const said = rosa.page.getByRole("group", { name: "Points of the chart" }).getByRole("link");
    await expect(said).toContainText(offered);
    await rosa.page.getByRole("button", { name: "Earlier point" }).click();
    await expect(said).not.toContainText(offered);
    await rosa.page.getByRole("button", { name: "Later point" }).click();
    await expect(said).toContainText(offered);
  }
  await points.last().focus();
  await rosa.page.keyboard.press("Enter");
  await expect(rosa.page).toHaveURL(/#m-/);
  // Put right by whoever may, with the reason; what was wrong stays readable.
  await hers
    .getByRole("row")
    .filter({ hasText: offered })
    .getByRole("link", { name: /Correct/ })
    .click();
  await rosa.page.getByRole("button", { name: "Take it off" }).click();
  await expect(rosa.page.locator("details").filter({ hasText: "corrected entr" })).toBeVisible();
  await expect(hers.getByRole("row").filter({ hasText: offered })).toHaveCount(0);
  await rosa.context.close();
});

test("what cannot be is refused at the field, with what was typed kept", {
  tag: "@desktop",
}, async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, people.ana);
  await ownGrowth(page);
  await page.getByRole("link", { name: "Add a weight" }).click();
  const form = page.getByRole("form", { name: "Add a weight" });
  await form.getByLabel("kg", { exact: true }).check();
  await form.getByLabel("Weight", { exact: true }).fill("43,4");
  await form.getByRole("button", { name: "Save weight" }).click();
  await expect(form.getByRole("alert")).toContainText("between 0.15 kg and 40 kg");
  await expect(form.getByLabel("Weight", { exact: true })).toHaveValue("43,4");
  await expect(form.getByRole("button", { name: /^Use 4.34 kg/ })).toBeVisible();
  await expect(form.getByRole("button", { name: /anyway/ })).toHaveCount(0);
});
