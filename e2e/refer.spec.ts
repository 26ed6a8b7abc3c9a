import { expect, type Page, test } from "@playwright/test";
import { another, axe, freshAddress, mailTo, people, signIn } from "./fixtures";

/** Fills what is required, as a doctor does between two patients. */
async function fill(
  page: Page,
  { baby, doctor, parent }: Record<"baby" | "doctor" | "parent", string>,
) {
  const field = (name: string) => page.locator(`[name="${name}"]`);
  await field("baby.name").fill(baby);
  const born = new Date(Date.now() - 70 * 86_400_000);
  await field("baby.born.day").fill(String(born.getUTCDate()));
  await field("baby.born.month").fill(String(born.getUTCMonth() + 1));
  await field("baby.born.year").fill(String(born.getUTCFullYear()));
  await page.locator('[name="baby.gestation.early"][value=yes]').check();
  await field("baby.gestation.weeks").fill("31");
  await field("baby.gestation.days").fill("2");
  await page.locator('[name=reasons][value="bonding"]').check();
  await page.locator('[name=precautions][value="hip_harness"]').check();
  await field("safe").check();
  await field("parent.name").fill("Hanna Bekele");
  await field("parent.contact").fill(parent);
  await field("agreed").check();
  await field("doctor.name").fill("Dr Noa Field");
  await field("doctor.role").selectOption({ index: 1 });
  await field("doctor.organisation").fill("Harbour Surgery");
  await field("doctor.email").fill(doctor);
}
const send = (page: Page) => page.locator("main form button[type=submit]").last();
const linkIn = (links: string[], part: string) => links.find((link) => link.includes(part)) ?? "";

test("a doctor refers in under two minutes, proves the address and follows what becomes of it", async ({
  page,
  browser,
}) => {
  const doctor = freshAddress("doctor");
  const parent = freshAddress("parent");
  const baby = `Zuri ${doctor.slice(7, 12)}`;
  const began = Date.now();
  await page.goto("/refer/rosa-calder");
  await axe(page);
  await send(page).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("There is a problem");
  await axe(page);
  await fill(page, { baby, doctor, parent });
  await send(page).click();
  await expect(page).toHaveURL(/\/referral\/sent/);
  expect(page.url()).not.toContain("Zuri");
  expect(Date.now() - began).toBeLessThan(120_000);
  await axe(page);

  // Until the address is proved, the practice sees nothing.
  const rosa = await another(browser, people.rosa);
  await rosa.page.goto("/practice/referrals");
  await expect(rosa.page.getByText(baby)).toHaveCount(0);

  const asked = await mailTo(browser, doctor);
  expect(`${asked.subject} ${asked.text}`).not.toContain("Zuri");
  await page.goto(linkIn(asked.links, "/referral/confirm/"));
  await axe(page);
  await page.getByRole("main").getByRole("button").first().click();
  await expect(page).toHaveURL(/\/referral\/[\w-]{43}/);
  await expect(page.locator("main")).not.toContainText("Zuri");
  await axe(page);

  await rosa.page.goto("/practice/referrals");
  await rosa.page
    .getByRole("link", { name: new RegExp(baby) })
    .first()
    .click();
  await expect(rosa.page.getByText("corrected").first()).toBeVisible();
  await axe(rosa.page);
  await rosa.page.getByRole("button", { name: /Accept, family chooses/ }).click();
  await expect(rosa.page.getByText(/Accepted/).first()).toBeVisible();
  await rosa.context.close();

  await page.reload();
  await expect(page.locator("main")).toContainText("Accepted");
  const invited = await mailTo(browser, parent);
  expect(`${invited.subject} ${invited.text}`).not.toContain("Zuri");
  expect(linkIn(invited.links, "/referral/")).not.toBe("");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the form keeps what was typed, says what is missing, and sends", async ({ page }) => {
    await page.goto("/refer/rosa-calder");
    await page.locator('[name="doctor.name"]').fill("Dr Noa Field");
    await send(page).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("There is a problem");
    await expect(page.locator('[name="doctor.name"]')).toHaveValue("Dr Noa Field");
    const doctor = freshAddress("doctor");
    await fill(page, { baby: "Quiet", doctor, parent: freshAddress("parent") });
    await send(page).click();
    await expect(page).toHaveURL(/\/referral\/sent/);
  });
});

test("a referral is declined with a reason, and only once", async ({ page, browser }) => {
  const doctor = freshAddress("doctor");
  const baby = `Finn ${doctor.slice(7, 12)}`;
  await page.goto("/refer/rosa-calder");
  await fill(page, { baby, doctor, parent: "07700 900142" });
  await send(page).click();
  await expect(page).toHaveURL(/\/referral\/sent/);
  const asked = await mailTo(browser, doctor);
  await page.goto(linkIn(asked.links, "/referral/confirm/"));
  await page.getByRole("main").getByRole("button").first().click();
  await expect(page).toHaveURL(/\/referral\/[\w-]{43}/);

  const rosa = await another(browser);
  await signIn(rosa.page, people.rosa);
  await rosa.page.goto("/practice/referrals");
  await rosa.page
    .getByRole("link", { name: new RegExp(baby) })
    .first()
    .click();
  await expect(rosa.page).toHaveURL(/referrals\/[\w-]{36}/);
  await expect(rosa.page.getByRole("heading", { name: new RegExp(baby) })).toBeVisible();
  await rosa.page.getByText("Decline with a reason").click();
  await rosa.page.locator("[name=reason]").first().check();
  await rosa.page
    .getByRole("button", { name: /^Decline/ })
    .last()
    .click();
  await expect(rosa.page.getByText(/Declined/).first()).toBeVisible();
  await rosa.context.close();
  await page.reload();
  await expect(page.locator("main")).toContainText(/declined/i);
});
