import { expect, test } from "@playwright/test";
import { another, axe, freshAddress, mailTo, people, signIn } from "./fixtures";

test("an owner invites a colleague, who joins, gets another role and leaves", {
  tag: "@desktop",
}, async ({ page, browser }) => {
  const email = freshAddress("colleague");
  await signIn(page, people.rosa);
  await page.goto("/practice/team");
  await axe(page);
  const form = page.locator("form", { has: page.locator("#invite-email") });
  await form.getByLabel("Their email").fill("not an address");
  await form.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Enter an email address");
  await form.getByLabel("Their email").fill(email);
  await form.getByText("Front desk").click();
  await form.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("The invitation is on its way.")).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();

  const invitation = await mailTo(browser, email, /^Join /);
  const colleague = await another(browser);
  const [link = ""] = invitation.links;
  await colleague.page.goto(link);
  await axe(colleague.page);
  await colleague.page.getByRole("button", { name: "Send me the code" }).click();
  await expect(colleague.page).toHaveURL(/\/sign-in\/code$/);
  const { text } = await mailTo(browser, email, /sign-in/);
  await colleague.page.getByLabel("Code").fill(/\n(\d{3} \d{3})\n/.exec(text)?.[1] ?? "");
  await colleague.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(colleague.page).toHaveURL(/\/join\//);
  await axe(colleague.page);
  const name = `Jo ${email.slice(10, 14)}`;
  await colleague.page.getByLabel("Your name").fill(name);
  await colleague.page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(colleague.page).toHaveURL(/\/practice$/);
  // The team is the owner's; the invitation is used up.
  expect((await colleague.page.goto("/practice/team"))?.status()).toBe(404);
  await colleague.page.goto(link);
  await expect(
    colleague.page.getByRole("heading", { name: "does not work any more" }),
  ).toBeVisible();

  // Who works here may have a password; a guessable one is refused, and it signs in.
  const own = colleague.page;
  await own.goto("/account");
  await own.getByLabel("New password").fill(`${name} at handsel.`);
  await own.getByRole("button", { name: "Set a password" }).click();
  await expect(own.getByRole("main").getByRole("alert")).toContainText("easy to guess");
  await own.getByLabel("New password").fill("nine pears on a slate roof");
  await own.getByRole("button", { name: "Set a password" }).click();
  await expect(own.getByText("Your password is set.")).toBeVisible();
  await axe(own);
  await own.getByRole("button", { name: "Sign out", exact: true }).click();
  await own.locator("summary").click();
  await own.locator("#password-email").fill(email);
  await own.locator("#password-password").fill("nine pears on a slate roof");
  await own.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(own).toHaveURL(/\/practice$/);

  await page.goto("/practice/team");
  await page.getByRole("button", { name: new RegExp(`^Change role ?: ${name}`) }).click();
  const asked = page.getByRole("dialog");
  await asked.getByText("Practitioner", { exact: true }).click();
  await asked.getByRole("button", { name: "Change role", exact: true }).click();
  await expect(page.getByText("The role is changed.")).toBeVisible();
  await axe(page);

  const row = page.getByRole("listitem").filter({ hasText: name });
  await row.getByRole("button", { name: "Deactivate" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Keep" })).toBeFocused();
  await axe(page);
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("Deactivated. They are signed out everywhere.")).toBeVisible();
  await colleague.page.goto("/practice");
  await expect(colleague.page).toHaveURL(/\/sign-in/);
  await colleague.context.close();
});

test("the last owner stays", { tag: "@desktop" }, async ({ page }) => {
  await signIn(page, people.rosa);
  await page.goto("/practice/team");
  const own = page.getByRole("listitem").filter({ hasText: people.rosa });
  await own.getByRole("button", { name: /^Change role/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Their public page comes down at once");
  await expect(dialog.getByRole("link", { name: "See them" })).toBeVisible();
  await dialog.getByText("Front desk", { exact: true }).click();
  await dialog.getByRole("button", { name: "Change role", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "A practice needs an owner",
  );
  await axe(page);
  // What lessons with a price were booked in stays the practice's money.
  await page.goto("/practice/details");
  await expect(page.getByLabel("Currency")).toContainText("GBP");
  await expect(page.getByLabel("Currency").getByRole("option")).toHaveCount(1);
  await page.getByLabel("Emergency number").fill("help");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator(".error-summary")).toContainText("Enter the number as it is dial");
  await axe(page);
});
