import { expect, type Page, test } from "@playwright/test";
import { people, signIn } from "./fixtures";

const violations = (page: Page): string[] => {
  const seen: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|CSP:/i.test(message.text())) seen.push(message.text());
  });
  page.on("pageerror", (error) => seen.push(error.message));
  return seen;
};

test("a practitioner's page runs under a policy without inline scripts: made, kept, made again", {
  tag: "@desktop",
}, async ({ page, request }) => {
  const seen = violations(page);
  // The same page under an address nobody asked for yet is a miss; the answers after it come from the cache.
  for (const path of ["/p/rosa-calder", "/p/rosa-calder", `/p/nobody-${test.info().workerIndex}`]) {
    const answer = await page.goto(path, { waitUntil: "networkidle" });
    const policies = (await answer?.headersArray())?.filter(
      ({ name }) => name.toLowerCase() === "content-security-policy",
    );
    expect(policies).toHaveLength(1);
    expect(policies?.[0]?.value).toMatch(/script-src 'self'( 'sha256-[\w+/=]+')+;/);
    expect(answer?.headers()["cache-control"]).toContain("s-maxage=");
  }
  expect(seen).toEqual([]);
  const posted = await request.post("/p/rosa-calder", { form: { a: "1" } });
  expect(posted.status()).toBeLessThan(500);
  expect(posted.status()).toBeGreaterThanOrEqual(400);
});

test("going from a kept page to a live one and back breaks nothing", { tag: "@desktop" }, async ({
  page,
}) => {
  const seen = violations(page);
  for (const path of [
    "/",
    "/find",
    "/p/rosa-calder",
    "/find",
    "/sign-in",
    "/there-is-nothing-here",
  ])
    await page.goto(path, { waitUntil: "networkidle" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  expect(seen).toEqual([]);
});

test("each page has its own policy, and only open pages may be stored or indexed", {
  tag: "@desktop",
}, async ({ request }) => {
  const [one, two] = [await request.get("/find"), await request.get("/find")];
  expect(one.headers()["content-security-policy"]).toContain("'strict-dynamic'");
  expect(one.headers()["content-security-policy"]).not.toBe(
    two.headers()["content-security-policy"],
  );
  for (const path of ["/family", "/practice", "/doctor", "/admin", "/sign-in"]) {
    const head = (await request.get(path, { maxRedirects: 0 })).headers();
    expect(head, path).toMatchObject({
      "cache-control": "private, no-store",
      "x-robots-tag": "noindex, nofollow",
      "x-content-type-options": "nosniff",
    });
  }
  const kept = await request.get("/p/rosa-calder");
  expect(kept.headers()).not.toHaveProperty("x-robots-tag");
  // Asked twice: made, then kept.
  for (const _ of ["made", "kept"]) {
    const gone = await request.get("/p/nobody-at-all");
    expect(gone.status()).toBe(404);
    expect(gone.headers()["x-robots-tag"]).toBe("noindex, nofollow");
  }
  const health = await request.get("/api/health");
  expect(health.status()).toBe(200);
  expect(await health.json()).toMatchObject({
    ...{ database: "ok", migrations: "ok", jobs: "ok", version: expect.stringMatching(/^\d/) },
  });
  expect(health.headers()["cache-control"]).toBe("private, no-store");
  expect(health.headers()).not.toHaveProperty("x-powered-by");
});

test("an address that means nothing is answered in words", { tag: "@desktop" }, async ({
  request,
}) => {
  for (const path of ["/%", "/p/%E0%A4%A", "/p/a%00b", "/find?q=%00", "/api/%ff"]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(400);
    expect(await answer.text(), path).toMatch(/\w+ \w+/);
  }
  for (const path of ["/there-is-nothing-here", "/p/a/b/c/d", "/api/nothing", "/_next/nothing"])
    expect((await request.get(path)).status(), path).toBe(404);
});

test("a form of another site, or one too large, is refused in words", { tag: "@desktop" }, async ({
  request,
  baseURL,
}) => {
  const send = (headers: Record<string, string>, data = "a=1") =>
    request.post("/find", {
      headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
      data,
    });
  for (const origin of ["https://evil.example", "null"]) {
    const refused = await send({ Origin: origin, "X-Forwarded-Host": "evil.example" });
    expect(refused.status()).toBe(403);
    expect(await refused.text()).toContain(baseURL);
  }
  const own = new URL(baseURL ?? "").origin;
  expect((await send({ Origin: own }, "a".repeat(300_000))).status()).toBe(413);
  const broken = await request.post("/find", {
    headers: { Origin: own, "Content-Type": "multipart/form-data; boundary=x" },
    data: "--x\r\nnothing",
  });
  expect(broken.status()).toBe(400);
});

test("an action that is called by hand with what is no form says so, and breaks nothing", {
  tag: "@desktop",
}, async ({ request, baseURL }) => {
  const page = await (await request.get("/sign-in")).text();
  const [, action = ""] = /&quot;id&quot;:&quot;([0-9a-f]{40,})&quot;/.exec(page) ?? [];
  expect(action).not.toBe("");
  for (const data of ["[{},5]", "[null,null]", "[]", '[{},{"id":1}]', "[", "nothing"]) {
    const answer = await request.post("/sign-in", {
      headers: {
        Origin: new URL(baseURL ?? "").origin,
        "Next-Action": action,
        "Content-Type": "text/plain;charset=UTF-8",
      },
      data,
    });
    expect(answer.status(), data).toBe(400);
  }
});

test("the endpoint of a booking takes our own forms, and says what is wrong with others", {
  tag: "@desktop",
}, async ({ request, baseURL }) => {
  const own = new URL(baseURL ?? "").origin;
  const send = (data: string, type = "application/x-www-form-urlencoded", origin = own) =>
    request.post("/api/book", { headers: { "Content-Type": type, Origin: origin }, data });
  expect((await send("a=1", undefined, "https://evil.example")).status()).toBe(403);
  for (const answer of [
    await send("a=1"),
    await send(`practiceId=%00&start=${"9".repeat(10_000)}`),
    await send("a".repeat(300_000)),
    await send("--x\r\nnothing", "multipart/form-data; boundary=x"),
    await send("[]", "application/json"),
  ]) {
    expect(answer.status()).toBe(422);
    expect(await answer.text()).toMatch(/"(message|detail)":"\w+ \w+/);
  }
  expect((await request.get("/api/book")).status()).toBe(405);
});

test("the chosen theme is there before the first paint, on kept and on live pages", {
  tag: "@desktop",
}, async ({ context, page, baseURL }) => {
  await context.addCookies([{ name: "theme", value: "night", url: baseURL ?? "" }]);
  for (const path of ["/p/rosa-calder", "/find"]) {
    await page.goto(path, { waitUntil: "commit" });
    await expect(page.locator("html")).toHaveAttribute("data-theme", "night");
  }
});

test("while a page is fetched its boxes lie over the one that is there", {
  tag: "@desktop",
}, async ({ page }) => {
  await signIn(page, people.rosa);
  await page.goto("/practice");
  let answer = () => {};
  const slow = new Promise<void>((done) => {
    answer = done;
  });
  await page.route(/\/practice\/clients\?_rsc=/, async (route) => {
    await slow;
    await route.continue();
  });
  const main = page.getByRole("main");
  await page.getByRole("navigation").getByRole("link", { name: "Clients" }).first().click();
  await expect(main).toHaveAttribute("aria-busy", "true");
  await expect(page.getByText("Loading", { exact: true })).toBeAttached();
  expect(new URL(page.url()).pathname).toBe("/practice");
  answer();
  await expect(page.getByRole("heading", { level: 1, name: "Clients" })).toBeVisible();
  await expect(main).not.toHaveAttribute("aria-busy");
});
