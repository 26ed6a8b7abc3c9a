import { expect, type Page, test } from "@playwright/test";
import { another, axe, freshAddress, mailTo, people, signIn } from "./fixtures";

/** Fills what is required, as a doctor does between two patients. */
async function fill(
  page: Page,
  { baby, doctor, parent }: { baby: string; doctor: string | null; parent: string },
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
  if (doctor) await field("doctor.email").fill(doctor);
}
const send = (page: Page) => page.locator("main form button[type=submit]").last();
const linkIn = (links: string[], part: string) => links.find((link) => link.includes(part)) ?? "";

test("a doctor refers in under two minutes, proves the address and follows what becomes of it", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
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
  await expect(page.getByText(/^10 weeks · 1 week \d days corrected$/)).toBeVisible();
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
  await expect(rosa.page).toHaveURL(/\/referrals\/[\da-f-]{36}/);
  await expect(rosa.page.getByText("corrected").first()).toBeVisible();
  await axe(rosa.page);
  await rosa.page.getByRole("button", { name: /Accept, family chooses/ }).click();
  await expect(rosa.page.getByText(/^Accepted by Rosa Calder/)).toBeVisible();
  await expect(rosa.page.getByText("No letter back yet").last()).toBeVisible();
  await expect(rosa.page.getByRole("button", { name: "No letter needed" })).toBeVisible();
  await rosa.context.close();

  const followed = page.url();
  await page.reload();
  await expect(page.locator("main")).toContainText("Accepted, family is choosing a time");
  // The doctor's link chooses nothing for the family.
  await page.goto(`${followed}/choose`);
  await expect(page.locator("main")).toContainText("nothing to choose");

  // The family's mail leads to the times; the practice knows them, so nothing is asked twice.
  const invited = await mailTo(browser, parent);
  expect(`${invited.subject} ${invited.text}`).not.toContain("Zuri");
  const family = await another(browser);
  const invitation = linkIn(invited.links, "/referral/");
  // Cut short it is still the family's page, and never the doctor's.
  await family.page.goto(invitation.replace(/\/choose$/, ""));
  await expect(family.page).toHaveURL(/\/choose$/);
  await expect(family.page.getByRole("heading", { level: 1 })).toContainText("Rosa Calder");
  await expect(family.page.locator("main")).not.toContainText(parent);
  await axe(family.page);
  await family.page.getByRole("main").getByRole("button").first().click();
  await expect(family.page).toHaveURL(/\/p\/rosa-calder/);
  await expect(family.page).not.toHaveURL(/[\w-]{43}/);
  await chooseStudioLesson(family.page);
  await expect(family.page.locator("main")).toContainText("Dr Noa Field");
  await axe(family.page);
  await family.page.getByRole("button", { name: /^Book / }).click();
  await expect(family.page).toHaveURL(/\/booking\/[\w-]{43}$/);
  await family.page.goto(invitation);
  await expect(family.page.locator("main")).toContainText("nothing to choose");
  await axe(family.page);
  await family.context.close();

  await page.goto(followed);
  await expect(page.locator("main")).toContainText("Booked for");
  await axe(page);
});

/** A free time of a lesson that asks for no address, far enough ahead to be out of the other journeys' way. */
async function chooseStudioLesson(page: Page): Promise<void> {
  const all = page.getByRole("link", { name: "See all times" });
  // The address changes a moment before the page does.
  await expect(all.first()).toBeVisible();
  const pickers: string[] = [];
  for (const link of await all.all()) pickers.push((await link.getAttribute("href")) ?? "/");
  // Twice: another journey may take the time that was chosen, and then the next one is free.
  for (const picker of [...pickers, ...pickers]) {
    await page.goto(picker);
    const days = page.locator("a[href*='day=']:visible");
    const last = (await days.count()) - 1;
    if (last < 0) continue;
    await page.goto((await days.nth(last).getAttribute("href")) ?? "/");
    await page.getByRole("radio").first().check();
    await page.getByRole("button", { name: /^Continue/ }).click();
    await expect(page).toHaveURL(/\/details$|lost=/);
    if (page.url().includes("lost=")) continue;
    const address = page.getByLabel("Address of the visit");
    if (await address.isVisible()) await address.fill("14 Hill Street, Bristol BS6 6JA");
    return;
  }
  throw new Error("no free time");
}

test("with the keyboard alone", { tag: "@desktop" }, async ({ page }) => {
  const began = Date.now();
  await page.goto("/refer/rosa-calder");
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      const control = at instanceof HTMLInputElement || at instanceof HTMLSelectElement;
      return control ? `${at.name}=${at.type === "text" ? "" : at.value}` : (at?.tagName ?? "");
    });
  /** Goes on with Tab until the control has the focus: a control that cannot be reached ends the test. */
  const reach = async (name: string) => {
    for (let step = 0; step < 60; step++) {
      if ((await focused()).startsWith(name)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab never reaches ${name}`);
  };
  const type = async (name: string, words: string) => {
    await reach(`${name}=`);
    await page.keyboard.type(words);
  };
  const tick = async (name: string) => {
    await reach(name);
    await page.keyboard.press("Space");
  };
  await type("baby.name", "Tabea");
  await type("baby.born.day", "3");
  await type("baby.born.month", "9");
  await type("baby.born.year", "2026");
  await reach("baby.gestation.early=");
  await page.keyboard.press("ArrowRight");
  await type("baby.gestation.weeks", "33");
  await type("baby.gestation.days", "4");
  await tick("reasons=sleep");
  await tick("precautions=reflux");
  await tick("safe=");
  await type("parent.name", "Hanna Bekele");
  await type("parent.contact", "07700 900142");
  await tick("agreed=");
  await type("doctor.name", "Dr Noa Field");
  await reach("doctor.role=");
  await page.keyboard.press("ArrowDown");
  await type("doctor.organisation", "Harbour Surgery");
  await reach("doctor.email=");
  await page.keyboard.type(freshAddress("keys"));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/referral\/sent/);
  expect(Date.now() - began).toBeLessThan(120_000);
});

test("a signed-in doctor skips the proof and finds the referral in the list", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.doctor);
  const baby = `Noor ${freshAddress("n").slice(2, 8)}`;
  await page.goto("/refer");
  await expect(page.locator('[name="doctor.email"]')).toHaveValue(people.doctor);
  await page.locator("[name=to]").selectOption("rosa-calder");
  await fill(page, { baby, doctor: null, parent: "07700 900142" });
  await send(page).click();
  await expect(page).toHaveURL(/\/doctor\/[\w-]{36}$/);
  await expect(page.locator("main")).toContainText("Waiting for an answer");
  await axe(page);
  await page.getByRole("link", { name: "All your referrals" }).click();
  await expect(page).toHaveURL(/\/doctor$/);
  await axe(page);
  await page.getByRole("link", { name: baby }).click();
  await page.getByText("Withdraw this referral").click();
  await page.getByRole("button", { name: "Withdraw referral" }).click();
  await expect(page.locator("main")).toContainText("Withdrawn by you");
});

test("a link that opens nothing offers a new one, whoever asks", { tag: "@phone" }, async ({
  page,
}) => {
  for (const address of [people.doctor, freshAddress("nobody")]) {
    await page.goto(`/referral/${"x".repeat(43)}`);
    await axe(page);
    await page.locator("main [name=email]").fill(address);
    await send(page).click();
    await expect(page.getByRole("status")).toContainText(
      "If referrals were sent from this address",
    );
  }
  for (const path of ["/refer/nobody-of-this-name", "/doctor/not-an-id"])
    expect((await page.request.get(path, { maxRedirects: 0 })).status()).not.toBe(500);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the form keeps what was typed, says what is missing, and sends", { tag: "@phone" }, async ({
    page,
  }) => {
    await page.goto("/refer/rosa-calder");
    await page.locator('[name="doctor.name"]').fill("Dr Noa Field");
    const answer = page.waitForResponse((response) => response.request().method() === "POST");
    await send(page).click();
    expect((await answer).status()).toBe(422);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("There is a problem");
    await expect(page.locator('[name="doctor.name"]')).toHaveValue("Dr Noa Field");
    const doctor = freshAddress("doctor");
    await fill(page, { baby: "Quiet", doctor, parent: freshAddress("parent") });
    await send(page).click();
    await expect(page).toHaveURL(/\/referral\/sent/);
  });
});

test("a referral is declined with a reason, and only once", { tag: "@desktop" }, async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
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
  await expect(rosa.page.getByText(/^Declined by Rosa Calder/)).toBeVisible();
  await rosa.context.close();
  await page.reload();
  await expect(page.locator("main")).toContainText("Rosa Calder cannot take this referral");
  await axe(page);

  // One press sends it on; nobody is chosen by accident.
  await send(page).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Choose a practitioner.");
  await page.locator("main [name=to]").selectOption("nisha-parekh");
  await send(page).click();
  await expect(page.locator("main")).toContainText("You sent this referral on.");
  const next = await mailTo(browser, doctor, /Nisha/);
  await page.goto(linkIn(next.links, "/referral/"));
  await expect(page.locator("main")).toContainText("Waiting for an answer");
  await axe(page);
});
