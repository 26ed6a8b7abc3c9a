import { type Page, test, expect as within } from "@playwright/test";
import { another, axe, mailTo, people, signIn } from "./fixtures";
import { ask, newFamily, openForm, phoneOf, tick } from "./guardians";

// Seven pages in a row, each with a form: more patience than for one.
const expect = within.configure({ timeout: 30_000 });

async function checkToday(
  page: Page,
  vaccinated: "Yes" | "No",
  ill = /None of these/,
): Promise<void> {
  await tick(page, /Right now, is any of this so/, /None of these/);
  await tick(page, /Is your baby ill/, ill);
  await tick(page, /Have you seen any of these/, /None of these/);
  await tick(page, /vaccination in the last three days/, new RegExp(`^${vaccinated}$`));
  await tick(page, /well yourself today/, /^Yes$/);
}

/** Signs everything that is open: yes to all of it but photos. */
async function signAll(page: Page, name: string, relation: string): Promise<void> {
  const open = page.getByRole("radiogroup");
  for (let n = 0; n < (await open.count()); n++)
    await open
      .nth(n)
      .getByText(n === 4 ? "No" : "Yes, I agree", { exact: true })
      .click();
  await page.getByLabel("Your full name").first().fill(name);
  await page.getByLabel("Who you are to the baby").first().fill(relation);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Signed. A copy goes to your address.")).toBeVisible();
}

// A world has Ana's form once, and families fill them in on their phones.
test.describe.configure({ mode: "serial" });
const onPhone = { tag: "@phone" };

test(
  "signed out meanwhile: what was chosen is there again after signing in",
  onPhone,
  async ({ page }) => {
    await signIn(page, people.ana);
    await page.goto("/family/forms");
    await openForm(page, /Quick health check/).click();
    await expect(page.getByRole("heading", { level: 2, name: "Today" })).toBeVisible();
    await page.context().clearCookies();
    await tick(page, /Is your baby ill/, /None of these/);
    await page
      .getByRole("button", { name: /Save and/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    const next = new URL(page.url()).searchParams.get("next") ?? "/";
    await signIn(page, people.ana);
    await page.goto(next);
    await expect(
      page
        .getByRole("group", { name: /Is your baby ill/ })
        .getByRole("checkbox", { name: /None of these/ }),
    ).toBeChecked();
  },
);

test(
  "second time: what is known comes back to be confirmed, today is asked anew, and a red flag shows a number",
  onPhone,
  async ({ page, browser }) => {
    await signIn(page, people.ana);
    await page.goto("/family/forms");
    await axe(page);
    await openForm(page, /Quick health check/).click();
    // Begun in an earlier run, it opens where that one stopped.
    await page
      .getByRole("navigation", { name: "Parts of this form" })
      .getByRole("link", { name: /^Today/ })
      .click();
    await expect(page.getByRole("heading", { level: 2, name: "Today" })).toBeVisible();
    await axe(page);
    // A red flag shows whom to call at once, and again after saving.
    await tick(page, /Right now, is any of this so/, /Fast or hard breathing/);
    await expect(page.getByRole("link", { name: "Call 999" }).first()).toBeVisible();
    await tick(page, /Right now, is any of this so/, /Fast or hard breathing/);
    await checkToday(page, "No");
    await page.getByRole("button", { name: "Save and go on" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "Since last time" })).toBeVisible();
    await tick(page, /anything new/, /Nothing new/);
    await page.getByRole("button", { name: "Save and go on" }).click();
    await expect(page.getByText("Still right?")).toBeVisible();
    await expect(page.getByText("Nut oils gave her a rash")).toBeVisible();
    await axe(page);
    await page.getByRole("button", { name: "Yes, all still right" }).click();
    await expect(page.getByRole("heading", { name: "Check and send" })).toBeVisible();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByText("Your answers are with your practitioner")).toBeVisible();
    await axe(page);
    // The front desk sees that it is done, and has no way to what it says.
    const desk = await another(browser, people.desk);
    await desk.page.goto("/practice/clients?q=Chidi");
    await desk.page.getByRole("link", { name: /Okoye/ }).first().click();
    await desk.page.getByRole("link", { name: "Forms and consents" }).click();
    await expect(desk.page.getByText(/^Done /).first()).toBeVisible();
    await expect(desk.page.getByRole("link", { name: /Read answers/ })).toHaveCount(0);
    await axe(desk.page);
    await desk.context.close();
  },
);

test(
  "an answer that needs a look is on Today before the visit, and somebody writes down what was decided",
  onPhone,
  async ({ page, browser }) => {
    test.slow();
    await signIn(page, people.rosa);
    const { at, mother, surname } = await newFamily(page, "Ife");
    await page.goto(`${at}/forms`);
    await ask(page, "Quick health check");
    const phone = await phoneOf(browser, mother);
    await openForm(phone.page, /Quick health check/).click();
    await checkToday(phone.page, "No", /Fever/);
    await expect(phone.page.getByRole("link", { name: /^Call / }).first()).toBeVisible();
    await phone.page.getByRole("button", { name: "Save and go on" }).click();
    await tick(phone.page, /anything new/, /Nothing new/);
    await phone.page.getByRole("button", { name: "Save and check" }).click();
    await phone.page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(phone.page.getByText("They are not shown here any more")).toBeVisible();
    await phone.context.close();

    await page.goto("/practice");
    await axe(page);
    await page.getByRole("link", { name: /^Look Ife/ }).click();
    await expect(
      page.getByRole("heading", { name: "Look at this before the lesson" }),
    ).toBeVisible();
    await axe(page);
    await page.getByRole("button", { name: "Save the decision" }).click();
    await expect(page.getByText("Write what you decided.").first()).toBeVisible();
    await page
      .getByLabel("What did you decide?")
      .fill(`Talked with Nia ${surname}: we wait a week.`);
    await page.getByRole("button", { name: "Save the decision" }).click();
    await expect(page.getByText(`Talked with Nia ${surname}`)).toBeVisible();
    await page.goto("/practice");
    await expect(page.getByRole("link", { name: /^Look Ife/ })).toHaveCount(0);
  },
);

test(
  "a guardian without an account fills in by their own link, without JavaScript, and signs their part",
  onPhone,
  async ({ page, browser }) => {
    await signIn(page, people.rosa);
    await page.goto("/practice/clients?q=Lindqvist");
    await page
      .getByRole("link", { name: /Lindqvist/ })
      .first()
      .click();
    await page.getByRole("link", { name: "Forms and consents" }).click();
    await page.getByText("Ask a form", { exact: true }).click();
    await axe(page);
    await page.getByLabel("Which form").selectOption({ label: "Quick health check" });
    await page.getByRole("button", { name: "Ask" }).click();
    await expect(page.getByText(/Asked\.|This form is open already\./).first()).toBeVisible();
    const mail = await mailTo(browser, "klara.lindqvist@example.com", /has some questions/);
    expect(mail.subject + mail.text).not.toContain("Theo");
    const link = mail.links.find((one) => one.includes("/forms/")) ?? "";
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const guest = await plain.newPage();
    await guest.goto(link);
    await openForm(guest, /Quick health check/).click();
    await checkToday(guest, "Yes");
    await guest.getByRole("button", { name: "Save and go on" }).click();
    await tick(guest, /anything new/, /Nothing new/);
    await guest.getByRole("button", { name: "Save and check" }).click();
    // The day of the vaccination depends on the answer before it, and is missing: it is said where it is asked.
    await guest.getByRole("button", { name: "Send", exact: true }).click();
    await expect(guest.getByText("Answer this question.").first()).toBeVisible();
    await guest.getByLabel("Day").first().fill("1");
    await guest.getByLabel("Month").first().fill("11");
    await guest.getByLabel("Year").first().fill("2026");
    await guest.getByRole("button", { name: "Save and go on" }).click();
    await guest.goto(`${guest.url().split("?")[0]}?part=review`);
    await guest.getByRole("button", { name: "Send", exact: true }).click();
    await expect(guest.getByText("They are not shown here any more")).toBeVisible();
    await guest.goto(`${link}/consents`);
    await guest.getByRole("button", { name: "Sign", exact: true }).click();
    await expect(
      guest.getByText("Type your full name: it is your signature.").first(),
    ).toBeVisible();
    await signAll(guest, "Klara Lindqvist", "Mother");
    await plain.close();
    const copy = await mailTo(browser, "klara.lindqvist@example.com", /what you signed/);
    expect(copy.text).toContain("Klara Lindqvist (Mother)");
    await page.reload();
    await expect(page.getByText(/^Yes, /).first()).toBeVisible();
  },
);

test(
  "two guardians fill in and sign their own parts on their phones, and the practitioner sees both",
  onPhone,
  async ({ page, browser }) => {
    test.slow();
    await signIn(page, people.rosa);
    const { at, mother, father, surname } = await newFamily(page, "Ife");
    await page.goto(`${at}/forms`);
    await ask(page, "Before your first lesson");
    const hers = await phoneOf(browser, mother);
    const his = await phoneOf(browser, father);
    expect(his.link).not.toBe(hers.link);
    expect(his.mail.subject + his.mail.text).not.toContain("Ife");

    // The mother: the baby's part from first to last, then her own.
    await expect(openForm(hers.page, /Before your first lesson, About Ife/)).toBeVisible();
    await axe(hers.page);
    await openForm(hers.page, /Before your first lesson, About Ife/).click();
    const next = (page: Page) => page.getByRole("button", { name: "Save and go on" }).click();
    const part = (page: Page, name: RegExp) =>
      expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
    const fill: [RegExp, [RegExp, RegExp][]][] = [
      [
        /Pregnancy/,
        [
          [/born before 37 weeks/, /^No$/],
          [/stayed in hospital/, /^No$/],
        ],
      ],
      [
        /Health/,
        [
          ...[/Heart and/, /Brain and/, /Blood, bones/, /Tummy and/, /Operations/, /And any/].map(
            (question): [RegExp, RegExp] => [question, /None of these/],
          ),
          [/take medicine/, /^No$/],
          [/specialist following/, /^No$/],
          [/hip check/, /All is well/],
        ],
      ],
      [
        /Feeding/,
        [
          [/How is your baby fed/, /At the breast/],
          [/baby's skin/, /^Fine$/],
          [/have an allergy/, /^No$/],
          [/close family/, /None of these/],
        ],
      ],
      [/Vaccinations/, []],
    ];
    for (const [title, answers] of fill) {
      await part(hers.page, title);
      for (const [question, answer] of answers) await tick(hers.page, question, answer);
      await next(hers.page);
    }
    await part(hers.page, /Your lessons/);
    await tick(hers.page, /Who will come/, /A parent/);
    await tick(hers.page, /hope for/, /Time to bond/);
    await hers.page.getByRole("button", { name: "Save and check" }).click();
    await expect(hers.page.getByRole("heading", { name: "Check and send" })).toBeVisible();
    await axe(hers.page);
    await hers.page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(hers.page.getByText("They are not shown here any more")).toBeVisible();
    for (const [phone, words, name, relation] of [
      [hers, "A calm hour would do me good", `Nia ${surname}`, "Mother"],
      [his, "I work nights", `Tayo ${surname}`, "Father"],
    ] as const) {
      await phone.page.goto(phone.link);
      await openForm(phone.page, /Before your first lesson, About you/).click();
      await tick(phone.page, /How are you doing/, /Tired/);
      await phone.page.getByLabel(/anything that would help/).fill(words);
      await phone.page.getByRole("button", { name: "Save and check" }).click();
      await expect(phone.page.getByText(words)).toBeVisible();
      await phone.page.getByRole("button", { name: "Send", exact: true }).click();
      await expect(phone.page.getByText("They are not shown here any more")).toBeVisible();
      await phone.page.getByRole("link", { name: /read and sign/ }).click();
      await expect(phone.page.getByRole("radiogroup").first()).toBeVisible();
      await axe(phone.page);
      await signAll(phone.page, name, relation);
    }
    // Each has their own part alone: the father was never shown the baby's, which he may not see.
    await his.page.goto(his.link);
    await expect(his.page.getByText(/About Ife/)).toHaveCount(0);
    await expect(his.page.getByRole("link", { name: /^Fill in/ })).toHaveCount(0);
    await hers.context.close();
    await his.context.close();

    await page.goto(`${at}/forms`);
    await axe(page);
    await expect(page.getByText(/^Done /)).toHaveCount(3);
    for (const name of [`Nia ${surname}`, `Tayo ${surname}`])
      await expect(page.locator("dt", { hasText: name })).toBeVisible();
    await page.getByRole("link", { name: new RegExp(`^Read answers.*Tayo ${surname}`) }).click();
    await expect(page.getByText("I work nights")).toBeVisible();
    await expect(page.getByText("A calm hour")).toHaveCount(0);
  },
);
