import { expect, type Page, test } from "@playwright/test";
import { axe, freshAddress, people, signIn } from "./fixtures";

// A practice for each size, since both run at once. One of them keeps another clock than the browser.
const practices = {
  phone: { email: "elena@example.com", service: /^First lesson/, zone: "America/New_York" },
  desktop: { email: "tom@example.com", service: /^Online lesson/, zone: "Europe/London" },
} as const;
const isPhone = () => test.info().project.name === "phone";
const practice = () => practices[isPhone() ? "phone" : "desktop"];

/** The day and time of the practice's wall, some minutes from now. */
function wall(minutes: number): { day: string; time: string } {
  const at = new Date(Date.now() + minutes * 60_000);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: practice().zone, ...options }).format(at);
  return {
    day: part({ year: "numeric", month: "2-digit", day: "2-digit" }),
    time: part({ hour: "2-digit", minute: "2-digit" }),
  };
}

const status = (page: Page, words: string) =>
  expect(page.locator(".page-head").getByText(words, { exact: true })).toBeVisible();

test("the day and the calendar of a practitioner", async ({ page }) => {
  await signIn(page, people.rosa);
  await page.goto("/practice");
  await axe(page);
  await expect(page.getByRole("heading", { name: "Your day" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "To do" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Mila Okoye" }).first()).toBeVisible();

  await page.getByRole("link", { name: "Calendar", exact: true }).first().click();
  await expect(page).toHaveURL(/\/practice\/calendar/);
  const mila = page
    .getByRole("button", { name: /^Mila Okoye, (first lesson|lesson \d)/ })
    .filter({ visible: true })
    .first();
  await expect(mila).toHaveAccessibleName(/take care: born 33\+4, No nut oils/);
  await axe(page);
  await mila.click();
  const panel = page.getByRole("dialog").filter({ visible: true });
  await expect(panel.getByRole("heading", { name: /^Mila Okoye/ })).toBeFocused();
  await expect(panel.locator(".note")).toContainText("No nut oils");
  await axe(page);
  await page.keyboard.press("Escape");
  await expect(mila).toBeFocused();

  await page.goto("/practice/calendar?view=agenda");
  await axe(page);
  await page.goto("/practice/calendar?view=day");
  await axe(page);
});

test("the front desk learns how much there is to take care of, never what", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.desk);
  await page.goto("/practice/clients?q=Mila+Okoye");
  // Three in the demo world; what her family answers in other journeys comes to them.
  const count = await page
    .getByText(/^Take care: \d+ notes$/)
    .first()
    .textContent();
  expect(Number(count?.match(/\d+/)?.[0])).toBeGreaterThanOrEqual(3);
  await axe(page);
  for (const path of ["/practice", "/practice/calendar", "/practice/clients"]) {
    await page.goto(path);
    for (const word of ["nut oils", "Reflux"]) expect(await page.content()).not.toContain(word);
  }
  await expect(page.getByRole("link", { name: "Services" })).toHaveCount(0);
});

test("a family comes, its next lesson is moved and cancelled, and it hears of how it is in the end", async ({
  page,
}) => {
  // A long story with an accessibility check on each of its pages.
  test.slow();
  const { email, service } = practice();
  const address = freshAddress("family");
  const surname = `Zeta${address.slice(7, 13)}`;
  await signIn(page, email);

  // A new family, written down while it is already here.
  await page.goto("/practice/clients");
  await axe(page);
  await page.getByRole("link", { name: "Add a family" }).click();
  await expect(page.getByRole("button", { name: "Add family" })).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Add family" }).click();
  await expect(page.locator(".error-summary")).toContainText("Enter the name of a parent");
  await axe(page);
  await page.getByLabel("Name", { exact: true }).fill(`Ines ${surname}`);
  await page.getByLabel(/^Email/).fill(address);
  await page.getByLabel("First name").fill("Lua");
  const born = page.getByRole("group", { name: "Date of birth" });
  await born.getByLabel("Day").fill("2");
  await born.getByLabel("Month").fill("9");
  await born.getByLabel("Year").fill(String(new Date().getUTCFullYear() - 1));
  await page.getByLabel("Yes").check();
  await page.getByRole("textbox", { name: "weeks", exact: true }).fill("33");
  await page.getByRole("textbox", { name: "days", exact: true }).fill("4");
  await page.getByRole("button", { name: "Add family" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Lua ${surname}` })).toBeVisible();
  await expect(page.getByText("Born 33+4")).toBeVisible();
  await axe(page);

  // Booked while it runs: outside the hours or not, the reason is kept.
  const started = wall(-10);
  const bookAt = async (at: { day: string; time: string }) => {
    await page.getByRole("link", { name: "Book a lesson" }).click();
    await page.getByRole("link", { name: service }).first().click();
    await page.getByLabel("The day and time below").check();
    await page.getByLabel("Day", { exact: true }).fill(at.day);
    await page.getByLabel("Start", { exact: true }).fill(at.time);
    await page.getByLabel(/^If it is outside the hours/).selectOption("catch_up");
  };
  await bookAt(started);
  await axe(page);
  await page.getByRole("button", { name: "Book lesson" }).click();
  await expect(page).toHaveURL(/\/practice\/bookings\/[0-9a-f-]{36}$/);
  await status(page, "Confirmed");
  const now = page.url();
  await axe(page);

  await page.getByRole("button", { name: /^Mark arrived/ }).click();
  await status(page, "Arrived");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await status(page, "Confirmed");
  await page.getByRole("button", { name: /^Mark arrived/ }).click();
  await status(page, "Arrived");
  await page.getByRole("button", { name: /^Completed/ }).click();
  await status(page, "Completed");
  await expect(page.getByRole("heading", { name: "What happened" })).toBeVisible();
  await page.goto("/practice");
  const row = page.getByRole("listitem").filter({ hasText: surname });
  await expect(row).toContainText("Completed");
  await axe(page);

  // The next lesson, at a free time of next week.
  await row.getByRole("link", { name: `Lua ${surname}`, exact: true }).click();
  await page.getByRole("link", { name: "Open family" }).click();
  await page.getByRole("link", { name: "Book a lesson" }).click();
  await page.getByRole("link", { name: service }).first().click();
  await page.getByText(/\d more days?$/).click();
  const free = page.getByRole("radiogroup", { name: "Free times" }).getByRole("radio");
  await free.nth(Math.max(0, (await free.count()) - 3)).check();
  await page.getByRole("button", { name: "Book lesson" }).click();
  await expect(page).toHaveURL(/\/practice\/bookings\/[0-9a-f-]{36}$/);
  const booking = page.url();
  const when = page.locator("dd time").first();
  const before = await when.getAttribute("datetime");
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: practice().zone }).format(
    new Date(before ?? ""),
  );

  // Moved on the calendar, by keys on the desk and by fields on the phone; taken back once.
  await page.goto(`/practice/calendar?date=${day}`);
  const event = page
    .getByRole("button", { name: new RegExp(`^Lua ${surname}`) })
    .filter({ visible: true });
  const named = await event.getAttribute("aria-label");
  const toasts = page.getByRole("region", { name: /^Messages about/ });
  if (isPhone()) {
    await event.click();
    const sheet = page.getByRole("dialog").filter({ visible: true });
    await axe(page);
    await sheet.getByRole("button", { name: "Move…" }).click();
    const dialog = page.getByRole("dialog", { name: `Move Lua ${surname}` });
    await axe(page);
    await dialog.getByLabel("Start").fill("06:10");
    await dialog.getByRole("button", { name: "Move", exact: true }).press("Enter");
    // Nobody teaches at ten past six: the reason is asked for, and nothing was moved.
    await expect(dialog.getByRole("alert")).toContainText("outside the hours");
    await dialog.getByLabel(/^If it is outside/).selectOption("family_asked");
    await dialog.getByRole("button", { name: "Move", exact: true }).press("Enter");
    await expect(event).toHaveAccessibleName(/6:10/);
  } else {
    await event.focus();
    await page.keyboard.down("Alt");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Escape");
    await page.keyboard.up("Alt");
    await expect(event).toHaveAccessibleName(named ?? "");
    await page.keyboard.press("Alt+ArrowUp");
  }
  await expect(toasts).toContainText(surname);
  await expect(event).not.toHaveAccessibleName(named ?? "");
  await axe(page);
  // The event is back at once; its own page knows it when the answer is there.
  const answer = page.waitForResponse(/\/api\/live\/calendar\/move$/);
  await toasts.getByRole("button", { name: "Undo" }).click();
  expect((await answer).status()).toBe(200);
  await expect(event).toHaveAccessibleName(named ?? "");

  // And through its own page, which needs no JavaScript.
  await page.goto(`${booking}/move`);
  await axe(page);
  await page.getByRole("radiogroup", { name: "Free times" }).getByRole("radio").first().check();
  await page.getByRole("button", { name: "Move lesson" }).click();
  await expect(page).toHaveURL(booking);
  await expect(when).not.toHaveAttribute("datetime", before ?? "");
  await expect(page.getByText(/^Moved from /).last()).toBeVisible();
  await expect(page.getByText(/^The family is told of this lesson at /)).toBeVisible();

  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Cancel lesson" }).click();
  await expect(page.locator(".error-summary")).toContainText("Choose a reason");
  await axe(page);
  await page.getByLabel("Weather or travel").check();
  await page.getByRole("button", { name: "Cancel lesson" }).click();
  await status(page, "Cancelled");
  await expect(page.getByText("Cancelled by the practice. Weather or travel")).toBeVisible();
  await axe(page);
  // It was booked a moment ago, so the family has not been told of it and is not; and it can be taken back.
  await expect(page.getByText(/^Nobody is told of this\./)).toBeVisible();
  await page.getByRole("button", { name: "Take it back" }).click();
  await status(page, "Confirmed");
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByLabel("Weather or travel").check();
  await page.getByRole("button", { name: "Cancel lesson" }).click();
  await status(page, "Cancelled");

  // The first lesson was a mistake after all: said back step by step, and the hour is free for the next run.
  await page.goto(now);
  for (const words of ["Arrived", "Confirmed"]) {
    await page.getByRole("button", { name: /^Undo/ }).click();
    await status(page, words);
  }
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByLabel("It was booked by mistake").check();
  await page.getByRole("button", { name: "Cancel lesson" }).click();
  await status(page, "Cancelled");
});
