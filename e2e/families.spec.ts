import { expect, test } from "@playwright/test";
import { another, axe, freshAddress, people, signIn } from "./fixtures";

// Each size has a practice of its own, since both run at once.
const owners = { phone: "elena@example.com", desktop: "tom@example.com" } as const;
const owner = () => owners[test.info().project.name === "phone" ? "phone" : "desktop"];
const born = (year: number) => ({ day: "2", month: "9", year: String(year) });

test("a family is written down twice, found, made one and parted again", {
  tag: "@desktop",
}, async ({ page }) => {
  test.slow();
  const address = freshAddress("twice");
  const surname = `Twice${address.slice(6, 12)}`;
  const year = new Date().getUTCFullYear() - 1;
  await signIn(page, owner());

  const add = async (name: string, baby: string, email: string) => {
    await page.goto("/practice/clients/new");
    await page.getByLabel("Name", { exact: true }).fill(`${name} ${surname}`);
    await page.getByLabel(/^Email/).fill(email);
    await page.getByLabel(/^Who they are to the baby/).selectOption("mother");
    await page.getByLabel("First name").fill(baby);
    const date = page.getByRole("group", { name: "Date of birth" });
    for (const [part, value] of Object.entries(born(year)))
      await date.getByLabel(part, { exact: false }).fill(value);
    await page.getByLabel("No", { exact: true }).check();
    await page.getByRole("button", { name: "Add family" }).click();
    await expect(page).toHaveURL(/\/practice\/clients\/[0-9a-f-]{36}$/);
    return page.url();
  };
  const first = await add("Ines", "Lua", address);
  // A slip of the year is said at its field, and nothing that was typed is lost.
  await page.goto("/practice/clients/new");
  await page.getByLabel("Name", { exact: true }).fill(`I. ${surname}`);
  await page.getByLabel(/^Email/).fill(address);
  await page.getByLabel("First name").fill("Lua");
  const date = page.getByRole("group", { name: "Date of birth" });
  await date.getByLabel("Day").fill("2");
  await date.getByLabel("Month").fill("9");
  await date.getByLabel("Year").fill(String(year + 2));
  await page.getByLabel("No", { exact: true }).check();
  await page.getByRole("button", { name: "Add family" }).click();
  await expect(page.locator(".error-summary")).toContainText("must be in the past");
  await expect(page.getByLabel("First name")).toHaveValue("Lua");
  await date.getByLabel("Year").fill(String(year));
  await page.getByRole("button", { name: "Add family" }).click();
  await expect(page).toHaveURL(/\/practice\/clients\/[0-9a-f-]{36}$/);
  const second = page.url();
  expect(second).not.toBe(first);

  await expect(page.getByText(/This may be the same family as Ines Twice/)).toBeVisible();
  await axe(page);
  await page.getByRole("link", { name: "Compare the two" }).click();
  await expect(page.getByRole("heading", { name: "Is this one family?" })).toBeVisible();
  await expect(page.getByLabel(/^Who is Lua/)).not.toHaveValue("");
  await axe(page);
  await page.getByRole("button", { name: "They are one family" }).click();
  await expect(page.getByText("The two records are one family now.")).toBeVisible();
  // The other record's address leads here, and the child is there once.
  await page.goto(first);
  await expect(page).toHaveURL(second);
  await expect(page.getByRole("heading", { level: 3, name: "Lua", exact: true })).toHaveCount(1);
  await page.getByRole("button", { name: "Undo merge" }).click();
  await expect(page.getByText("The two records stand for themselves again.")).toBeVisible();
  await page.goto(first);
  await expect(page).toHaveURL(first);

  // Put away, found among those put away, and taken out again.
  await page.getByRole("button", { name: "Put family away" }).click();
  await expect(page.getByText("This family is put away.")).toBeVisible();
  await page.goto(`/practice/clients?archived=yes&q=${surname}`);
  await expect(page.getByRole("link", { name: new RegExp(surname) }).first()).toBeVisible();
  await axe(page);
  await page.goto(first);
  await page.getByRole("button", { name: "Take out again" }).click();
  await expect(page.getByText("The family is back.")).toBeVisible();
});

test("what to take care of is a list with places and days, and slips are said at the field", {
  tag: "@phone",
}, async ({ page }) => {
  test.slow();
  const address = freshAddress("care");
  await signIn(page, owner());
  await page.goto("/practice/clients/new");
  await page.getByLabel("Name", { exact: true }).fill(`Care ${address.slice(5, 12)}`);
  await page.getByLabel(/^Email/).fill(address);
  await page.getByLabel("First name").fill("Noa");
  const date = page.getByRole("group", { name: "Date of birth" });
  await date.getByLabel("Day").fill("2");
  await date.getByLabel("Month").fill("9");
  await date.getByLabel("Year").fill(String(new Date().getUTCFullYear() - 1));
  await page.getByLabel("No", { exact: true }).check();
  await page.getByRole("button", { name: "Add family" }).click();
  await page.getByRole("link", { name: /^What to take care of/ }).click();
  await page.getByLabel(/^Birth weight, kg/).fill("43");
  await axe(page);
  await page.getByLabel("A broken bone").check();
  await page
    .getByRole("group", { name: "Where: a broken bone" })
    .getByLabel("legs", { exact: true })
    .check();
  await page.getByLabel(/^Allergies in the family/).fill("Hazelnut");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".error-summary")).toContainText("Check the birth weight");
  await expect(page.getByLabel("A broken bone")).toBeChecked();
  await page.getByLabel(/^Birth weight, kg/).fill("3,4");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/practice\/clients\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Hazelnut (family)").first()).toBeVisible();
  await expect(page.getByText("a broken bone").first()).toBeVisible();
  await axe(page);

  // Who may do what: a foster carer signs only with the authority's consent.
  await page.getByRole("link", { name: "Add a person" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Pat Lee");
  await page.getByLabel(/^Who they are to the baby/).selectOption("foster_carer");
  await page.getByLabel("May sign consents").selectOption("yes");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".error-summary")).toContainText("Write who gave the consent");
  await axe(page);
  await page.getByLabel(/^Who gave it/).fill("City Council, J. Moss");
  await page.getByLabel(/^Given on/).fill("2026-01-05");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/^Foster carer/).first()).toBeVisible();
});

test("how long records are kept is the owner's to say, and nobody is deleted before", {
  tag: "@desktop",
}, async ({ page, browser }) => {
  await signIn(page, owner());
  await page.goto("/practice/clients/kept");
  await expect(page.getByRole("heading", { name: "How long records are kept" })).toBeVisible();
  await expect(page.getByText("The time of no record is over.")).toBeVisible();
  await axe(page);
  await page.getByLabel("After birth").fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".error-summary")).toContainText("from 1 to 50");
  const { page: desk, context } = await another(browser, people.desk);
  const answer = await desk.goto("/practice/clients/kept");
  expect(answer?.status()).toBe(404);
  await context.close();
});
