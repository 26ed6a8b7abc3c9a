import { expect, type Page, test } from "@playwright/test";
import { another, axe, freshAddress, mailTo, people, signIn } from "./fixtures";

// Each story is long, and the mail of each step is waited for.
test.describe.configure({ timeout: 150_000 });

const times = (page: Page) => page.getByRole("radio");
const days = (page: Page) => page.locator("a[href*='day=']:visible");

/** The first free day of the picker, n days on, so that the stories of two screens keep out of each other's way. */
async function chooseDay(page: Page, nth: number): Promise<void> {
  await expect(days(page).first()).toBeVisible();
  const href = await days(page)
    .nth(Math.min(nth, (await days(page).count()) - 1))
    .getAttribute("href");
  await page.goto(href ?? "/");
  await expect(times(page).first()).toBeAttached();
}

async function bookAsGuest(page: Page, slug: string, service: string, nth: number) {
  const email = freshAddress("family");
  await page.goto(`/p/${slug}`);
  const path = await page.locator(`a[aria-label^="${service}, "]`).first().getAttribute("href");
  const picker = (path ?? "/").split("?")[0] ?? "/";
  await page.goto(picker);
  await chooseDay(page, nth);
  await page.getByRole("button", { name: /^Continue/ }).click();
  await expect(page).toHaveURL(/\/details$/);
  await page.getByLabel("Your name").fill("Sam Finch");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Baby's first name").first().fill("Robin");
  const born = page.getByRole("group", { name: "Date of birth" }).first();
  await born.getByLabel("Day").fill("24");
  await born.getByLabel("Month").fill("8");
  await born.getByLabel("Year").fill("2026");
  await page.getByRole("radio", { name: "No" }).first().check();
  await page.getByLabel("How did you hear").selectOption("friend");
  await axe(page);
  await page.getByRole("button", { name: /^(Book|Ask for) / }).click();
  await expect(page).toHaveURL(/\/booking\/[\w-]{43}$/);
  return { email, picker, manage: page.url() };
}

test(
  "a family confirms, moves and cancels by the link in its mail",
  { tag: "@phone" },
  async ({ page, browser }, { project }) => {
    const { email, manage } = await bookAsGuest(
      page,
      "tom-wilder",
      "Online lesson",
      project.name === "phone" ? 7 : 9,
    );
    const mail = await mailTo(browser, email, /Tom/);
    expect(mail.links.map((link) => new URL(link).pathname)).toContain(new URL(manage).pathname);

    // Reading the page confirms nothing; one press does.
    await page.goto(manage);
    await axe(page);
    const first = await page.getByRole("heading", { level: 1 }).textContent();
    await page.getByRole("button", { name: "We’ll be there" }).click();
    await expect(page.getByText("You told Tom that you will be there")).toBeVisible();

    // Moved: the old time is named, and the new one is the page's headline afterwards.
    await page.getByRole("link", { name: "Move it" }).click();
    await expect(page).toHaveURL(/\/move/);
    await axe(page);
    await expect(page.getByText("This time stays yours until the new one is")).toBeVisible();
    await chooseDay(page, 12);
    await page.getByRole("button", { name: /^Move to/ }).click();
    await expect(page).toHaveURL(manage);
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(first ?? "");
    await expect(page.getByText("You moved it from")).toBeVisible();
    const moved = await mailTo(browser, email, /is now on/);
    expect(moved.attachments).toContain("SEQUENCE:1");

    // Cancelled: what it costs stands before the press.
    await page.getByRole("link", { name: "Cancel it" }).click();
    await expect(page.getByText("Cancelling now costs nothing.")).toBeVisible();
    await axe(page);
    await page.getByRole("button", { name: "Cancel lesson" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Choose why you cancel");
    await page.getByText("The time does not suit us any more").click();
    await page.getByRole("button", { name: "Cancel lesson" }).click();
    await expect(page).toHaveURL(manage);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("is cancelled");
    await expect(page.getByText("Nothing is to pay for this change")).toBeVisible();
    await axe(page);
    const off = await mailTo(browser, email, /cancelled/);
    expect(off.attachments).toContain("METHOD:CANCEL");
    expect(off.attachments).toContain("SEQUENCE:2");
  },
);

test(
  "in the account the same, without a word of script",
  { tag: "@desktop" },
  async ({ browser, baseURL }, { project }) => {
    const context = await browser.newContext({
      ...(baseURL && { baseURL }),
      javaScriptEnabled: false,
      locale: "en-GB",
      viewport: project.use.viewport ?? null,
    });
    const helper = await another(browser);
    const { email } = await bookAsGuest(
      helper.page,
      "tom-wilder",
      "Online lesson",
      project.name === "phone" ? 14 : 17,
    );
    await helper.page.getByRole("button", { name: "Email me a sign-in link" }).click();
    await expect(helper.page.getByText("We sent a link to the address")).toBeVisible();
    const link = (await mailTo(browser, email, /sign-in/)).links[0] ?? "/";
    await helper.context.close();

    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.goto("/family/lessons");
    await page.locator("a[href^='/family/lessons/']").first().click();
    const own = page.url();
    await page.getByRole("link", { name: "Move it" }).click();
    await chooseDay(page, 5);
    await times(page).last().check();
    await page.getByRole("button", { name: "Move to this time" }).click();
    await expect(page).toHaveURL(own);
    await expect(page.getByText("You moved it from")).toBeVisible();
    await page.getByRole("link", { name: "Cancel it" }).click();
    await page.getByLabel("My baby is, or I am, ill").check();
    await page.getByRole("button", { name: "Cancel lesson" }).click();
    await expect(page).toHaveURL(own);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("is cancelled");
    await context.close();
  },
);

test("a lesson is asked for, the practice says yes, takes it back and says it again", {
  tag: "@desktop",
}, async ({ page, browser }) => {
  const { email, manage } = await bookAsGuest(page, "nisha-parekh", "Twins lesson", 5);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(
    "You have asked to see Nisha",
  );
  await expect(page.getByText("nothing is booked yet")).toBeVisible();
  await axe(page);
  await mailTo(browser, email, /You asked for a lesson/);
  const please = await mailTo(browser, people.nisha, /Please answer/);
  const nisha = await another(browser, people.nisha);
  await nisha.page.goto(new URL(please.links[0] ?? "/").pathname);
  await axe(nisha.page);
  await nisha.page.goto("/practice");
  await axe(nisha.page);
  const row = nisha.page.locator("#requests li").last();
  await expect(row).toContainText("Robin Finch");
  await row.getByRole("link", { name: /Robin/ }).click();
  await expect(nisha.page).toHaveURL(/\/practice\/bookings\//);
  const yes = nisha.page.getByRole("button", { name: /^Say yes/ });
  await yes.click();
  await expect(nisha.page.getByText("Said yes to the request")).toBeVisible();
  // The family hears of it in three minutes; until then it is a request again by one press.
  await expect(nisha.page.getByText("The family is told at")).toBeVisible();
  await axe(nisha.page);
  await nisha.page.getByRole("button", { name: "Take it back" }).click();
  await expect(nisha.page.getByText("Took it back")).toBeVisible();
  await page.goto(manage);
  await expect(page.getByText("nothing is booked yet")).toBeVisible();
  await yes.click();
  await expect(nisha.page.getByText("The family is told at")).toBeVisible();
  await nisha.context.close();
  await page.goto(manage);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/You see Nisha|new time/);
});

test("a lesson is asked for, the practice offers two other times, and the family takes one", {
  tag: "@phone",
}, async ({ page, browser }) => {
  const { manage, picker } = await bookAsGuest(page, "nisha-parekh", "Twins lesson", 6);
  const nisha = await another(browser, people.nisha);
  const please = await mailTo(browser, people.nisha, /Please answer/);
  await nisha.page.goto(new URL(please.links[0] ?? "/").pathname);
  await nisha.page.getByRole("link", { name: "Say no" }).click();
  await expect(nisha.page).toHaveURL(/\/decline$/);
  await axe(nisha.page);
  await nisha.page.getByLabel("The time does not work after all").check();
  const free = nisha.page.getByRole("group", { name: "Free times to offer" }).getByRole("checkbox");
  for (const n of [1, 2, 3, 4]) await free.nth(n).check();
  await nisha.page.getByRole("button", { name: "Say no" }).click();
  await expect(nisha.page.locator(".error-summary")).toContainText("up to three");
  for (const n of [1, 2]) await expect(free.nth(n)).toBeChecked();
  for (const n of [3, 4]) await free.nth(n).uncheck();
  const minute = Number(await free.nth(2).getAttribute("value"));
  await nisha.page.getByRole("button", { name: "Say no" }).click();
  await expect(nisha.page).toHaveURL(/\/practice\/bookings\/[0-9a-f-]{36}$/);
  await expect(nisha.page.getByText("Said no to the request")).toBeVisible();
  await expect(nisha.page.getByText("The family is told at")).toBeVisible();
  await nisha.context.close();

  await page.goto(manage);
  await axe(page);
  // As the mail has it that leaves in three minutes (lib/messaging/links.ts).
  const on = new Date(minute * 60_000);
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/London" }).format(on);
  await page.goto(`${picker}?day=${day}&at=${minute}`);
  await expect(times(page).and(page.locator(":checked"))).toHaveCount(1);
  await page.getByRole("button", { name: /^Continue/ }).click();
  await expect(page).toHaveURL(/\/details$/);
});

test(
  "after a death: one press, no question, and a quiet page",
  { tag: "@phone" },
  async ({ page }, { project }) => {
    const { manage } = await bookAsGuest(
      page,
      "tom-wilder",
      "Online lesson",
      project.name === "phone" ? 20 : 22,
    );
    await page.goto(`${manage}/cancel`);
    await page.getByRole("link", { name: "Our baby has died" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("We are so sorry");
    await axe(page);
    await page.getByRole("button", { name: "Cancel everything" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Everything is cancelled");
    await axe(page);
  },
);

test(
  "a link for one booking is made, used once, and then ended",
  { tag: "@desktop" },
  async ({ page, browser }, { project }) => {
    await signIn(page, people.rosa);
    await page.goto("/practice/services/links");
    await axe(page);
    await page.getByLabel("Lesson").selectOption({ label: "Online follow-up" });
    await page.getByRole("button", { name: "Make a link" }).click();
    const address = await page.getByRole("textbox", { name: "Link" }).first().inputValue();
    await axe(page);
    const family = await another(browser);
    await family.page.goto(new URL(address).pathname);
    await axe(family.page);
    await family.page.getByRole("button", { name: "Choose a time" }).click();
    await chooseDay(family.page, project.name === "phone" ? 3 : 6);
    await family.page.getByRole("button", { name: /^Continue/ }).click();
    await family.page.getByLabel("Your name").fill("Jo Marsh");
    await family.page.getByLabel("Email").fill(freshAddress("invited"));
    await family.page.getByLabel("Baby's first name").first().fill("Kit");
    const born = family.page.getByRole("group", { name: "Date of birth" }).first();
    await born.getByLabel("Day").fill("24");
    await born.getByLabel("Month").fill("8");
    await born.getByLabel("Year").fill("2026");
    await family.page.getByRole("radio", { name: "No" }).first().check();
    await family.page.getByRole("button", { name: /^Book / }).click();
    await expect(family.page).toHaveURL(/\/booking\/[\w-]{43}$/);
    await family.page.goto(new URL(address).pathname);
    await expect(family.page.getByRole("heading", { level: 1 })).toContainText(
      "This link has ended",
    );
    await family.context.close();
  },
);
