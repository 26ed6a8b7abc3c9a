import { expect, type Page, test } from "@playwright/test";
import { another, axe, people, signIn } from "./fixtures";

// A family of today for each size, since both run at once.
const isPhone = () => test.info().project.name === "phone";
const family = () => (isPhone() ? "Kit Sorensen" : "Theo Lindqvist");

/** The lesson took place: whichever of its buttons says so is pressed. */
async function takesPlace(page: Page): Promise<void> {
  await page.goto("/practice");
  const row = page.getByRole("listitem").filter({ hasText: family() }).first();
  const write = row.getByRole("link", { name: /^(Write|Sign) note/ });
  if ((await write.count()) > 0) return;
  await row
    .getByRole("button", { name: /^(Mark arrived|Completed)/ })
    .first()
    .click();
  await expect(write).toBeVisible();
}

test("a note from Today to its signature and an addendum, by keys on the desk and by taps on the phone", async ({
  page,
}) => {
  test.slow();
  await signIn(page, people.rosa);
  await takesPlace(page);
  await axe(page);
  const link = page.getByRole("link", { name: `Write note: ${family()}` }).first();
  const press = async (target: ReturnType<Page["getByRole"]>, key = "Enter") => {
    if (isPhone()) return target.click();
    await target.focus();
    await page.keyboard.press(key);
  };
  await press(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Lesson note, ${family()}`);
  await axe(page);

  // Unfinished, it says at the field what is missing, and nothing of it is lost.
  const sign = page.getByRole("button", { name: "Sign note" });
  const confirmed = page.getByRole("dialog", { name: "Sign this note?" });
  await press(page.getByRole("checkbox", { name: "Eye contact" }), "Space");
  await press(sign.first());
  await expect(confirmed).toBeVisible();
  await press(confirmed.getByRole("button", { name: "Sign note" }));
  await expect(page.locator(".error-summary")).toContainText("Write a sentence about how it went");
  await expect(page.getByRole("checkbox", { name: "Eye contact" })).toBeChecked();
  await axe(page);

  await press(
    page
      .getByRole("group", { name: "State at the start" })
      .getByRole("radio", { name: "Quiet alert" }),
    "Space",
  );
  const went = page.getByRole("textbox", { name: /^How it went/ });
  await went.focus();
  await page.keyboard.type("/");
  const phrase = page.getByRole("button", { name: /^\/calm/ });
  await press(phrase);
  await expect(went).toHaveValue("Calm and alert throughout.");
  await expect(page.getByText(/^Draft saved /)).toBeVisible({ timeout: 20_000 });

  if (isPhone()) await sign.first().click();
  else {
    await went.focus();
    await page.keyboard.press("Control+Enter");
  }
  await expect(confirmed).toBeVisible();
  await expect(confirmed.getByRole("button", { name: "Keep writing" })).toBeFocused();
  await axe(page);
  await press(confirmed.getByRole("button", { name: "Sign note" }));
  await expect(page).toHaveURL(/\/practice\/notes\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Unchanged since it was signed")).toBeVisible();
  await expect(page.getByText("Calm and alert throughout.")).toBeVisible();
  await axe(page);

  const addendum = page.getByLabel("Addendum", { exact: true });
  await addendum.focus();
  await page.keyboard.type("The parent wrote: slept well.");
  await press(page.getByRole("button", { name: "Add addendum" }));
  await expect(page.locator("#addenda").getByText("The parent wrote: slept well.")).toBeVisible();
  await expect(page.getByText("Calm and alert throughout.")).toBeVisible();
  await axe(page);

  await page.goto("/practice");
  await expect(page.getByRole("link", { name: `Note of ${family()}` }).first()).toBeVisible();
});

test("two windows of one note: both texts are shown, and joined", { tag: "@desktop" }, async ({
  page,
  browser,
}) => {
  test.slow();
  await signIn(page, people.rosa);
  await page.goto(`/practice/clients?q=${isPhone() ? "Ada+Finch" : "Otis+Bell"}`);
  await page
    .getByRole("link", { name: isPhone() ? /Ada/ : /Otis/ })
    .first()
    .click();
  await page.getByRole("link", { name: isPhone() ? "Ada" : "Otis", exact: true }).click();
  await page.getByRole("link", { name: "Write note" }).first().click();
  const went = (at: Page) => at.getByRole("textbox", { name: /^How it went/ });
  const type = async (at: Page, words: string) => {
    await went(at).fill(words);
    await expect(at.getByText(/^Draft saved /)).toBeVisible({ timeout: 20_000 });
  };
  await type(page, "One window.");
  await expect(page).toHaveURL(/\/edit$/);
  const { page: other, context } = await another(browser, people.rosa);
  await other.goto(page.url());
  await type(other, "One window. The other one went on.");
  await went(page).fill("One window. And so did the first.");
  const merge = page.getByRole("alert").filter({ hasText: "Changed in another window" });
  await expect(merge).toBeVisible({ timeout: 20_000 });
  await axe(page);
  await merge.getByRole("radio", { name: "Both" }).check();
  await merge.getByRole("button", { name: "Save joined note" }).click();
  await expect(page.getByText(/^Draft saved /)).toBeVisible({ timeout: 20_000 });
  await other.reload();
  await expect(went(other)).toHaveValue(/And so did the first\.[\s\S]*The other one went on\./);
  await context.close();
});

test("what is typed without a connection stays on this device and is sent later", {
  tag: "@phone",
}, async ({ page, context }) => {
  test.slow();
  await signIn(page, people.rosa);
  await page.goto(`/practice/clients?q=${isPhone() ? "Leo+Marsh" : "Ivy+Grant"}`);
  await page
    .getByRole("link", { name: isPhone() ? /Leo/ : /Ivy/ })
    .first()
    .click();
  await page.getByRole("link", { name: isPhone() ? "Leo" : "Ivy", exact: true }).click();
  await page.getByRole("link", { name: "Write note" }).first().click();
  await expect(page.getByRole("textbox", { name: /^How it went/ })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("textbox", { name: /^How it went/ }).fill("Typed in the lift.");
  await expect(page.getByText(/^Saved on this phone/)).toBeVisible({ timeout: 20_000 });
  await context.setOffline(false);
  await expect(page.getByText(/^Draft saved /)).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByRole("textbox", { name: /^How it went/ })).toHaveValue(
    "Typed in the lift.",
  );
});
