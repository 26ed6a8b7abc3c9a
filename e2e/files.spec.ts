import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { fromBuffer } from "yauzl";
import { another, axe, people, signIn } from "./fixtures";

// Both stories look at Mila's files, one after the other.
test.describe.configure({ mode: "default" });

const mark = () => Math.random().toString(36).slice(2, 8);
const pdf = (words: string) =>
  Buffer.from(`%PDF-1.4\n% ${words}\ntrailer<<>>\nstartxref\n0\n%%EOF\n`);

/** The page of Mila's files: a family with one baby is sent on to it. */
async function ownFiles(page: Page): Promise<string> {
  const { pathname } = new URL((await page.request.get("/family/babies")).url());
  expect(pathname).toMatch(/^\/family\/babies\/[0-9a-f-]{36}$/);
  return `${pathname}/files`;
}

test("a letter is added, shown, and saved by the family as it was; a disguised file is refused in words", {
  tag: "@phone",
}, async ({ page, browser }) => {
  const name = `letter-${mark()}`;
  const words = `words of ${name}`;
  const family = await another(browser, people.ana);
  const own = await ownFiles(family.page);
  await signIn(page, people.rosa);
  await page.goto(own.replace("/family/", "/practice/"));
  await axe(page);
  const form = page.locator("#upload");
  const pick = form.getByLabel("File", { exact: true });
  await form.getByLabel("What it says, in a few words").fill("From the hip clinic");
  await pick.setInputFiles({
    name: "holiday.png",
    mimeType: "image/png",
    buffer: Buffer.from("<!doctype html><script>alert(1)</script>"),
  });
  await form.getByRole("button", { name: "Add file" }).click();
  await expect(form.getByRole("alert")).toContainText("not a PDF, PNG or JPEG");
  await expect(form.getByLabel("What it says, in a few words")).toHaveValue("From the hip clinic");
  await axe(page);
  await pick.setInputFiles({
    name: "big.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.alloc(20 * 1024 * 1024),
  });
  await form.getByRole("button", { name: "Add file" }).click();
  await expect(form.getByRole("alert")).toContainText("up to 10 MB");
  await pick.setInputFiles({
    name: `${name}.pdf`,
    mimeType: "application/pdf",
    buffer: pdf(words),
  });
  await form.getByRole("button", { name: "Add file" }).click();
  await expect(page.getByText("The file is there.")).toBeVisible();
  const row = page.locator("li").filter({ hasText: `${name}.pdf` });
  await expect(row).toContainText("Only the practice sees it");

  await family.page.goto(own);
  await expect(family.page.getByText(`${name}.pdf`)).toHaveCount(0);
  await row.getByRole("button", { name: /^Show to the family/ }).click();
  await expect(page.getByText("The family sees it now.")).toBeVisible();
  await family.page.goto(own);
  await axe(family.page);
  const download = family.page.waitForEvent("download");
  await family.page.getByRole("link", { name: `Download ${name}.pdf` }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe(`${name}.pdf`);
  expect(readFileSync(await saved.path()).toString()).toContain(words);
  const href = await family.page
    .getByRole("link", { name: `Download ${name}.pdf` })
    .getAttribute("href");
  const head = (await family.page.request.get(href ?? "")).headers();
  expect(head["content-disposition"]).toContain("attachment");
  expect(head["x-content-type-options"]).toBe("nosniff");
  expect(head["content-security-policy"]).toContain("sandbox");
  expect(head["cache-control"]).toContain("no-store");
  expect(
    (await page.request.get(`/api/files/family/${href?.split("/").at(-1)}`)).status(),
  ).not.toBe(200);

  await page.goto(own.replace("/family/", "/practice/"));
  await row.getByRole("button", { name: /^Take away/ }).click();
  await expect(page.getByText("You can bring it back for 7 days.")).toBeVisible();
  await row.getByRole("button", { name: /^Bring back/ }).click();
  await expect(page.getByText("The file is back.")).toBeVisible();
  await family.context.close();
});

/** A session that began just now: what carries a whole record away asks for one. */
async function freshly(browser: Browser, email: string): Promise<Page> {
  const { page } = await another(browser);
  await page.goto("/sign-in");
  await page.locator("summary").click();
  const form = page.locator("form", { has: page.locator("#password-password") });
  await form.locator("input[name=email]").fill(email);
  await form.locator("input[name=password]").fill("a calm demo world");
  await form.locator("button[type=submit]").click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  return page;
}

const namesIn = (bytes: Buffer): Promise<string[]> =>
  new Promise((done, fail) => {
    fromBuffer(bytes, {}, (problem, zip) => {
      if (problem) return fail(problem);
      const names: string[] = [];
      zip.on("entry", (entry) => names.push(entry.fileName));
      zip.on("end", () => done(names));
      zip.on("error", fail);
    });
  });

test("the owner takes the whole practice along, without asking anyone", {
  tag: "@desktop",
}, async ({ browser }) => {
  const page = await freshly(browser, people.rosa);
  await page.goto("/practice/export");
  await axe(page);
  await page.getByRole("button", { name: /^Make/ }).click();
  await expect(page.getByText("We have started.")).toBeVisible();
  const button = page.getByRole("button", { name: "Download ZIP file" }).first();
  await expect(async () => {
    await page.goto("/practice/export");
    await expect(button).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 120_000 });
  await axe(page);
  const download = page.waitForEvent("download");
  await button.click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^handsel-practice-\d{4}-\d\d-\d\d\.zip$/);
  const names = await namesIn(readFileSync(await saved.path()));
  for (const name of ["README.txt", "schema.json", "data/babies.csv", "data/babies.json"])
    expect(names).toContain(name);
  expect(names.at(-1)).toBe("manifest.json");
  expect(names.some((name) => /^records\/.+\.pdf$/.test(name))).toBe(true);
  await page.context().close();
});

test("a family sees what it can take along, and the practice's page of exports is not its to see", {
  tag: "@phone",
}, async ({ page }) => {
  await signIn(page, people.ana);
  await page.goto("/family/record");
  await axe(page);
  const download = page.waitForEvent("download");
  await page
    .getByRole("link", { name: /record as a PDF/ })
    .first()
    .click();
  expect(
    readFileSync(await (await download).path())
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
  expect((await page.request.get("/practice/export")).status()).toBe(404);
});
