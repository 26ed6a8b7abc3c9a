import { expect, test } from "@playwright/test";
import { axe, people, signIn } from "./fixtures";

// One practice for each size: both run at once, and two tabs that save one message are told so.
const owner = () =>
  test.info().project.name === "phone" ? "nisha@example.com" : "elena@example.com";

test("an owner writes a message in their own words, looks at it first, and goes back to ours", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, owner());
  await page.goto("/practice/mail");
  await axe(page);
  const row = page.getByRole("listitem").filter({ hasText: "Reminder" });
  await expect(row).toContainText("Our words");
  await row.getByRole("link", { name: "Change: Reminder" }).click();
  const body = page.getByLabel("Message", { exact: true });
  await expect(body).toHaveValue(/Can you still come/);
  await axe(page);

  await body.fill("Dear {parent}, bring {baby} and a towel.");
  await page.getByRole("button", { name: "Save" }).click();
  const summary = page.locator(".error-summary");
  await expect(summary).toContainText("We do not know {baby}");
  await expect(body).toHaveValue(/and a towel/);
  await axe(page);

  await body.fill("Dear {parent},\n\nbring a towel.\n\n{link}");
  await page.getByRole("button", { name: "Preview" }).click();
  const plain = page.locator("pre");
  await expect(plain).toContainText("Dear Alex Morgan,");
  // What is said for the baby's safety, when and where stay below.
  await expect(plain).toContainText("talk to your doctor first");
  await expect(plain).toContainText("The Garden Room");
  await expect(page.frameLocator("iframe").getByText("bring a towel.")).toBeVisible();
  await expect(body).toHaveValue(/bring a towel/);

  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. The next message says it.")).toBeVisible();
  await expect(body).toHaveValue(/bring a towel/);
  await page.getByRole("button", { name: "Back to our words" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Back to our words" }).click();
  await expect(page.getByText("These are our words again.")).toBeVisible();
  await expect(body).toHaveValue(/Can you still come/);
});

test("each member of staff chooses what they hear of; quiet hours are the owner's", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.desk);
  await page.goto("/practice/mail");
  await axe(page);
  await expect(page.getByText("Only the owner changes them.").first()).toBeVisible();
  await page.getByLabel("New booking").selectOption({ label: "When it begins within a day" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await expect(page.getByLabel("New booking")).toHaveValue("24");
});

test("a parent says what they want to hear; mail about a booked lesson stays on and says why", {
  tag: "@phone",
}, async ({ page }) => {
  await signIn(page, people.ana);
  await page.goto("/family/settings");
  await axe(page);
  const bookings = page.getByRole("group", { name: "Bookings, changes and cancellations" });
  await expect(bookings.getByLabel("Email")).toBeDisabled();
  await expect(bookings).toContainText("stays on while a lesson is booked");
  const word = page.getByRole("group", { name: "A word after a lesson" });
  await word.getByLabel("Email").setChecked(false);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await expect(word.getByLabel("Email")).not.toBeChecked();
  await word.getByLabel("Email").setChecked(true);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(word.getByLabel("Email")).toBeChecked();
});

test("what a family will still be sent stands in its log", { tag: "@phone" }, async ({ page }) => {
  await signIn(page, people.rosa);
  await page.goto("/practice/clients");
  await page.getByRole("link", { name: /Mila/ }).first().click();
  await page.getByRole("link", { name: "What was sent, and what they want to hear" }).click();
  await expect(page.getByText("Waiting for its time")).toBeVisible();
  await expect(page.getByText(/^Reminder of the lesson on/).first()).toBeVisible();
  await axe(page);
});

test("a mail that was refused is to do today, with its reason, and is sent again from the family's log", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.rosa);
  await page.goto("/practice");
  const todo = page.getByRole("listitem").filter({ hasText: "to Maya Bell" });
  await expect(todo).toContainText("refused: check the address");
  await todo.getByRole("link").click();
  const message = page.getByRole("listitem").filter({ hasText: "Not delivered" }).first();
  await expect(message).toContainText("There is no such mailbox. Check the address.");
  await expect(message).toContainText("tried 3 times");
  await axe(page);
  const before = await page.getByText("Not delivered").count();
  await message.getByRole("button", { name: /^Send again/ }).click();
  await expect(page.getByText("It goes again, unless it no longer holds.")).toBeVisible();
  await expect(page.getByText("Not delivered")).toHaveCount(before - 1);
});
