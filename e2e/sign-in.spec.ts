import { expect, type Page, test } from "@playwright/test";
import { another, axe, freshAddress, mailTo, people } from "./fixtures";

async function ask(page: Page, email: string, path = "/sign-in") {
  await page.goto(path);
  const form = page.locator("form", { has: page.locator("#ask-email") });
  await form.getByLabel("Email").fill(email);
  await form.getByRole("button", { name: "Email me a link" }).click();
  await expect(page).toHaveURL(/\/sign-in\/code$/);
}
const codeIn = (text: string) => /\n(\d{3} \d{3})\n/.exec(text)?.[1] ?? "";

test("a code signs in where it was asked for; signing out ends it", { tag: "@phone" }, async ({
  page,
  browser,
}) => {
  const email = freshAddress("parent");
  await page.goto("/sign-in");
  await axe(page);
  await page
    .locator("form", { has: page.locator("#ask-email") })
    .getByRole("button")
    .click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Enter an email address");
  await axe(page);
  await ask(page, email);
  await expect(page.getByText(email)).toBeVisible();
  await axe(page);
  const mail = await mailTo(browser, email);
  expect(mail.subject).toBe("Your sign-in link");
  const code = codeIn(mail.text);

  // Elsewhere the code is worth nothing.
  const other = await another(browser);
  await ask(other.page, freshAddress("stranger"));
  await other.page.getByLabel("Code").fill(code);
  await other.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other.page.getByRole("main").getByRole("alert")).toContainText(
    "That is not the code",
  );
  await other.context.close();

  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/family$/);

  await page.goto("/account");
  await axe(page);
  await page.getByLabel("Name").fill("Ada Byron");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const sessions = page.locator("section#sessions");
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await sessions.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("a link waits for a person, works once and anywhere, and leads where one wanted to go", {
  tag: "@desktop",
}, async ({ page, browser }) => {
  const email = freshAddress("parent");
  await ask(page, email, "/sign-in?next=%2Faccount");
  const [link = ""] = (await mailTo(browser, email)).links;
  // Scanners of mail open every link, more than once.
  for (let i = 0; i < 2; i++) expect((await page.request.get(link)).status()).toBe(200);
  const phone = await another(browser);
  await phone.page.goto(link);
  await axe(phone.page);
  await expect(phone.page.getByText("p•••@example.com")).toBeVisible();
  await phone.page.getByRole("button", { name: "Sign in" }).click();
  await expect(phone.page).toHaveURL(/\/account$/);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "does not work any more" })).toBeVisible();
  await axe(page);

  // A second browser, ended from the first: nothing opens there any more, at once.
  await ask(page, email);
  const second = codeIn((await mailTo(browser, email)).text);
  await page.getByLabel("Code").fill(second);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/family$/);
  await phone.page.goto("/account");
  await phone.page.getByRole("button", { name: /^Sign out: / }).click();
  await expect(phone.page.getByText("That browser is signed out.")).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
  await phone.context.close();
});

test("a password: one answer to every wrong one, and no way to another site", {
  tag: "@desktop",
}, async ({ page }) => {
  const enter = async (email: string, password: string) => {
    const form = page.locator("form", { has: page.locator("#password-email") });
    if (!(await form.isVisible())) await page.locator("summary").click();
    await form.getByLabel("Email").fill(email);
    await form.getByLabel("Password").fill(password);
    await form.getByRole("button").click();
  };
  await page.goto("/sign-in?next=%2F%2Fevil.example%2Fpractice");
  for (const email of [freshAddress("nobody"), people.nisha]) {
    await enter(email, "not the password");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("do not belong together");
  }
  await axe(page);
  await enter(people.nisha, "a calm demo world");
  await expect(page).toHaveURL(
    (url) => url.host === new URL(page.url()).host && url.pathname === "/practice",
  );
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("asking and the code work all the same", { tag: "@phone" }, async ({ page, browser }) => {
    const email = freshAddress("plain");
    await ask(page, email);
    const code = codeIn((await mailTo(browser, email)).text);
    await page.getByLabel("Code").fill("000000" === code.replace(" ", "") ? "111111" : "000000");
    const answer = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    expect((await answer).status()).toBe(401);
    await expect(page.getByText("That is not the code")).toBeVisible();
    await page.getByLabel("Code").fill(code);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/\/family$/);
  });
});
