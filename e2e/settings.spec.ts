import { type Browser, expect, type Page, test } from "@playwright/test";
import { axe, signIn } from "./fixtures";

// One practice for each size: both run at once, and two people who save one week are told so.
const owners = {
  phone: { email: "nisha@example.com", slug: "nisha-parekh", sign: "£" },
  desktop: { email: "elena@example.com", slug: "elena-ruiz", sign: "$" },
} as const;
const owner = () => owners[test.info().project.name === "phone" ? "phone" : "desktop"];

// The stories change the same practice, one after the other.
test.describe.configure({ mode: "default" });

/** A Sunday to come, far enough that no lesson of the demo world is near. */
const sunday = (weeks: number): string => {
  const now = new Date();
  const days = ((7 - now.getUTCDay()) % 7) + 7 * weeks;
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
};
const open = async (page: Page, path: string) => {
  await signIn(page, owner().email);
  await page.goto(`/practice/${path}`);
};
const fill = async (page: Page, day: string, row: number, from: string, until: string) => {
  const group = page.getByRole("group", { name: day });
  await group.getByLabel(`from ${row}`).fill(from);
  await group.getByLabel(`to ${row}`).fill(until);
};
const visitor = async (browser: Browser) => (await browser.newContext()).newPage();

test("a new service with its price and buffers is on the public page at once", async ({
  page,
  browser,
}) => {
  const { slug, sign } = owner();
  const name = `Evening lesson ${Math.random().toString(36).slice(2, 6)}`;
  await open(page, "services");
  await axe(page);
  await page.getByRole("link", { name: "Add service" }).click();
  await page.getByLabel("How long it takes").fill("0");
  await axe(page);
  await page.getByLabel(/^Price/).fill("1,200");
  await page.getByRole("button", { name: "Save service" }).click();
  const summary = page.locator(".error-summary");
  await expect(summary).toContainText("Enter a name that families will understand");
  await expect(summary).toContainText("from 5 to 480 minutes");
  await expect(page.getByLabel(/^Price/)).toHaveValue("1,200");
  await axe(page);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("How long it takes").fill("45");
  await page.getByRole("button", { name: "Save service" }).click();
  await expect(summary).toContainText("Enter a price");
  await page.getByLabel(/^Price/).fill("37.50");
  await page.getByLabel("Free time before").fill("10");
  await page.getByLabel("Free time after").fill("20");
  await page.getByLabel("Notice", { exact: true }).fill("6");
  await page.getByRole("button", { name: "Save service" }).click();
  await expect(page.getByText("Saved. Families see it from now on.")).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText(`${sign}37.50`);
  await expect(row).toContainText("30 min around it");

  const family = await visitor(browser);
  await family.goto(`/p/${slug}`);
  await expect(family.getByRole("radio", { name }).locator("..")).toContainText(`${sign}37.50`);

  // The order families see is the practice's; a service that is put away can be fetched back.
  const names = () => page.locator("main ol h2").allTextContents();
  const before = await names();
  await row.getByRole("button", { name: /^Move up/ }).click();
  await expect.poll(names).toEqual([...before.slice(0, -2), before.at(-1), before.at(-2)]);
  await row.getByRole("link", { name, exact: true }).click();
  await expect(page.getByLabel("Notice", { exact: true })).toHaveValue("6");
  await page.getByLabel("Families can book it themselves").uncheck();
  await page.getByRole("button", { name: "Save service" }).click();
  await expect(row).toContainText("Staff book it");
  await family.goto(`/p/${slug}`);
  await expect(family.getByRole("radio", { name })).toHaveCount(0);
  await row.getByRole("button", { name: /^Put away/ }).click();
  await expect(page.getByText("Put away. Lessons that are booked stay.")).toBeVisible();
  await page.getByText(/put away$/).click();
  await row.getByRole("button", { name: /^Bring back/ }).click();
  await expect(page.getByText("Back in the list.")).toBeVisible();
  await row.getByRole("button", { name: /^Put away/ }).click();
  await expect(page.getByText("Put away. Lessons that are booked stay.")).toBeVisible();
  await axe(page);
  await family.context().close();
});

test("hours of a day, and a day that differs, are what families are offered", async ({
  page,
  browser,
}) => {
  const { slug } = owner();
  await open(page, "services");
  const link = page.locator("main ol h2 a").first();
  const service = (await link.getAttribute("href"))?.split("/").at(-1);
  const free = async (day: string) => {
    const answer = await page.request.get(`/api/live/slots?service=${service}&from=${day}&days=1`);
    return ((await answer.json()) as { slots: string }).slots.length;
  };
  expect(await free(sunday(3))).toBe(0);

  await page.goto("/practice/hours");
  await axe(page);
  const group = page.getByRole("group", { name: "Sunday" });
  await fill(page, "Sunday", 1, "10:00", "12:00");
  await group.getByRole("button", { name: /^Add more hours/ }).click();
  await expect(group.getByLabel("from 2")).toBeFocused();
  await fill(page, "Sunday", 2, "15:00", "14:00");
  await page.getByRole("button", { name: "Save hours" }).click();
  await expect(page.locator(".error-summary")).toContainText(
    "The end must be later than the start.",
  );
  await axe(page);
  await fill(page, "Sunday", 2, "11:30", "14:00");
  // Enter saves; it does not add another row.
  await group.getByLabel("to 2").press("Enter");
  await expect(page.locator(".error-summary")).toContainText("These hours overlap.");
  await fill(page, "Sunday", 2, "13:00", "15:00");
  await page.getByRole("button", { name: "Save hours" }).click();
  await expect(page.getByText("Saved. Families see it from now on.")).toBeVisible();
  await page.reload();
  await expect(group.getByLabel("to 2")).toHaveValue("15:00");
  expect(await free(sunday(3))).toBeGreaterThan(0);

  const other = page.locator("form").filter({ hasText: "Add a day" });
  await other.getByLabel("Day", { exact: true }).fill(sunday(3));
  await other.getByRole("button", { name: "Add day" }).click();
  const rows = page.getByRole("listitem").filter({ hasText: "Closed" });
  await expect(rows).toHaveCount(1);
  expect(await free(sunday(3))).toBe(0);
  await other.getByLabel("Day", { exact: true }).fill(sunday(4));
  await other.getByText("Other hours").click();
  await other.getByRole("button", { name: "Add day" }).click();
  await expect(page.locator(".error-summary")).toContainText("Enter the hours of that day");
  await axe(page);
  await fill(page, "Hours", 1, "10:00", "13:00");
  await other.getByRole("button", { name: "Add day" }).click();
  await expect(page.getByText("10:00 am to 1:00 pm")).toBeVisible();
  await axe(page);
  for (const left of [1, 0]) {
    await page
      .getByRole("button", { name: /^Remove/ })
      .first()
      .click();
    await expect(page.getByRole("button", { name: /^Remove/ })).toHaveCount(left);
  }
  expect(await free(sunday(3))).toBeGreaterThan(0);

  // The same page without JavaScript: one row more, nothing saved; then Sunday is closed again.
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(await page.context().cookies());
  const still = await plain.newPage();
  await still.goto("/practice/hours");
  const there = still.getByRole("group", { name: "Sunday" });
  await there.getByLabel("from 1").fill("09:00");
  await there.getByRole("button", { name: /^Add more hours/ }).click();
  await expect(there.getByLabel("from 3")).toBeVisible();
  await expect(there.getByLabel("from 1")).toHaveValue("09:00");
  for (const row of [1, 2]) await fill(still, "Sunday", row, "", "");
  await still.getByRole("button", { name: "Save hours" }).click();
  await expect(still.getByText("Saved. Families see it from now on.")).toBeVisible();
  await expect(there).toContainText("Closed");
  await plain.close();
  await page.goto(`/p/${slug}`);
  expect(await free(sunday(3))).toBe(0);
});

test("time off is blocked, and given free again", { tag: "@phone" }, async ({ page }) => {
  await open(page, "block");
  await axe(page);
  await page.getByRole("button", { name: "Block this time" }).click();
  await expect(page.locator(".error-summary")).toContainText("Say what the time is for");
  await page.getByLabel("What for").fill("Supervision");
  await page.getByLabel("First day").fill(sunday(5));
  await page.getByLabel("Whole days").uncheck();
  await page.getByLabel("Starts at").fill("10:00");
  await page.getByLabel("Ends at").fill("11:30");
  await page.getByRole("button", { name: "Block this time" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "Supervision" });
  await expect(row).toContainText("10:00 to 11:30 am");
  // The same time twice: what is in the way is named.
  await page.getByLabel("What for").fill("Holiday");
  await page.getByLabel("First day").fill(sunday(5));
  await page.getByRole("button", { name: "Block this time" }).click();
  await expect(page.locator(".error-summary")).toContainText("Move or cancel them first");
  await expect(page.locator("form").filter({ hasText: "Booked in that time" })).toContainText(
    "Supervision",
  );
  await axe(page);
  await row.getByRole("button", { name: /^Remove/ }).click();
  await expect(page.getByText("Removed.")).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("places are added and put away, and one that is used is kept", { tag: "@desktop" }, async ({
  page,
}) => {
  const name = `Clinic ${Math.random().toString(36).slice(2, 6)}`;
  await open(page, "places");
  await axe(page);
  await page.getByRole("link", { name: "Add place" }).click();
  await page.getByText("Online", { exact: true }).click();
  await expect(page.getByLabel(/^Address/)).toBeHidden();
  await page.getByLabel(/^Meeting link/).fill("http://meet.example.com/x");
  await page.getByRole("button", { name: "Save place" }).click();
  await expect(page.locator(".error-summary")).toContainText(
    "Enter an address that begins with https://",
  );
  await axe(page);
  await page.getByText("Hospital", { exact: true }).click();
  // What another kind of place would need is not asked, whatever was typed there.
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Save place" }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await row.getByRole("button", { name: /^Put away/ }).click();
  await expect(page.getByText("Put away. Lessons that are booked stay.")).toBeVisible();
  await page
    .getByRole("listitem")
    .filter({ hasText: "Studio" })
    .getByRole("button", { name: /^Put away/ })
    .click();
  await expect(page.locator(".error-summary")).toContainText("Services take place here.");
  await axe(page);
});

test("a credential is entered, corrected and taken back", { tag: "@phone" }, async ({ page }) => {
  const title = `First aid for babies ${Math.random().toString(36).slice(2, 6)}`;
  await open(page, "profile");
  await page.getByRole("link", { name: "Add a credential" }).click();
  await page.getByLabel("Kind").selectOption("first_aid");
  await page.getByLabel("What it is called").fill(title);
  await page.getByLabel("Valid until").fill("2020-01-31");
  await page.getByRole("button", { name: "Add credential" }).click();
  await expect(page.locator(".error-summary")).toContainText("Enter who issued it.");
  await page.getByLabel("Issued by").fill("Community First Aid");
  await page.getByRole("button", { name: "Add credential" }).click();
  await expect(page.locator(".error-summary")).toContainText("This day has passed.");
  await axe(page);
  await page.getByLabel("Valid until").fill(sunday(4));
  await page.getByRole("button", { name: "Add credential" }).click();
  const row = page.getByRole("listitem").filter({ hasText: title });
  await expect(row).toContainText("Waits to be checked");
  await expect(row).toContainText("Runs out soon");
  await axe(page);
  await row.getByRole("link", { name: title }).click();
  await axe(page);
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("Taken back. It is no longer on your page.")).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("the public page is changed, hidden and published again", { tag: "@desktop" }, async ({
  page,
  browser,
}) => {
  const { slug } = owner();
  const line = `Lessons for small babies ${Math.random().toString(36).slice(2, 6)}`;
  await open(page, "profile");
  await axe(page);
  await page.getByLabel("In one line").fill(line);
  await page.getByLabel("Certification").fill("");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.locator(".error-summary")).toContainText(
    "If there is nothing to say, write none.",
  );
  await axe(page);
  await page.getByLabel("Certification").fill("Certified since 2019.");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Saved. Families see it from now on.")).toBeVisible();

  const family = await visitor(browser);
  await family.goto(`/p/${slug}`);
  await expect(family.getByText(line)).toBeVisible();
  await page.getByRole("button", { name: "Hide the page" }).click();
  await expect(page.getByText("Hidden. Lessons that are booked stay.")).toBeVisible();
  expect((await family.goto(`/p/${slug}`))?.status()).toBe(404);
  await page.getByLabel("Certification").fill("");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByRole("link", { name: "Certification" })).toBeVisible();
  await axe(page);
  await page.getByLabel("Certification").fill("Certified since 2019.");
  await page.getByRole("button", { name: "Save profile" }).click();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText("Published. Families can find this page now.")).toBeVisible();
  expect((await family.goto(`/p/${slug}`))?.status()).toBe(200);
  await family.context().close();
});
