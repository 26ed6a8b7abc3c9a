import { type Browser, type Page, expect as within } from "@playwright/test";
import { another, freshAddress, mailTo } from "./fixtures";

// Some pages in a row, each with a form: more patience than for one.
const expect = within.configure({ timeout: 30_000 });

/** The open form of one name in a list of forms. */
export const openForm = (page: Page, name: RegExp) =>
  page.getByRole("link", { name: new RegExp(`(Fill in|Go on): ${name.source}`) }).first();
export const tick = (page: Page, question: RegExp, answer: RegExp) =>
  page
    .getByRole("group", { name: question })
    .or(page.getByRole("radiogroup", { name: question }))
    .getByText(answer)
    .first()
    .click();

/** A form that was asked by hand. */
export async function ask(page: Page, form: string): Promise<void> {
  await page.getByText("Ask a form", { exact: true }).click();
  await page.getByLabel("Which form").selectOption({ label: form });
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByText("Asked.")).toBeVisible();
}

export type Family = { surname: string; mother: string; father: string; at: string };
/** A family of its own with a mother, who may see the record, and a father; both may sign. */
export async function newFamily(page: Page, baby: string): Promise<Family> {
  const mother = freshAddress("mother");
  const surname = `Ayo${mother.slice(7, 13)}`;
  const father = freshAddress("father");
  const year = new Date().getUTCFullYear() - 1;
  await page.goto("/practice/clients/new");
  await page.getByLabel("Name", { exact: true }).fill(`Nia ${surname}`);
  await page.getByLabel(/^Email/).fill(mother);
  await page.getByLabel(/^Who they are to the baby/).selectOption("mother");
  await page.getByLabel("First name").fill(baby);
  const date = page.getByRole("group", { name: "Date of birth" });
  for (const [part, value] of Object.entries({ Day: "2", Month: "9", Year: String(year) }))
    await date.getByLabel(part).fill(value);
  await page.getByLabel("No", { exact: true }).check();
  await page.getByRole("button", { name: "Add family" }).click();
  await expect(page).toHaveURL(/\/practice\/clients\/[0-9a-f-]{36}$/);
  const at = page.url();
  await page.getByRole("link", { name: `Change Nia ${surname}` }).click();
  await page.getByLabel(/^May sign consents/).selectOption("yes");
  await page.getByLabel(/^May see the baby/).selectOption("yes");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(/\/practice\/clients\/[0-9a-f-]{36}(\?|$)/);
  await page.goto(`${at}/guardian`);
  await page.getByLabel("Name", { exact: true }).fill(`Tayo ${surname}`);
  await page.getByLabel(/^Email/).fill(father);
  await page.getByLabel(/^Who they are to the baby/).selectOption("father");
  await page.getByLabel(/^May sign consents/).selectOption("yes");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(/\/practice\/clients\/[0-9a-f-]{36}(\?|$)/);
  return { surname, mother, father, at };
}

/** A phone of its own at the forms of one address, by the link in its mail. */
export async function phoneOf(browser: Browser, address: string) {
  const mail = await mailTo(browser, address, /has some questions/);
  const link = mail.links.find((one) => one.includes("/forms/")) ?? "";
  const { page, context } = await another(browser);
  await page.goto(link);
  return { page, context, link, mail };
}
