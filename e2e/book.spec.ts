import { expect, type Page, test } from "@playwright/test";
import { another, axe, freshAddress, mailTo, people, signIn } from "./fixtures";

/**
 * Opens the picker of a practitioner's first lesson on the n-th day with room, so that stories keep out of each other's
 * way, and out of the way of those of an earlier run.
 */
async function openPicker(page: Page, slug: string, nth: number): Promise<void> {
  await page.goto(`/p/${slug}`);
  const path = await page.getByRole("link", { name: "See all times" }).first().getAttribute("href");
  await page.goto(path ?? "/");
  const days = page
    .locator("a[href*='day=']:visible")
    .filter({ hasText: /\b(?:[4-9]|\d\d) times/ });
  const day = await days.nth(nth).getAttribute("href");
  await page.goto(day ?? "/");
  await expect(page.getByRole("radio").first()).toBeAttached();
}
const times = (page: Page) => page.getByRole("radio");
/** Next's own announcer of new pages is an alert too. */
const problems = (page: Page) => page.getByRole("main").getByRole("alert");
const go = (page: Page) => page.getByRole("button", { name: /^Continue/ });

async function tellOf(page: Page, email: string, baby = "Mila"): Promise<void> {
  await page.getByLabel("Your name").fill("Ana Okoye");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Baby's first name").first().fill(baby);
  const born = page.getByRole("group", { name: "Date of birth" }).first();
  await born.getByLabel("Day").fill("24");
  await born.getByLabel("Month").fill("8");
  await born.getByLabel("Year").fill("2026");
  await page.getByRole("radio", { name: "Yes" }).first().check();
  await page.locator("[name='babies.0.born.weeks']").fill("33");
  await page.locator("[name='babies.0.born.days']").fill("4");
  const address = page.getByLabel("Address of the visit");
  if (await address.isVisible()) await address.fill("14 Hill Street, Bristol BS6 6JA");
}

test("from the first page to a booked lesson, the mail, and an account after the fact", async ({
  page,
  browser,
}, { project }) => {
  const email = freshAddress("ana");
  await page.goto("/");
  await axe(page);
  await page.getByLabel("Town or postcode").fill("BS6");
  await page.getByRole("button", { name: "See times" }).click();
  await expect(page).toHaveURL(/\/find\?near=BS6/);
  await axe(page);
  await page.getByRole("link", { name: "Rosa Calder", exact: true }).click();
  await expect(page).toHaveURL(/\/p\/rosa-calder$/);
  await axe(page);
  const data = await page.locator("script[type='application/ld+json']").textContent();
  expect(JSON.parse(data ?? "")).toMatchObject({ "@type": "Person", name: "Rosa Calder" });
  for (const question of ["Courses of study", "Certification", "Experience", "Doctor referrals"])
    await expect(page.getByText(question, { exact: true })).toBeVisible();

  // Screen one: the time.
  await openPicker(page, "rosa-calder", 6);
  await axe(page);
  await expect(page.getByText("Times are shown for London").first()).toBeVisible();
  const chosen = times(page).nth(1);
  await chosen.check();
  const words = (await go(page).textContent()) ?? "";
  const time = /Continue with (\d+:\d\d [ap]m)/.exec(words)?.[1] ?? "";
  expect(await chosen.getAttribute("value")).toMatch(/^\d{4}-.*Z$/);
  await go(page).click();

  // Screen two: who comes. What is missing is said at once, and what was typed stays.
  await expect(page).toHaveURL(/\/book\/[\w-]{36}\/details$/);
  await axe(page);
  await page.getByLabel("Baby's first name").first().fill("Mila");
  await page.getByRole("button", { name: /^Book / }).click();
  const problem = problems(page);
  await expect(problem).toContainText("Enter your name.");
  await expect(problem).toContainText("Enter the date of birth");
  await expect(problem).toContainText("Enter the address of the visit.");
  await axe(page);
  await expect(page.getByLabel("Baby's first name").first()).toHaveValue("Mila");
  await tellOf(page, email);
  await page.getByRole("button", { name: /^Book / }).click();

  // Booked.
  await expect(page).toHaveURL(/\/booking\/[\w-]{43}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`at ${time}`);
  await expect(page.getByRole("heading", { name: "Get ready" })).toBeVisible();
  await expect(page.locator("body")).not.toContainText(/Mila|Okoye|Hill Street/);
  await axe(page);
  const file = await page.getByRole("link", { name: "Add to calendar" }).getAttribute("href");
  const calendar = await page.request.get(file ?? "");
  expect(calendar.headers()["content-type"]).toContain("text/calendar");
  expect(await calendar.text()).toMatch(/TZID=Europe\/London:[\s\S]*/);
  expect(await calendar.text()).toContain("SEQUENCE:0");

  const mail = await mailTo(browser, email, /Rosa/);
  expect(mail.subject).not.toContain("Mila");
  expect(mail.links.map((link) => new URL(link).pathname)).toContain(new URL(page.url()).pathname);
  expect(mail.attachments).toContain("BEGIN:VCALENDAR");

  // The account comes after the fact: by the link in that mail, or by one that is asked for here.
  let signIn = mail.links.find((link) => link.includes("/sign-in/"));
  if (project.name === "desktop") {
    await page.getByRole("button", { name: "Email me a sign-in link" }).click();
    await expect(page.getByText("We sent a link to the address")).toBeVisible();
    [signIn] = (await mailTo(browser, email, /sign-in/)).links;
  }
  await page.goto(signIn ?? "/");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/family/);
  await expect(page.locator("main")).toContainText(/Rosa/);
  await page.goto("/family/lessons");
  await expect(page.locator("main")).toContainText("First lesson at home");
  await page.goto("/family/babies");
  await expect(page.locator("main")).toContainText("Mila");
});

test("two people, one time: one has it, the other is told and takes the nearest", async ({
  page,
  browser,
}, { project }) => {
  await openPicker(page, "tom-wilder", project.name === "phone" ? 2 : 4);
  const rival = await another(browser);
  await rival.page.goto(page.url());
  const value = await times(page).nth(2).getAttribute("value");
  for (const each of [page, rival.page]) await each.locator(`input[value="${value}"]`).check();
  await Promise.all([go(page).click(), go(rival.page).click()]);
  for (const each of [page, rival.page]) await expect(each).toHaveURL(/\/details$|lost=/);
  const losers = [page, rival.page].filter((each) => each.url().includes("lost="));
  expect(losers).toHaveLength(1);
  const [loser = page] = losers;
  const said = problems(loser).filter({ hasText: "was just taken" });
  await expect(said).toContainText("These are the nearest");
  await axe(loser);
  const nearest = said.getByRole("button");
  await expect(nearest).toHaveCount(3);
  const label = (await nearest.first().textContent())?.trim() ?? "";
  await nearest.first().click();
  await expect(loser).toHaveURL(/\/details$/);
  await expect(loser.getByRole("button", { name: /^Book / })).toContainText(
    label.replace(/Sending$/, "").trim(),
  );
  await rival.context.close();
});

test(
  "twins come together, and the second form of one hold books nothing more",
  { tag: "@phone" },
  async ({ page }, { project }) => {
    await openPicker(page, "nisha-parekh", project.name === "phone" ? 3 : 5);
    await times(page).nth(1).check();
    await go(page).click();
    await expect(page).toHaveURL(/\/details$/);
    const details = page.url();
    await tellOf(page, freshAddress("twins"), "Ada");
    await page.getByText("Add another baby: twins or a sibling").click();
    await page.locator("[name='babies.1.firstName']").fill("Bea");
    await page.getByRole("button", { name: /^Book / }).click();
    await expect(problems(page)).toContainText("Enter the date of birth");
    await expect(page.locator("[name='babies.1.firstName']")).toBeVisible();
    for (const [part, typed] of [
      ["day", "24"],
      ["month", "8"],
      ["year", "2026"],
    ] as const)
      await page.locator(`[name='babies.1.bornOn.${part}']`).fill(typed);
    await page.locator("[name='babies.1.born.early'][value=no]").check();
    await page.getByRole("button", { name: /^Book / }).click();
    await expect(page).toHaveURL(/\/booking\//);
    await page.goto(details);
    await expect(page.getByRole("heading", { name: "This time is yours already" })).toBeVisible();
  },
);

test("a signed-in parent types nothing twice", { tag: "@phone" }, async ({ page }, { project }) => {
  await signIn(page, people.ana);
  await openPicker(page, "rosa-calder", project.name === "phone" ? 9 : 11);
  await times(page).last().check();
  await go(page).click();
  await expect(page).toHaveURL(/\/details$/);
  await expect(page.getByText("You are signed in as ana@example.com.")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: "Mila" })).toBeChecked();
  await axe(page);
  await page.getByLabel("Address of the visit").fill("14 Hill Street, Bath BA1 2AB");
  await page.getByRole("button", { name: /^Book / }).click();
  await expect(page.locator(".error-summary")).toContainText(
    "Rosa Calder does not visit this postcode",
  );
  await page.getByLabel("Address of the visit").fill("14 Hill Street, Bristol BS6 6JA");
  await page.getByRole("button", { name: /^Book / }).click();
  await expect(page).toHaveURL(/\/booking\//);
});

test.describe("a reader on the other side of the world", () => {
  test.use({ timezoneId: "Pacific/Auckland" });
  test("sees the place's times and is told so", { tag: "@desktop" }, async ({ page, browser }) => {
    await openPicker(page, "nisha-parekh", 1);
    await expect(page.getByText("Your device is set to Auckland")).toBeVisible();
    const other = await browser.newContext({ timezoneId: "Pacific/Honolulu" });
    const twin = await other.newPage();
    await twin.goto(page.url());
    const values = (each: Page) =>
      times(each).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
    expect(await values(twin)).toEqual(await values(page));
    await axe(page);
    await other.close();
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the whole way works", { tag: "@phone" }, async ({ page }, { project }) => {
    await page.goto("/find?near=BS7");
    await page.getByRole("link", { name: "Nisha Parekh", exact: true }).click();
    await openPicker(page, "nisha-parekh", project.name === "phone" ? 7 : 8);
    await times(page).nth(1).check();
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(page).toHaveURL(/\/details$/);
    await page.getByRole("button", { name: /^Book / }).click();
    await expect(problems(page)).toContainText("Enter your name.");
    await tellOf(page, freshAddress("plain"));
    await page.getByRole("button", { name: /^Book / }).click();
    await expect(page).toHaveURL(/\/booking\/[\w-]{43}$/);
    await expect(page.getByRole("heading", { name: "Get ready" })).toBeVisible();
  });
});

for (const scripts of [true, false]) {
  test.describe(scripts ? "with JavaScript" : "read without JavaScript", () => {
    test.use({ javaScriptEnabled: scripts });
    test("a link that has ended says so, and sends a new one without telling who is known", {
      tag: "@phone",
    }, async ({ page, browser }) => {
      const answer = await page.goto(`/booking/${"b".repeat(43)}`);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link has ended");
      if (scripts) await axe(page);
      await page.getByLabel("Email").fill("not an address");
      await page.getByRole("button", { name: "Email me a new link" }).click();
      await expect(problems(page).first()).toBeVisible();
      const email = freshAddress("ended");
      await page.getByLabel("Email").fill(email);
      await page.getByRole("button", { name: "Email me a new link" }).click();
      await expect(page.getByText("If a lesson was booked with this address")).toBeVisible();
      const mail = await mailTo(browser, email, /sign-in/);
      expect(new URL(mail.links[0] ?? "").pathname).toMatch(/^\/sign-in\//);
    });

    test("a page that finds nothing is a whole page", { tag: "@desktop" }, async ({ page }) => {
      for (const path of [
        "/p/nobody-here",
        "/p/rosa-calder/book/0199c3a1-7000-7000-8000-000000000001",
        "/book/first/details",
        "/there-is-nothing-here",
      ]) {
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(404);
        await expect(page.getByRole("heading", { level: 1 }), path).toHaveText(
          "This page is not here",
        );
        await expect(page.getByRole("link", { name: "Find a practitioner" }).last()).toBeVisible();
        await expect(page).toHaveTitle(/\w/);
        if (scripts) await axe(page);
      }
    });
  });
}

test("addresses typed wrong are not found, and nobody else's hold opens", {
  tag: "@desktop",
}, async ({ page }) => {
  for (const path of [
    "/p/nobody-here",
    "/p/rosa-calder/book/0199c3a1-7000-7000-8000-000000000001",
    "/p/rosa-calder/book/first",
    `/booking/${"a".repeat(43)}`,
    "/booking/short",
    `/booking/${"a".repeat(43)}/lesson.ics`,
    "/api/live/slots?service=0199c3a1-7000-7000-8000-000000000001",
  ])
    expect((await page.request.get(path)).status(), path).toBe(404);
  expect((await page.request.get("/api/live/slots")).status()).toBe(422);
  expect((await page.request.get("/find?page=0&kind=moon&when=never&near=%00")).status()).toBe(400);
  expect((await page.request.get("/find?page=-1&kind=moon&when=never&near[]=x")).status()).toBe(
    200,
  );
  await page.goto("/book/0199c3a1-7000-7000-8000-000000000001/details");
  await expect(page.getByRole("heading", { name: "Choose a time first" })).toBeVisible();
  await axe(page);
});
