import { type Browser, expect, type Page, test } from "@playwright/test";
import { another, axe, freshAddress, mailTo, people, signIn } from "./fixtures";

// A practice for each size, since both run at once.
const practices = {
  phone: { email: "nisha@example.com", service: /^First lesson/ },
  desktop: { email: "tom@example.com", service: /^Online lesson/ },
} as const;
const isPhone = () => test.info().project.name === "phone";

// The stories change the same practice, one after the other.
test.describe.configure({ mode: "default" });

/** A day some weeks ahead: no lesson of the demo world is near. */
const ahead = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** Another one at each run, so that what a run left behind is not in the way. */
const someDay = (): string => ahead(60 + Math.floor(Math.random() * 400));
/** One on which everybody of these stories works. */
const someMonday = (): string => {
  const from = new Date(someDay());
  const days = (8 - from.getUTCDay()) % 7;
  return new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);
};
const shown = (page: Page, name: RegExp) =>
  page.getByRole("button", { name }).filter({ visible: true });
const toasts = (page: Page) => page.getByRole("region", { name: /^Messages about/ });

/** Time off with a name of its own: the smallest thing that can be moved. */
async function takeTime(page: Page, day: string, from: string, until: string): Promise<string> {
  const title = `Course ${Math.random().toString(36).slice(2, 7)}`;
  await page.goto(`/practice/block?${new URLSearchParams({ day, time: from, until })}`);
  await expect(page.getByLabel("Whole days")).not.toBeChecked();
  await page.getByLabel("What for").fill(title);
  await page.getByRole("button", { name: "Block this time" }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  return title;
}

async function giveBack(page: Page, day: string, title: string): Promise<void> {
  await page.goto(`/practice/calendar?view=day&date=${day}`);
  await shown(page, new RegExp(`^${title}`)).click();
  const panel = page.getByRole("dialog").filter({ visible: true });
  const answer = page.waitForResponse(/\/api\/live\/calendar\/unblock$/);
  await panel.getByRole("button", { name: "Free this time" }).click();
  expect((await answer).status()).toBe(200);
}

test("a month: its days, the keys between them, and the day that one opens", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.rosa);
  await page.goto("/practice/calendar");
  await page.getByRole("group", { name: "View" }).getByRole("link", { name: "Month" }).click();
  await expect(page).toHaveURL(/view=month/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric" }).format(new Date()),
  );
  await axe(page);
  if (isPhone()) {
    const today = page.locator("button[aria-current=date]").filter({ visible: true });
    await expect(today).toHaveAttribute("aria-pressed", "true");
    await expect(shown(page, /^Mila Okoye/).first()).toBeVisible();
    await page.locator("button[aria-pressed=false]").filter({ visible: true }).first().click();
    await expect(today).toHaveAttribute("aria-pressed", "false");
    await axe(page);
    return;
  }
  const grid = page.getByRole("grid", { name: "Days of the month" });
  const at = (by: number) => grid.locator(`[data-day="${ahead(by)}"]`);
  await at(0).focus();
  await expect(at(0)).toHaveAttribute("aria-current", "date");
  await page.keyboard.press("ArrowUp");
  await expect(at(-7)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  await expect(at(-1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(
    new RegExp(`view=day.*date=${ahead(-1)}|date=${ahead(-1)}.*view=day`),
  );
});

test("time off becomes longer and is as long as before again", { tag: "@desktop" }, async ({
  page,
}) => {
  await signIn(page, practices[isPhone() ? "phone" : "desktop"].email);
  const day = someDay();
  const title = await takeTime(page, day, "09:00", "10:00");
  await page.goto(`/practice/calendar?date=${day}`);
  const event = shown(page, new RegExp(`^${title}`));
  await expect(event).toHaveAccessibleName(/9:00 to 10:00/);
  if (isPhone()) {
    await event.click();
    await page.getByRole("dialog").getByRole("button", { name: "Move…" }).click();
    const dialog = page.getByRole("dialog", { name: `Move ${title}` });
    await expect(dialog.getByLabel("Length in minutes")).toHaveValue("60");
    await dialog.getByLabel("Length in minutes").fill("75");
    await axe(page);
    await dialog.getByRole("button", { name: "Move", exact: true }).press("Enter");
  } else {
    await event.focus();
    await page.keyboard.press("Alt+Shift+ArrowDown");
  }
  await expect(event).toHaveAccessibleName(/9:00 to 10:15/);
  await expect(toasts(page)).toContainText("9:00 to 10:15");
  const answer = page.waitForResponse(/\/api\/live\/calendar\/move$/);
  await toasts(page).getByRole("button", { name: "Undo" }).click();
  expect((await answer).status()).toBe(200);
  await expect(event).toHaveAccessibleName(/9:00 to 10:00/);

  if (!isPhone()) {
    // The same by hand: the lower edge follows the pointer, and Escape lets go of it.
    const box = await event.boundingBox();
    if (!box) throw new Error("the event has no box");
    const x = box.x + box.width / 2;
    const drag = async () => {
      await page.mouse.move(x, box.y + box.height);
      await page.mouse.down();
      await page.mouse.move(x, box.y + box.height + 40, { steps: 4 });
      await page.mouse.move(x, box.y + box.height + 66, { steps: 4 });
    };
    await drag();
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await expect(event).toHaveAccessibleName(/9:00 to 10:00/);
    const moved = page.waitForResponse(/\/api\/live\/calendar\/move$/);
    await drag();
    await page.mouse.up();
    expect((await moved).status()).toBe(200);
    await expect(event).toHaveAccessibleName(/9:00 to 11:00/);
  }
  await giveBack(page, day, title);
});

// A phone books through its button.
test("an empty stretch becomes a booking or time off, by hand and by keys", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, practices.desktop.email);
  const day = ahead(47);
  await page.goto(`/practice/calendar?view=day&date=${day}`);
  const cursor = page.getByRole("button", { name: /^Put something on/ });
  await cursor.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("PageDown");
  await expect(cursor).toHaveAccessibleName(/10:15 am/);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog").filter({ visible: true });
  await expect(panel.getByRole("heading", { name: /10:15 to 11:15/ })).toBeFocused();
  await axe(page);
  await expect(panel.getByRole("link", { name: "New booking" })).toHaveAttribute(
    "href",
    new RegExp(`day=${day}&time=10%3A15`),
  );
  await page.keyboard.press("Escape");
  await expect(cursor).toBeFocused();

  const column = page.locator(`section[data-day="${day}"]`);
  const box = await column.boundingBox();
  if (!box) throw new Error("the day has no box");
  const [x, y] = [box.x + box.width / 2, box.y + 140];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 50, { steps: 4 });
  await page.mouse.move(x, y + 90, { steps: 4 });
  await page.mouse.up();
  await panel.getByRole("link", { name: "Time off" }).click();
  await expect(page).toHaveURL(/\/practice\/block\?/);
  await expect(page.getByLabel("Whole days")).not.toBeChecked();
  await expect(page.getByLabel("First day")).toHaveValue(day);
  await axe(page);
});

/** Somebody who teaches beside the owner, asked in through the team page. */
async function colleague(page: Page, browser: Browser): Promise<string> {
  const email = freshAddress("teacher");
  await page.goto("/practice/team");
  const form = page.locator("form", { has: page.locator("#invite-email") });
  await form.getByLabel("Their email").fill(email);
  await form.getByText("Practitioner", { exact: true }).click();
  await form.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText(email)).toBeVisible();
  const invitation = await mailTo(browser, email, /^Join /);
  const { page: own, context } = await another(browser);
  await own.goto(invitation.links[0] ?? "");
  await own.getByRole("button", { name: "Send me the code" }).click();
  const { text } = await mailTo(browser, email, /sign-in/);
  await own.getByLabel("Code").fill(/\n(\d{3} \d{3})\n/.exec(text)?.[1] ?? "");
  await own.getByRole("button", { name: "Sign in", exact: true }).click();
  const name = `Bea ${email.slice(8, 12)}`;
  await own.getByLabel("Your name").fill(name);
  await own.getByRole("button", { name: "Join", exact: true }).click();
  await expect(own).toHaveURL(/\/practice$/);
  await context.close();
  return name;
}

/** What the colleague gives on one day of the week: the same lesson at the same place. Answers with her id. */
async function teachesToo(page: Page, name: string, weekday: string): Promise<string> {
  await page.goto("/practice/services");
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page).toHaveURL(/for=/);
  const who = new URL(page.url()).searchParams.get("for") ?? "";
  await page.goto(`/practice/services/new?for=${who}`);
  await page.getByLabel("Name", { exact: true }).fill("Online lesson");
  await page.getByLabel("How long it takes").fill("45");
  await page.getByLabel(/^Price/).fill("35");
  await page.getByLabel("Place").selectOption({ label: "Online" });
  await page.getByRole("button", { name: "Save service" }).click();
  await expect(page.getByText("Saved. Families see it from now on.")).toBeVisible();
  await page.goto(`/practice/hours?for=${who}`);
  const group = page.getByRole("group", { name: weekday });
  await group.getByLabel("from 1").fill("09:00");
  await group.getByLabel("to 1").fill("17:00");
  await page.getByRole("button", { name: "Save hours" }).click();
  await expect(page.getByText("Saved. Families see it from now on.")).toBeVisible();
  return who;
}

/** Staff books an online lesson for a family that is new. */
async function bookFor(page: Page, email: string, day: string, time: string): Promise<void> {
  await page.goto(`/practice/bookings/new?${new URLSearchParams({ client: "new", day, time })}`);
  await page
    .getByRole("link", { name: /^Online lesson.*Tom Wilder/ })
    .first()
    .click();
  await expect(page).toHaveURL(/service=/);
  await page.getByLabel("Name", { exact: true }).first().fill("Ines Marlow");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("first name").fill("Juno");
  const born = page.getByRole("group", { name: "Date of birth" });
  await born.getByLabel("Day").fill("24");
  await born.getByLabel("Month").fill("8");
  await born.getByLabel("Year").fill("2026");
  await page.getByRole("radio", { name: "No" }).first().check();
  await page.getByRole("button", { name: "Book lesson" }).click();
  await expect(page).toHaveURL(/\/practice\/bookings\/[0-9a-f-]{36}/);
}

// A phone has room for one day in a column.
test("people who teach side by side, and a lesson that goes from one to the other", {
  tag: "@desktop",
}, async ({ page, browser }) => {
  test.slow();
  await signIn(page, practices.desktop.email);
  const name = await colleague(page, browser);
  const day = someMonday();
  const title = await takeTime(page, day, "09:00", "10:00");
  await page.goto(`/practice/calendar?view=day&who=all&date=${day}`);
  const columns = page.locator(`section[data-day="${day}"]`);
  const head = (who: string) =>
    page.getByRole("heading", { level: 2, name: new RegExp(`^${who}`) });
  await expect(head("Tom Wilder")).toBeVisible();
  await expect(head(name)).toBeVisible();
  const both = await columns.count();
  expect(both).toBeGreaterThan(1);
  await axe(page);

  // Tom's time is in his column alone, and keys move it in time.
  await expect(columns.nth(0).getByRole("button", { name: new RegExp(`^${title}`) })).toHaveCount(
    1,
  );
  await expect(shown(page, new RegExp(`^${title}`))).toHaveCount(1);
  await shown(page, new RegExp(`^${title}`)).focus();
  const stepped = page.waitForResponse(/\/api\/live\/calendar\/move$/);
  await page.keyboard.press("Alt+ArrowDown");
  expect((await stepped).status()).toBe(200);
  await expect(shown(page, new RegExp(`^${title}`))).toHaveAccessibleName(/9:15 to 10:15/);

  await page.getByRole("group", { name: "Side by side" }).getByRole("link", { name }).click();
  await expect(head(name)).toHaveCount(0);
  await expect(page).toHaveURL(/beside=/);
  await page.reload();
  await expect(columns).toHaveCount(both - 1);
  await giveBack(page, day, title);

  // A lesson goes to the colleague: by a key to the column beside, back by undo, by hand, and through fields.
  const bea = await teachesToo(page, name, "Monday");
  const email = freshAddress("handed");
  await bookFor(page, email, day, "11:00");
  const booking = page.url();
  await page.goto(`/practice/calendar?view=day&who=all&date=${day}`);
  const first = await columns.first().getAttribute("data-person");
  await page.goto(`/practice/calendar?view=day&who=all&date=${day}&beside=${first},${bea}`);
  const lesson = shown(page, /^Juno/);
  const of = (who: string | null) =>
    page.locator(`section[data-person="${who}"]`).getByRole("button", { name: /^Juno/ });
  await expect(of(first)).toHaveAccessibleName(/11:00 to 11:45 am.*with Tom Wilder/);
  await lesson.focus();
  await page.keyboard.press("Alt+ArrowRight");
  await expect(of(bea)).toHaveAccessibleName(new RegExp(`with ${name}`));
  await expect(toasts(page)).toContainText(`with ${name}`);
  const undone = page.waitForResponse(/\/api\/live\/calendar\/move$/);
  await toasts(page).getByRole("button", { name: "Undo" }).click();
  expect((await undone).status()).toBe(200);
  await expect(of(first)).toBeVisible();

  const [from, to] = [
    await lesson.boundingBox(),
    await page.locator(`section[data-person="${bea}"]`).boundingBox(),
  ];
  if (!from || !to) throw new Error("the columns have no boxes");
  await page.mouse.move(from.x + 30, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 10, { steps: 3 });
  const dropped = page.waitForResponse(/\/api\/live\/calendar\/move$/);
  await page.mouse.move(to.x + 30, from.y + 10, { steps: 4 });
  await page.mouse.up();
  expect((await dropped).status()).toBe(200);
  await expect(of(bea)).toBeVisible();

  await lesson.click();
  await page.getByRole("dialog").getByRole("button", { name: "Move…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Move Juno/ });
  await expect(dialog.getByLabel("With")).toHaveValue(bea);
  await axe(page);
  await dialog.getByLabel("Start").fill("12:00");
  await dialog.getByRole("button", { name: "Move", exact: true }).press("Enter");
  await expect(of(bea)).toHaveAccessibleName(/12:00 to 12:45 pm/);
  await page.goto(booking);
  await expect(page.getByText(`Given to ${name}`).first()).toBeVisible();
  // The family is told once, of how it is in the end.
  await expect(page.getByText(/^The family is told of this lesson at /)).toBeVisible();
});

test("the sheet of a day, on paper without the frame", { tag: "@desktop" }, async ({ page }) => {
  await signIn(page, people.rosa);
  await page.goto("/practice");
  await page.getByRole("link", { name: "Day sheet" }).click();
  await expect(page).toHaveURL(/\/practice\/day-sheet/);
  const row = page.getByRole("listitem").filter({ hasText: "Mila Okoye" });
  await expect(row).toContainText("14 Cotham Vale");
  await expect(row).toContainText("corrected");
  await expect(row).toContainText("No nut oils");
  await expect(row.getByRole("link", { name: /^07700/ })).toHaveAttribute("href", /^tel:/);
  await axe(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  for (const [width, paper] of [
    [673, "A4"],
    [695, "Letter"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over, paper).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("link", { name: "Next day" }).click();
  await expect(page).toHaveURL(new RegExp(`day=${ahead(1)}`));
});

test("the desk's sheet says who comes and where, and nothing clinical", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.desk);
  await page.goto("/practice/day-sheet");
  await expect(page.getByRole("listitem").filter({ hasText: "Mila Okoye" })).toContainText("Ana");
  await axe(page);
  for (const word of ["nut oils", "Reflux", "33+4"])
    expect(await page.content()).not.toContain(word);
});
