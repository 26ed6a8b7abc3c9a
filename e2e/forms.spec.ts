import { test, expect as within } from "@playwright/test";
import { axe, people, signIn } from "./fixtures";
import { ask, newFamily, openForm, phoneOf } from "./guardians";

// Seven pages in a row, each with a form: more patience than for one.
const expect = within.configure({ timeout: 30_000 });

const letter = (words: string) => ({
  name: "letter.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from(`%PDF-1.4\n% ${words}\nstartxref\n0\n%%EOF\n`),
});

test("a practice's own form asks for a letter: sent from a phone and without scripts, it is with the answers", {
  tag: "@phone",
}, async ({ page, browser }) => {
  test.slow();
  await signIn(page, people.rosa);
  const { at, mother, surname } = await newFamily(page, "Ife");
  const name = `Letters ${surname}`;
  await page.goto("/practice/forms");
  await page.getByText("New form", { exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.getByLabel("Title").fill("From the hospital");
  await page.getByRole("button", { name: "Add a part" }).click();
  await expect(page.getByRole("heading", { name: "From the hospital" })).toBeVisible();
  await page.getByText("Add a question: From the hospital").click();
  await page.getByLabel("Question, or the words to read").fill("The letter you came home with");
  await page.getByLabel("Kind of answer").selectOption("file");
  await page.getByText("Must be answered", { exact: true }).click();
  await page.getByRole("button", { name: "Add a question" }).click();
  await expect(page.getByText(/^A file: letter, scan or picture · Must be answered/)).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText(/Families are asked version 1/)).toBeVisible();
  await page.goto(`${at}/forms`);
  await ask(page, name);

  const { page: phone, context, link } = await phoneOf(browser, mother);
  await openForm(phone, new RegExp(name)).click();
  // Without it the form cannot be sent, and the question says so.
  await phone.getByRole("button", { name: "Save and check" }).click();
  await phone.getByRole("button", { name: "Send", exact: true }).click();
  await expect(phone.getByText("Add a file here.").first()).toBeVisible();
  const pick = phone.getByLabel("Choose a file");
  await pick.setInputFiles({
    ...{ name: "letter.png", mimeType: "image/png" },
    buffer: Buffer.from("<!doctype html><script>alert(1)</script>"),
  });
  await expect(phone.getByText(/not a PDF, PNG or JPEG/)).toBeVisible();
  await pick.setInputFiles(letter("first page"));
  await expect(phone.getByText("The file is there.")).toBeVisible();
  await expect(phone.getByText("letter.pdf")).toBeVisible();
  await axe(phone);
  await context.close();

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const guest = await plain.newPage();
  await guest.goto(link);
  await openForm(guest, new RegExp(name)).click();
  await guest
    .getByRole("link", { name: /From the hospital/ })
    .first()
    .click();
  await expect(guest.getByText("letter.pdf")).toBeVisible();
  await guest.getByRole("button", { name: "Save, then choose a file" }).click();
  await guest
    .getByLabel("Add another file")
    .setInputFiles({ ...letter("second"), name: "two.pdf" });
  await guest.getByRole("button", { name: "Add file" }).click();
  await expect(guest.getByText("two.pdf")).toBeVisible();
  await guest.getByRole("button", { name: "Save and check" }).click();
  await guest.getByRole("button", { name: "Send", exact: true }).click();
  await expect(guest.getByText("They are not shown here any more")).toBeVisible();
  await plain.close();

  await page.goto(`${at}/forms`);
  await page.getByRole("link", { name: new RegExp(`^Read answers.*${name}`) }).click();
  await expect(page.getByRole("link", { name: "Download two.pdf" })).toBeVisible();
  await axe(page);
  const fetched = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download two.pdf" }).click();
  expect((await fetched).suggestedFilename()).toBe("two.pdf");
});
